"""Whom a list could name: from the reader's roles and the dates of who was in whose care."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from kith.audit import lists
from kith.audit.lists import Reach, Stay

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
INES, OMAR, ADA, BEA, WANDA = (UUID(int=number) for number in range(1, 6))


def page(action="opened.caseload", *, by=INES, roles="therapist", at=NOON, **more):
    told = {"client_id": None, "reason": "", **more}
    return SimpleNamespace(action=action, actor_id=by, actor_role=roles, at=at, **told)


def seen(*events, care=(), practice=(), asked=()):
    return lists.seen(events, Reach(care, practice, asked))


@pytest.mark.parametrize(
    ("began", "ended", "named"),
    [
        (NOON - DAY, None, True),
        (NOON - DAY, NOON + DAY, True),
        (NOON, NOON, True),
        (NOON - 2 * DAY, NOON - DAY, False),
        (NOON + DAY, None, False),
    ],
)
def test_PRIV_14_a_list_names_whoever_was_in_care_at_that_moment(began, ended, named):
    found = seen(page(), care=[Stay(ADA, began, ended, INES)])
    assert (ADA in found) == named


def test_PRIV_14_care_by_somebody_else_is_not_within_reach():
    assert not seen(page(), care=[Stay(ADA, NOON - DAY, None, OMAR)])


def test_PRIV_14_where_it_is_not_known_whose_care_it_was_everybody_who_treats_could_read_it():
    lost = [Stay(ADA, NOON - DAY, NOON + DAY)]
    assert ADA in seen(page(by=OMAR), care=lost)
    assert not seen(page("opened.desk", by=OMAR, roles="administrator"), care=lost)


def test_PRIV_14_a_coordinator_reads_the_whole_practice_and_who_asked():
    known, asked = [Stay(BEA, NOON - DAY)], [Stay(WANDA, NOON - DAY)]
    both = {"practice": known, "asked": asked}
    assert set(seen(page("opened.waiting", roles="coordinator"), **both)) == {BEA, WANDA}
    assert set(seen(page("opened.calendar", roles="coordinator"), **both)) == {BEA}
    assert not seen(page("opened.waiting"), **both)


def test_PRIV_14_the_caseload_is_those_in_ones_own_care_whatever_else_one_is():
    reach = {"care": [Stay(ADA, NOON - DAY, None, INES)], "practice": [Stay(BEA, NOON - DAY)]}
    assert set(seen(page(roles="coordinator,therapist"), **reach)) == {ADA}
    assert set(seen(page("opened.desk", roles="coordinator,therapist"), **reach)) == {BEA}


def test_PRIV_14_each_reading_counts_once_and_first_and_last_are_told():
    stays = [Stay(ADA, NOON - DAY, NOON + DAY, INES), Stay(ADA, NOON, None, INES)]
    readings = [page(at=NOON + n * DAY) for n in (-2, 0, 1, 4)]
    one = seen(*readings, page("opened.search"), care=stays)[ADA]
    assert one.kinds == {"opened.caseload": 3, "opened.search": 1}
    assert (one.first, one.last, one.others) == (NOON, NOON + 4 * DAY, {INES})


def test_PRIV_14_what_names_nobody_or_one_record_is_no_list():
    care = [Stay(ADA, NOON - DAY, None, INES)]
    assert not seen(page("opened.search", reason=lists.number(0)), care=care)
    assert not seen(page("opened.enquiry", client_id=BEA), care=care)
    assert not seen(page("opened.audit"), care=care)
    assert not seen(page(roles="administrator"), care=care)
    assert not seen(page(by=None), care=care)
    assert ADA in seen(page("opened.search", reason=lists.number(1)), care=care)
