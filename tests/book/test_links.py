"""A diary speaks of what went together only when it can, and by limits set in advance."""

from dataclasses import replace
from datetime import date

import pytest

from ipt.diary.links import Column, Diary, dots, inputs_hash, read, verdict
from ipt.words import say
from tests.book.diaries import (
    ARGUMENT,
    DAYS,
    MOOD,
    WITH_MOTHER,
    finding,
    on,
    rated,
    worked,
)


def rounded(found):
    return tuple(round(value, 3) for value in (found.mean, found.low, found.high, found.pd))


def test_the_worked_example_comes_out_to_three_decimals():
    reading = read(worked())
    assert round(reading.sd, 3) == 1.449
    assert (reading.n, reading.days, reading.version) == (24, 24, "links/1")
    assert rounded(finding(reading, "event:argument")) == (-2.529, -3.424, -1.574, 1.000)
    assert rounded(finding(reading, "with:mother")) == (0.096, -0.533, 0.723, 0.623)


def test_plain_averages_would_have_told_another_story():
    argument, mother = (finding(read(worked()), key) for key in ("event:argument", "with:mother"))
    assert round(argument.mean_with - argument.mean_without, 2) == -2.95
    assert round(mother.mean_with - mother.mean_without, 2) == 0.81
    assert (argument.n_with, argument.n_without) == (5, 19)
    assert (mother.n_with, mother.n_without) == (8, 16)
    assert (argument.verdict, mother.verdict) == ("clear", "unclear")


def test_the_therapist_sees_trend_and_missed_days_too():
    reading = read(worked())
    trend = reading.trend
    assert [round(v, 4) for v in (trend.mean, trend.low, trend.high, trend.pd)] == [
        1.1641,
        -0.4685,
        2.7670,
        0.9331,
    ]
    assert reading.missed_share == pytest.approx(0.2)
    assert [say(note) for note in reading.notes] == [
        "Apart from these links mood moved by +1.2 points from the first entry to the last"
        " (95 % range -0.5 to +2.8).",
        "20% of the days have no entry, which is fine.",
    ]


def test_without_anything_to_compare_the_trend_is_still_told():
    reading = read(Diary(DAYS, MOOD))
    assert reading.findings == ()
    assert round(reading.trend.mean, 4) == 1.1732


def short(n, mood=MOOD, days=DAYS):
    return read(Diary(days[:n], mood[:n], (replace(ARGUMENT, values=ARGUMENT.values[:n]),)))


def test_below_14_entries_the_diary_stays_silent():
    reading = short(13)
    assert (reading.findings, reading.sd, reading.trend) == ((), None, None)
    assert (reading.can_find, reading.notes) == ((), ())
    assert (reading.n, reading.days) == (13, 13)
    assert reading.missed_share == pytest.approx(3 / 16)
    assert say(reading.sufficiency) == (
        "13 of 14 entries. From then on the diary can begin to compare; missing days are fine."
    )
    assert short(14).findings != ()


