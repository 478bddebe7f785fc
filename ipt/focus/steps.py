"""The strategies of each area, step by step. Their order is a hint, never a lock."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ipt.evidence import Evidence, of
from ipt.reading import toml
from ipt.safety import stops

FILE = Path(__file__).parent / "strategies.toml"
State = Literal["planned", "begun", "done"]
STATES: tuple[State, ...] = ("planned", "begun", "done")


@dataclass(frozen=True)
class Strategy:
    """One step. Words: `strategy.<id>.client` and `strategy.<id>.therapist`.

    waits_for   the act of `ipt.safety.stops` that must be free first, None for most
    """

    id: str
    area: str
    waits_for: stops.Act | None
    evidence: Evidence


@dataclass(frozen=True)
class Logged:
    """A strategy as it was taken up in a session. Raises ValueError for an unknown one."""

    strategy: str
    state: State
    session: int
    note: str = ""

    def __post_init__(self) -> None:
        if self.strategy not in _by_id() or self.state not in STATES:
            raise ValueError(f"no strategy {self.strategy!r} in state {self.state!r}")


def strategies(area: str) -> tuple[Strategy, ...]:
    """Return the steps of an area in their usual order; none for an area without its own."""
    return tuple(step for step in _by_id().values() if step.area == area)


def strategy(id: str) -> Strategy:
    """Return one step. Raises KeyError."""
    return _by_id()[id]


def next_strategy(area: str, log: Iterable[Logged]) -> Strategy | None:
    """Return the first step of an area that has not begun, None when all have.

    A hint only: steps may come again, wait or be left out. What is only planned has not begun.
    """
    begun = {entry.strategy for entry in log if entry.state != "planned"}
    return next((step for step in strategies(area) if step.id not in begun), None)


def held_back(id: str, private_question: stops.PrivateQuestion) -> str | None:
    """Return why a step waits, as a message id, or None if it may be taken.

    private_question   as last asked alone about fear of the person concerned
    """
    act = strategy(id).waits_for
    return stops.stopped(act, private_question) if act else None


@cache
def _by_id() -> dict[str, Strategy]:
    return {
        row["id"]: Strategy(
            id=row["id"],
            area=row["area"],
            waits_for=row.get("waits_for"),
            evidence=of(row, file=FILE, where=row["id"]),
        )
        for row in toml(FILE)["strategies"]
    }
