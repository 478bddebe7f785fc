"""What enters the model: refusals, merging, order, the limit of columns, and what never does."""

from datetime import date
from math import inf, nan

import numpy as np
import pytest

from ipt.diary.choosing import chosen, lacking, of_harm, shortfall, usable
from ipt.diary.links import Column, Diary, read
from ipt.words import say
from tests.book.diaries import ARGUMENT, DAYS, MOOD, WITH_MOTHER, finding, on, rated, worked


def keys(groups):
    return [group.keys for group in groups]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Diary((0, 1), (5, nan)), "mood of entry 2 is not a number"),
        (lambda: Diary((0, 1), (None, 5)), "mood of entry 1 is not a number"),
        (lambda: Column("quality", "A", (), scale=(5, 5)), "the scale of quality:A is 5 to 5"),
        (lambda: Diary((0, inf), (5, 5)), "time of entry 2 is not a number"),
        (lambda: Diary((nan, 0), (5, 5)), "time of entry 1 is not a number"),
        (lambda: Diary((0, 1e6 + 0.5), (5, 5)), "time of entry 2 is 1e+06, outside"),
        (lambda: Diary((-1e6 - 0.5,), (5,)), "time of entry 1 is -1e+06, outside"),
        (lambda: Diary((0, 2e6), (5, 5)), "time of entry 2 is 2e+06, outside -1e+06 to 1e+06"),
        (lambda: Diary((0, 1), (5, 11)), "mood of entry 2 is 11, outside 0 to 10"),
        (lambda: Diary((0, 1), (-0.5, 5)), "mood of entry 1 is -0.5, outside 0 to 10"),
        (lambda: Diary((0, 1), (5, 5), scale=(1, 4)), "mood of entry 1 is 5, outside 1 to 4"),
        (lambda: Diary((0, 1), (5,)), "mood has 1 entries and time has 2"),
        (lambda: Diary((0,), (5,), hour=(1, 2)), "hour has 2 entries and time has 1"),
        (lambda: Diary((0,), (5,), hour=(24.5,)), "hour of entry 1 is 24.5, outside 0 to 24"),
        (lambda: Diary((0,), (5,), weekday0=7), "the weekday of day 0 is 7, not 0"),
        (lambda: Diary((0,), (5,), weekday0=-1), "the weekday of day 0 is -1, not 0"),
        (
            lambda: Diary((0,), (5,), (Column("with", "A", (0, 1)),)),
            "with:A has 2 entries and time has 1",
        ),
        (
            lambda: Diary((0,), (5,), (Column("with", "A", (0,)), Column("with", "A", (1,)))),
            "two columns have the same kind and name",
        ),
        (lambda: Column("near", "A", ()), "'near' is not a kind of column: with, event, quality"),
        (lambda: Column("with", "A", (1, 2)), "with:A of entry 2 is 2, not 0 or 1"),
        (lambda: Column("event", "A", (None,)), "event:A of entry 1 is None, not 0 or 1"),
        (lambda: Column("with", "A", (nan,)), "with:A of entry 1 is nan, not 0 or 1"),
        (lambda: Column("quality", "A", (6,)), "quality:A of entry 1 is 6, outside 1 to 5"),
        (lambda: Column("quality", "A", (0,)), "quality:A of entry 1 is 0, outside 1 to 5"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(make, sentence):
    with pytest.raises(ValueError) as refusal:
        make()
    assert str(refusal.value).startswith(sentence)


def test_the_ends_of_a_scale_can_be_used():
    diary = Diary((-1e6, 1e6), (0, 10), hour=(0, 24), weekday0=6)
    assert diary.n == 2
    assert Column("quality", "A", (1, 5, None, nan)).values == (1.0, 5.0, None, None)


@pytest.mark.parametrize("weekday", range(7))
def test_a_diary_may_begin_on_any_day_of_the_week(weekday):
    assert Diary((0,), (5,), weekday0=weekday).weekday0 == weekday
    began = date(2025, 3, 3 + weekday)
    assert Diary((0,), (5,), start=began).weekday0 == weekday


def test_a_diary_keeps_numbers_that_nobody_can_change():
    days, mood, hour = np.array([0, 1]), [5, 6], [9, 10]
    diary = Diary(days, mood, [Column("with", "A", [0, 1])], hour=hour)
    days[0], mood[0], hour[0] = 7, 7, 7
    assert (diary.t_days, diary.mood, diary.hour) == ((0.0, 1.0), (5.0, 6.0), (9.0, 10.0))
    assert all(type(value) is float for value in (*diary.t_days, *diary.mood, *diary.hour))
    assert diary.columns == (Column("with", "A", (0.0, 1.0)),)


def test_a_whole_rating_scale_is_one_and_no_contact_its_middle():
    column = Column("quality", "A", (1, 2, 5, None))
    assert column.coded == (0.0, 0.25, 1.0, 0.5)
    assert column.present == (True, True, True, False)
    assert Column("quality", "A", (0, 10), scale=(0, 10)).coded == (0.0, 1.0)
    assert Column("with", "A", (True, False)).coded == (1.0, 0.0)
    assert Column("with", "A", (True, False)).present == (True, False)
    assert (column.label, column.key) == ("A", "quality:A")


def test_the_weekday_follows_from_the_date_of_day_0():
    diary = Diary((0, 3.9), (5, 5), start=date(2025, 3, 1))
    assert diary.weekday0 == 5
    assert Diary((0,), (5,), start=date(2025, 3, 1), weekday0=1).weekday0 == 1
    assert (diary.date_of(0), diary.date_of(3.9)) == (date(2025, 3, 1), date(2025, 3, 4))
    assert Diary((0,), (5,)).date_of(0) is None
    assert diary.day == (0, 3)


def test_what_a_column_lacks_has_a_name():
    def column(kind, *values):
        return Column(kind, "A", values)

    assert shortfall(column("with", *[1] * 3, *[0] * 3)) == "present"
    assert shortfall(column("with", *[1] * 4, *[0] * 3)) == "absent"
    assert shortfall(column("event", *[1] * 4, *[0] * 4)) == ""
    assert shortfall(column("quality", 1, 1, 1, 1, 1)) == "rated"
    assert shortfall(column("quality", 1, 1, 1, 1, 1, 2)) == "values"
    assert shortfall(column("quality", 1, 1, 1, 1, 2, 3)) == ""


def test_two_who_are_always_together_become_one():
    ben = on((*range(0, 8), 9), "with", "Ben")
    ana = on(range(0, 8), "with", "Ana")
    groups, left = chosen([ana, ben], ())
    assert (keys(groups), left) == ([("with:Ben", "with:Ana")], ())
    assert groups[0].opposite == frozenset()
    found = read(worked(ana, ben)).findings
    assert [each.columns for each in found] == [("with:Ben", "with:Ana")]
    assert say(found[0].label) == "Ben or Ana"
    assert (found[0].n_with, found[0].kind) == (8, "with")


@pytest.mark.parametrize(("more", "merged"), [(2, True), (3, False)])
def test_columns_that_differ_in_fewer_than_three_entries_merge(more, merged):
    one, other = on(DAYS[:4], "with", "A"), on(DAYS[: 4 + more], "with", "B")
    assert abs(np.corrcoef(one.coded, other.coded)[0, 1]) < 0.9
    assert (len(chosen([one, other], ())[0]) == 1) is merged


@pytest.mark.parametrize(("apart", "merged"), [(10, True), (11, False)])
def test_columns_that_go_along_above_r_point_nine_merge(apart, merged):
    one = Column("with", "A", [1] * 100 + [0] * 100)
    other = Column("with", "B", [1] * (100 + apart) + [0] * (100 - apart))
    assert (np.corrcoef(one.coded, other.coded)[0, 1] > 0.9) == merged
    assert (len(chosen([one, other], ())[0]) == 1) is merged
    away = Column("with", "B", [1 - value for value in other.values])
    groups = chosen([one, away], ())[0]
    assert (len(groups) == 1) is merged
    if merged:
        assert groups[0].opposite == {"with:B"}


@pytest.mark.parametrize(("half", "shared"), [(40, 38), (60, 57)])
def test_columns_at_r_point_nine_stay_two_and_merge_with_one_more_in_common(half, shared):
    def pair(shared):
        apart = half - shared
        one = Column("with", "A", [1] * half + [0] * half)
        return one, Column("with", "B", [1] * shared + [0] * apart + [1] * apart + [0] * shared)

    one, other = pair(shared)
    assert np.corrcoef(one.coded, other.coded)[0, 1] == pytest.approx(0.9, abs=1e-12)
    away = Column("with", "B", [1 - value for value in other.values])
    assert len(chosen([one, other], ())[0]) == len(chosen([one, away], ())[0]) == 2
    assert len(chosen(pair(shared + 1), ())[0]) == 1


def test_who_only_joins_through_others_is_not_called_the_opposite():
    chain = [
        Column("with", name, [float(first <= j < first + 4) for j in range(8)])
        for first, name in enumerate(("A", "B", "C"))
    ]
    A, B, C = chain
    assert np.corrcoef(A.coded, C.coded)[0, 1] == 0
    (group,), _ = chosen([A, C, Column("with", "AB", B.values)], ())
    assert (group.keys, group.opposite) == (("with:A", "with:AB", "with:C"), frozenset())


def test_a_long_chain_of_look_alikes_is_one_group_and_leaves_the_others_alone():
    chain = [
        Column("with", name, [float(first <= j < first + 12) for j in range(40)])
        for first, name in zip(range(0, 10, 2), "CAEBD", strict=True)
    ]
    halfway = [
        Column("with", f"{name}x", [float(first <= j < first + 12) for j in range(40)])
        for first, name in zip(range(1, 9, 2), "ABCD", strict=True)
    ]
    other = Column("with", "Zoe", [float(j >= 28) for j in range(40)])
    twin = Column("with", "Yan", [float(j >= 28) for j in range(40)])
    groups, _ = chosen([*chain, other, twin, *halfway], ())
    assert keys(groups) == [
        tuple(f"with:{name}" for name in ("A", "Ax", "B", "Bx", "C", "Cx", "D", "Dx", "E")),
        ("with:Yan", "with:Zoe"),
    ]


def test_a_chain_of_look_alikes_is_one_group():
    chain = [on(range(first, first + 8), "with", name) for first, name in ((0, "A"), (2, "C"))]
    middle = on(range(1, 9), "with", "B")
    groups, _ = chosen([*chain, middle], ())
    assert keys(groups) == [("with:A", "with:B", "with:C")]
    assert keys(chosen(chain, ())[0]) == [("with:A",), ("with:C",)]


def test_named_in_advance_comes_first_then_the_closest_then_the_most_frequent():
    rare = on(DAYS[:5], "with", "Rare")
    close = on(DAYS[6:11], "with", "Close", closest=True)
    often = on(DAYS[12:22], "with", "Often")
    named = on(DAYS[3:8], "event", "named")
    columns = [rare, often, close, named]
    assert keys(chosen(columns, {"event:named"})[0]) == [
        ("event:named",),
        ("with:Close",),
        ("with:Often",),
        ("with:Rare",),
    ]
    assert keys(chosen([on(DAYS[:5], "with", "B"), on(DAYS[9:14], "with", "A")], ())[0]) == [
        ("with:A",),
        ("with:B",),
    ]


def crowd(size):
    """Return columns that are present alike often and cannot merge."""
    entries = 8 * (size + 1)
    return [
        Column("with", f"P{i:02}", [float(8 * i <= j < 8 * i + 8) for j in range(entries)])
        for i in range(size)
    ]


def test_at_most_twelve_columns_enter():
    groups, left = chosen(crowd(12), ())
    assert (len(groups), left) == (12, ())
    groups, left = chosen(crowd(14), {"with:P13"})
    assert (len(groups), groups[0].keys) == (12, ("with:P13",))
    assert [(each.keys, each.short) for each in left] == [
        (("with:P11",), "limit"),
        (("with:P12",), "limit"),
    ]


def test_the_twelve_are_counted_after_merging():
    people = crowd(12)
    twin = Column("with", "Twin", people[0].values)
    groups, left = chosen([*people, twin], ())
    assert (len(groups), left) == (12, ())
    assert groups[0].keys == ("with:P00", "with:Twin")


def test_what_is_too_rare_is_left_out_and_merges_with_nobody():
    one, other = on((0,), "with", "A"), on((1, 2), "with", "B")
    groups, left = chosen([one, other, ARGUMENT], ())
    assert keys(groups) == [("event:argument",)]
    assert [(each.keys, each.short) for each in left] == [
        (("with:B",), "present"),
        (("with:A",), "present"),
    ]
    assert chosen([one], ())[0] == ()


HARM = on((2, 10, 15, 20, 25), "event", "hurt_threatened_afraid")


@pytest.mark.parametrize("name", ["hurt", "threatened", "afraid", "hurt_threatened_afraid"])
def test_being_hurt_threatened_or_afraid_never_becomes_a_card(name):
    reading = read(worked(on((2, 10, 15, 20, 25), "event", name), WITH_MOTHER))
    assert [each.columns for each in reading.findings] == [("with:mother",)]
    assert reading.findings == read(worked(WITH_MOTHER)).findings


def test_an_event_of_the_practices_own_can_be_marked_the_same_way():
    marked = on((2, 10, 15, 20, 25), "event", "shouted at", safety=True)
    assert usable(worked(marked, WITH_MOTHER)) == [WITH_MOTHER]
    assert on((2,), "with", "hurt").safety is False
    assert on((2,), "event", "argument").safety is False


def test_who_was_there_when_the_client_was_harmed_gets_no_card_for_the_client():
    there = on((2, 4, 5, 6, 7), "with", "Rolf", "Rolf")
    liked = rated((1, 2, 3, 4, 5, 5), "Rolf")
    diary = worked(HARM, there, liked, WITH_MOTHER, ARGUMENT)
    assert of_harm(diary) == {"Rolf"}
    reading = read(diary)
    for key in ("with:Rolf", "quality:Rolf"):
        assert finding(reading, key).client is None
        assert finding(reading, key).therapist
    assert finding(reading, "with:mother").client
    assert finding(reading, "event:argument").client
    assert of_harm(worked()) == frozenset()


def test_not_even_a_count_is_shown_of_who_was_there_at_harm():
    seldom = on((2, 4), "with", "Rolf")
    found = finding(read(worked(HARM, seldom)), "with:Rolf")
    assert (found.verdict, found.client) == ("not_eligible", None)


def test_who_cannot_be_told_apart_from_someone_harmful_gets_no_card_either():
    rolf = on((2, 4, 5, 6, 7), "with", "Rolf")
    twin = on((4, 5, 6, 7), "with", "Uwe")
    found = finding(read(worked(HARM, rolf, twin)), "with:Uwe")
    assert (found.columns, found.client) == (("with:Rolf", "with:Uwe"), None)


def test_one_over_the_limit_who_was_there_at_harm_gets_no_card():
    people = crowd(13)
    n = len(people[0].values)
    harm = Column("event", "hurt", [float(j == 12 * 8) for j in range(n)])
    mood = [4 + j % 3 for j in range(n)]
    found = finding(read(Diary(range(n), mood, (*people, harm))), "with:P12")
    assert (found.verdict, found.client) == ("not_eligible", None)


def test_a_diary_that_lacks_nothing_says_so():
    assert lacking(worked()) is None
    assert lacking(Diary(DAYS[:3], MOOD[:3])).values == {"n": 3, "need": 14}
