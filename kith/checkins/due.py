"""What the tick does here: the check-in of each course's next meeting, and those held before."""

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from kith import clock
from kith.care.actions import in_force
from kith.care.models import Contract, Course
from kith.people.directory import batched
from kith.post.models import Letter

from . import actions, answering, sending
from .models import Checkin

LOOK_BACK = timedelta(days=7)
AT_ONCE = 1000  # courses fetched at a time
log = structlog.get_logger("kith.checkins")


def run(practice) -> int:
    """Prepare what is due, look again at what was held. Returns how many were made or released."""
    done = 0
    for ids in batched(iter(_due(practice)), AT_ONCE):
        courses = Course.objects.filter(pk__in=ids).select_related("client__practice")
        done += sum(_tried(_prepare, course) for course in courses)
    _taken_back(practice)
    _day_has_come(practice)
    held = Checkin.objects.filter(practice=practice, state="held", replaced_at=None)
    return done + sum(_tried(_release, checkin) for checkin in held)


def _day_has_come(practice):
    """On the day of the meeting, a risk item that was left blank is to be asked about there."""
    today = clock.today(practice.time_zone)
    left = answering.left_in_the_middle().filter(practice=practice, checkin__replaced_at=None)
    for response in left.filter(for_on__gt=today - LOOK_BACK, for_on__lte=today):
        _tried(answering.ask_about_blank, response)


def _due(practice) -> list:
    """Ids of the courses that wait for a check-in. One statement, whatever their number: it is
    asked each minute, and nearly all have theirs."""
    now, found, turns = clock.now(), [], {}
    for course, made_for, rhythm in _rhythms(practice):
        if rhythm not in turns:
            turns[rhythm] = sending.turn_now(rhythm, now)
        turn = turns[rhythm]
        if turn and (made_for is None or made_for < turn.on):
            found.append(course)
    return found


def _rhythms(practice):
    """(course, the last day for which there is a check-in, rhythm) of all that are running."""
    made = Checkin.objects.filter(course=OuterRef("course")).order_by("-for_on").values("for_on")
    agreed = in_force(Contract.objects).filter(
        practice=practice, course__status__in=sending.RUNNING
    )
    rows = agreed.annotate(made_for=Subquery(made[:1]))
    for course, made_for, zone, *rhythm in rows.values_list(
        "course_id", "made_for", "client__time_zone", "starts_on", "every_days"
    ).iterator(chunk_size=5000):
        yield course, made_for, sending.Rhythm(zone or practice.time_zone, *rhythm)


def _tried(work, row) -> int:
    """One course that makes trouble must not keep the others waiting."""
    try:
        with transaction.atomic():
            return work(row)
    except Exception as trouble:
        log.error("checkin_trouble", about=str(row.pk), error=type(trouble).__name__)
        return 0


def _release(checkin) -> int:
    return actions.release(checkin=checkin).state != "held"


def _prepare(course) -> int:
    now = clock.now()
    rhythm = sending.rhythm(course)
    turn = rhythm and sending.turn_now(rhythm, now)
    if turn is None or Checkin.objects.filter(course=course, for_on__gte=turn.on).exists():
        return 0
    try:
        actions.prepare(course=course, on=turn.on)
    except actions.NotNow as why:
        log.info("checkin_not_made", about=str(course.pk), kind=str(why))
        return 0
    return 1


def _taken_back(practice):
    """A letter that the outbox took back leaves its check-in unsent, or held."""
    sent = Checkin.objects.filter(state="sent", replaced_at=None)
    reasons = [code for code, _words in Checkin.REASONS]
    letters = Letter.objects.filter(
        Exists(sent.filter(course=OuterRef("about_id"))),
        practice=practice,
        kind="checkin",
        state="withheld",
        reason__in=reasons,
    )
    why = dict(letters.values_list("event", "reason"))
    there = sent.filter(course__in=list(letters.values_list("about_id", flat=True))) if why else ()
    for checkin in there:
        if checkin.event in why:
            actions.not_sent(checkin=checkin, reason=why[checkin.event])
