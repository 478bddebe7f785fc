"""Goals: few, in a unit of their own where that helps, with templates to begin from."""

import pytest

from ipt import focus
from ipt.focus import goals
from ipt.words import Message, say

WORDS = ("text", "sign")
CLIENTS_NEVER = ("deficit", "termination", "failed", "overdue", "homework", "dysfunctional")


@pytest.mark.parametrize("area", focus.area_ids())
def test_S37_each_area_has_goals_to_begin_from_that_somebody_could_see(area):
    found = goals.templates(area)
    assert len(found) >= 3
    for each in found:
        assert all(say(Message(f"goal_template.{each.id}.{what}")) for what in WORDS)
        assert 0 < each.target <= goals.most_of(each.unit)


def test_S58_there_is_a_goal_about_a_boundary():
    assert "boundary" in [each.about for each in goals.templates("dispute")]


def test_S2_there_are_goals_about_communication():
    found = [e for area in focus.area_ids() for e in goals.templates(area)]
    assert {e.area for e in found if e.about == "communication"} >= {"dispute", "role_transition"}


def test_IPT13_06_the_words_of_the_templates_are_kind():
    for area in focus.area_ids():
        for each in goals.templates(area):
            said = " ".join(say(Message(f"goal_template.{each.id}.{what}")) for what in WORDS)
            assert not any(word in said.casefold() for word in CLIENTS_NEVER)


def test_templates_are_found_by_their_id_and_have_a_source():
    each = goals.template("dispute.say_want")
    assert (each.area, each.unit, each.target) == ("dispute", "", 8) and each.evidence.sources
    with pytest.raises(KeyError):
        goals.template("dispute.weather")


def test_units_have_words_and_how_many_there_can_be():
    assert all(say(Message(f"goal_unit.{unit.id}")) and unit.most for unit in goals.units())
    assert (goals.most_of(""), goals.most_of("nights_a_week")) == (10, 7)
    with pytest.raises(KeyError):
        goals.most_of("moons")


@pytest.mark.parametrize("held, why, refused", [(0, "", 0), (2, "", 0), (3, " ", 1), (3, "yes", 0)])
def test_S37_three_are_few_and_one_more_needs_a_written_word(held, why, refused):
    if not refused:
        return goals.check_number(held, why)
    with pytest.raises(goals.TooManyGoals):
        goals.check_number(held, why)


@pytest.mark.parametrize(
    "numbers, good",
    [((2, 5, 7), 1), ((0, 10, 10), 1), ((8, 5, 7), 0), ((0, 8, 7), 0), ((-1, 5, 7), 0),
     ((0, 0, 0), 0), ((0, 0, 101), 0), ((0, 100, 100), 1)],
)  # fmt: skip
def test_numbers_stay_within_their_unit(numbers, good):
    if good:
        return goals.check_counts(*numbers)
    with pytest.raises(ValueError):
        goals.check_counts(*numbers)
