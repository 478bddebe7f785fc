"""Kith's own list of what an IPT session holds: for learning, never for pay or ranking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "adherence.toml"
PHASES = ("initial", "middle", "final")
DONE = (0, 1, 2)
SKILL = range(1, 6)


@dataclass(frozen=True)
class Rating:
    """One item of one session.

    item    id of `items(phase)`
    phase   of the session
    done    0 not done, 1 partly, 2 done, None not applicable
    skill   1 to 5, None if left out

    Raises ValueError for anything else.
    """

    item: str
    phase: str
    done: int | None
    skill: int | None = None

    def __post_init__(self) -> None:
        if self.item not in items(self.phase):
            raise ValueError(f"{self.item!r} is not an item of the phase {self.phase!r}")
        if self.done is not None and self.done not in DONE:
            raise ValueError("done is 0, 1, 2, or None for not applicable")
        if self.skill is not None and self.skill not in SKILL:
            raise ValueError("skill is 1 to 5")


def items(phase: str) -> tuple[str, ...]:
    """Return the items of a session in a phase: those of every session, then its own.

    The id is the message id. Raises ValueError for a phase without a list.
    """
    if phase not in PHASES:
        raise ValueError(f"{phase!r} is not one of {PHASES}")
    rows = toml(FILE)["items"]
    return tuple(row["id"] for row in rows if row["phase"] in ("every", phase))


def client_items() -> tuple[str, ...]:
    """Return the client's short form (`adherence_client.<id>`)."""
    return _ids("client_items")


def drift_flags() -> tuple[str, ...]:
    """Return the signs of drifting away from IPT (`drift.<id>`)."""
    return _ids("drift")


def facts() -> tuple[str, ...]:
    """Return what is known about fidelity in IPT (`fidelity_fact.<id>`)."""
    return _ids("facts")


def percent_done(ratings: Iterable[Rating], phase: str) -> float | None:
    """Return how much of what applied in a phase was done, 0 to 100; None if nothing applied.

    A partly counts half. What was not rated or did not apply counts neither way.

    >>> felt, options = Rating("ad.affect", "middle", 2), Rating("ad.options", "middle", 1)
    >>> percent_done([felt, options], "middle")
    75.0
    """
    done = [each.done for each in ratings if each.phase == phase and each.done is not None]
    return 100 * sum(done) / (max(DONE) * len(done)) if done else None


def by_phase(ratings: Sequence[Rating]) -> dict[str, float | None]:
    """Return `percent_done` of each phase, for the supervisor's view of one course."""
    return {phase: percent_done(ratings, phase) for phase in PHASES}


def aggregated(percents: Sequence[float]) -> float | None:
    """Return the mean over courses; None below five, so that nobody can be singled out."""
    return (
        sum(percents) / len(percents) if len(percents) >= _rule("aggregate")["at_least"] else None
    )


def drifts_by_talking(therapist_percent: float) -> bool:
    """Whether the therapist talked for more than 60 % of a session."""
    return therapist_percent > _rule("talking")["therapist_percent_over"]


def purpose() -> Message:
    """Return what the list is for and never for; stands wherever it is shown."""
    return Message("adherence.purpose")


def _ids(kind: str) -> tuple[str, ...]:
    return tuple(row["id"] for row in toml(FILE)[kind])


@cache
def _rule(id: str) -> dict[str, Any]:
    return next(row for row in toml(FILE)["rules"] if row["id"] == id)
