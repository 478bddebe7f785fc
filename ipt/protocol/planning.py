"""The shape of a session: what comes in it, for how long, and why today."""

from dataclasses import dataclass

from ipt.protocol.course import ending_announced_from, ending_reminded_from, sessions_left
from ipt.protocol.definition import Step
from ipt.protocol.due import came_up, gates_late, phase_now
from ipt.protocol.facts import CourseFacts
from ipt.protocol.review import open_review
from ipt.words import Message

LEAST_WORK = 8
DUE_MINUTES = 5
LEAST_MINUTES = 2
DUE_AT_ONCE = 4
TASKS_ARE_WORK = ("engagement", "pregroup", "initial", "final")


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


def agenda(facts: CourseFacts, *, session: int) -> list[AgendaItem]:
    """Return the proposed agenda of a session, in order; its minutes are the protocol's session.

    The frame is that of a middle session. In the middle what is due takes some of the time
    of the work on the focus; in the beginning and the ending the tasks due are the work.
    At most four are proposed at once; the others wait as reminders.
    """
    frame = [step for step in _steps(facts, session) if _wanted(step, facts)]
    room = facts.plan.session_minutes - sum(s.minutes for s in frame if s.when != "work")
    lines: list[AgendaItem] = []
    for step in frame:
        if step.when == "work":
            lines += _work(step.id, room, _due(facts, session), phase_now(facts, session))
        else:
            lines.append(AgendaItem(step.id, step.minutes, _reason(step, facts, session)))
    return lines


def _work(step: str, room: int, due: list[tuple[str, Message]], phase: str) -> list[AgendaItem]:
    """Share out the minutes of the work among what is due and the focus."""
    tasks_are_work = phase in TASKS_ARE_WORK
    fit = (room if tasks_are_work else max(0, room - LEAST_WORK)) // LEAST_MINUTES
    due = due[: min(DUE_AT_ONCE, fit)]
    if not due:
        return [AgendaItem(step, room, Message("why.shape"))]
    if tasks_are_work:
        share, rest = divmod(room, len(due))
        return [AgendaItem(id, share + (at < rest), why) for at, (id, why) in enumerate(due)]
    share = min(DUE_MINUTES, (room - LEAST_WORK) // len(due))
    lines = [AgendaItem(id, share, why) for id, why in due]
    return [*lines, AgendaItem(step, room - share * len(due), Message("why.shape"))]


def _steps(facts: CourseFacts, session: int) -> tuple[Step, ...]:
    return tuple(
        step
        for step in facts.plan.steps
        if step.when in ("always", "work") and step.from_session <= session
    )


def _wanted(step: Step, facts: CourseFacts) -> bool:
    return facts.practice_open or step.id != "mid.practice_review"


def _reason(step: Step, facts: CourseFacts, session: int) -> Message:
    if step.id == "mid.risk_glance" and facts.risk_hit:
        return Message("why.risk_answer")
    if step.id == "mid.opening" and facts.missed_since:
        return Message("why.missed_last")
    if step.id == "mid.time_left":
        left = sessions_left(facts.sessions, session)
        return Message("why.sessions_left", {"left": left, "planned": facts.sessions})
    return Message("why.shape")


def _due(facts: CourseFacts, session: int) -> list[tuple[str, Message]]:
    """List what is due today as (task id, why), most pressing first, each once."""
    due: dict[str, Message] = {}
    phase = phase_now(facts, session)
    review = open_review(facts, session=session)
    if review:
        due[review.task] = Message("why.decision_due")
    if facts.ending_announced_on is None and session >= _ending_from(facts):
        late = session >= ending_reminded_from(facts.plan, facts.sessions)
        due["final.announce"] = Message("why.ending_not_named" if late else "why.ending_due")
    for task in gates_late(facts, phase):
        due[task.id] = Message(f"why.{task.gate}_missing")
    for task, _ in came_up(facts, phase, session):
        if task.sessions or (task.every or 0) > 1:
            due.setdefault(task.id, Message("why.usual_now"))
    return list(due.items())


def _ending_from(facts: CourseFacts) -> int:
    return ending_announced_from(facts.plan, facts.sessions)