def test_below_10_different_days_the_diary_stays_silent():
    nine = [day % 9 + 0.5 * (day // 9) / 3 for day in range(24)]
    reading = read(Diary(nine, MOOD, (ARGUMENT,)))
    assert (reading.findings, reading.days) == ((), 9)
    assert say(reading.sufficiency).startswith("9 of 10 different days.")
    ten = [day % 10 + 0.5 * (day // 10) / 3 for day in range(24)]
    assert read(Diary(ten, MOOD, (ARGUMENT,))).findings != ()


def test_a_mood_that_never_varied_is_not_compared():
    reading = read(Diary(DAYS, (5,) * 24, (ARGUMENT,)))
    assert reading.findings == ()
    assert say(reading.sufficiency) == (
        "Mood has kept so even a course so far that there is nothing to compare."
    )
    assert read(Diary(DAYS, (6, *(5,) * 23), (ARGUMENT,))).findings != ()


def test_a_mood_that_only_follows_time_is_not_compared():
    reading = read(Diary(range(14), [day / 2 for day in range(14)]))
    assert (reading.findings, reading.sufficiency.id) == ((), "links.short.flat")


def test_an_empty_diary_is_no_error():
    reading = read(Diary((), ()))
    assert (reading.n, reading.days, reading.missed_share) == (0, 0, 0.0)
    assert reading.sufficiency.values == {"n": 0, "need": 14}


@pytest.mark.parametrize(("count", "verdict"), [(3, "not_eligible"), (4, "unclear")])
def test_four_entries_with_and_four_without_are_needed(count, verdict):
    there = on(DAYS[5 : 5 + count], "with", "Sam")
    away = replace(there, values=tuple(1 - value for value in there.values))
    assert read(worked(there)).findings[0].verdict == verdict
    assert read(worked(away)).findings[0].verdict == verdict


@pytest.mark.parametrize(
    ("ratings", "verdict"),
    [
        ((1, 2, 3, 4, 5), "not_eligible"),
        ((1, 2, 3, 4, 5, 5), "unclear"),
        ((1, 1, 1, 2, 2, 2), "not_eligible"),
        ((1, 1, 1, 2, 2, 3), "unclear"),
    ],
)
def test_six_ratings_of_three_different_values_are_needed(ratings, verdict):
    assert finding(read(worked(rated(ratings))), "quality:Sam").verdict == verdict


def test_what_is_not_compared_has_no_average_either():
    found = read(worked(on((0,), "with", "Sam"))).findings[0]
    assert (found.n_with, found.n_without) == (1, 23)
    assert found.focus is False
    values = (found.mean, found.low, found.high, found.pd, found.mean_with, found.mean_without)
    assert values == (None,) * 6
    assert (found.columns, found.kind, say(found.label)) == (("with:Sam",), "with", "Sam")


def test_a_rating_brings_its_own_presence():
    reading = read(worked(rated((1, 2, 3, 4, 5, 5))))
    assert [each.columns for each in reading.findings] == [("quality:Sam",), ("with:Sam",)]
    presence = finding(reading, "with:Sam")
    assert (presence.kind, presence.n_with, presence.n_without) == ("with", 6, 18)
    theirs = read(worked(rated((1, 2, 3, 4, 5, 5), label="your brother"))).findings[1]
    assert say(theirs.label) == "your brother"


def test_the_presence_a_rating_brings_stands_as_close_as_the_rating():
    often = on(DAYS[10:22], "with", "Ana")
    sam = rated((1, 2, 3, 4, 5, 5), closest=True)
    found = read(worked(often, sam)).findings
    assert [each.columns for each in found] == [("quality:Sam",), ("with:Sam",), ("with:Ana",)]


def test_a_rating_of_every_entry_has_nothing_to_compare_presence_with():
    always = Column("quality", "Sam", [1 + day % 5 for day in range(24)])
    found = read(worked(always)).findings
    assert [each.columns for each in found] == [("quality:Sam",)]
    assert (found[0].n_with, found[0].n_without, found[0].mean_without) == (24, 0, None)


def test_a_presence_that_is_written_down_is_used_as_it_is():
    sam = on(DAYS[:10], "with", "Sam", "my Sam")
    reading = read(worked(rated((1, 2, 3, 4, 5, 5)), sam))
    assert finding(reading, "with:Sam").n_with == 10
    assert len(reading.findings) == 2


@pytest.mark.parametrize(
    ("pd", "focus", "expected"),
    [
        (0.9499, False, "unclear"),
        (0.95, False, "ask"),
        (0.9849, False, "ask"),
        (0.985, False, "clear"),
        (0.9499, True, "unclear"),
        (0.95, True, "ask"),
        (0.9749, True, "ask"),
        (0.975, True, "clear"),
    ],
)
def test_the_limits_are_part_of_what_they_let_through(pd, focus, expected):
    assert verdict(pd, focus=focus) == expected


@pytest.mark.parametrize(
    ("pd", "before", "focus", "expected"),
    [
        (0.9801, "clear", False, "clear"),
        (0.98, "clear", False, "ask"),
        (0.9899, "ask", False, "ask"),
        (0.99, "ask", False, "clear"),
        (0.9899, "unclear", False, "ask"),
        (0.99, "unclear", False, "clear"),
        (0.9701, "clear", True, "clear"),
        (0.97, "clear", True, "ask"),
        (0.9799, "ask", True, "ask"),
        (0.98, "ask", True, "clear"),
        (0.9451, "ask", False, "ask"),
        (0.945, "ask", False, "unclear"),
        (0.9451, "clear", False, "ask"),
        (0.945, "clear", False, "unclear"),
        (0.9549, "unclear", False, "unclear"),
        (0.955, "unclear", False, "ask"),
        (0.98 + 4e-10, "clear", False, "ask"),
        (0.98 + 6e-10, "clear", False, "clear"),
        (0.99 - 4e-10, "ask", False, "clear"),
        (0.99 - 6e-10, "ask", False, "ask"),
        (0.985, "not_eligible", False, "clear"),
        (0.95, "not_eligible", False, "ask"),
    ],
)
def test_a_verdict_stays_until_a_limit_is_passed_by_the_margin(pd, before, focus, expected):
    assert verdict(pd, before=before, focus=focus) == expected


def test_a_hidden_person_leaves_the_model():
    with_mother = read(worked())
    hidden = read(worked(), hidden=["mother"])
    assert [each.columns for each in hidden.findings] == [("event:argument",)]
    assert hidden.findings == read(worked(ARGUMENT)).findings
    assert hidden.findings[0].mean != finding(with_mother, "event:argument").mean
    ratings = rated((1, 2, 3, 4, 5, 5))
    assert read(worked(ratings, on(DAYS[:8], "with", "Sam")), hidden=["Sam"]).findings == ()
    assert read(worked(), focus=["mother"], hidden=["mother"]).findings == hidden.findings


def test_the_dots_are_the_clients_own_in_time():
    diary = Diary((2, 0, 1), (5, 6, 7), (Column("quality", "Sam", (None, 4, 1)),))
    assert [(dot.t, dot.mood, dot.value) for dot in dots(diary, "quality:Sam")] == [
        (0, 6, 4),
        (1, 7, 1),
        (2, 5, None),
    ]
    with pytest.raises(LookupError, match="no column is called 'with:Sam'"):
        dots(diary, "with:Sam")


@pytest.mark.parametrize("values", [(None, 4, 3), (3, 4, None), (4, None, 3)])
def test_dots_of_one_moment_are_told_in_one_order(values):
    diary = Diary((1, 1, 1), (5, 5, 5), (Column("quality", "Sam", values),))
    assert [dot.value for dot in dots(diary, "quality:Sam")] == [None, 3, 4]


def test_the_fingerprint_follows_the_data_and_not_their_order():
    diary = worked(start=date(2025, 3, 1))
    turned = diary.entries(range(23, -1, -1))
    swapped = replace(turned, columns=tuple(reversed(turned.columns)))
    assert inputs_hash(diary) == inputs_hash(swapped)
    assert len(inputs_hash(diary)) == 64
    others = [
        replace(diary, mood=(4, *MOOD[1:])),
        replace(diary, t_days=(0.5, *DAYS[1:])),
        replace(diary, hour=(12,) * 24),
        replace(diary, start=date(2025, 3, 2)),
        replace(diary, weekday0=0),
        replace(diary, scale=(0, 20)),
        replace(diary, columns=(replace(ARGUMENT, label="a row"), WITH_MOTHER)),
        replace(diary, columns=(replace(ARGUMENT, closest=True), WITH_MOTHER)),
        replace(diary, columns=(replace(ARGUMENT, safety=True), WITH_MOTHER)),
        replace(diary, columns=(ARGUMENT,)),
        replace(diary, columns=(on((2, 10, 15, 20), "event", "argument", "an argument"),
                                WITH_MOTHER)),
        replace(diary, columns=(ARGUMENT, on(DAYS[:8], "with", "mother", "your mother"))),
    ]  # fmt: skip
    prints = {inputs_hash(each) for each in (diary, *others)}
    assert len(prints) == 13
    asked = inputs_hash(diary, focus=["a", "b"], focus_since=3.0, hidden=frozenset({"x", "y"}))
    assert asked == inputs_hash(diary, hidden={"y", "x"}, focus=["a", "b"], focus_since=3.0)
    assert asked not in prints


def test_the_fingerprint_of_one_moment_with_and_without_contact_has_no_order():
    diary = Diary((1, 1, 0), (5, 5, 5), (Column("quality", "Sam", (None, 4, 3)),))
    assert inputs_hash(diary) == inputs_hash(diary.entries((1, 2, 0)))
    assert inputs_hash(diary) != inputs_hash(
        replace(diary, columns=(Column("quality", "Sam", (3, 4, None)),))
    )
