"""The timeline: how far events lie from the beginning, and when a line is a line.

Rough dates are `ipt.timeline.dates`. Nothing has to be known to the day, and what lies before the
beginning is not thereby its cause: the functions count days and say nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ipt.reading import toml
from ipt.timeline.dates import When, months_before

FILE = Path(__file__).parent / "timeline.toml"
QUESTIONS = ("changed", "around", "lost", "worse")
VALENCES = range(-3, 4)

Side = Literal["before", "same", "after"]
Unit = Literal["day", "week", "month", "year"]


@dataclass(frozen=True)
class Distance:
    """How far an event lies from the beginning.

    days    signed, from the middle of one to the middle of the other; negative: before
    side    "before", "after", or "same" when they cannot be told apart
    count   in `unit`, rounded; about: whether it is rounded or one of the two is known roughly
    """

    days: int
    side: Side
    count: int
    unit: Unit
    about: bool


@cache
def rule(id: str) -> dict[str, Any]:
    """Return a rule of the timeline by its id."""
    return next(row for row in toml(FILE)["rules"] if row["id"] == id)


@cache
def scale(id: str) -> dict[str, Any]:
    """Return a scale of mood: its ends in points and which way is better."""
    return next(row for row in toml(FILE)["scales"] if row["id"] == id)


def distance(onset: When, event: When) -> Distance:
    """Return how far an event lies from the beginning.

    >>> from ipt.timeline.dates import read
    >>> distance(read("2026-06-01"), read("2026-03-01")).count
    13
    """
    days = (event.middle - onset.middle).days
    rough = not (onset.exact and event.exact)
    meets = event.first <= onset.last and onset.first <= event.last
    if days == 0 or (rough and meets):
        return Distance(days, "same", 0, "day", rough)
    side: Side = "before" if days < 0 else "after"
    unit, length = _unit(abs(days))
    return Distance(days, side, round(abs(days) / length), unit, rough or unit != "day")


def _unit(days: int) -> tuple[Unit, float]:
    """Return the unit that days are told in, and its length in days."""
    if days < 14:
        return "day", 1
    if days < 98:
        return "week", 7
    return ("month", 30.44) if days < 731 else ("year", 365.25)


def window(onset: When) -> tuple[date, date]:
    """Return the first and the last day of the time before the beginning that is looked at closely.

    The months before are Kith's own choice (`timeline.toml`, rule `window`).
    """
    return months_before(onset.first, rule("window")["months_before_onset"]), onset.first


def in_window(onset: When, event: When) -> Literal["yes", "perhaps", "no"]:
    """Whether an event lies in the months before the beginning; "perhaps" when dates are rough."""
    start = months_before(onset.first, rule("window")["months_before_onset"])
    surely = months_before(onset.last, rule("window")["months_before_onset"])
    if event.last < start or event.first > onset.last:
        return "no"
    if event.first >= surely and event.last <= onset.first:
        return "yes"
    return "perhaps"


def line_drawn(points: Iterable[str]) -> bool:
    """Whether there is a line: enough points of one scale.

    points   the scale of each point of the line, by id
    """
    told = list(points)
    least = rule("line")["points_at_least"]
    return any(told.count(scale) >= least for scale in set(told))
