"""What a licence lets a practice do with a questionnaire, and that it can be said."""

from datetime import date

import pytest

from ipt.measures import library, licences
from ipt.measures.definition import VERDICTS
from ipt.words import say

LAST = date(2027, 3, 31)


def test_every_verdict_a_file_may_name_has_its_rule():
    assert tuple(licences.verdicts()) == VERDICTS
    assert {(v.id, v.on, v.text) for v in licences.verdicts().values()} == {
        ("bundle", "always", "always"),
        ("bundle-nc", "confirmed", "confirmed"),
        ("bundle-review", "always", "never"),
        ("score-only", "always", "never"),
        ("licensed", "always", "confirmed"),
    }


@pytest.mark.parametrize(
    "id, before, after, said",
    [
        ("phq-9", (True, True), (True, True), "default"),
        ("who-5", (False, False), (True, True), "yes"),
        ("audit-c", (False, False), (True, True), "yes"),
        ("mspss", (True, False), (True, False), "default"),
        ("k10", (True, False), (True, False), "default"),
        ("epds", (True, False), (True, False), "default"),
    ],
)
def test_a_confirmation_switches_on_what_it_may_and_nothing_else(id, before, after, said):
    measure = library.load(id)
    off, on = licences.state(measure), licences.state(measure, confirmed=True)
    assert ((off.on, off.text), (on.on, on.text)) == (before, after)
    verdict = measure.licence["verdict"]
    assert off.why.id == f"measures.licence.{verdict}.default"
    assert on.why.id == f"measures.licence.{verdict}.{said}"


@pytest.mark.parametrize("id", library.ids())
@pytest.mark.parametrize("confirmed", [False, True])
def test_the_words_of_a_measure_are_shown_only_where_they_are(id, confirmed):
    measure = library.load(id)
    found = licences.state(measure, confirmed)
    words = library.words(id, licensed=found.text)
    assert found.text == (not words.item(measure.items[0].linkId).startswith("Item "))
    assert found.on or not found.text
    assert measure.text_included <= found.text


@pytest.mark.parametrize("id", library.ids())
def test_what_a_licence_means_can_be_said_with_its_holder(id):
    measure = library.load(id)
    for confirmed in (False, True):
        told = say(licences.state(measure, confirmed).why)
        assert measure.licence["verdict"] == "bundle" or measure.licence["holder"] in told


@pytest.mark.parametrize(
    "expires, on, gone",
    [
        (LAST, date(2027, 3, 30), False),
        (LAST, LAST, False),  # its last day still counts
        (LAST, date(2027, 4, 1), True),
        (None, date(2099, 1, 1), False),
    ],
)
def test_a_licence_runs_up_to_and_including_its_last_day(expires, on, gone):
    assert licences.expired(expires, on=on) is gone
    state = licences.own_state(library.load("phq-9"), expires_on=expires, on=on)
    assert (state.on, state.text) == (True, not gone)


@pytest.mark.parametrize(
    "id, expires, on, said, told",
    [
        ("phq-9", None, LAST, "for_ever", "On, with words"),
        ("phq-9", LAST, LAST, "running", "up to and including 2027-03-31"),
        ("phq-9", LAST, date(2027, 4, 1), "expired", "ran until 2027-03-31"),
        ("epds", None, LAST, "labels", "brings no words"),
        ("epds", LAST, date(2027, 4, 1), "expired", "ran until 2027-03-31"),
    ],
)
def test_a_practice_is_told_what_its_own_licence_does(id, expires, on, said, told):
    state = licences.own_state(library.load(id), expires_on=expires, on=on)
    assert state.why.id == f"measures.licence.own.{said}"
    assert told in say(state.why) and state.on
    assert state.why.values["until"] == expires
    assert state.text is (said in ("for_ever", "running"))
