"""The life of a course as events: each is applied to the facts, or refused with its reason.

The gates and the table of states hold here: whatever comes in whatever order, no course is in the
middle without one agreed primary focus, none counts sessions without a contract, none is in its
last phase without the ending having been named, and a closed one stays closed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ipt import consents, ending
from ipt.protocol import gates, states
from ipt.protocol.facts import Agrees, CourseFacts
from ipt.protocol.review import IN_TREATMENT
from ipt.words import Message


class Refused(ValueError):
    """An event that cannot happen in this course now. `why` says it, for the therapist."""

    def __init__(self, why: str, **values: Any) -> None:
        self.why = Message(f"refused.{why}", values)
        super().__init__(why)


@dataclass(frozen=True)
class Event:
    """Something that happened on a day."""

    on: date


@dataclass(frozen=True)
class RiskScreened(Event):
    """A risk screen was recorded; `private_question` as it was answered, if it was asked."""

    private_question: str = "not_asked"


@dataclass(frozen=True)
class ConsentAnswered(Event):
    """A question of consent was answered yes or no. Yes taken back is a no."""

    kind: str
    given: bool


@dataclass(frozen=True)
class ContractAgreed(Event):
    """Both agreed to a contract, or to a new version of it with a reason.

    reason   needed from the second version on; note: the supervisor's, beyond the cap
    """

    sessions: int
    starts_on: date
    missed_counts: bool = False
    reason: str = ""
    note: str = ""
    maintenance: bool = False


@dataclass(frozen=True)
class FocusAgreed(Event):
    """An area was taken up and the client was asked about it."""

    area: str
    rank: str = "primary"
    client_agrees: Agrees = "yes"


@dataclass(frozen=True)
class FocusReleased(Event):
    """An area was let go. In the middle the course goes back to the beginning, to agree anew."""

    rank: str = "primary"


@dataclass(frozen=True)
class FocusChanged(FocusAgreed):
    """Another area takes the rank in one step."""


@dataclass(frozen=True)
class SessionHeld(Event):
    """A session took place."""


@dataclass(frozen=True)
class SessionMissed(Event):
    """Nobody came, or it was called off late: it has no number."""


@dataclass(frozen=True)
class EndingAnnounced(Event):
    """The ending was named: the last phase begins with it."""


@dataclass(frozen=True)
class PhaseEntered(Event):
    """The course goes to another phase."""

    phase: str


@dataclass(frozen=True)
class StatusMoved(Event):
    """The course goes to another status."""

    status: str


@dataclass(frozen=True)
class Decided(Event):
    """A decision was recorded; it settles what the review named."""

    settles: tuple[str, ...]
    choice: str
    why: str
    next_review_on: date | None = None


@dataclass(frozen=True)
class TaskDone(Event):
    """A task, or a question of safety, was done."""

    task: str


@dataclass(frozen=True)
class Closed(Event):
    """The course was closed, with its reason."""

    reason: str


def apply(facts: CourseFacts, event: Event) -> CourseFacts:
    """Return the facts after an event. Raises Refused, with the reason, if it cannot happen."""
    if facts.status == "closed":
        raise Refused("closed")
    return HAPPENS[type(event)](facts, event)


def _screened(facts: CourseFacts, event: RiskScreened) -> CourseFacts:
    asked = event.private_question
    private = facts.private_question if asked == "not_asked" else asked
    return replace(facts, risk_screen_recorded=True, private_question=private)


def _consented(facts: CourseFacts, event: ConsentAnswered) -> CourseFacts:
    if event.kind not in consents.kinds(facts.protocol):
        raise Refused("no_such_consent")
    answered = {**facts.consents, event.kind: True}
    given = event.given if event.kind == "treatment" else facts.treatment_consent_given
    return replace(facts, consents=answered, treatment_consent_given=given)


def _agreed(facts: CourseFacts, event: ContractAgreed) -> CourseFacts:
    if event.maintenance:
        if event.sessions < 1:
            raise Refused("no_sessions")
        return replace(facts, maintenance_planned=event.sessions)
    _may_agree(facts, event)
    if facts.ending_announced_on and event.sessions > facts.sessions:
        facts = _goes_on(facts)
    return replace(
        facts,
        contract_agreed_by_client=True,
        contract_agreed_by_therapist=True,
        contract_version=facts.contract_version + 1,
        first_agreed=facts.first_agreed or event.sessions,
        planned=event.sessions,
        starts_on=event.starts_on,
        missed_counts=event.missed_counts,
    )


def _goes_on(facts: CourseFacts) -> CourseFacts:
    """More sessions than the ending was named for: it is to be named again."""
    middle = "middle" if facts.phase == "final" else facts.phase
    return _back_to_agree(_not_ending(replace(facts, phase=middle)))


def _may_agree(facts: CourseFacts, event: ContractAgreed) -> None:
    if facts.status == "completed":
        raise Refused("status", status=Message(f"status.{facts.status}"))
    if event.sessions < max(1, len(facts.held)):
        raise Refused("no_sessions")
    if facts.contract_version and not event.reason.strip():
        raise Refused("no_reason")
    cap = (facts.first_agreed or event.sessions) + facts.plan.extension_max
    if event.sessions > cap and not event.note.strip():
        raise Refused("over_the_cap", cap=cap)


def _focused(facts: CourseFacts, event: FocusAgreed) -> CourseFacts:
    held = {"primary": facts.primary_foci, "secondary": _tuple(facts.secondary_focus)}
    if event.rank not in held:
        raise Refused("no_such_rank")
    if held[event.rank]:
        raise Refused("rank_held")
    return _with_focus(facts, event)


def _refocused(facts: CourseFacts, event: FocusChanged) -> CourseFacts:
    if event.rank == "secondary":
        return _with_focus(replace(facts, secondary_focus=None), event)
    return _with_focus(replace(facts, primary_foci=(), client_agrees_focus=None), event)


def _with_focus(facts: CourseFacts, event: FocusAgreed) -> CourseFacts:
    plan = facts.plan
    if event.area not in plan.areas:
        raise Refused("no_such_area")
    if event.area in (*facts.primary_foci, facts.secondary_focus):
        raise Refused("rank_held")
    if event.rank == "secondary":
        return replace(facts, secondary_focus=event.area)
    changed = replace(facts, primary_foci=(event.area,), client_agrees_focus=event.client_agrees)
    return _back_to_agree(changed)


def _released(facts: CourseFacts, event: FocusReleased) -> CourseFacts:
    if event.rank == "secondary":
        return replace(facts, secondary_focus=None)
    return _back_to_agree(replace(facts, primary_foci=(), client_agrees_focus=None))


def _back_to_agree(facts: CourseFacts) -> CourseFacts:
    """Without an agreed focus a course in the middle is at its beginning again."""
    if facts.phase == "middle" and not facts.focus_agreed:
        return replace(facts, phase="initial")
    return facts


def _held(facts: CourseFacts, event: SessionHeld) -> CourseFacts:
    _in_treatment(facts)
    _not_noted(facts, event.on)
    if facts.phase in ("engagement", "pregroup"):
        return _count(replace(facts, before=tuple(sorted((*facts.before, event.on)))))
    if facts.contract_agreed and not facts.left:
        raise Refused("beyond_agreed", planned=facts.planned)
    return _count(replace(facts, held=tuple(sorted((*facts.held, event.on)))))


def _missed(facts: CourseFacts, event: SessionMissed) -> CourseFacts:
    _in_treatment(facts)
    _not_noted(facts, event.on)
    return replace(facts, missed=tuple(sorted((*facts.missed, event.on))))


def _in_treatment(facts: CourseFacts) -> None:
    if facts.status not in IN_TREATMENT:
        raise Refused("status", status=Message(f"status.{facts.status}"))


def _not_noted(facts: CourseFacts, on: date) -> None:
    if on in (*facts.before, *facts.held, *facts.missed):
        raise Refused("noted")


def _count(facts: CourseFacts) -> CourseFacts:
    """Sessions count as soon as the gates of numbering are open."""
    if gates.missing(facts, "numbering"):
        return facts
    return replace(facts, numbered=len(facts.held))


def _announced(facts: CourseFacts, event: EndingAnnounced) -> CourseFacts:
    if facts.status not in ("active", "maintenance"):
        raise Refused("status", status=Message(f"status.{facts.status}"))
    if facts.ending_announced_on:
        raise Refused("announced")
    if not facts.contract_agreed:
        raise Refused("gate", gate=Message("gate.contract.missing"))
    facts = replace(facts, ending_announced_on=event.on)
    if facts.status == "maintenance":
        return facts
    last = "final" in _phases(facts) and states.can_move_phase(facts.phase, "final")
    return replace(facts, status="ending", phase="final" if last else facts.phase)


def _phases(facts: CourseFacts) -> tuple[str, ...]:
    return tuple(rule.code for rule in facts.plan.phases)


def _entered(facts: CourseFacts, event: PhaseEntered) -> CourseFacts:
    _in_treatment(facts)
    known = event.phase in _phases(facts)
    if not known or not states.can_move_phase(facts.phase, event.phase):
        raise Refused("no_such_step")
    if event.phase == "final" and not facts.ending_announced_on:
        raise Refused("not_announced")
    if event.phase in ("middle", "maintenance"):
        _through(facts, "middle")
    if facts.phase == "final":
        return _not_ending(replace(facts, phase=event.phase))
    return replace(facts, phase=event.phase)


def _through(facts: CourseFacts, entering: gates.Entering) -> None:
    if missing := gates.missing(facts, entering):
        raise Refused("gate", gate=Message(f"gate.{missing[0]}.missing"))


def _not_ending(facts: CourseFacts) -> CourseFacts:
    """The ending is taken back openly: it will be named again."""
    status = "active" if facts.status == "ending" else facts.status
    return replace(facts, status=status, ending_announced_on=None)


def _moved(facts: CourseFacts, event: StatusMoved) -> CourseFacts:
    if event.status not in states.statuses() or not states.can_move(facts.status, event.status):
        raise Refused("no_such_step")
    if event.status == "closed":
        raise Refused("no_close_reason")
    return MOVES.get(event.status, _just)(facts, event.status)


def _just(facts: CourseFacts, status: str) -> CourseFacts:
    return replace(facts, status=status)


def _to_active(facts: CourseFacts, status: str) -> CourseFacts:
    if facts.protocol == "ipt_maintenance":
        raise Refused("no_such_step")
    _through(facts, "active")
    if facts.phase == "consultation":
        return replace(facts, status=status, phase=facts.plan.phases[0].code)
    if facts.phase == "final":
        _through(facts, "middle")
        return _not_ending(replace(facts, status=status, phase="middle"))
    return _not_ending(replace(facts, status=status))


def _to_ending(facts: CourseFacts, status: str) -> CourseFacts:
    if not facts.ending_announced_on or facts.protocol == "ipt_maintenance":
        raise Refused("not_announced")
    return replace(facts, status=status)


def _to_completed(facts: CourseFacts, status: str) -> CourseFacts:
    if not facts.ending_announced_on:
        raise Refused("not_announced")
    return replace(facts, status=status, phase="followup")


def _to_maintenance(facts: CourseFacts, status: str) -> CourseFacts:
    """Maintenance is a contract of its own: its sessions count anew, its ending is its own."""
    if facts.protocol == "ipt_maintenance" and facts.status == "on_hold":
        return replace(facts, status=status)
    if facts.status == "on_hold" or not facts.maintenance_planned:
        raise Refused("no_maintenance_contract")
    return replace(
        facts,
        status=status,
        phase="maintenance",
        protocol="ipt_maintenance",
        version=None,
        contract_agreed_by_client=True,
        contract_agreed_by_therapist=True,
        planned=facts.maintenance_planned,
        first_agreed=facts.maintenance_planned,
        maintenance_planned=None,
        held=(),
        missed=(),
        numbered=0,
        falls={},
        decided={},
        ending_announced_on=None,
    )


MOVES: dict[str, Callable[[CourseFacts, str], CourseFacts]] = {
    "active": _to_active,
    "ending": _to_ending,
    "completed": _to_completed,
    "maintenance": _to_maintenance,
}


def _decided(facts: CourseFacts, event: Decided) -> CourseFacts:
    choices = {choice for point in facts.plan.decision_points for choice in point.choices}
    if event.choice not in choices or not event.settles:
        raise Refused("no_such_choice")
    if not event.why.strip():
        raise Refused("no_reason")
    settled = {**facts.decided, **dict.fromkeys(event.settles, event.on)}
    return replace(facts, decided=settled, next_review_on=event.next_review_on)


def _done(facts: CourseFacts, event: TaskDone) -> CourseFacts:
    plan = facts.plan
    if event.task not in {each.id for each in (*plan.tasks, *plan.watches)}:
        raise Refused("no_such_task")
    return replace(facts, done={**facts.done, event.task: event.on})


def _closed(facts: CourseFacts, event: Closed) -> CourseFacts:
    if event.reason not in ending.close_reasons():
        raise Refused("no_close_reason")
    return replace(facts, status="closed", closed_because=event.reason)


def _tuple(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


HAPPENS: dict[type[Event], Callable[[CourseFacts, Any], CourseFacts]] = {
    RiskScreened: _screened,
    ConsentAnswered: _consented,
    ContractAgreed: lambda facts, event: _count(_agreed(facts, event)),
    FocusAgreed: _focused,
    FocusReleased: _released,
    FocusChanged: _refocused,
    SessionHeld: _held,
    SessionMissed: _missed,
    EndingAnnounced: _announced,
    PhaseEntered: _entered,
    StatusMoved: _moved,
    Decided: _decided,
    TaskDone: _done,
    Closed: _closed,
}
