"""The ending: proposals for the keeping-well plan, follow-ups, and a watch for relapse.

What is proposed comes from the course itself, as message ids and values; client and
therapist keep, change or drop each one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "ending.toml"
LOWEST_WEEKS = 3
HARD_VALENCE = -2
YEAR = 365


@dataclass(frozen=True)
class GoalFact:
    """A goal as rated: `start`, `now` and `target` on the goal's own line (often 0 to 10)."""

    id: Any
    text: str
    start: float
    now: float
    target: float


@dataclass(frozen=True)
class WeekFact:
    """One week: lowest mood (0 worst to 10 best), and what it went with."""

    session: int
    mood_low: float
    event: str = ""
    person: str = ""


@dataclass(frozen=True)
class EventFact:
    """A dated event; valence from -3 very hard to +3 very good."""

    id: Any
    title: str
    on: date
    valence: int
    yearly: bool = True


@dataclass(frozen=True)
class Proposal:
    """Something to put into the plan: what it came from, and how to say it."""

    about: Any
    message: Message
    on: date | None = None


@dataclass(frozen=True)
class FollowUp:
    """A follow-up contact, in days after the last session, with its window."""

    id: str
    days: int
    from_day: int
    to_day: int


@cache
def followups() -> tuple[FollowUp, ...]:
    """Return the default follow-ups: 4 to 6 weeks, 3, 6 and 12 months."""
    return tuple(
        FollowUp(row["id"], row["days"], row["from_day"], row["to_day"])
        for row in toml(FILE)["followups"]
    )


def followup_dates(last_session: date) -> tuple[tuple[str, date], ...]:
    """Return (follow-up id, date) after the last session."""
    return tuple((each.id, last_session + timedelta(days=each.days)) for each in followups())


def propose_gains(goals: Sequence[GoalFact]) -> tuple[Proposal, ...]:
    """Propose the goals that moved, those reached first; the credit is the client's."""
    moved = [goal for goal in goals if _progress(goal) > 0]
    moved.sort(key=lambda goal: not _reached(goal))
    return tuple(
        Proposal(
            goal.id,
            Message(
                "ending.gain_reached" if _reached(goal) else "ending.gain_moved",
                {"goal": goal.text, "start": goal.start, "now": goal.now},
            ),
        )
        for goal in moved
    )


def propose_signs(weeks: Sequence[WeekFact]) -> tuple[Proposal, ...]:
    """Propose the three lowest weeks as the place to look for warning signs, lowest first."""
    lowest = sorted(weeks, key=lambda week: (week.mood_low, week.session))[:LOWEST_WEEKS]
    return tuple(
        Proposal(
            week.session,
            Message(
                "ending.sign_from_event" if week.event else "ending.sign_from_week",
                {"session": week.session, "event": week.event, "person": week.person},
            ),
        )
        for week in lowest
    )


def propose_dates(events: Sequence[EventFact], after: date) -> tuple[Proposal, ...]:
    """Propose the hard days of the year after the ending, soonest first.

    events   a hard one (-2 or -3) comes back on its day if `yearly`; one still ahead is
             proposed whatever its valence
    after    the last session; only days within the following 365 count
    """
    ahead = []
    for event in events:
        on = _next(event, after)
        hard = event.valence <= HARD_VALENCE or event.on > after
        if on and hard and after < on <= after + timedelta(days=YEAR):
            values = {"event": event.title, "years": on.year - event.on.year}
            id = "ending.date_ahead" if on == event.on else "ending.date_again"
            ahead.append(Proposal(event.id, Message(id, values), on))
    return tuple(sorted(ahead, key=lambda proposal: proposal.on or after))


def relapse_alert(end: float | None, now: float | None, measure: str = "phq-9") -> bool:
    """Whether a follow-up score asks for a call: PHQ-9 10 or more and 6 or more above the end.

    Never true for a missing score; a measure without a rule never alerts.

    >>> relapse_alert(6, 12)
    True
    """
    rule = next((row for row in toml(FILE)["relapse"] if row["id"] == measure), None)
    if rule is None or end is None or now is None:
        return False
    return now >= rule["at_least"] and now - end >= rule["rise"]


@cache
def close_reasons() -> tuple[str, ...]:
    """Return the reasons for which a course is closed."""
    return tuple(row["id"] for row in toml(FILE)["close_reasons"])


@cache
def plan_parts() -> tuple[str, ...]:
    """Return the parts of the keeping-well plan, in order."""
    return tuple(row["id"] for row in toml(FILE)["plan_parts"])


@cache
def feelings() -> tuple[str, ...]:
    """Return words for the feelings about ending, sad ones first: sadness is not relapse."""
    return tuple(row["id"] for row in toml(FILE)["feelings"])


def _progress(goal: GoalFact) -> float:
    towards = 1 if goal.target >= goal.start else -1
    return (goal.now - goal.start) * towards


def _reached(goal: GoalFact) -> bool:
    return _progress(goal) >= abs(goal.target - goal.start)


def _next(event: EventFact, after: date) -> date | None:
    """Return the next day of an event after a date; 29 February is kept on the 28th."""
    if event.on > after:
        return event.on
    if not event.yearly:
        return None
    leap = event.on.month == 2 and event.on.day == 29
    days = [
        date(year, event.on.month, 28 if leap else event.on.day)
        for year in (after.year, after.year + 1)
    ]
    return next(on for on in days if on > after)
