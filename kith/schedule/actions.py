"""Planning meetings and saying what became of them."""

from datetime import timedelta

from django.db import transaction

from ipt.protocol import gates
from kith import clock
from kith.audit.actions import record
from kith.care.actions import GateClosed, NotYet, current_contract
from kith.care.models import Course
from kith.people.history import change
from kith.people.models import User
from kith.web import once

from . import telling, times
from .models import TAKES_TIME, Appointment, Series
from .reading import sessions_to_plan


class DoubleBooked(ValueError):
    """The therapist has another meeting then. `at` is when that one starts (UTC)."""

    def __init__(self, at):
        super().__init__("another meeting is planned then")
        self.at = at


class MoreThanAgreed(ValueError):
    """The agreement does not foresee so many sessions. `left` is how many it still does."""

    def __init__(self, left):
        super().__init__(f"{left} left in the agreement")
        self.left = left


def _hold(course, therapist):
    """Nobody else plans for this course or this therapist meanwhile."""
    User.objects.select_for_update().get(pk=therapist.pk)
    return Course.objects.select_for_update().get(pk=course.pk)


def _free(therapist, starts, ends, but=None):
    """Refuse a time that overlaps another meeting of the therapist."""
    taken = Appointment.objects.filter(
        therapist=therapist, state__in=TAKES_TIME, starts_at__lt=ends, ends_at__gt=starts
    ).exclude(pk=but)
    other = taken.order_by("starts_at").first()
    if other:
        raise DoubleBooked(other.starts_at)


@transaction.atomic
def book(
    *,
    course,
    therapist,
    on,
    at,
    zone,
    by,
    id,
    minutes=50,
    kind="session",
    mode="in_person",
    place="",
):
    """Plan one meeting."""
    course = _hold(course, therapist)
    values = {
        "course": course,
        "therapist": therapist,
        "kind": kind,
        "on": on,
        "at": at,
        "zone": zone,
        "minutes": minutes,
        "mode": mode,
        "place": place,
    }
    return _plan(course, by, id, values)


def _plan(course, by, id, values):
    starts = times.moment(values["on"], values["at"], values["zone"])
    ends = starts + timedelta(minutes=values["minutes"])
    _free(values["therapist"], starts, ends, but=id)
    meeting, made = once.create(
        Appointment,
        id=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        starts_at=starts,
        ends_at=ends,
        **values,
    )
    if made:
        Appointment.objects.filter(pk=id).update(made_by=by)
        record("schedule.planned", by=by, about=meeting, reason=meeting.kind)
    return meeting


@transaction.atomic
def plan_series(
    *, course, therapist, by, id, weekday, at, zone, from_on, count=None, until_on=None, **terms
):
    """Plan sessions at one hour of one weekday: all of them, or none if one is taken already.

    terms   every_days, minutes, mode, place
    Raises DoubleBooked, or MoreThanAgreed when the agreement foresees fewer.
    """
    course = _hold(course, therapist)
    known = Series.objects.filter(pk=id).exists()
    series, made = once.create(
        Series,
        id=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        therapist=therapist,
        weekday=weekday,
        at=at,
        zone=zone,
        from_on=from_on,
        count=count,
        until_on=until_on,
        made_by=by,
        **terms,
    )
    if known or not made:
        return series
    days = times.days_of_series(from_on, weekday, series.every_days, count=count, until=until_on)
    left = sessions_to_plan(course)
    if left is not None and len(days) > left:
        raise MoreThanAgreed(left)
    for day in days:
        _plan(course, by, once.row_id(f"{id}|{day}"), _values(series, day))
    record("schedule.series_planned", by=by, about=series, reason=f"{len(days)}")
    return series


def _values(series, day):
    names = ["course", "therapist", "at", "zone", "minutes", "mode", "place"]
    values = {name: getattr(series, name) for name in names}
    return {**values, "series": series, "occurs_on": day, "on": day, "kind": "session"}


def _change(meeting, version, by, **values):
    """Change a meeting, remembering what it was; a former letter still waiting is dropped."""
    telling.take_back(meeting)
    return change(
        meeting,
        version=version,
        by=by,
        was_on=meeting.on,
        was_at=meeting.at,
        was_state=meeting.state,
        changed_at=clock.now(),
        changed_by_id=by.pk,
        **values,
    )


def _locked(meeting):
    """The meeting as it is now, with its course and therapist held."""
    _hold(meeting.course, meeting.therapist)
    return Appointment.objects.select_for_update().get(pk=meeting.pk)


@transaction.atomic
def move(*, meeting, on, at, version, by):
    """Put one planned meeting to another time, and no other."""
    meeting = _locked(meeting)
    if meeting.state != "planned":
        raise NotYet(meeting.state)
    if (on, at) == (meeting.on, meeting.at):
        return meeting
    starts = times.moment(on, at, meeting.zone)
    ends = starts + timedelta(minutes=meeting.minutes)
    _free(meeting.therapist, starts, ends, but=meeting.pk)
    meeting = _change(meeting, version, by, on=on, at=at, starts_at=starts, ends_at=ends)
    telling.client(meeting)
    record("schedule.moved", by=by, about=meeting)
    return meeting


def _begun(meeting):
    if meeting.starts_at > clock.now():
        raise NotYet("not begun")


