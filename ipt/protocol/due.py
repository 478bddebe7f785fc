"""What is due next in a course, and why. It proposes; only the gates stop anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from ipt.protocol import gates
from ipt.protocol.course import (
    boundaries,
    ending_announced_from,
    ending_reminded_from,
    phase_of,
    session_number,
    tasks,
)
from ipt.protocol.definition import Actor, Task, Watch
from ipt.protocol.facts import MISSED_IN_A_ROW, CourseFacts, held_since, is_done
from ipt.protocol.review import IN_TREATMENT, open_review
from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "due.toml"
BEFORE = ("enquiry", "consultation", "waiting")
EARLY = ("consultation", "engagement", "pregroup", "initial")
WAITING_DAYS = 28
CALL = "contact.call"
Kind = Literal["gate", "task", "decision", "safety", "measure", "contact"]


@dataclass(frozen=True)
class Due:
    """Something due: what, why, since when, by whom, at which session.

    since     the day it came up; None if that is not known or it is for the coming session
    session   the session it belongs to; None if to none
    """

    id: str
    kind: Kind
    why: Message
    since: date | None
    actor: Actor
    session: int | None
    title: Message


@cache
def ranks() -> Mapping[str, int]:
    """Return how pressing each reason is by its message id; lower comes first."""
    return {row["id"]: row["rank"] for row in toml(FILE)["reasons"]}


def due(facts: CourseFacts, *, on: date) -> tuple[Due, ...]:
    """Return what is due in a course on a day, most pressing first; the same facts, the same list.

    Nothing is due in a closed course but its follow-ups, nothing on hold but safety and contact.
    """
    found = [*_safety(facts, on), *_contacts(facts, on)]
    if facts.status in BEFORE:
        found += _tasks(facts, "consultation", facts.coming)
    if facts.status in IN_TREATMENT:
        found += [*_decision(facts, on), *_gates(facts), *_ending(facts)]
        found += [*_tasks(facts, phase_now(facts), facts.coming), *_measures(facts)]
    first = {each.id: each for each in sorted(found, key=_rank, reverse=True)}
    return tuple(sorted(first.values(), key=lambda each: (_rank(each), found.index(each))))


def _rank(each: Due) -> int:
    return ranks()[each.why.id]


def phase_now(facts: CourseFacts, session: int | None = None) -> str:
    """The phase that the coming session belongs to; in a phase-driven protocol the course's own."""
    plan = facts.plan
    if plan.phase_driven and facts.phase in (rule.code for rule in plan.phases):
        return facts.phase
    return phase_of(plan, facts.sessions, facts.coming if session is None else session)


def came_up(facts: CourseFacts, phase: str, session: int) -> list[tuple[Task, bool]]:
    """The tasks of a phase that are due at a session and not done, each with whether it is late.

    What is usual now comes first, then what is late, then what may be done at any time; what a
    task needs stands before it. A task that comes up again does so at every so-manieth session,
    until it is noted after the session before.
    """
    found = []
    for task in tasks(facts.plan, phase):
        if task.id in _elsewhere(facts) or not _asked_for(facts, task):
            continue
        if task.every:
            if session and session % task.every == 0 and not _again(facts, task, session):
                found.append((task, False))
        elif not is_done(facts, task.id):
            first, last = _window(facts, task, session)
            if first <= session:
                found.append((task, last < session))
    return _in_order(sorted(found, key=lambda row: _when(facts, *row, session)))


def _when(facts: CourseFacts, task: Task, late: bool, session: int) -> tuple[bool, bool, int, int]:
    """Sort key: what has its own time first, late ones after those of now, soonest over first."""
    first, last = _window(facts, task, session)
    any_time = task.sessions is None and not task.every
    return any_time or task.optional, late, last, -first


def _elsewhere(facts: CourseFacts) -> set[str]:
    """Tasks that come up on their own: reviews, the ending, and what is part of every session."""
    reviews = {point.task for point in facts.plan.decision_points}
    return {"final.announce"} | reviews | {step.id for step in facts.plan.steps}


