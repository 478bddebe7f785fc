"""Concerns, owners, hours, plan, stops and the risk screen."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt import protocol
from ipt.measures import library
from ipt.measures.scoring import RiskHit
from ipt.safety import never, plan, risk_screen, stops
from ipt.safety.concerns import LEVELS, decide, level_for, worst
from ipt.safety.hours import NoHours, WeekHours, due_words, read_by
from ipt.safety.owner import Cover, OwnerFacts, line, may_send, owner, passes_to
from ipt.words import catalogue, say

PHQ, GAD, EPDS = (library.load(id) for id in ("phq-9", "gad-7", "epds"))


# Concerns


@pytest.mark.parametrize(
    "level, open_levels, does",
    [
        ("review", [], "open"),
        ("review", ["review"], "join"),
        ("review", ["high_review"], "join"),
        ("high_review", ["review"], "open"),
        ("high_review", ["review", "high_review"], "join"),
        ("urgent", ["high_review"], "open"),
    ],
)
def test_PRIV_15_an_equal_or_lower_answer_joins_and_a_rise_opens(level, open_levels, does):
    assert decide(level, open_levels) == does


@pytest.mark.parametrize(
    "value, held, does", [(2, [2], "join"), (3, [2], "open"), (2, [3], "join")]
)
def test_PRIV_15_a_rise_within_a_level_is_a_rise_too(value, held, does):
    hit = RiskHit("self-harm-thoughts-frequent", "phq9-9", value, "high_review")
    assert decide(hit, ["high_review"], open_values=held) == does


@given(st.lists(st.sampled_from(LEVELS), max_size=8))
def test_the_highest_answer_always_has_an_open_concern(levels):
    held = []
    for level in levels:
        if decide(level, held) == "open":
            held.append(level)
        assert LEVELS.index(max(held, key=LEVELS.index)) >= LEVELS.index(level)
    assert held == sorted(set(held), key=LEVELS.index)


@pytest.mark.parametrize(
    "measure, item, value, level",
    [
        (PHQ, "phq9-9", 0, None),
        (PHQ, "phq9-9", 1, "review"),
        (PHQ, "phq9-9", 2, "high_review"),
        (PHQ, "phq9-9", None, "ask"),
        (EPDS, "epds-10", 1, "review"),
        (EPDS, "epds-10", 3, "high_review"),
        (EPDS, "epds-10", None, "ask"),
        (PHQ, "phq9-1", 3, None),
        (PHQ, "phq9-1", None, None),
        (GAD, "gad7-7", 3, None),
    ],
)
def test_IPT13_11_what_one_answer_asks_for(measure, item, value, level):
    assert level_for(measure, item, value) == level


def test_one_answer_makes_one_concern():
    hits = (RiskHit("a", "phq9-9", 2, "review"), RiskHit("b", "phq9-9", 2, "high_review"))
    assert worst(hits).rule == "b" and worst(()) is None


# Owners

THERAPIST, COVER, DUTY = "ines", "kwame", "lena"
MONDAY = datetime(2026, 3, 9, 10, tzinfo=ZoneInfo("Europe/Berlin"))
NAMED = OwnerFacts(
    therapist=THERAPIST,
    covers=[Cover(COVER, date(2026, 3, 9), date(2026, 3, 13))],
    duty=DUTY,
)


def facts(**changes):
    return OwnerFacts(**{**NAMED.__dict__, **changes})


@pytest.mark.parametrize(
    "case, who",
    [
        (NAMED, THERAPIST),
        (facts(away=[(date(2026, 3, 9), date(2026, 3, 13))]), COVER),
        (facts(away=[(date(2026, 3, 9), date(2026, 3, 9))], covers=[]), DUTY),
        (facts(therapist_current=False), COVER),
        (facts(therapist=None, covers=[]), DUTY),
        (facts(therapist=None, covers=[], duty=None), None),
        (facts(current=frozenset({COVER, DUTY})), COVER),
        (facts(current=frozenset()), None),
        (facts(therapist=None, covers=[Cover(COVER, date(2026, 3, 10), date(2026, 3, 13))]), DUTY),
    ],
)
def test_PRIV_15_answers_are_owned_by_therapist_cover_or_duty(case, who):
    assert owner(case, MONDAY) == who


def test_PRIV_15_an_unread_concern_passes_on_along_the_line():
    assert line(NAMED, MONDAY) == (THERAPIST, COVER, DUTY)
    assert passes_to(NAMED, MONDAY, [THERAPIST]) == COVER
    assert passes_to(NAMED, MONDAY, [THERAPIST, COVER]) == DUTY
    assert passes_to(NAMED, MONDAY, [THERAPIST, COVER, DUTY]) is None


@pytest.mark.parametrize(
    "measure, who, goes",
    [(PHQ, THERAPIST, True), (PHQ, None, False), (EPDS, None, False), (GAD, None, True)],
)
def test_PRIV_15_nothing_with_a_risk_item_goes_out_without_an_owner(measure, who, goes):
    assert may_send(measure, who) is goes


# Hours. Monday to Friday 9 to 12 and 13 to 17, Berlin; 9 March 2026 is a Monday.

BERLIN = ZoneInfo("Europe/Berlin")
DAY = [(time(9), time(12)), (time(13), time(17))]
WEEK = WeekHours({weekday: DAY for weekday in range(5)}, "Europe/Berlin")


def at(day, hour, minute=0, month=3):
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    "answered, due",
    [
        (at(9, 9), at(9, 12)),  # in the morning by noon
        (at(9, 13), at(9, 15)),  # two working hours
        (at(9, 11), at(9, 14)),  # one before lunch, one after
        (at(9, 12, 30), at(9, 15)),  # at lunch: two hours into the afternoon
        (at(9, 16), at(9, 17)),  # before going home
        (at(9, 16, 30), at(10, 12)),  # the last half hour counts as after hours
        (at(9, 7), at(9, 12)),  # early: by noon today
        (at(9, 20), at(10, 12)),  # evening: by noon tomorrow
        (at(7, 20), at(9, 12)),  # Saturday: "Read by Monday 12:00"
        (at(6, 17), at(9, 12)),  # Friday at closing
    ],
)
def test_PRIV_15_when_an_answer_will_have_been_read(answered, due):
    assert read_by(WEEK, answered) == due


def test_a_day_that_starts_late_has_two_hours_of_its_own():
    late = WeekHours({1: [(time(14), time(18))]}, "Europe/Berlin")
    assert read_by(late, at(9, 10)) == at(10, 16)
    short = WeekHours({1: [(time(15), time(16))]}, "Europe/Berlin")
    assert read_by(short, at(9, 10)) == at(10, 16)


def test_a_closed_day_is_skipped():
    assert read_by(WEEK, at(8, 20), closed={date(2026, 3, 9)}) == at(10, 12)


def test_a_cover_who_takes_over_tomorrow_begins_tomorrow():
    assert read_by(WEEK, at(9, 9), not_before=at(10, 13)) == at(10, 15)


@pytest.mark.parametrize(
    "answered, due, offset",
    [(at(28, 20), at(30, 12), 2), (at(24, 20, month=10), at(26, 12, month=10), 1)],
)
def test_across_the_clock_change_noon_stays_noon(answered, due, offset):
    found = read_by(WEEK, answered)
    assert found == due and found.utcoffset() == timedelta(hours=offset)


def test_a_wall_time_that_the_clock_change_skips_moves_on():
    night = WeekHours({6: [(time(2, 30), time(20))]}, "Europe/Berlin")  # Sunday 29 March 2026
    assert night.on(date(2026, 3, 29))[0][0] == at(29, 3, 30)


def test_nobody_promises_without_working_hours():
    with pytest.raises(NoHours):
        read_by(WeekHours({}, "Europe/Berlin"), MONDAY)
    with pytest.raises(ValueError):
        read_by(WEEK, datetime(2026, 3, 9, 10))


@pytest.mark.parametrize("blocks", [[(time(9), time(9))], [(time(12), time(9))], [DAY[1], DAY[0]]])
def test_hours_that_cannot_be_are_refused(blocks):
    with pytest.raises(ValueError):
        WeekHours({0: blocks}, "Europe/Berlin")


minutes = st.integers(0, 60 * 24 * 400).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)
zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"])


@given(minutes, zones)
def test_the_promise_is_never_in_the_past_and_within_working_days(moment, zone):
    hours = WeekHours(WEEK.days, zone)
    due = read_by(hours, moment)
    assert moment < due <= moment + timedelta(days=4)
    assert hours.on(due.date())


@given(minutes, st.integers(0, 60 * 24 * 7))
def test_a_later_answer_is_never_promised_earlier(moment, later):
    assert read_by(WEEK, moment) <= read_by(WEEK, moment + timedelta(minutes=later))


@pytest.mark.parametrize(
    "now, due, words",
    [
        (at(7, 20), at(9, 12), "Read by Monday 12:00."),
        (at(9, 9), at(9, 11), "Read by 11:00 today."),
        (at(9, 9), at(16, 12), "Read by Monday, 2026-03-16 12:00."),
    ],
)
def test_IPT13_12_the_words_name_a_time_and_promise_no_watching(now, due, words):
    assert say(due_words(due, now)) == words
    assert catalogue()["safety.nobody_watching"] == "Nobody is watching now."


# The plan, the stops, the screen


def test_the_safety_plan_goes_from_alone_to_others_to_professionals():
    assert [part.id for part in plan.parts()] == [
        "warning_signs",
        "alone",
        "distract",
        "ask_help",
        "professionals",
        "surroundings",
        "worth_living",
    ]
    assert [part.id for part in plan.parts() if part.optional] == ["worth_living"]


def test_every_part_of_the_plan_has_its_words():
    words = catalogue()
    for part in plan.parts():
        assert f"plan.{part.id}.title" in words and f"plan.{part.id}.hint" in words
        assert all(f"plan.field.{field.name}" in words for field in part.fields)
        assert all(f"plan.choice.{choice}" in words for choice in part.choices)


ACTS = ["joint_session", "practice_with_person", "letter_home", "partner_work"]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "answer, reason",
    [("not_asked", "stop.not_asked"), ("positive", "stop.positive"), ("asked_no_fear", None)],
)
def test_IPT13_08_no_act_goes_on_before_the_private_question(act, answer, reason):
    assert stops.stopped(act, answer) == reason
    assert f"stop.act.{act}" in catalogue()


def test_IPT13_08_a_typing_mistake_lets_nothing_through():
    for act, answer in (("joint_sesion", "asked_no_fear"), ("joint_session", "asked-no-fear")):
        with pytest.raises(ValueError):
            stops.stopped(act, answer)


@pytest.mark.parametrize("act, about", list(zip(ACTS, [True, True, False, False], strict=True)))
def test_IPT13_08_whether_an_act_concerns_one_person(act, about):
    assert stops.about_person(act) is about


def test_IPT13_08_every_task_of_the_partner_waits_and_no_other_act_names_tasks():
    plan = protocol.load("ipt_partner")
    assert plan.stops == ("partner",)
    partners = {task.id for task in plan.tasks if task.id.startswith("partner.")}
    assert stops.tasks("partner_work") == partners and len(partners) == 4
    assert not any(stops.tasks(act) for act in ACTS[:3])


@pytest.mark.parametrize(
    "answers, level",
    [
        ({}, "low"),
        ({"passive_wish": True, "active_thought": True}, "low"),
        ({"method": True}, "moderate"),
        ({"past_attempts": "once, in 2012"}, "moderate"),
        ({"intent": True}, "high"),
        ({"plan": True}, "high"),
        ({"attempt_recent": True}, "high"),
    ],
)
def test_the_screen_suggests_and_the_clinician_decides(answers, level):
    assert risk_screen.suggest(answers) == level


@pytest.mark.parametrize(
    "answers, why",
    [
        ({}, ()),
        ({"passive_wish": True}, ()),
        ({"preparations": True, "intent": True, "method": True}, ("intent", "preparations")),
        ({"method": True, "past_attempts": "once", "intent": False}, ("method", "past_attempts")),
        ({"past_attempts": "  "}, ()),
    ],
)
def test_the_screen_says_which_answers_suggest_its_level(answers, why):
    assert risk_screen.reasons(answers) == why


def test_whatever_suggests_a_level_is_asked():
    asked = {each.id for each in risk_screen.questions()}
    assert {id for ids in risk_screen.SUGGESTS.values() for id in ids} <= asked


@pytest.mark.parametrize(
    "level, suggested, lower, asks",
    [
        ("low", "low", False, ()),
        ("low", "high", True, "high"),
        ("moderate", "high", True, "high"),
        ("high", "moderate", False, "high"),
        ("imminent", "low", False, "imminent"),
    ],
)
def test_the_higher_of_both_levels_says_what_to_do(level, suggested, lower, asks):
    assert risk_screen.lower(level, suggested) is lower
    by_level = {each.id: each.steps for each in risk_screen.levels()}
    assert risk_screen.steps(level, suggested) == (by_level[asks] if asks else ())


def test_high_and_imminent_ask_for_steps_now():
    asks = [each.id for each in risk_screen.levels() if risk_screen.asks_for_crisis_steps(each.id)]
    assert asks == ["high", "imminent"]
    assert all("safety_plan" in each.steps for each in risk_screen.levels() if each.id in asks)


def test_what_follows_fear_has_its_words():
    assert {"safeguarding", "no_joint_session"} <= set(never.after_fear())
    assert [id for id in never.after_fear() if f"after_fear.{id}" not in catalogue()] == []


def test_the_risk_screen_has_its_words():
    said = [f"risk_screen.{q.id}" for q in risk_screen.questions()]
    said += [f"risk_screen.{id}" for id in risk_screen.recorded()]
    said += [f"risk_level.{each.id}" for each in risk_screen.levels()]
    said += [f"risk_step.{step}" for each in risk_screen.levels() for step in each.steps]
    said += [f"private_question.{id}" for id in stops.questions()]
    assert [id for id in said if id not in catalogue()] == []
