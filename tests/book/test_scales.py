"""A mood stands on one line: which way is up is kept with it, and lines are never mixed."""

import pytest

from ipt import protocol
from ipt.diary import scales
from tests.book.said import unsaid


def test_the_lines_say_where_they_end_and_which_way_is_up():
    assert [(each.id, each.lowest, each.highest, each.higher) for each in scales.scales()] == [
        ("mood_0_10", 0, 10, "better"),
        ("low_mood_1_10", 1, 10, "worse"),
        ("mood_elated_5_5", -5, 5, "neither"),
    ]
    ends = [f"mood_scale.{each.id}.{end}" for each in scales.scales() for end in ("low", "high")]
    assert unsaid(ends) == []


def test_ratings_of_two_lines_are_never_put_on_one():
    assert scales.same_line("low_mood_1_10", "low_mood_1_10") == scales.scale("low_mood_1_10")
    with pytest.raises(scales.MixedLines, match="mood_0_10 and one on low_mood_1_10"):
        scales.same_line("mood_0_10", "low_mood_1_10")
    with pytest.raises(KeyError):
        scales.same_line("mood_0_10", "mood_0_100")


def test_young_people_rate_on_the_line_where_higher_is_worse():
    line = next(row for row in protocol.load("ipt_a").measures if row["id"] == "mood-line")
    assert scales.scale(line["scale"]).higher == "worse"
    with pytest.raises(ValueError):
        scales.same_line("mood_0_10", line["scale"])