def _again(facts: CourseFacts, task: Task, session: int) -> bool:
    """Whether a task that comes up again was done for this session."""
    since = facts.held_on(session - 1) or date.min
    return task.id in facts.done and facts.done[task.id] > since


def _window(facts: CourseFacts, task: Task, session: int) -> tuple[int, int]:
    """First and last session of a task, within its phase; the session itself for any time."""
    if task.sessions is None:
        return session, session
    spans = boundaries(facts.plan, facts.sessions)
    span = next((span for span in spans if span.code == task.phase), spans[-1])
    first, last = (
        min(max(session_number(end, facts.sessions), span.first), span.last)
        for end in task.sessions
    )
    return first, last


def _in_order(found: list[tuple[Task, bool]]) -> list[tuple[Task, bool]]:
    """Each task after those of the list that it needs."""
    rows = {task.id: (task, late) for task, late in found}
    ordered: dict[str, tuple[Task, bool]] = {}

    def put(id: str) -> None:
        for need in rows[id][0].needs:
            if need in rows and need not in ordered:
                put(need)
        ordered.setdefault(id, rows[id])

    for id in rows:
        put(id)
    return list(ordered.values())


def gates_late(facts: CourseFacts, phase: str) -> list[Task]:
    """Tasks of a phase gone by whose gate is still closed."""
    if phase in EARLY:
        return []
    return [
        task
        for task in facts.plan.tasks
        if task.gate and task.phase in EARLY and not gates.OPEN[task.gate](facts)
    ]


def _asked_for(facts: CourseFacts, task: Task) -> bool:
    return task.only_if is None or task.only_if in flags(facts)


def flags(facts: CourseFacts) -> frozenset[str]:
    """The flags of a course, with those that follow from its other facts."""
    risk = facts.risk_hit or facts.plan_asked_on is not None
    derived = {"risk": risk, "all_held": facts.left == 0 and bool(facts.held)}
    return facts.flags | {name for name, true in derived.items() if true}


def _safety(facts: CourseFacts, on: date) -> Iterator[Due]:
    if facts.status in ("completed", "closed"):
        return
    if _to_call(facts):
        yield _line(CALL, "safety", "due.call_today", since=facts.missed_since[-1])
    elif facts.risk_hit:
        yield _line("mid.risk_glance", "safety", "due.risk_answer", task=True)
    if facts.fear_told_on:
        yield _line("contact.fear_told", "safety", "due.fear_told", since=facts.fear_told_on)
    if facts.plan_asked_on:
        since = facts.plan_asked_on
        yield _line("initial.safety_plan", "safety", "due.safety_plan", since=since, task=True)
    if facts.next_check_on and facts.next_check_on <= on:
        yield _line("contact.risk_check", "safety", "due.risk_check", since=facts.next_check_on)
    if facts.status in (*IN_TREATMENT, "on_hold"):
        for watch in facts.plan.watches:
            if _wanted(facts, watch):
                title = Message(watch.title)
                yield Due(watch.id, "safety", Message("due.watch"), None, "therapist", None, title)
    if facts.private_question == "not_asked":
        yield _line("contact.private_question", "safety", "due.private_question")


def _to_call(facts: CourseFacts) -> bool:
    """Whether somebody who did not come is to be called: until a call or a meeting is noted."""
    missed, called = facts.missed_since, facts.done.get(CALL)
    if not missed or not (facts.risk_hit or facts.risk_lately):
        return False
    return called is None or called < missed[-1]


def _wanted(facts: CourseFacts, watch: Watch) -> bool:
    by_score = any(facts.scores.get(id, 0) >= least for id, least in watch.at_least.items())
    if (watch.at_least and not by_score) or (watch.flag and watch.flag not in facts.flags):
        return False
    done = facts.done.get(watch.id)
    return done is None or held_since(facts, done) >= watch.every


