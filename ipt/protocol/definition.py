"""The shape of a protocol: how many sessions, which phases, what is done in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ipt.evidence import Evidence

Actor = Literal["therapist", "client", "both", "client_then_therapist"]


@dataclass(frozen=True)
class Task:
    """Something done in the course. `sessions` is when it is typical, None for any time.

    Numbers count from 1; negative ones from the end of the agreed number (-1 is the last).
    """

    id: str
    phase: str
    actor: Actor
    sessions: tuple[int, int] | None
    gate: str | None
    needs: tuple[str, ...]
    evidence: Evidence

    @property
    def title(self) -> str:
        """Message id of the therapist's title."""
        return f"task.{self.id}.title"

    @property
    def client_title(self) -> str:
        """Message id of the client's title."""
        return f"task.{self.id}.client"

    @property
    def done_when(self) -> str:
        """Message id of what counts as done."""
        return f"task.{self.id}.done"


@dataclass(frozen=True)
class Step:
    """A part of the session, with its usual length in minutes."""

    id: str
    minutes: int
    when: Literal["before", "always", "work", "after"]
    actor: Actor
    evidence: Evidence

    @property
    def title(self) -> str:
        """Message id of the therapist's title."""
        return f"task.{self.id}.title"


@dataclass(frozen=True)
class PhaseRule:
    """Where a phase starts and ends, in session numbers as in `Task.sessions`."""

    code: str
    first: int
    last: int
    evidence: Evidence


@dataclass(frozen=True)
class PhaseSpan:
    """A phase in one agreed course: first and last session, both within it."""

    code: str
    first: int
    last: int


@dataclass(frozen=True)
class DecisionPoint:
    """A session at which the course is looked at and somebody decides how to go on.

    below_percent   the fall, in percent of baseline, under which there is something to decide;
                    None where the decision is always made
    must_record     whether the decision has to be written down to go on
    ask, choices    things to consider, and the decisions to choose from
    """

    id: str
    session: int
    below_percent: float | None
    must_record: bool
    ask: tuple[str, ...]
    choices: tuple[str, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Protocol:
    """One version of one protocol. A course keeps the version it began with."""

    id: str
    version: str
    status: Literal["active", "draft", "retired"]
    format: str
    sessions_min: int
    sessions_default: int
    sessions_max: int
    session_minutes: int
    every_days: int
    extension_max: int
    announce: int
    remind: int
    focus_areas: tuple[str, ...]
    review_points: tuple[int, ...]
    phases: tuple[PhaseRule, ...]
    tasks: tuple[Task, ...]
    steps: tuple[Step, ...]
    decision_points: tuple[DecisionPoint, ...]
    measures: tuple[Mapping[str, Any], ...]
    evidence: Evidence

    @property
    def title(self) -> str:
        """Message id of the protocol's name."""
        return f"protocol.{self.id}.title"

    def task(self, id: str) -> Task:
        """Return a task by its id, else raise KeyError."""
        for task in self.tasks:
            if task.id == id:
                return task
        raise KeyError(id)
