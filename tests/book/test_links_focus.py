"""Links named in advance, and verdicts that do not flicker from one reading to the next."""

import pytest

from ipt.diary.links import Column, Diary, read
from tests.book.diaries import ARGUMENT, DAYS, MOOD, WITH_MOTHER, busy, finding, on, worked


def borderline(*columns):
    """Return a diary in which the argument has a pd of .9807, between the two limits."""
    mood = (5, 6, 4, 5, 6, 4, 6, 7, 4, 5, 6, 6, 6, 5, 7, 6, 6, 7, 6, 7, 4, 6, 7, 6)
    return Diary(DAYS, mood, columns or (ARGUMENT, WITH_MOTHER))


def test_a_link_named_in_advance_has_its_own_limit():
    alone, named = read(borderline()), read(borderline(), focus=["event:argument"])
    found, again = finding(alone, "event:argument"), finding(named, "event:argument")
    assert round(found.pd, 4) == 0.9807
    assert (found.verdict, found.focus) == ("ask", False)
    assert (again.verdict, again.focus, again.pd) == ("clear", True, found.pd)
    assert finding(named, "with:mother").focus is False


def test_the_verdict_shown_before_is_kept_in_a_reading():
    kept = read(borderline(), before={"event:argument": "clear"})
    assert finding(kept, "event:argument").verdict == "clear"
    named = read(borderline(), focus=["argument"], before={"event:argument": "ask"})
    assert finding(named, "event:argument").verdict == "clear"
    assert read(worked()).verdicts() == {"with:mother": "unclear", "event:argument": "clear"}
    again = read(worked(), before=read(worked()).verdicts())
    assert again == read(worked())


@pytest.mark.parametrize(
    ("left_out", "pd", "before", "expected"),
    [
        (1, 0.9796, None, "clear"),
        (1, 0.9796, "clear", "clear"),
        (1, 0.9796, "ask", "ask"),
        (1, 0.9796, "unclear", "ask"),
        (2, 0.9708, None, "ask"),
        (2, 0.9708, "clear", "clear"),
        (2, 0.9708, "ask", "ask"),
    ],
)
def test_a_link_named_in_advance_keeps_its_verdict_near_its_own_limit(
    left_out, pd, before, expected
):
    diary = borderline().entries(range(left_out, 24))
    shown = {} if before is None else {"event:argument": before}
    found = finding(read(diary, focus=["argument"], before=shown), "event:argument")
    assert (round(found.pd, 4), found.verdict) == (pd, expected)


def test_a_list_stored_later_is_tested_on_later_entries_only():
    early = read(borderline(), focus=["argument"], focus_since=0)
    late = [
        finding(read(borderline(), focus=["argument"], focus_since=since), "event:argument")
        for since in (1, 2)
    ]
    assert finding(early, "event:argument").verdict == "clear"
    assert [found.focus for found in late] == [True, True]
    assert [found.pd for found in late] == [finding(early, "event:argument").pd] * 2
    tested = [finding(read(borderline().entries(range(first, 24))), "event:argument").pd
              for first in (1, 2)]  # fmt: skip
    assert [round(pd, 4) for pd in tested] == [0.9796, 0.9708]
    assert [found.verdict for found in late] == ["clear", "ask"]
    hardly = finding(read(borderline(), focus=["argument"], focus_since=12), "event:argument")
    assert (hardly.focus, hardly.verdict) == (False, "ask")


def test_a_list_stored_later_needs_the_same_direction():
    days = range(40)
    met = [float(day % 3 == 0) for day in days]
    first = [5 - 4 * m + (day * 7 % 5) / 2 for day, m in zip(days, met, strict=True)]
    mood = [v if day < 20 else 5 + m + day * 7 % 5 / 2 for day, v, m in
            zip(days, first, met, strict=True)]  # fmt: skip
    diary = Diary(days, mood, (Column("with", "Sam", met),))
    later = finding(read(diary.entries(range(20, 40))), "with:Sam")
    whole = finding(read(diary, focus=["Sam"], focus_since=20), "with:Sam")
    assert later.mean > 0 > whole.mean
    assert whole.focus is False


