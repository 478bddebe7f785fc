"""The shape of a protocol: how many sessions, which phases, what is done in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ipt.evidence import Evidence

Actor = Literal["therapist", "client", "both", "client_then_therapist"]


@dataclass(frozen=True)
class Titled:
    """Something with an id and the words of a task: `task.<id>.title`, `.client`, `.done`."""

    id: str

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
class Task(Titled):
    """Something done in the course.

    sessions   when it is typical, None for any time of its phase. Numbers count from 0 or 1,
               negative ones from the end of the agreed number (-1 is the last)
    every      comes up again each so many sessions
    gate       the gate that it opens
    needs      ids of tasks that come first
    form       id of the form that it is done with (see `ipt.forms`), None if it has none
    fields     ids of what is captured
    done       alternatives: each says of which facts at least how many must be recorded
    only_if    the flag of the course without which it is not asked for
    optional   may be left out without a word
    """

    phase: str
    actor: Actor
    sessions: tuple[int, int] | None
    every: int | None
    gate: str | None
    needs: tuple[str, ...]
    form: str | None
    fields: tuple[str, ...]
    done: tuple[Mapping[str, int], ...]
    only_if: str | None
    optional: bool
    evidence: Evidence


@dataclass(frozen=True)
class Step(Titled):
    """A part of the session, with its usual length in minutes, from a session number on."""

    minutes: int
    when: Literal["before", "always", "work", "within", "after"]
    actor: Actor
    from_session: int
    evidence: Evidence


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
class Spacing:
    """How many days lie before the next session, from one session number to another."""

    first: int
    last: int
    every_days: int
    evidence: Evidence


@dataclass(frozen=True)
class Watch:
    """A question of safety that this protocol keeps asking (`watch.<id>.title`).

    at_least   totals by measure id; one of them reached calls for it. Empty: not by scores
    flag       the flag of the course that calls for it; None: not by a flag
    every      asked again each so many sessions
    """

    id: str
    at_least: Mapping[str, float]
    flag: str | None
    every: int
    evidence: Evidence

    @property
    def title(self) -> str:
        """Message id of the question."""
        return f"watch.{self.id}.title"


@dataclass(frozen=True)
class PersonRole:
    """Somebody whom this protocol needs by name (`protocol_person.<id>`: title, about, client).

    needed   "before" it is chosen, "early": from the beginning on, "optional": where wanted
    task     the task that is done once they are named; None: none
    """

    id: str
    needed: Literal["before", "early", "optional"]
    task: str | None
    evidence: Evidence

    @property
    def title(self) -> str:
        """Message id of what they are called."""
        return f"protocol_person.{self.id}.title"


@dataclass(frozen=True)
class ExtraArea:
    """A focus area of this protocol beside the usual four, and which of them it works like.

    optional   may be chosen but need not be looked at in every course
    """

    id: str
    like: str
    optional: bool
    evidence: Evidence

    @property
    def title(self) -> str:
        """Message id of the therapist's title; the client's is `.client`."""
        return f"focus.{self.id}.title"


@dataclass(frozen=True)
class Split:
    """Another way in which the phases of this protocol are taught (`protocol_split.<id>`).

    A practice may choose it; see `boundaries`.
    """

    id: str
    phases: tuple[PhaseRule, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Hint:
    """Something to know about this protocol that is no caution."""

    id: str
    evidence: Evidence

    @property
    def title(self) -> str:
        """Message id of its words."""
        return f"protocol_hint.{self.id}"


@dataclass(frozen=True)
class DecisionPoint:
    """Where the course is looked at and somebody decides how to go on.

    task            id of the task that it is done with
    session         its session number, negative from the end; None if it hangs on `week`
    week            weeks after the first session
    every           comes again each so many sessions
    below_percent   the fall, in percent of baseline, under which there is something to decide;
                    None where the decision is always made
    must_record     whether the decision has to be written down to go on
    ask, choices    things to consider, and the decisions to choose from
    """

    id: str
    task: str
    session: int | None
    week: int | None
    every: int | None
    below_percent: float | None
    must_record: bool
    ask: tuple[str, ...]
    choices: tuple[str, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Protocol:
    """One version of one protocol. A course keeps the version it began with.

    every_days     usual days between sessions; `spacing` says where that changes
    every_days_also   other days between sessions that may be agreed instead
    sessions_evidence   how well the numbers of sessions are known
    splits         other ways to divide the sessions into phases
    phase_driven   its phases are entered by judgement, not by session number
    indications, cautions, exclusions, requires   ids of `fit.toml`
    age_range      youngest and oldest age in years, None for any adult
    people         whom it needs by name
    stops          safety stops that it adds ("medical": see `ipt.safety.medical`;
                   "partner": the act `partner_work` of `ipt.safety.stops`)
    """

    id: str
    version: str
    status: Literal["active", "draft", "retired"]
    format: str
    therapist_level: str
    age_range: tuple[int, int] | None
    sick_role: Literal["full", "limited", "relational", "none"]
    sessions_min: int
    sessions_default: int
    sessions_max: int
    session_minutes: int
    every_days: int
    every_days_also: tuple[int, ...]
    extension_max: int
    sessions_evidence: Evidence
    phase_driven: bool
    announce: int
    remind: int
    spacing: tuple[Spacing, ...]
    focus_areas: tuple[str, ...]
    extra_focus_areas: tuple[ExtraArea, ...]
    indications: tuple[str, ...]
    cautions: tuple[str, ...]
    exclusions: tuple[str, ...]
    requires: tuple[str, ...]
    group: Mapping[str, int]
    phases: tuple[PhaseRule, ...]
    splits: tuple[Split, ...]
    hints: tuple[Hint, ...]
    tasks: tuple[Task, ...]
    steps: tuple[Step, ...]
    decision_points: tuple[DecisionPoint, ...]
    measures: tuple[Mapping[str, Any], ...]
    watches: tuple[Watch, ...]
    people: tuple[PersonRole, ...]
    stops: tuple[str, ...]
    evidence: Evidence

    @property
    def title(self) -> str:
        """Message id of the protocol's name; `.about` says what it is."""
        return f"protocol.{self.id}.title"

    @property
    def about(self) -> str:
        """Message id of what it is, in a sentence."""
        return f"protocol.{self.id}.about"

    @property
    def client(self) -> str:
        """Message id of what the client reads of it."""
        return f"protocol.{self.id}.client"

    @property
    def names_illness(self) -> bool:
        """Whether an illness may be named: else no diagnosis, no sick role, no band of severity."""
        return self.sick_role != "none"

    @property
    def supplied(self) -> tuple[str, ...]:
        """Ids of the measures that a practice has to add itself."""
        return tuple(row["id"] for row in self.measures if row.get("supplied"))

    @property
    def areas(self) -> tuple[str, ...]:
        """Ids of the focus areas that may be chosen: the usual ones, then those it adds."""
        return (*self.focus_areas, *(area.id for area in self.extra_focus_areas))

    def split(self, id: str) -> Split:
        """Return another way to divide the sessions by its id, else raise KeyError."""
        return {split.id: split for split in self.splits}[id]

    @property
    def first(self) -> int:
        """Number of the first meeting: 0 where one comes before the sessions that count."""
        return self.phases[0].first

    @property
    def primary(self) -> str:
        """Id of the measure that the decision points look at."""
        return next(row["id"] for row in self.measures if row.get("primary"))

    def task(self, id: str) -> Task:
        """Return a task by its id, else raise KeyError."""
        return {task.id: task for task in self.tasks}[id]
