"""Whether a check-in may go out, and when: the hold rule and the rhythm of a course."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ipt.safety.owner import may_send
from kith import clock
from kith.care.actions import current_contract, stopped
from kith.care.consents import given, paused
from kith.measures import shelf
from kith.safety import reading as safety

AT = time(9)
DAYS_AHEAD = 1
HELD = ("not_ready", "no_owner", "paused")
RUNNING = ("active", "ending", "maintenance")


def on_screen(measure) -> bool:
    """Whether a questionnaire's text may be shown to the client at all, now."""
    return shelf.here().asks(measure)


def obstacle(course, measures) -> str:
    """Why a check-in does not go out (a code of Checkin.REASONS), or "" if it may.

    Those of HELD hold it back altogether: nobody would read a risk answer, its pages would have no
    numbers for help, or the client took the yes to treatment back.
    """
    if not ready(course):
        return "not_ready"
    if not owned(course, measures):
        return "no_owner"
    if stopped(course):
        return "stopped"
    if paused(course):
        return "paused"
    return _unwritten(course)


def ready(course) -> bool:
    """Whether the practice has what must be there before anybody is asked: numbers for help, the
    text for outside its hours, a clinician on duty."""
    return not course.client.practice.lacks()


def owned(course, measures) -> bool:
    """Whether all of these may be put before the client: a risk item only where it is owned."""
    definitions = [shelf.here().load(measure) for measure in measures]
    if not any(definition.risk for definition in definitions):
        return True
    who = safety.owner(course)
    return all(may_send(definition, who) for definition in definitions)


def _unwritten(course):
    client = course.client
    if client.on_paper:
        return "on_paper"
    if not client.may_write:
        return "never_write"
    if not given(course, "messaging"):
        return "no_consent"
    return "" if client.email else "no_address"


@dataclass(frozen=True)
class Turn:
    """One turn of the rhythm: the day of the meeting, and when its check-in goes out."""

    on: date
    send_at: datetime


class Rhythm(NamedTuple):
    """When the check-ins of a course go out: the client's zone, the first day, days between."""

    zone: str
    starts_on: date
    every_days: int

    def turn(self, count) -> Turn:
        """The turn with this number, counted from 0."""
        on = self.starts_on + timedelta(days=self.every_days * count)
        local = datetime.combine(on - timedelta(days=DAYS_AHEAD), AT, ZoneInfo(self.zone))
        return Turn(on, local)

    def today(self, at) -> date:
        """The day on the client's wall at `at`."""
        return at.astimezone(ZoneInfo(self.zone)).date()


def rhythm(course) -> Rhythm | None:
    """The rhythm of a course; None without a contract, and while it is not running."""
    contract = current_contract(course)
    if contract is None or course.status not in RUNNING:
        return None
    return Rhythm(course.client.zone, contract.starts_on, contract.every_days)


def turn_now(rhythm, at) -> Turn | None:
    """The latest turn whose time has come at `at`, if its meeting is still to come: nobody is
    asked about a day that has passed."""
    today = rhythm.today(at)
    gone = (today + timedelta(days=DAYS_AHEAD) - rhythm.starts_on).days // rhythm.every_days
    for count in (gone, gone - 1):
        if count >= 0 and (found := rhythm.turn(count)).send_at <= at:
            return found if found.on >= today else None
    return None


def next_turn(course, at=None) -> Turn | None:
    """The first turn still to come; None when the rhythm has ended or everything is stopped."""
    found = rhythm(course)
    if found is None or stopped(course):
        return None
    at = at or clock.now()
    count = max(0, (found.today(at) - found.starts_on).days // found.every_days)
    while (turn := found.turn(count)).send_at <= at:
        count += 1
    return turn