@pytest.mark.parametrize(("since", "earned"), [(12, True), (13, False)])
def test_a_list_stored_later_needs_14_entries_of_its_own(since, earned):
    rows = [float(day % 3 == 0) for day in range(26)]
    mood = [6 - 3 * row + day * 7 % 5 / 2 for day, row in enumerate(rows)]
    diary = Diary(range(26), mood, (Column("event", "row", rows),))
    found = read(diary, focus=["row"], focus_since=since).findings[0]
    assert (found.focus, found.verdict) == (earned, "clear")


def test_a_hidden_person_leaves_the_part_that_tests_a_later_list_too():
    row = on((2, 4, 9, 10, 14, 15, 20, 25), "event", "row")
    diary = borderline(ARGUMENT, WITH_MOTHER, row)
    assert finding(read(diary.entries(range(1, 24))), "event:argument").pd < 0.97
    hidden = read(diary, focus=["argument"], focus_since=1, hidden=["row"])
    assert hidden.findings == read(borderline(), focus=["argument"], focus_since=1).findings
    assert finding(hidden, "event:argument").verdict == "clear"


def test_a_rare_link_named_in_advance_is_compared_before_more_frequent_ones():
    diary = busy()
    assert finding(read(diary), "with:Rare").verdict == "not_eligible"
    for since in (None, 56):
        found = read(diary, focus=["Rare"], focus_since=since).findings[0]
        assert (found.columns, found.verdict, found.focus) == (("with:Rare",), "unclear", True)


def opposites(later):
    """Return a diary of Ana or Ben: Ana more often at first and with higher mood, later Ben."""
    ana = [float(day % 10 < (7 if day < 20 else 4)) for day in range(40)]
    mood = [4 + (2 if day < 20 else later) * at + day * 7 % 5 / 2 for day, at in enumerate(ana)]
    ben = Column("with", "Ben", [1 - at for at in ana])
    return Diary(range(40), mood, (Column("with", "Ana", ana), ben))


@pytest.mark.parametrize(("later", "agrees"), [(2, True), (-0.3, False)])
def test_two_opposites_earn_only_in_the_direction_of_the_one_who_leads(later, agrees):
    diary = opposites(later)
    part = read(diary.entries(range(20, 40)), focus=["Ana", "Ben"]).findings[0]
    whole = read(diary, focus=["Ana", "Ben"], focus_since=20).findings[0]
    assert (part.columns, whole.columns) == (("with:Ben", "with:Ana"), ("with:Ana", "with:Ben"))
    assert whole.mean > 0
    assert (part.mean < 0) is agrees
    assert whole.focus is agrees


def test_who_came_along_with_a_named_link_does_not_earn_for_it():
    """Ana and Ben are told together; in the later part Ana is too rare to stand for it."""
    ana = [float(day < 20 and day % 2) for day in range(40)]
    ben = [float(at or day in (21, 26, 31, 36)) for day, at in enumerate(ana)]
    ana[21], ana[26] = 1.0, 1.0
    columns = Column("with", "Ana", ana, closest=True), Column("with", "Ben", ben)
    diary = Diary(range(40), [3 + day * 7 % 5 for day in range(40)], columns)
    whole = read(diary, focus=["Ana", "Ben"], focus_since=20).findings[0]
    assert (whole.columns, whole.focus) == (("with:Ana", "with:Ben"), False)


def test_a_later_list_on_even_moods_earns_nothing():
    mood = (*MOOD, *(5,) * 14)
    days = (*DAYS, *range(30, 44))
    diary = Diary(days, mood, (Column("with", "Sam", [day % 2 for day in range(38)]),))
    assert read(diary, focus=["Sam"], focus_since=30).findings[0].focus is False
    assert read(diary, focus=["Sam"], focus_since=29).findings[0].focus is True


@pytest.mark.parametrize("name", ["argument", "event:argument"])
def test_a_focus_link_is_named_by_its_column_or_its_name(name):
    assert finding(read(worked(), focus=[name]), "event:argument").focus is True


def test_an_unknown_focus_link_is_refused():
    with pytest.raises(ValueError, match="no column is called 'Sam'"):
        read(worked(), focus=["Sam"])


def test_at_most_three_links_are_named_in_advance():
    people = [on(DAYS[i : i + 6], "with", name) for i, name in enumerate(("A", "B", "C", "D"))]
    assert read(worked(*people), focus=["A", "B", "C"]).findings
    with pytest.raises(ValueError, match="4 links are named in advance, at most 3 can be"):
        read(worked(*people), focus=["A", "B", "C", "D"])
