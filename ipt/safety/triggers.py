"""The rules that make somebody look, as data. They never predict, watch or read free text.

`concerns.py` decides about one answer; here all the rules stand side by side, so that a rule
can be read, and tested, at both sides of its threshold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipt.evidence import Evidence, of
from ipt.reading import toml

FILE = Path(__file__).parent / "triggers.toml"


@dataclass(frozen=True)
class Condition:
    """A fact that holds from a number on."""

    fact: str
    at_least: float


@dataclass(frozen=True)
class Trigger:
    """A rule. Words: `trigger.<id>`; `trigger_level.<level>`, `trigger_does.<each>`.

    when   any of these groups fires it; within a group every condition must hold
    does   what the system does, in order
    """

    id: str
    level: str
    when: tuple[tuple[Condition, ...], ...]
    does: tuple[str, ...]
    evidence: Evidence

    def fires(self, facts: Mapping[str, float]) -> bool:
        """Whether the rule fires; a fact that is not given counts as 0."""
        return any(all(facts.get(c.fact, 0) >= c.at_least for c in group) for group in self.when)


def triggers() -> tuple[Trigger, ...]:
    """Return every rule."""
    return tuple(_triggers().values())


def trigger(id: str) -> Trigger:
    """Return one rule. Raises KeyError."""
    return _triggers()[id]


def levels() -> tuple[str, ...]:
    """Return the levels (`trigger_level.<id>`)."""
    return tuple(row["id"] for row in toml(FILE)["levels"])


def fact_ids() -> tuple[str, ...]:
    """Return the facts that rules look at, sorted; a yes is 1.

    Rises are counted from the best score so far; `risk_item_two_weeks` is the highest answer to
    a risk item in the last two weeks; `short_nights_high_mood` comes from `ipt.rhythm`.
    """
    found = {c.fact for each in triggers() for group in each.when for c in group}
    return tuple(sorted(found))


def fired(facts: Mapping[str, float]) -> tuple[Trigger, ...]:
    """Return the rules that fire on these facts, in the order of the book.

    Raises ValueError for a fact that no rule knows: a typing mistake must not silence one.

    >>> [rule.id for rule in fired({"phq9_item9": 1})]
    ['phq9_item9']
    """
    if unknown := set(facts) - set(fact_ids()):
        raise ValueError(f"no rule looks at {sorted(unknown)}")
    return tuple(each for each in triggers() if each.fires(facts))


@cache
def _triggers() -> dict[str, Trigger]:
    return {
        row["id"]: Trigger(
            id=row["id"],
            level=row["level"],
            when=tuple(tuple(Condition(**each) for each in group) for group in row["when"]),
            does=tuple(row["does"]),
            evidence=of(row, file=FILE, where=row["id"]),
        )
        for row in toml(FILE)["triggers"]
    }
