"""What other rooms and pages want to know about meetings. Constant numbers of queries."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from ipt import protocol
from kith import clock
from kith.care.actions import current_contract

from .models import Appointment

MISSED = "did_not_attend"


def _seen(user):
    found = Appointment.objects.for_user(user) if user else Appointment.objects.all()
    return found.select_related("client__practice", "therapist__practice", "course")


def next_for(client, user=None):
    """The client's next planned meeting, or the one that is going on; None if there is none."""
    ahead = _seen(user).filter(client=client, state="planned", ends_at__gt=clock.now())
    return ahead.order_by("starts_at").first()


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """First moment of a day in a zone, and of the day after."""
    first = datetime.combine(day, time(), ZoneInfo(zone))
    return first, datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


def between(user, first, last):
    """Meetings that `user` may see and that start from `first` up to `last`, in order."""
    return _seen(user).filter(starts_at__gte=first, starts_at__lt=last).order_by("starts_at")


def today(user, day=None):
    """The therapist's own meetings of a day, in their zone, in order, cancelled ones too."""
    first, last = day_bounds(day or clock.today(user.zone), user.zone)
    return list(between(user, first, last).filter(therapist=user))


def held_count(course, kind=None):
    """How many sessions are counted for the present agreement (or the one named)."""
    contract = current_contract(course)
    kind = kind or (contract.kind if contract else "acute")
    return course.appointments.filter(counts_for=kind, number__isnull=False).count()


def counted(course) -> list[tuple[date, int, str]]:
    """(day, number, kind of agreement) of each session that is counted, in order. One query."""
    found = course.appointments.filter(number__isnull=False).order_by("on")
    return list(found.values_list("on", "number", "counts_for"))


def held_uncounted(course, before=None):
    """How many sessions (before a meeting) were held and are not counted yet: a gate is closed."""
    found = course.appointments.filter(kind="session", state="held", number=None)
    return (found.filter(starts_at__lt=before.starts_at) if before else found).count()


def place_of(course, meeting=None):
    """Which session a meeting is, or the next one: counted from 1, also before they count."""
    if meeting and meeting.number:
        return meeting.number
    return held_count(course) + held_uncounted(course, before=meeting) + 1


def last_held_on(course):
    """The day of the last session held; None before the first."""
    last = course.appointments.filter(state="held", kind="session").order_by("-starts_at").first()
    return last.on if last else None


def missed_in_a_row(course):
    """How many meetings in a row, up to now, nobody came to. A cancelled one is passed over."""
    return _missed([m.state for m in course.appointments.order_by("-starts_at")])


def _missed(newest_first):
    """Count the missed ones before the first that was held."""
    missed = 0
    for state in newest_first:
        if state == "held":
            break
        missed += state == MISSED
    return missed


@dataclass(frozen=True)
class Progress:
    """How far a course is: sessions of the agreement, held, missed ones that count, left."""

    planned: int | None
    held: int
    missed: int
    left: int | None
    last_on: date | None


def progress(course, contract=None):
    """Where the course stands against its agreement. `left` never grows by what was missed."""
    contract = contract or current_contract(course)
    if contract is None:
        return Progress(None, held_count(course, "acute"), 0, None, None)
    held = held_count(course, contract.kind)
    missed = _missed_that_count(course, contract)
    left = protocol.sessions_left(contract.sessions_planned, held + missed)
    return Progress(contract.sessions_planned, held, missed, left, contract.planned_last_on)


def _missed_that_count(course, contract):
    if contract.missed != "counts":
        return 0
    since = course.appointments.filter(kind="session", state=MISSED)
    return since.filter(on__gte=contract.starts_on).count()


def sessions_to_plan(course):
    """How many sessions the agreement still foresees that are neither held nor planned."""
    contract = current_contract(course)
    if contract is None:
        return None
    ahead = course.appointments.filter(kind="session", state="planned", ends_at__gt=clock.now())
    return max(0, progress(course, contract).left - held_uncounted(course) - ahead.count())


class Met(NamedTuple):
    """What lists need of one meeting."""

    course_id: UUID
    number: int | None
    counts_for: str
    state: str
    kind: str
    on: date
    starts_at: datetime
    ends_at: datetime


@dataclass
class CourseFacts:
    """Facts of one course for lists: sessions held, missed in a row, the meetings around now."""

    held: int = 0
    counted: Counter = field(default_factory=Counter)
    missed_in_a_row: int = 0
    last: "Met | None" = None
    next: "Met | None" = None
    to_settle: int = 0
    states: list = field(default_factory=list)
    sessions: list = field(default_factory=list)
    missed: list = field(default_factory=list)

    def held_on(self, kind):
        """Days of the sessions held under one kind of agreement, those not counted yet too."""
        return tuple(sorted(on for counts_for, on in self.sessions if counts_for in (kind, "")))

    def missed_on(self):
        """Days of the meetings that nobody came to, in order."""
        return tuple(sorted(self.missed))

    def held_for(self, kind):
        """Sessions counted against one kind of agreement."""
        return self.counted[kind]


def by_course(course_ids, user=None):
    """Facts of many courses at once: {course id: CourseFacts}, one query."""
    now = clock.now()
    facts = {course_id: CourseFacts() for course_id in course_ids}
    seen = Appointment.objects.for_user(user) if user else Appointment.objects.all()
    seen = seen.filter(course_id__in=list(course_ids)).order_by("-starts_at")
    for row in seen.values_list(*Met._fields):
        meeting = Met(*row)
        _add(facts[meeting.course_id], meeting, now)
    for each in facts.values():
        each.missed_in_a_row = _missed(each.states)
    return facts


def _add(facts, meeting, now):
    facts.held += meeting.number is not None
    facts.counted[meeting.counts_for] += meeting.number is not None
    if meeting.state == "planned" and meeting.ends_at > now:
        facts.next = meeting
        return
    facts.to_settle += meeting.state == "planned"
    facts.states.append(meeting.state)
    if meeting.state == MISSED:
        facts.missed.append(meeting.on)
    if meeting.state == "held" and meeting.kind == "session":
        facts.sessions.append((meeting.counts_for, meeting.on))
    if meeting.state == "held" and facts.last is None:
        facts.last = meeting


def taken_back(user, within):
    """Meetings ahead that clients took back in the last days, as far as `user` may see them."""
    now = clock.now()
    found = _seen(user).filter(
        state="cancelled", cancelled_by="client", changed_at__gte=now - within, starts_at__gt=now
    )
    return found.order_by("starts_at")
