"""Regular days: habitual times by hand, and laws that hold for every week."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt import forms, rhythm
from ipt.rhythm import Day
from ipt.words import say
from tests.book.said import unsaid

MONDAY = date(2026, 3, 2)


def at(clock):
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def found(*clocks):
    return rhythm.habit([at(clock) for clock in clocks])


def week(**anchors):
    """Days from Monday: a list of times by anchor, '' for a day without."""
    longest = max(len(clocks) for clocks in anchors.values())
    return [
        Day(
            MONDAY + timedelta(days=number),
            {a: at(c[number]) for a, c in anchors.items() if number < len(c) and c[number]},
        )
        for number in range(longest)
    ]


def test_S50_the_worked_week_leaves_out_the_late_morning():
    habit = found("7:00", "7:10", "7:20", "7:05", "7:30", "9:50", "7:15")
    assert (habit.clock, habit.hits, habit.recorded) == ("07:13", 6, 7)
    assert habit.minute == pytest.approx(433 + 1 / 3)


@pytest.mark.parametrize("clocks", [(), ("7:00",), ("7:00", "7:00")])
def test_below_three_days_there_is_no_habit(clocks):
    assert found(*clocks) is None


def test_three_days_are_enough():
    assert found("7:00", "7:00", "7:00") == rhythm.Habit(420, 3, 3)


@pytest.mark.parametrize("last, hits", [("8:07", 4), ("8:08", 3)])
def test_a_hit_is_within_forty_five_minutes(last, hits):
    habit = found("7:07", "7:07", "7:07", last)
    assert (habit.hits, habit.recorded) == (hits, 4)


def test_one_in_four_lies_exactly_on_the_line_and_stays_in_the_mean():
    assert found("7:00", "7:00", "7:00", "11:00").minute == at("8:00")


def test_one_in_five_lies_beyond_it_and_does_not():
    assert found("7:00", "7:00", "7:00", "7:00", "11:00").minute == at("7:00")


def test_bedtimes_round_midnight_are_close_to_each_other():
    habit = found("23:30", "0:10", "0:30", "23:50")
    assert (habit.clock, habit.hits) == ("00:00", 4)


def test_someone_who_works_nights_has_a_day_of_their_own():
    assert found("11:50", "12:10", "12:30").clock == "12:10"


def test_a_time_on_the_far_side_of_the_clock_is_no_hit():
    assert found("0:00", "0:00", "0:00", "0:00", "12:00").hits == 4


def test_of_equally_long_gaps_the_one_round_midday_is_cut():
    assert found("0:00", "8:00", "16:00").minute == at("0:00")


def test_the_nearest_minute_may_be_midnight():
    assert rhythm.Habit(1439.5, 3, 3).clock == "00:00"
    assert rhythm.Habit(1439.4, 3, 3).clock == "23:59"


CLOCK = st.integers(0, rhythm.DAY - 1)
NEAR = st.lists(st.integers(0, 8 * 60), min_size=3, max_size=7)


@given(NEAR, CLOCK, CLOCK)
def test_shifting_all_times_shifts_the_habit(offsets, start, shift):
    before = rhythm.habit([(start + each) % rhythm.DAY for each in offsets])
    after = rhythm.habit([(start + shift + each) % rhythm.DAY for each in offsets])
    assert (after.minute - before.minute - shift + 720) % 1440 == pytest.approx(720)
    assert after.hits == before.hits


@given(st.lists(CLOCK, min_size=3, max_size=7), st.randoms(use_true_random=False))
def test_the_order_of_days_does_not_matter(minutes, random):
    shuffled = random.sample(minutes, len(minutes))
    assert rhythm.habit(shuffled) == rhythm.habit(minutes)


DAYS = st.lists(st.dictionaries(st.sampled_from(rhythm.anchors()), CLOCK), max_size=7)


@given(DAYS)
def test_regularity_goes_from_0_to_7(all_times):
    days = [Day(MONDAY + timedelta(days=n), times) for n, times in enumerate(all_times)]
    regular = rhythm.regularity(days)
    assert regular.score is None or 0 <= regular.score <= 7
    assert (regular.score is None) == (not regular.habits)
    assert rhythm.regularity(days[::-1]) == regular


def test_the_score_is_hits_over_anchors_with_a_habit():
    days = week(
        out_of_bed=["7:00", "7:10", "7:20", "7:05", "7:30", "9:50", "7:15"],
        in_bed=["23:00", "23:00", "23:00", "23:00"],
        evening_meal=["19:00", "19:00"],
    )
    regular = rhythm.regularity(days)
    assert set(regular.habits) == {"out_of_bed", "in_bed"}
    assert regular.score == 5.0
    assert say(regular.message) == "Rhythm regularity 5.0 of 7. Higher is more regular."


def test_the_same_hour_every_day_is_seven():
    assert rhythm.regularity(week(first_contact=["8:00"] * 7)).score == 7


def test_too_few_days_say_so():
    regular = rhythm.regularity(week(in_bed=["23:00", "23:00"]))
    assert regular.score is None
    assert say(regular.message) == "Too few days yet: at least 3 with the same anchor."
    assert rhythm.regularity([]).score is None


def test_a_week_has_seven_days_each_once():
    with pytest.raises(ValueError, match="seven"):
        rhythm.regularity(week(in_bed=["23:00"] * 8))
    with pytest.raises(ValueError, match="once"):
        rhythm.regularity([Day(MONDAY, {}), Day(MONDAY, {})])


@pytest.mark.parametrize(
    "values",
    [
        {"times": {"lunch": 720}},
        {"times": {"in_bed": 1440}},
        {"times": {"in_bed": -1}},
        {"times": {}, "mood": 6},
        {"times": {}, "mood": -6},
        {"times": {}, "company": {"lunch": "alone"}},
        {"times": {}, "company": {"in_bed": "crowd"}},
    ],
)
def test_what_no_day_can_hold_is_refused(values):
    with pytest.raises(ValueError):
        Day(MONDAY, **values)


def test_the_ends_of_each_scale_are_allowed():
    for mood in (-5, 5):
        day = Day(MONDAY, {"in_bed": 0, "out_of_bed": 1439}, mood, {"in_bed": "alone"})
        assert day.mood == mood


@pytest.mark.parametrize(
    "anchor, moment, midday, day",
    [
        ("in_bed", datetime(2026, 3, 3, 0, 30), time(12), MONDAY),
        ("in_bed", datetime(2026, 3, 2, 23, 30), time(12), MONDAY),
        ("in_bed", datetime(2026, 3, 3, 11, 59), time(12), MONDAY),
        ("in_bed", datetime(2026, 3, 3, 12, 0), time(12), date(2026, 3, 3)),
        ("in_bed", datetime(2026, 3, 3, 13, 0), time(18), MONDAY),
        ("out_of_bed", datetime(2026, 3, 2, 7, 0), time(12), MONDAY),
    ],
)
def test_going_to_bed_after_midnight_belongs_to_the_day_before(anchor, moment, midday, day):
    assert rhythm.belongs_to(anchor, moment, midday=midday) == day


def nights(*rows):
    """Days from Monday, each (in bed that evening, out of bed that morning, mood)."""
    return [
        Day(MONDAY + timedelta(days=n), {"in_bed": at(bed), "out_of_bed": at(up)}, mood)
        for n, (bed, up, mood) in enumerate(rows)
    ]


def test_hours_in_bed_run_from_one_day_into_the_next():
    days = nights(("23:00", "7:00", 0), ("1:00", "6:30", 0), ("22:00", "5:00", 0))
    assert rhythm.hours_in_bed(days) == {
        MONDAY + timedelta(days=1): 7.5,
        MONDAY + timedelta(days=2): 4.0,
    }
    assert rhythm.hours_in_bed([days[0], days[2]]) == {}
    assert rhythm.hours_in_bed([Day(MONDAY, {}), days[1]]) == {}
    assert rhythm.hours_in_bed([days[0], Day(MONDAY + timedelta(days=1), {"in_bed": 0})]) == {}


@pytest.mark.parametrize(
    "second, third, watch",
    [
        (("1:00", "7:00", 2), ("23:00", "7:00", 2), True),
        (("1:00", "7:01", 2), ("23:00", "7:00", 2), False),
        (("1:00", "7:00", 1), ("23:00", "7:00", 2), False),
        (("1:00", "7:00", None), ("23:00", "7:00", 2), False),
        (("0:30", "7:00", 5), ("23:00", "7:00", 5), False),
    ],
)
def test_S50_two_short_nights_with_high_mood_ask_for_a_look(second, third, watch):
    days = nights(("1:00", "7:00", 0), second, third)
    assert rhythm.mania_watch(days, usual_hours=8) is watch


def test_one_short_night_is_not_enough():
    days = nights(("2:00", "7:00", 3), ("23:00", "7:00", 3), ("23:00", "7:00", 3))
    assert rhythm.short_nights_with_high_mood(days, usual_hours=8) == 1
    assert not rhythm.mania_watch(days, usual_hours=8)


@pytest.mark.parametrize(
    "now, wanted, step",
    [
        ("7:00", "7:20", "7:20"),
        ("7:00", "9:00", "7:30"),
        ("9:00", "7:00", "8:30"),
        ("23:50", "1:00", "0:20"),
        ("0:10", "23:00", "23:40"),
        ("7:00", "7:00", "7:00"),
    ],
)
def test_rhythm_moves_by_half_an_hour_a_week_at_most(now, wanted, step):
    assert rhythm.next_step(at(now), at(wanted)) == at(step)


def test_S50_the_day_filled_in_is_the_day_of_the_diary():
    asked = [each.id for each in forms.load("rhythm_day").fields]
    assert [id.removesuffix("_at") for id in asked if id.endswith("_at")] == list(rhythm.anchors())
    assert forms.load("rhythm_day").field("in_bed_company").choices == rhythm.company()
    answers = {
        "on": "2026-03-02",
        "out_of_bed_did": True,
        "out_of_bed_at": "07:05",
        "out_of_bed_company": "alone",
        "first_contact_did": True,
        "first_contact_at": "08:30",
        "main_activity_did": False,
        "main_activity_at": "09:00",
        "evening_meal_did": True,
        "evening_meal_company": "others_present",
        "mood": -5,
    }
    assert forms.complete(forms.load("rhythm_day"), answers)
    assert rhythm.from_answers(answers) == Day(
        date(2026, 3, 2), {"out_of_bed": 425, "first_contact": 510}, -5, {"out_of_bed": "alone"}
    )
    assert rhythm.from_answers({"on": "2026-03-02"}) == Day(date(2026, 3, 2), {}, None, {})


def test_the_diary_has_its_own_name_and_words():
    said = [f"rhythm_anchor.{id}" for id in rhythm.anchors()]
    said += [f"rhythm_company.{id}" for id in rhythm.company()]
    assert unsaid([*said, "rhythm.title", "rhythm.night", "rhythm.mania_watch"]) == []
    assert len(rhythm.anchors()) == 5
