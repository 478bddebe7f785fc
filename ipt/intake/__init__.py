"""The first consultation: whether IPT fits, and what happens next. No total score."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ipt.protocol import Task, load, tasks
from ipt.reading import toml

FILE = Path(__file__).parent / "suitability.toml"
RATINGS = ("favours", "neutral", "caution", "stop")


@dataclass(frozen=True)
class Row:
    """A row of the fit table. Words: `suitability.<id>.title/favours/caution/stop`."""

    id: str
    has_stop: bool

    @property
    def ratings(self) -> tuple[str, ...]:
        """The ratings this row offers."""
        return RATINGS if self.has_stop else RATINGS[:-1]


@dataclass(frozen=True)
class Outcome:
    """What a consultation ends with.

    verdict   fits, later, elsewhere
    status    where the course goes (still through the gates)
    next      ids of what is then to be done (`intake.next.<id>`)
    form      whether another form of IPT than the usual must or may be chosen; "" for neither
    """

    id: str
    verdict: Literal["fits", "later", "elsewhere"]
    status: str
    next: tuple[str, ...]
    form: Literal["must", "may", ""]


@dataclass(frozen=True)
class Score:
    """A score that is laid beside a row, as a fact.

    at_least   the line that the row names, in points (`suitability.<row>.line`); None for none
    """

    row: str
    measure: str
    at_least: int | None

    def reaches(self, total: float) -> bool:
        """Whether a total reaches the line that the row names. It rates nothing."""
        return self.at_least is not None and total >= self.at_least


@dataclass(frozen=True)
class Letter:
    """A letter that may follow (`intake.letter.<id>`): what has to be there before it goes.

    consent   kind of consent it needs, "" for none
    act       the safety stop that holds it back, "" for none
    """

    id: str
    consent: str
    act: Literal["letter_home", ""]


@cache
def rows() -> tuple[Row, ...]:
    """Return the twelve rows of the fit table, in order."""
    return tuple(Row(row["id"], row["stop"]) for row in toml(FILE)["rows"])


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Return every outcome of a consultation, in order."""
    return tuple(
        Outcome(row["id"], row["verdict"], row["status"], tuple(row["next"]), row.get("form", ""))
        for row in toml(FILE)["outcomes"]
    )


def outcome(id: str) -> Outcome:
    """Return an outcome by its id, else raise KeyError."""
    return {each.id: each for each in outcomes()}[id]


@cache
def beside() -> tuple[Score, ...]:
    """Return the scores that are laid beside rows of the fit table."""
    return tuple(
        Score(row["row"], row["measure"], row.get("at_least")) for row in toml(FILE)["beside"]
    )


def also_ask(told: Collection[str]) -> tuple[str, ...]:
    """Return the measures that what was told asks for beside the protocol's own.

    told   ids: `around_birth` (expecting a baby, or a birth within twelve months)

    >>> also_ask({"around_birth"})
    ('epds',)
    """
    return tuple(
        measure
        for row in toml(FILE)["also_ask"]
        if row["told"] in told
        for measure in row["measures"]
    )


@cache
def letters() -> tuple[Letter, ...]:
    """Return the letters that may follow a consultation, in order."""
    return tuple(
        Letter(row["id"], row.get("consent", ""), row.get("act", ""))
        for row in toml(FILE)["letters"]
    )


def letter(id: str) -> Letter:
    """Return a letter by its id, else raise KeyError."""
    return {each.id: each for each in letters()}[id]


def to_talk_about(ratings: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the rows rated caution or stop as (row id, rating), stops first.

    A reminder beside the judgement, never a verdict.
    Raises ValueError for an unknown row or a rating the row does not offer.
    """
    offered = {row.id: row.ratings for row in rows()}
    for row, rating in ratings.items():
        if rating not in offered.get(row, ()):
            raise ValueError(f"{row} cannot be rated {rating!r}")
    return tuple(
        (row.id, rating)
        for rating in ("stop", "caution")
        for row in rows()
        if ratings.get(row.id) == rating
    )


def consultation_tasks() -> tuple[Task, ...]:
    """Return what belongs to the consultation, from the standard protocol."""
    return tasks(load("ipt_standard"), "consultation")
