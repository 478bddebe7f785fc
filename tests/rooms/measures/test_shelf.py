"""What the practice may use: the book's measures, what it confirmed, and definitions of its own."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ipt.reading import BrokenBook
from kith import clock
from kith.audit.models import AuditEvent
from kith.measures import actions, shelf
from kith.measures.models import MeasureConfirmation, OwnDefinition
from kith.web import tenancy
from tests.support.cast import new_id
from tests.support.office import own_file

LONDON = ZoneInfo("Europe/London")
ON = datetime(2026, 3, 3, 12, tzinfo=LONDON)


def test_a_free_measure_is_on_with_its_text_and_a_protected_one_without(practice):
    here = shelf.here()
    assert (here.state("phq-9").on, here.state("phq-9").text) == (True, True)
    assert (here.state("epds").on, here.state("epds").text) == (True, False)
    assert here.shown_words("epds").item("epds-1") == "Item 1"
    assert here.asks("phq-9")
    assert not here.asks("epds")


def test_a_non_commercial_measure_is_off_until_an_administrator_confirms(practice, confirm, owner):
    assert not shelf.here().state("who-5").on
    assert "who-5" not in shelf.here().ids()
    row = confirm()
    assert shelf.here().asks("who-5")
    assert shelf.here().shown_words("who-5").item("who5-1") != "Item 1"
    assert AuditEvent.objects.filter(action="measures.confirmed", about_id=str(row.pk)).exists()
    assert confirm() == row


def test_what_is_withdrawn_is_kept_and_what_was_answered_keeps_its_words(practice, confirm, owner):
    confirm()
    actions.withdraw_confirmation(practice=practice, measure="who-5", by=owner)
    here = shelf.here()
    assert not here.state("who-5").on
    assert here.shown_words("who-5").item("who5-1") == "Item 1"
    assert here.words("who-5").item("who5-1") != "Item 1"
    again = confirm(kind="own_permission")
    rows = MeasureConfirmation.objects.order_by("at")
    assert [row.withdrawn_at is None for row in rows] == [False, True]
    assert shelf.here().confirmed(again.measure)
    nothing = actions.withdraw_confirmation(practice=practice, measure="phq-9", by=owner)
    assert nothing is None


def test_a_measure_that_needs_no_word_takes_none(practice, owner):
    for measure in ("phq-9", "epds", "no-such"):
        with pytest.raises(actions.NotNeeded):
            actions.confirm(
                practice=practice, measure=measure, kind="non_commercial", statement="x",
                by=owner, id=new_id(),
            )  # fmt: skip


def test_one_practices_word_counts_in_no_other(practice, other_practice, confirm, add):
    confirm()
    add()
    with tenancy.within(other_practice.pk):
        assert not shelf.here().state("who-5").on
        assert not shelf.here().state("epds").text
        assert shelf.here().load("epds").version == "1.0.0"


def test_an_own_definition_is_asked_from_now_on_and_the_old_version_stays(practice, add):
    add()
    here = shelf.here()
    assert here.load("epds").version == "2.0.0"
    assert here.words("epds").item("epds-1") == "A question of our own, 1"
    assert here.asks("epds")
    assert here.load("epds", "1.0.0").version == "1.0.0"
    assert here.words("epds", version="1.0.0").item("epds-1") == "Item 1"
    assert here.load("epds").risk == here.load("epds", "1.0.0").risk


def test_after_its_last_day_its_text_goes_out_no_more(practice, add):
    with clock.frozen(ON):
        add(expires_on=date(2026, 3, 3))
        assert shelf.here().asks("epds")
    with clock.frozen(datetime(2026, 3, 4, 0, 1, tzinfo=LONDON)):
        here = shelf.here()
        assert not here.asks("epds")
        assert not here.asks("epds", "2.0.0")
        assert here.state("epds").on
        assert here.load("epds").version == "1.0.0"
        assert here.words("epds", version="2.0.0").item("epds-1") == "A question of our own, 1"


def test_withdrawn_it_is_not_used_and_still_readable(practice, add, owner):
    row = add()
    actions.withdraw_own(definition=row, by=owner)
    assert actions.withdraw_own(definition=row, by=owner).withdrawn_by == owner
    here = shelf.here()
    assert here.load("epds").version == "1.0.0"
    assert here.load("epds", "2.0.0").version == "2.0.0"
    assert not here.state("epds", "2.0.0").on
    assert AuditEvent.objects.filter(action="measures.withdrawn").count() == 1


def test_a_questionnaire_of_their_own_is_off_once_it_is_withdrawn(practice, owner, add):
    text = own_file("epds", "1.0.0", id="icg-own").replace('"epds-', '"icgown-')
    text = text.replace("epds", "icg-own").replace("icg-own-", "icgown-")
    row = actions.add_own(
        practice=practice, text=text, holder="x", proof="y", expires_on=None, by=owner, id=new_id()
    )
    assert "icg-own" in shelf.here().ids()
    actions.withdraw_own(definition=row, by=owner)
    here = shelf.here()
    assert "icg-own" not in here.ids()
    assert here.load("icg-own").id == "icg-own"
    assert here.shown_words("icg-own").item("icgown-1") == "Item 1"
    assert here.words("icg-own").item("icgown-1").startswith("A question")
    assert here.language("icg-own") == "en"


def test_REL_05_the_same_form_sent_twice_adds_one(practice, owner):
    id = new_id()
    said = {"holder": "x", "proof": "y", "expires_on": None, "by": owner, "id": id}
    for _again in range(2):
        actions.add_own(practice=practice, text=own_file("epds", "2.0.0"), **said)
    assert OwnDefinition.objects.count() == 1


def test_a_version_is_never_used_twice(practice, add):
    add()
    with pytest.raises(actions.NotFit, match=r"2\.0\.0 is there already"):
        add()


def test_a_question_belongs_to_one_questionnaire(practice, owner):
    with pytest.raises(actions.NotFit, match="is a question of epds"):
        actions.add_own(
            practice=practice, text=own_file("epds", "1.0.0", id="other"), holder="x", proof="y",
            expires_on=None, by=owner, id=new_id(),
        )  # fmt: skip


@pytest.mark.parametrize("id", ["Not A Name", "x" * 41, "../etc"])
def test_its_name_can_stand_in_an_address(practice, owner, id):
    with pytest.raises((actions.NotFit, BrokenBook)):
        actions.add_own(
            practice=practice, text=own_file("epds", "1.0.0", id=id), holder="x", proof="y",
            expires_on=None, by=owner, id=new_id(),
        )  # fmt: skip


def test_the_shelf_takes_the_same_queries_however_much_is_asked(
    practice, confirm, add, django_assert_num_queries
):
    confirm()
    add()
    add("wsas", "1.1.0")
    with django_assert_num_queries(2):
        here = shelf.here()
        for id in here.all_ids():
            here.state(id), here.load(id), here.words(id), here.asks(id)
        shelf.here().ids()
    with django_assert_num_queries(0):
        shelf.here().ids()


def test_an_unknown_measure_is_told(practice):
    with pytest.raises(LookupError):
        shelf.here().load("no-such")
    with pytest.raises(LookupError):
        shelf.here().words("no-such")