@transaction.atomic
def hold(*, meeting, version, by, facts):
    """The meeting took place. A session is counted as soon as the gates for numbering are passed.

    What happened is always kept; look at `number` to see whether it counts yet. Raises NotYet
    for a meeting that has not begun.
    """
    meeting = _locked(meeting)
    if meeting.state == "held":
        return meeting
    _begun(meeting)
    _free(meeting.therapist, meeting.starts_at, meeting.ends_at, but=meeting.pk)
    meeting = _change(meeting, version, by, state="held", cancelled_by="", reason="")
    record("schedule.held", by=by, about=meeting)
    if meeting.kind == "session" and not gates.missing(facts, "numbering"):
        number(course=meeting.course, facts=facts, by=by)
        meeting.refresh_from_db()
    return meeting


@transaction.atomic
def number(*, course, facts, by):
    """Count the sessions held so far, in order of time, each agreement from 1.

    Raises GateClosed while the risk screen, a consent or the contract is missing (G1 to G3).
    """
    missing = gates.missing(facts, "numbering")
    if missing:
        raise GateClosed(missing)
    course = Course.objects.select_for_update().get(pk=course.pk)
    _count(course, by)


def _count(course, by):
    sessions = list(course.appointments.filter(kind="session", state="held").order_by("starts_at"))
    starts = _maintenance_starts(course)
    counted, wanted = {"acute": 0, "maintenance": 0}, []
    for meeting in sessions:
        kind = "maintenance" if starts and meeting.on >= starts else "acute"
        counted[kind] += 1
        if (meeting.counts_for, meeting.number) != (kind, counted[kind]):
            wanted.append((meeting, kind, counted[kind]))
    Appointment.objects.filter(pk__in=[m.pk for m, _, _ in wanted]).update(number=None)
    for meeting, kind, place in wanted:
        Appointment.objects.filter(pk=meeting.pk).update(counts_for=kind, number=place)
        record("schedule.numbered", by=by, about=meeting, reason=f"{kind} {place}")


def _maintenance_starts(course):
    """The first day of an agreed maintenance contract: sessions from then on count for that one."""
    contract = current_contract(course)
    return contract.starts_on if contract and contract.kind == "maintenance" else None


@transaction.atomic
def did_not_come(*, meeting, version, by, reason=""):
    """Nobody came. It is not numbered; the agreement says whether it counts."""
    meeting = _locked(meeting)
    if meeting.state == "did_not_attend":
        return meeting
    _begun(meeting)
    return _settle(meeting, version, by, state="did_not_attend", cancelled_by="", reason=reason)


@transaction.atomic
def cancel(*, meeting, version, by, cancelled_by="therapist", reason=""):
    """The meeting will not take place. The client is told ten minutes later, unless undone."""
    meeting = _locked(meeting)
    if meeting.state == "cancelled":
        return meeting
    meeting = _settle(
        meeting, version, by, state="cancelled", cancelled_by=cancelled_by, reason=reason
    )
    if cancelled_by == "therapist" and not meeting.over:
        telling.client(meeting)
    return meeting


def _settle(meeting, version, by, **values):
    if meeting.noted_at:
        raise NotYet("noted")
    counted = meeting.number
    if counted:
        Appointment.objects.filter(pk=meeting.pk).update(number=None)
        meeting.number = None
    meeting = _change(meeting, version, by, **values)
    record(f"schedule.{meeting.state}", by=by, about=meeting, reason=meeting.cancelled_by)
    if counted:
        _count(meeting.course, by)
    return meeting


@transaction.atomic
def cannot_come(*, meeting, by, words=""):
    """The client says they can't come. Said twice, it is done once."""
    meeting = _locked(meeting)
    if meeting.state != "planned" or meeting.over:
        return meeting
    meeting = _settle(
        meeting, meeting.version, by, state="cancelled", cancelled_by="client", reason=words
    )
    telling.therapist(meeting)
    return meeting


@transaction.atomic
def undo(*, meeting, by):
    """Take the last change back, within ten minutes: nobody is told of either."""
    meeting = _locked(meeting)
    if not meeting.may_undo:
        raise NotYet("too late to undo")
    if meeting.noted_at:
        raise NotYet("noted")
    starts = times.moment(meeting.was_on, meeting.was_at, meeting.zone)
    ends = starts + timedelta(minutes=meeting.minutes)
    if meeting.was_state in TAKES_TIME:
        _free(meeting.therapist, starts, ends, but=meeting.pk)
    telling.take_back(meeting)
    counted, meeting.number = meeting.number, None
    Appointment.objects.filter(pk=meeting.pk).update(number=None)
    meeting = change(
        meeting,
        version=meeting.version,
        by=by,
        on=meeting.was_on,
        at=meeting.was_at,
        starts_at=starts,
        ends_at=ends,
        state=meeting.was_state,
        cancelled_by="",
        reason="",
        was_state="",
    )
    record("schedule.undone", by=by, about=meeting, reason=meeting.state)
    if counted:
        _count(meeting.course, by)
    return meeting


@transaction.atomic
def cancel_rest(*, course, by, after=None):
    """Cancel what is still planned, silently: the course ends or everything stops."""
    moment = after or clock.now()
    ahead = course.appointments.filter(state="planned", starts_at__gt=moment)
    for meeting in ahead.select_related("course", "therapist"):
        telling.take_back(meeting)
        change(meeting, version=meeting.version, by=by, state="cancelled", cancelled_by="therapist")
        record("schedule.cancelled", by=by, about=meeting, reason="course ended")


def noted(*, meeting):
    """Its note is signed: the meeting stays held from now on."""
    Appointment.objects.filter(pk=meeting.pk).update(noted_at=clock.now())
