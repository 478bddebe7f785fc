"""The lines on which a mood is rated, and the refusal to mix them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ipt.evidence import Evidence, of
from ipt.reading import toml

FILE = Path(__file__).with_name("scales.toml")


class MixedLines(ValueError):
    """Two ratings stand on different lines and cannot be drawn or compared as one."""


@dataclass(frozen=True)
class Scale:
    """A line for mood, whole numbers. Words: `mood_scale.<id>.low` and `.high`, its two ends."""

    id: str
    lowest: int
    highest: int
    higher: Literal["better", "worse", "neither"]
    evidence: Evidence


@cache
def scales() -> tuple[Scale, ...]:
    """Return every line, that of the diary first."""
    return tuple(
        Scale(
            row["id"],
            row["lowest"],
            row["highest"],
            row["higher"],
            of(row, file=FILE, where=row["id"]),
        )
        for row in toml(FILE)["scales"]
    )


def scale(id: str) -> Scale:
    """Return a line by the `scale_id` of a rating. Raises KeyError."""
    return {each.id: each for each in scales()}[id]


def same_line(a: str, b: str) -> Scale:
    """Return the line of two ratings, by their `scale_id`.

    Raises MixedLines (a ValueError) if they stand on different lines, KeyError for an unknown one.

    >>> same_line("mood_0_10", "mood_0_10").higher
    'better'
    """
    one, other = scale(a), scale(b)
    if one != other:
        raise MixedLines(f"a rating on {a} and one on {b} are never put on one line")
    return one
