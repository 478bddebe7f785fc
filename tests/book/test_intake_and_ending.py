"""The two ends of a course: whether IPT fits, and how it ends well."""

from datetime import date

import pytest

from ipt import consents, ending, intake
from ipt.protocol import states
from ipt.words import catalogue, say


def test_S46_S84_the_fit_table_has_twelve_rows_and_no_total():
    assert len(intake.rows()) == 12
    for row in intake.rows():
        assert all(
            f"suitability.{row.id}.{r}" in catalogue() for r in row.ratings if r != "neutral"
        )


def test_what_speaks_against_is_named_stops_first():
    ratings = {"severity": "caution", "safety_at_home": "stop", "medical": "favours"}
    assert intake.to_talk_about(ratings) == (("safety_at_home", "stop"), ("severity", "caution"))


@pytest.mark.parametrize(
    "ratings", [{"mood": "favours"}, {"severity": "great"}, {"grief_type": "stop"}]
)
def test_a_row_or_rating_that_is_not_offered_is_refused(ratings):
    with pytest.raises(ValueError):
        intake.to_talk_about(ratings)


def test_S84_a_consultation_can_fit_wait_or_refer_on():
    assert {each.verdict for each in intake.outcomes()} == {"fits", "later", "elsewhere"}
    for each in intake.outcomes():
        assert each.status in states.statuses()
        assert f"intake.outcome.{each.id}" in catalogue()
        assert f"intake.verdict.{each.verdict}" in catalogue()
        assert all(f"intake.next.{step}" in catalogue() for step in each.next)
    assert intake.outcome("ipt_start").status == "active"


def test_S83_the_consultation_asks_for_problem_patterns_and_hopes():
    ids = {task.id for task in intake.consultation_tasks()}
    assert {"consult.presenting", "consult.relationship_patterns", "consult.hopes"} <= ids


def test_IPT13_19_recording_has_a_consent_of_its_own():
    assert "recording" in consents.asked_before_start()
    assert consents.must_be_yes() == ("treatment",)
    assert all(f"consent.{kind}.ask" in catalogue() for kind in consents.kinds())


@pytest.mark.parametrize(
    "end, now, alert",
    [
        (6, 12, True),
        (6, 11, False),
        (3, 9, False),
        (4, 10, True),
        (None, 20, False),
        (6, None, False),
    ],
)
def test_a_follow_up_asks_for_a_call_at_ten_and_six_above_the_end(end, now, alert):
    assert ending.relapse_alert(end, now) is alert


def test_S81_follow_ups_come_within_the_year():
    last = date(2026, 3, 3)
    assert ending.followup_dates(last) == (
        ("weeks_4_6", date(2026, 3, 31)),
        ("month_3", date(2026, 6, 2)),
        ("month_6", date(2026, 9, 1)),
        ("month_12", date(2027, 3, 3)),
    )
    assert all(each.from_day <= each.days <= each.to_day for each in ending.followups())


def test_S44_gains_are_proposed_from_the_goals_that_moved():
    goals = [
        ending.GoalFact(1, "Say one want a week", start=0, now=7, target=8),
        ending.GoalFact(2, "Settle Sunday", start=0, now=7, target=7),
        ending.GoalFact(3, "Fewer quarrels", start=5, now=5, target=1),
        ending.GoalFact(4, "Fewer late evenings", start=4, now=1, target=1),
    ]
    assert [each.about for each in ending.propose_gains(goals)] == [2, 4, 1]
    assert say(ending.propose_gains(goals)[0].message) == "Reached: Settle Sunday (from 0 to 7)"


def test_S45_signs_are_proposed_from_the_lowest_weeks():
    weeks = [
        ending.WeekFact(n, low, event)
        for n, low, event in [
            (1, 2, "a question"),
            (2, 1, "late, no call"),
            (3, 2, ""),
            (4, 5, ""),
            (5, 3, "row"),
        ]
    ]
    assert [each.about for each in ending.propose_signs(weeks)] == [2, 1, 3]
    assert "late, no call" in say(ending.propose_signs(weeks)[0].message)


def test_S45_hard_days_of_the_coming_year_are_proposed_soonest_first():
    events = [
        ending.EventFact("death", "Birgit died", date(2024, 11, 20), -3),
        ending.EventFact("leap", "A hard leap day", date(2024, 2, 29), -2),
        ending.EventFact("joy", "Marriage", date(2000, 6, 1), 3),
        ending.EventFact("exam", "Exam term", date(2026, 5, 4), 0),
        ending.EventFact("once", "The move", date(2023, 9, 1), -2, yearly=False),
    ]
    found = ending.propose_dates(events, after=date(2026, 3, 1))
    assert [(each.about, each.on) for each in found] == [
        ("exam", date(2026, 5, 4)),
        ("death", date(2026, 11, 20)),
        ("leap", date(2027, 2, 28)),
    ]


def test_IPT13_05_sadness_has_its_words_beside_the_pride():
    assert {"sad", "proud"} <= set(ending.feelings())
    assert "not a relapse" in catalogue()["ending_note.sadness"]


def test_everything_about_the_ending_has_its_words():
    said = [f"close_reason.{id}" for id in ending.close_reasons()]
    said += [f"wellness.{id}" for id in ending.plan_parts()]
    said += [f"ending_feeling.{id}" for id in ending.feelings()]
    said += [f"followup.{each.id}" for each in ending.followups()]
    assert [id for id in said if id not in catalogue()] == []
