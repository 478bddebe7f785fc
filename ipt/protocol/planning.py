"""The shape of a session: what comes in it, for how long, and why today."""

from dataclasses import dataclass, field

from ipt.protocol.course import (
    ending_announced_from,
    ending_reminded_from,
    phase_of,
    session_number,
    sessions_left,
    tasks_due,
)
from ipt.protocol.decisions import DecisionDue
from ipt.protocol.definition import Protocol, Step
from ipt.words import Message

LEAST_WORK = 8
DUE_MINUTES = 5
DUE_AT_ONCE = 4
REVIEWS = {"review_4": "middle.review_4", "review_8": "middle.review_8"}


@dataclass(frozen=True)
class AgendaFacts:
    """What the calling room knows before the session.

    practice_open   something was agreed to be tried since last time
    done            ids of the tasks already done
    """

    risk_hit: bool = False
    missed_last: bool = False
    practice_open: bool = True
    decision: DecisionDue | None = None
    ending_announced: bool = False
    focus_agreed: bool = True
    contract_agreed: bool = True
    done: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class AgendaItem:
    """A line of the agenda: a task or step id, minutes, and the reason as a message."""

    id: str
    minutes: int
    why: Message

    @property
    def title(self) -> str:
        """Message id of the line's title."""
        return f"task.{self.id}.title"


def agenda(protocol: Protocol, session: int, planned: int, facts: AgendaFacts) -> list[AgendaItem]:
    """Return the proposed agenda of a session, in order, within the protocol's minutes.

    The frame is that of a middle session. In the middle what is due takes some of the time
    of the work on the focus; in the beginning and the ending the tasks due are the work.
    At most four are proposed at once; the others wait as reminders.
    """
    due = _due(protocol, session, planned, facts)[:DUE_AT_ONCE]
    frame = [step for step in _steps(protocol) if _wanted(step, facts)]
    room = protocol.session_minutes - sum(s.minutes for s in frame if s.when != "work")
    lines: list[AgendaItem] = []
    for step in frame:
        if step.when == "work":
            tasks_are_work = phase_of(protocol, planned, session) in ("initial", "final")
            lines += _work(step.id, room, due, tasks_are_work)
        else:
            lines.append(AgendaItem(step.id, step.minutes, _reason(step, session, planned, facts)))
    return lines


def _work(
    step: str, room: int, due: list[tuple[str, Message]], tasks_are_work: bool
) -> list[AgendaItem]:
    """Share out the minutes of the work among what is due and the focus."""
    if not due:
        return [AgendaItem(step, room, Message("why.shape"))]
    if tasks_are_work:
        share, rest = divmod(room, len(due))
        return [AgendaItem(id, share + (at < rest), why) for at, (id, why) in enumerate(due)]
    share = min(DUE_MINUTES, (room - LEAST_WORK) // len(due))
    lines = [AgendaItem(id, share, why) for id, why in due]
    return [*lines, AgendaItem(step, room - share * len(due), Message("why.shape"))]


def _steps(protocol: Protocol) -> tuple[Step, ...]:
    return tuple(step for step in protocol.steps if step.when in ("always", "work"))


def _wanted(step: Step, facts: AgendaFacts) -> bool:
    return facts.practice_open or step.id != "mid.practice_review"


def _reason(step: Step, session: int, planned: int, facts: AgendaFacts) -> Message:
    if step.id == "mid.risk_glance" and facts.risk_hit:
        return Message("why.risk_answer")
    if step.id == "mid.opening" and facts.missed_last:
        return Message("why.missed_last")
    if step.id == "mid.time_left":
        left = sessions_left(planned, session)
        return Message("why.sessions_left", {"left": left, "planned": planned})
    return Message("why.shape")


def _due(
    protocol: Protocol, session: int, planned: int, facts: AgendaFacts
) -> list[tuple[str, Message]]:
    """List what is due today as (task id, why), most pressing first, each once."""
    due: dict[str, Message] = {}
    if facts.decision and facts.decision.point in REVIEWS:
        due[REVIEWS[facts.decision.point]] = Message("why.decision_due")
    if not facts.ending_announced and session >= ending_announced_from(protocol, planned):
        late = session >= ending_reminded_from(protocol, planned)
        due["final.announce"] = Message("why.ending_not_named" if late else "why.ending_due")
    if phase_of(protocol, planned, session) != "initial":
        if not facts.focus_agreed:
            due["initial.focus_agreed"] = Message("why.focus_missing")
        if not facts.contract_agreed:
            due["initial.contract"] = Message("why.contract_missing")
    usual = tasks_due(protocol, planned, session, facts.done)
    for task in sorted(usual, key=lambda task: session_number(task.sessions[1], planned) < session):
        if task.id not in ("final.announce", *REVIEWS.values()):
            due.setdefault(task.id, Message("why.usual_now"))
    known = {task.id for task in protocol.tasks}
    return [(id, why) for id, why in due.items() if id in known]
