"""The one open review of a course: decision points reached, and what calls for a look between.

Sources: SMART19 for the week-4 look; the rest own design, see the marks of the decision points.
Other chapters (expected course) add reasons to an open review; they open none of their own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ipt.protocol.decisions import DecisionDue, falls_on, judged
from ipt.protocol.definition import DecisionPoint
from ipt.protocol.facts import MISSED_IN_A_ROW, CourseFacts
from ipt.words import Message

IN_TREATMENT = ("active", "ending", "maintenance")


@dataclass(frozen=True)
class Review:
    """Why a course is to be looked at now, and what may be decided.

    task          id of the task that it is done with (`task.<id>.title`)
    settles       ids that one recorded decision settles: decision points, "worse", "risk_up",
                  "missed", "next_review"
    reasons       in the book's order: decision points, then what came up between them
    session       number of the session whose decision point opened it; None if none did
    since         the earliest day on which a reason came up, as far as it is known
    must_record   whether the decision has to be written down
    ask           ids of things to consider (`decision.ask.<id>`)
    choices       ids of the decisions to choose from (`decision.choice.<id>`)
    """

    task: str
    settles: tuple[str, ...]
    reasons: tuple[Message, ...]
    session: int | None
    since: date | None
    must_record: bool
    ask: tuple[str, ...]
    choices: tuple[str, ...]

    def adding(self, reasons: Iterable[Message]) -> "Review":
        """Return the same review with further reasons at its end, each once."""
        every = list(self.reasons)
        for reason in reasons:
            if reason not in every:
                every.append(reason)
        return replace(self, reasons=tuple(every))


def open_review(
    facts: CourseFacts, on: date | None = None, session: int | None = None
) -> Review | None:
    """Return the open review of a course, or None if there is nothing to decide.

    on        the day asked about; without it the day of the last session held
    session   asks as in this session, where an answer not yet given counts as "no score"

    A decision point is judged by the fall at its own session, so later change does not hide it.
    One that need not be recorded gives way to the next that comes up.
    """
    if facts.status not in IN_TREATMENT:
        return None
    day = on or max(facts.held, default=date.min)
    points = list(_points(facts, day, session))
    between = list(_between(facts, day))
    if not points and not between:
        return None
    usual = points or facts.plan.decision_points[:1]
    days = [facts.held_on(due.session) for due in points if due.session] + [d for *_, d in between]
    named = {point.id: point.task for point in facts.plan.decision_points}
    return Review(
        task=named[points[0].point] if points else "review",
        settles=(*(due.point for due in points), *(id for id, _, _ in between)),
        reasons=(*map(_said, points), *(why for _, why, _ in between)),
        session=next((due.session for due in points if due.session), None),
        since=min((day for day in days if day), default=None),
        must_record=any(due.must_record for due in points),
        ask=_each(due.ask for due in usual),
        choices=_each(due.choices for due in usual),
    )


def _points(facts: CourseFacts, day: date, session: int | None) -> Iterator[DecisionDue]:
    reached = [
        (at, point)
        for point in facts.plan.decision_points
        if (at := _reached(facts, point, day, session))
    ]
    last = max((at for at, _ in reached), default=0)
    for at, point in reached:
        if _decided(facts, point, at) or (at < last and not point.must_record):
            continue
        fall = _latest_fall(facts) if point.week else facts.falls.get(at)
        number = None if point.week else at
        if due := judged(point, number, fall, facts.thresholds.get(point.id)):
            yield due


def _reached(
    facts: CourseFacts, point: DecisionPoint, day: date, session: int | None
) -> int | None:
    """The session at which a point came up last; for one after weeks, the next one then."""
    if point.week:
        start = facts.held[0] + timedelta(weeks=point.week) if facts.held else date.max
        return sum(on < start for on in facts.held) if day >= start else None
    upto = session or len(facts.held) + (facts.coming in facts.falls or _sure(facts, point))
    at = [n for n in range(1, upto + 1) if falls_on(point, n, facts.sessions)]
    return at[-1] if at else None


def _sure(facts: CourseFacts, point: DecisionPoint) -> bool:
    """A decision that is always made comes up before its session, whatever was answered."""
    return point.below_percent is None and facts.coming > 0


def _decided(facts: CourseFacts, point: DecisionPoint, session: int) -> bool:
    """Whether it was settled when it came up; a decision long before it settles nothing."""
    there = facts.decided.get(point.id)
    if there is None:
        return False
    if point.week:
        return there >= facts.held[0] + timedelta(weeks=point.week - 1)
    before = facts.held_on(session - 1)
    return there >= before if before else not point.every


def _latest_fall(facts: CourseFacts) -> float | None:
    return facts.falls[max(facts.falls)] if facts.falls else None


def _between(facts: CourseFacts, day: date) -> Iterator[tuple[str, Message, date]]:
    """What came up since the last decision, as (id, reason, since when)."""
    last = max(facts.decided.values(), default=date.min)
    for measure, since in facts.worse.items():
        if since > last:
            yield "worse", Message("review.worse", {"measure": measure}), since
    if facts.risk_up_on and facts.risk_up_on > last:
        yield "risk_up", Message("review.risk_up"), facts.risk_up_on
    missed = facts.missed_since
    if len(missed) >= MISSED_IN_A_ROW and missed[-1] > last:
        yield "missed", Message("review.missed", {"count": len(missed)}), missed[-1]
    if facts.next_review_on and last < facts.next_review_on <= day:
        yield "next_review", Message("review.next_review"), facts.next_review_on


def _said(due: DecisionDue) -> Message:
    values = {"point": Message(f"decision.point.{due.point}.title")}
    if due.why != "little_change":
        return Message(f"review.{due.why}", values)
    percent, threshold = round(due.percent_fall), round(due.threshold)
    if percent < 0:
        return Message("review.risen", values | {"percent": -percent})
    return Message("review.little_change", values | {"percent": percent, "threshold": threshold})


def _each(rows: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for row in rows for id in row))
