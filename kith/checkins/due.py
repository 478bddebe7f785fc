"""What the tick does here: the check-in of each course's next meeting, and those held before."""

import structlog
from django.db import transaction

from kith import clock
from kith.care.models import Course
from kith.post.models import Letter

from . import actions, sending
from .models import Checkin

log = structlog.get_logger("kith.checkins")


def run(practice) -> int:
    """Prepare what is due, look again at what was held. Returns how many were made or released."""
    courses = Course.objects.filter(practice=practice, status__in=sending.RUNNING)
    done = sum(_tried(_prepare, course) for course in courses.select_related("client__practice"))
    _taken_back(practice)
    held = Checkin.objects.filter(practice=practice, state="held", replaced_at=None)
    return done + sum(_tried(_release, checkin) for checkin in held)


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
    turn = sending.turn(course, now)
    if turn is None or not sending.in_time(course, turn, now):
        return 0
    if Checkin.objects.filter(course=course, for_on__gte=turn.on).exists():
        return 0
    try:
        actions.prepare(course=course, on=turn.on)
    except actions.NotNow as why:
        log.info("checkin_not_made", reason=str(why))
        return 0
    return 1


def _taken_back(practice):
    """A letter that the outbox took back leaves its check-in unsent, or held."""
    sent = Checkin.objects.filter(practice=practice, state="sent", replaced_at=None)
    by_event = {checkin.event: checkin for checkin in sent}
    letters = Letter.objects.filter(practice=practice, state="withheld", event__in=list(by_event))
    reasons = dict(Checkin.REASONS)
    for letter in letters:
        if letter.reason in reasons:
            actions.not_sent(checkin=by_event[letter.event], reason=letter.reason)
