"""Goals: few, between people, seen from outside. Templates to begin from, and how many are few."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ipt.evidence import Evidence, of
from ipt.reading import toml

FILE = Path(__file__).parent / "goals.toml"
FEW = 3
STEPS = 10
UNIT_MOST = 100


class TooManyGoals(ValueError):
    """More than a few goals need a written word why."""


@dataclass(frozen=True)
class Template:
    """A goal to begin from. Words: `goal_template.<id>.text` and `.sign`.

    about   what it practises, where that is asked for: communication, boundary, else ""
    unit    what it is counted in (`goal_unit.<id>`), "" for 0 to 10
    target  in that unit, or of 10
    """

    id: str
    area: str
    about: Literal["communication", "boundary", ""]
    unit: str
    target: int
    evidence: Evidence


@dataclass(frozen=True)
class Unit:
    """What a goal can be counted in (`goal_unit.<id>`) and how many there can be."""

    id: str
    most: int


def templates(area: str) -> tuple[Template, ...]:
    """Return the templates of one of the four areas; none for an unknown one."""
    return tuple(each for each in _templates().values() if each.area == area)


def template(id: str) -> Template:
    """Return one template. Raises KeyError."""
    return _templates()[id]


def units() -> tuple[Unit, ...]:
    """Return what goals are often counted in; a goal may have words of its own."""
    return tuple(Unit(row["id"], row["most"]) for row in toml(FILE)["units"])


def most_of(unit: str) -> int:
    """Return how many there can be of a unit; 10 without one. Raises KeyError."""
    return {each.id: each.most for each in units()}[unit] if unit else STEPS


def check_number(held: int, why_more: str = "") -> None:
    """Check that one more goal may stand beside those held.

    held       how many are worked towards now
    why_more   the written word for more than three; blank does not count

    Raises TooManyGoals. Source: one to three goals are standard; the written word is Kith's own.
    """
    if held >= FEW and not why_more.strip():
        raise TooManyGoals(f"More than {FEW} goals need a written word why.")


def check_counts(baseline: int, target: int, most: int) -> None:
    """Check a goal's numbers, all in its own unit. Raises ValueError.

    baseline, target   0 to most
    most               1 to 100; 10 for a goal without a unit
    """
    if not 1 <= most <= UNIT_MOST:
        raise ValueError(f"most goes from 1 to {UNIT_MOST}, got {most}")
    if not (0 <= baseline <= most and 0 <= target <= most):
        raise ValueError(f"baseline and target go from 0 to {most}")


@cache
def _templates() -> dict[str, Template]:
    return {
        row["id"]: Template(
            id=row["id"],
            area=row["area"],
            about=row.get("about", ""),
            unit=row.get("unit", ""),
            target=row["target"],
            evidence=of(row, file=FILE, where=row["id"]),
        )
        for row in toml(FILE)["templates"]
    }
