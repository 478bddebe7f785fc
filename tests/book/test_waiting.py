"""Who waits on the way in: the stage, since when, for what, and whether it has stood still."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ipt import intake
from ipt.intake import waiting
from ipt.intake.waiting import Way, stage
from ipt.measures import library
from ipt.safety import stops
from ipt.words import catalogue, say

MONDAY = date(2026, 3, 2)


def day(number):
    return MONDAY + timedelta(days=number)


ASKED = Way(asked_on=MONDAY)
ACCEPTED = replace(ASKED, accepted_on=day(3))
OFFERED = replace(ACCEPTED, planned_on=day(10))
HELD = replace(ACCEPTED, held_on=day(10))
JUDGED = replace(HELD, judged_on=day(11))


# each line: how far, on which day (counted from the asking), stage, since, what it waits for, late
@pytest.mark.parametrize(
    "way, on, id, since, waits, late",
    [
        (ASKED, 5, "asked", 0, ("answer",), False),
        (ASKED, 6, "asked", 0, ("answer",), True),
        (ACCEPTED, 10, "to_offer", 3, ("date",), False),
        (ACCEPTED, 11, "to_offer", 3, ("date",), True),
        (OFFERED, 10, "offered", 3, ("conversation",), False),
        (OFFERED, 11, "offered", 3, ("settling",), True),
        (
            replace(HELD, unasked=("consents",), unanswered=("baseline",)),
            24, "papers", 10, ("consents", "baseline_back", "outcome"), False,
        ),
        (HELD, 25, "papers", 10, ("outcome",), True),
        (
            replace(JUDGED, verdict="fits"), 25, "to_begin", 11, ("first_session",), False,
        ),
        (
            replace(JUDGED, verdict="fits", planned_on=day(30), unanswered=("consents",)),
            26, "to_begin", 11, ("consents_back", "beginning"), True,
        ),
        (
            replace(JUDGED, verdict="later", again_on=day(20)),
            20, "again", 11, ("second_date",), False,
        ),
        (
            replace(JUDGED, verdict="later", again_on=day(20)),
            21, "again", 11, ("second_date",), True,
        ),
        (
            replace(JUDGED, verdict="later", again_on=day(20), planned_on=day(28)),
            21, "again", 11, ("second",), False,
        ),
        (
            replace(JUDGED, verdict="later", waiting_on=day(11)),
            38, "waiting_list", 11, ("place",), False,
        ),
        (
            replace(JUDGED, verdict="later", waiting_on=day(11), repeat_due=True),
            39, "waiting_list", 11, ("place", "contact", "repeat"), False,
        ),
        (
            replace(JUDGED, verdict="later", waiting_on=day(11)),
            40, "waiting_list", 11, ("place", "contact"), True,
        ),
        (
            replace(JUDGED, verdict="later", waiting_on=day(11), contacted_on=day(35)),
            60, "waiting_list", 11, ("place",), False,
        ),
        (JUDGED, 12, "papers", 10, ("outcome",), False),
    ],
)  # fmt: skip
def test_S84_the_stage_says_since_when_and_what_it_waits_for(way, on, id, since, waits, late):
    found = stage(way, day(on))
    assert (found.id, found.since, found.waits_for) == (id, day(since), waits)
    assert (found.stalled is not None) == late


def test_what_has_stood_still_is_said_in_words():
    assert say(stage(ASKED, day(9)).stalled) == "Nobody has answered for 9 days."
    late = stage(replace(HELD, waiting_on=day(11)), day(60)).stalled
    assert late.values["day"] == day(39) and "2026-04-10" in say(late)


def test_a_contact_before_the_list_does_not_count():
    assert waiting.contact_due(day(11), day(3)) == waiting.contact_due(day(11), None) == day(39)


def test_each_stage_and_each_thing_waited_for_has_words():
    words = catalogue()
    for id in waiting.stages():
        assert f"intake.stage.{id}" in words and f"intake.stalled.{id}" in words
    spoken = {key.rsplit(".", 1)[1] for key in words if key.startswith("intake.waits_for.")}
    assert spoken == {
        "answer", "date", "conversation", "settling", "consents", "consents_back", "baseline",
        "baseline_back", "outcome", "second_date", "second", "first_session", "beginning",
        "place", "contact", "repeat",
    }  # fmt: skip


@pytest.mark.parametrize(
    "measure, total, reaches",
    [("phq-9", 19, False), ("phq-9", 20, True), ("pg-13-r", 30, True), ("pg-13-r", 29.5, False),
     ("epds", 30, False), ("asrm", 20, False)],
)  # fmt: skip
def test_S46_a_score_lies_beside_its_row_and_rates_nothing(measure, total, reaches):
    [score] = [each for each in intake.beside() if each.measure == measure]
    assert score.reaches(total) is reaches
    assert score.row in {row.id for row in intake.rows()} and measure in library.ids()
    assert score.at_least is None or f"suitability.{score.row}.line" in catalogue()


def test_IPT13_08_a_letter_needs_its_consent_or_waits_for_the_private_question():
    needs = {each.id: (each.consent, each.act) for each in intake.letters()}
    assert needs == {
        "gp": ("gp_contact", ""),
        "prescriber": ("other_provider", ""),
        "service": ("other_provider", ""),
        "client": ("", "letter_home"),
    }
    assert intake.letter("client").act in stops.acts()
    for each in intake.letters():
        assert f"intake.letter.{each.id}" in catalogue()
        assert not each.consent or f"intake.letter_needs.{each.consent}" in catalogue()


def test_which_outcomes_leave_open_another_form_of_ipt():
    forms = {each.id: each.form for each in intake.outcomes() if each.form}
    assert forms == {"ipt_adapted": "must", "ipt_plus_medical": "may", "ipt_waitlist": "may"}
