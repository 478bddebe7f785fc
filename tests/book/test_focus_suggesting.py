"""What the ratings point to: an area with its reasons, or not enough to say. Never a decision."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt import focus
from ipt.focus.suggesting import Rated, known_areas, last_resort_note, suggest
from ipt.words import say

FOUR = focus.area_ids()
CAST = Path(__file__).parents[2] / "kith" / "demo" / "cast"


def rated(area, **more):
    fit = st.integers(0, 3)
    rows = st.dictionaries(st.sampled_from(focus.evidence_rows(area)), st.integers(0, 2))
    days = st.none() | st.integers(0, 400)
    return st.builds(
        Rated, st.just(area), fit, rows, spoken_against=st.booleans(), days_to_onset=days
    )


ALL_FOUR = st.tuples(*map(rated, FOUR))


def of(**fits):
    return [Rated(area, fit) for area, fit in fits.items()]


def named(suggestion):
    return [each.area for each in suggestion.areas]


def reasons(suggestion, place=0):
    return [reason.id.split(".")[1] for reason in suggestion.areas[place].reasons]


@pytest.mark.parametrize(
    "case, first, beside",
    [
        ("a", "dispute", None),
        ("b", "role_transition", "dispute"),
        ("c", "grief", "role_transition"),
    ],
)
def test_S36_the_three_cases_give_their_areas(case, first, beside):
    told = tomllib.loads((CAST / f"case_{case}.toml").read_text())["focus"]
    found = suggest(of(**told["ratings"]), needed=FOUR)
    assert named(found) == [area for area in (first, beside) if area]
    assert found.areas[0].area == told["primary"]


@pytest.mark.parametrize("missing", FOUR)
def test_S36_while_one_area_is_not_judged_there_is_not_enough_to_say(missing):
    ratings = [Rated(area, None if area == missing else 3) for area in FOUR]
    found = suggest(ratings, needed=FOUR)
    assert (found.areas, found.why_none.id) == ((), "focus_suggestion.not_enough")
    assert suggest([], needed=()).why_none.id == "focus_suggestion.not_enough"


def test_IPT13_01_nothing_clear_is_said_as_such():
    found = suggest(of(grief=1, dispute=1, role_transition=0, deficits=1), needed=FOUR)
    assert (found.areas, found.why_none.id) == ((), "focus_suggestion.nothing_clear")


def test_deficits_come_last_and_only_where_no_other_fits():
    found = suggest(of(grief=2, dispute=0, role_transition=0, deficits=3), needed=FOUR)
    assert named(found) == ["grief"] and "before_last_resort" in reasons(found)
    alone = suggest(of(grief=1, dispute=0, role_transition=1, deficits=3), needed=FOUR)
    assert named(alone) == ["deficits"] and "no_other_fits" in reasons(alone)


def test_of_two_that_fit_alike_the_one_closest_to_the_beginning_comes_first():
    near = Rated("role_transition", 2, days_to_onset=10)
    far = Rated("dispute", 2, days_to_onset=40)
    found = suggest([far, near, *of(grief=0, deficits=0)], needed=FOUR)
    assert named(found) == ["role_transition", "dispute"]
    assert "closest_to_onset" in reasons(found)


@pytest.mark.parametrize("days", [(None, None), (10, 10)])
def test_of_two_that_nothing_tells_apart_the_client_is_asked(days):
    two = [Rated("dispute", 3, days_to_onset=days[0]), Rated("grief", 3, days_to_onset=days[1])]
    found = suggest([*two, *of(role_transition=0, deficits=0)], needed=FOUR)
    assert "alike" in reasons(found)


def test_what_speaks_against_it_is_a_reason_to_read_first():
    found = suggest([Rated("grief", 3, spoken_against=True)], needed=["grief"])
    assert reasons(found)[-1] == "spoken_against"


def test_the_rows_that_are_clear_are_named_in_their_order():
    rows = {"grief.life_narrowed": 2, "grief.death_near_onset": 2, "grief.mourning_stuck": 1}
    found = suggest([Rated("grief", 3, rows)], needed=["grief"])
    assert found.areas[0].speaks_for == ("grief.death_near_onset", "grief.life_narrowed")


def test_areas_that_a_protocol_adds_are_weighed_like_the_others():
    found = suggest([Rated("life_goals", 3), Rated("dispute", 2)], needed=["dispute"])
    assert named(found) == ["life_goals", "dispute"]


def test_taking_up_the_last_resort_beside_a_clear_area_is_noted_and_never_stopped():
    ratings = of(grief=2, dispute=3, deficits=3)
    note = last_resort_note("deficits", ratings)
    assert note.id == "focus_reason.another_fits" and "Grief" in say(note)
    assert last_resort_note("dispute", ratings) is None
    assert last_resort_note("deficits", of(grief=1, deficits=3)) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"area": "weather"},
        {"area": "grief", "fit": 4},
        {"area": "grief", "fit": -1},
        {"area": "grief", "rows": {"dispute.one_other": 1}},
        {"area": "grief", "rows": {"grief.life_narrowed": 3}},
        {"area": "grief", "days_to_onset": -1},
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError):
        Rated(**wrong)


@given(ALL_FOUR)
def test_law_at_most_two_areas_each_clear_and_always_with_the_caveat(ratings):
    found = suggest(ratings, needed=FOUR)
    fits = {each.area: each.fit for each in ratings}
    assert len(found.areas) <= 2 and all(fits[area] >= 2 for area in named(found))
    assert [each.place for each in found.areas] == ["first", "beside"][: len(found.areas)]
    assert found.caveat.id == "focus_suggestion.no_decision"
    assert bool(found.areas) == (found.why_none is None) == any(fit >= 2 for fit in fits.values())


@given(ALL_FOUR)
def test_law_no_number_of_the_ratings_is_said(ratings):
    found = suggest(ratings, needed=FOUR)
    for each in found.areas:
        for reason in each.reasons:
            assert not any(letter.isdigit() for letter in say(reason))


@given(ALL_FOUR, st.randoms())
def test_law_the_order_of_asking_changes_nothing(ratings, chance):
    shuffled = list(ratings)
    chance.shuffle(shuffled)
    assert suggest(shuffled, needed=FOUR) == suggest(ratings, needed=FOUR)


@given(ALL_FOUR)
def test_law_the_last_resort_is_never_named_where_another_fits(ratings):
    names = named(suggest(ratings, needed=FOUR))
    others = any(each.fit >= 2 for each in ratings if each.area != "deficits")
    assert not (others and "deficits" in names)


@given(ALL_FOUR)
def test_law_a_better_fit_never_loses_the_first_place(ratings):
    found = suggest(ratings, needed=FOUR)
    if found.areas:
        first = found.areas[0].area
        better = [
            Rated(e.area, 3, e.rows, e.spoken_against, e.days_to_onset) if e.area == first else e
            for e in ratings
        ]
        again = suggest(better, needed=FOUR).areas[0].area
        equals = [e for e in ratings if e.fit == 3 and e.area != first]
        assert again == first or equals


@given(ALL_FOUR, st.integers(0, 3))
def test_law_evidence_alone_moves_nothing(ratings, which):
    bare = [Rated(e.area, e.fit, {}, e.spoken_against, e.days_to_onset) for e in ratings]
    assert named(suggest(bare, needed=FOUR)) == named(suggest(ratings, needed=FOUR))


def test_every_reason_has_its_words():
    areas = known_areas()
    found = [suggest([Rated(area, fit)], needed=[]) for area in areas for fit in range(4)]
    for each in found:
        assert say(each.caveat) and (each.areas or say(each.why_none))
        assert all(say(reason) for area in each.areas for reason in area.reasons)


@pytest.mark.parametrize(
    "area, more, refusal",
    [
        ("grief", {}, focus.NeedsLossType),
        ("grief", {"loss_type": "pet"}, None),
        ("dispute", {}, focus.NeedsPerson),
        ("dispute", {"person": "a1"}, None),
        ("role_transition", {}, None),
        ("deficits", {}, None),
        ("life_goals", {}, None),
    ],
)
def test_L2_S30_S32_grief_says_what_was_lost_and_a_dispute_with_whom(area, more, refusal):
    if refusal is None:
        return focus.check_needs(area, **more)
    with pytest.raises(refusal):
        focus.check_needs(area, **more)
