"""Who owns a client's answers. Nothing with a risk item goes out without an owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ipt.measures.definition import Measure

OwnerId = Any


@dataclass(frozen=True)
class Cover:
    """Someone who stands in, from the first to the last day, both included."""

    who: OwnerId
    first: date
    last: date

    def on(self, day: date) -> bool:
        """Whether the cover stands in on this day."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class OwnerFacts:
    """Who could own the answers of one course.

    therapist           of the course, None before one is chosen
    therapist_current   still works here, may still see this client
    away                the therapist's absences, as (first day, last day)
    covers              dated covers, the one to ask first coming first
    duty                the practice's duty clinician, None until named
    current             clinicians who work here now; None means all named ones do
    """

    therapist: OwnerId | None = None
    therapist_current: bool = True
    away: Sequence[tuple[date, date]] = ()
    covers: Sequence[Cover] = ()
    duty: OwnerId | None = None
    current: frozenset[OwnerId] | None = None


def line(facts: OwnerFacts, at: datetime) -> tuple[OwnerId, ...]:
    """Return everyone who can own the answers at this moment, in the order they are asked.

    at   aware, in the practice's zone: its date decides which cover stands in
    """
    day = at.date()
    there = facts.therapist_current and not any(a <= day <= b for a, b in facts.away)
    asked = [facts.therapist] if there else []
    asked += [cover.who for cover in facts.covers if cover.on(day)]
    asked.append(facts.duty)
    return tuple(dict.fromkeys(who for who in asked if who is not None and _works(facts, who)))


def owner(facts: OwnerFacts, at: datetime) -> OwnerId | None:
    """Return who owns the answers at this moment: therapist, else cover, else duty clinician."""
    return next(iter(line(facts, at)), None)


def passes_to(facts: OwnerFacts, at: datetime, unread_by: Sequence[OwnerId]) -> OwnerId | None:
    """Return who is asked next when those before have not read a concern in time; None at the end.

    unread_by   those who have had it and let the time pass
    """
    return next((who for who in line(facts, at) if who not in unread_by), None)


def may_send(measure: Measure, owner: OwnerId | None) -> bool:
    """Whether a questionnaire may go out: with a risk item only if someone owns its answers."""
    return owner is not None or not measure.risk


def _works(facts: OwnerFacts, who: OwnerId) -> bool:
    return facts.current is None or who in facts.current