def _contacts(facts: CourseFacts, on: date) -> Iterator[Due]:
    missed = facts.missed_since
    if facts.status in IN_TREATMENT and len(missed) >= MISSED_IN_A_ROW:
        why = Message("due.reach_out", {"count": len(missed)})
        yield _line("contact.reach_out", "contact", why, since=missed[-1])
    if facts.status == "waiting" and facts.last_contact_on:
        again = facts.last_contact_on + timedelta(days=WAITING_DAYS)
        if again <= on:
            yield _line("contact.waiting", "contact", "due.waiting", since=again)
    if facts.status == "completed":
        for id, day in facts.follow_ups.items():
            if day <= on:
                why = Message("due.follow_up", {"which": Message(f"followup.{id}")})
                yield _line("followup.contact", "contact", why, since=day, task=True)


def _decision(facts: CourseFacts, on: date) -> Iterator[Due]:
    if review := open_review(facts, on):
        why = Message("due.review", {"reason": review.reasons[0]})
        yield _line("review", "decision", why, since=review.since, session=review.session)


def _gates(facts: CourseFacts) -> Iterator[Due]:
    """Gates still closed in a course that has gone past them."""
    for task in gates_late(facts, phase_now(facts)):
        yield _gate_line(facts, task, "due.gate_late")


def _gate_line(facts: CourseFacts, task: Task, why: str) -> Due:
    reason = Message(why, {"missing": Message(f"gate.{task.gate}.missing")})
    session = task.sessions[1] if task.sessions else None
    return _line(task.id, "gate", reason, actor=task.actor, session=session, task=True)


def _ending(facts: CourseFacts) -> Iterator[Due]:
    plan, planned = facts.plan, facts.sessions
    start = ending_announced_from(plan, planned)
    if facts.ending_announced_on is None and facts.coming >= start:
        late = facts.coming >= ending_reminded_from(plan, planned)
        why = Message("due.ending_not_named" if late else "due.ending", {"left": facts.left})
        since = facts.held_on(start - 1) if start > 1 else None
        yield _line("final.announce", "task", why, since=since, session=start, task=True)


def _tasks(facts: CourseFacts, phase: str, session: int) -> Iterator[Due]:
    rows = came_up(facts, phase, session)
    names = {task.id for task, _ in rows}
    for task, late in rows:
        needs = [need for need in task.needs if need in names]
        if task.gate:
            yield _gate_line(facts, task, "due.gate_late" if late else "due.gate")
        else:
            yield _task_line(facts, task, late, needs)


def _task_line(facts: CourseFacts, task: Task, late: bool, needs: list[str]) -> Due:
    first, last = _window(facts, task, facts.coming)
    if needs:
        why = Message("due.after", {"need": Message(f"task.{needs[0]}.title")})
    elif late:
        why = Message("due.late", {"session": last})
    elif task.every:
        why = Message("due.again", {"every": task.every}) if task.every > 1 else Message("due.each")
    elif task.sessions is None and task.phase != "consultation":
        why = Message("due.any_time")
    else:
        why = Message("due.now")
    session = first if task.sessions else None
    since = facts.held_on(first - 1) if task.sessions and first > 1 else None
    return _line(task.id, "task", why, actor=task.actor, since=since, session=session, task=True)


def _measures(facts: CourseFacts) -> Iterator[Due]:
    """Questionnaires of the protocol whose turn it is, where their days are known."""
    for row in facts.plan.measures if facts.measured is not None else ():
        every, last = row.get("every_sessions"), facts.measured.get(row["id"])
        if every and (last is None or held_since(facts, last) > every - 1):
            title = Message("due.title.measure", {"measure": row["id"]})
            yield Due(
                row["id"], "measure", Message("due.measure"), None, "client", facts.coming, title
            )


def _line(
    id: str,
    kind: Kind,
    why: str | Message,
    *,
    since: date | None = None,
    actor: Actor = "therapist",
    session: int | None = None,
    task: bool = False,
) -> Due:
    message = Message(why) if isinstance(why, str) else why
    title = Message(f"task.{id}.title" if task else f"due.title.{id}")
    return Due(id, kind, message, since, actor, session, title)
