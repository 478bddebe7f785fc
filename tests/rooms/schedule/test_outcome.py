from datetime import date, timedelta

import pytest

from kith.care.actions import GateClosed, NotYet, agree_to_contract, propose_contract
from kith.people.history import SomebodyElseSaved
from kith.schedule import actions, gathered, reading
from kith.schedule.models import Appointment

from . import underway
from .underway import FIRST, again, fresh, held, london, meet


def week(number):
    return FIRST + timedelta(days=7 * number)


def test_missed_sessions_are_not_numbered(counted, ines):
    held(counted, ines, on=week(0))
    missed = meet(counted, ines, on=week(1))
    actions.did_not_come(meeting=missed, version=1, by=ines)
    last = held(counted, ines, on=week(2))

    assert again(missed).number is None
    assert last.number == 2
    assert reading.held_count(counted) == 2


def test_a_session_held_before_the_gates_counts_once_they_are_passed(course, ines):
    early = held(course, ines, on=week(0))
    assert (early.state, early.number) == ("held", None)

    with pytest.raises(GateClosed) as closed:
        actions.number(course=course, facts=gathered.facts(course), by=ines)
    assert closed.value.missing == ("risk_screen", "consents", "contract")

    underway.agreed(course, ines)
    later = held(course, ines, on=week(1))

    assert again(early).number == 1
    assert later.number == 2


def test_IPT13_01_counting_with_a_closed_gate_shows_what_is_missing(as_user, course, ines):
    held(course, ines, on=week(0))

    answer = as_user(ines).post(f"/courses/{course.pk}/meetings/count/")

    assert answer.status_code == 422
    assert b"risk screen" in answer.content.lower()
    assert b"not yet agreed by both" in answer.content


def test_numbers_follow_the_days_whatever_the_order_of_noting(counted, ines):
    second = held(counted, ines, on=week(1))
    first = held(counted, ines, on=week(0))

    assert (first.number, again(second).number) == (1, 2)


def test_IPT13_20_a_maintenance_contract_counts_from_one_again(counted, ines):
    held(counted, ines, on=week(0))
    contract = propose_contract(
        course=counted,
        by=ines,
        id=fresh(),
        terms={
            "kind": "maintenance",
            "sessions_planned": 6,
            "every_days": 28,
            "starts_on": week(4),
        },
    )
    agree_to_contract(contract=contract, by=ines, how="said")

    first = held(counted, ines, on=week(4))

    assert (first.counts_for, first.number) == ("maintenance", 1)
    assert reading.progress(counted).held == 1
    assert reading.progress(counted).left == 5


@pytest.mark.parametrize(("missed", "left"), [("counts", 12), ("moved", 13)])
def test_IPT13_05_what_is_missed_never_lengthens_the_course(course, ines, missed, left):
    underway.agreed(course, ines, missed=missed)
    held(course, ines, on=week(0))
    absent = meet(course, ines, on=week(1))
    actions.did_not_come(meeting=absent, version=1, by=ines)

    progress = reading.progress(course)

    assert (progress.planned, progress.held, progress.left) == (14, 1, left)


def test_two_missed_in_a_row_are_seen(counted, ines):
    held(counted, ines, on=week(0))
    for number in (1, 2):
        absent = meet(counted, ines, on=week(number))
        actions.did_not_come(meeting=absent, version=1, by=ines)

    assert reading.missed_in_a_row(counted) == 2
    assert reading.by_course([counted.pk], ines)[counted.pk].missed_in_a_row == 2


def test_facts_of_many_courses_take_one_query(counted, ines, django_assert_max_num_queries):
    for number in range(4):
        held(counted, ines, on=week(number))
    with django_assert_max_num_queries(4):
        facts = reading.by_course([counted.pk], ines)

    assert facts[counted.pk].held == 4


def test_the_page_keeps_what_became_of_a_meeting(as_user, counted, ines, at):
    meeting = meet(counted, ines, on=date(2026, 3, 3))
    with at(london(2026, 3, 4)):
        page = {"state": "held", "version": meeting.version}
        answer = as_user(ines).post(f"/meetings/{meeting.pk}/", page)

    assert answer.status_code == 302
    assert again(meeting).number == 1


def test_REL_06_two_tabs_see_that_somebody_else_was_first(as_user, counted, ines):
    meeting = meet(counted, ines)
    actions.did_not_come(meeting=meeting, version=1, by=ines)

    page = {"state": "cancelled", "cancelled_by": "client", "version": 1, "reason": "Ill"}
    answer = as_user(ines).post(f"/meetings/{meeting.pk}/", page)

    assert answer.status_code == 422
    assert b"Did not come" in answer.content and b"Ill" in answer.content
    assert again(meeting).state == "did_not_attend"
    with pytest.raises(SomebodyElseSaved):
        actions.move(meeting=meet(counted, ines, on=week(3)), on=FIRST, at=meeting.at,
                     version=7, by=ines)  # fmt: skip


def test_what_has_a_signed_note_stays_held(counted, ines):
    meeting = held(counted, ines)
    actions.noted(meeting=meeting)

    with pytest.raises(NotYet):
        actions.did_not_come(meeting=meeting, version=meeting.version, by=ines)
    assert Appointment.objects.get().number == 1


def test_a_cancelled_meeting_says_by_whom(as_user, counted, ines):
    meeting = meet(counted, ines)

    answer = as_user(ines).post(
        f"/meetings/{meeting.pk}/", {"state": "cancelled", "version": meeting.version}
    )

    assert answer.status_code == 422
    assert b"Say who cancelled it" in answer.content


@pytest.mark.parametrize("state", ["held", "did_not_attend"])
def test_a_meeting_ahead_has_not_become_anything_yet(as_user, counted, ines, state):
    meeting = meet(counted, ines, on=date(2027, 3, 9))

    page = {"state": state, "version": meeting.version}
    answer = as_user(ines).post(f"/meetings/{meeting.pk}/", page)

    assert answer.status_code == 422
    assert b"has not begun yet" in answer.content
    assert again(meeting).state == "planned"
