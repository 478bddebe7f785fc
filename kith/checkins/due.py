"""What the tick does here: the check-in of each course's next meeting, and those held before."""

import structlog

from kith import clock
from kith.care.models import Course

from . import actions, sending
from .models import Checkin

log = structlog.get_logger("kith.checkins")


def run(practice) -> int:
    """Prepare what is due, look again at what was held. Returns how many were made or released."""
    done = 0
    courses = Course.objects.filter(practice=practice, status__in=sending.RUNNING)
    for course in courses.select_related("client__practice"):
        done += _prepare(course)
    held = Checkin.objects.filter(practice=practice, state="held", replaced_at=None)
    for checkin in held:
        done += actions.release(checkin=checkin).state != "held"
    return done


def _prepare(course) -> int:
    turn = sending.turn(course, clock.now())
    if turn is None or Checkin.objects.filter(course=course, for_on__gte=turn.on).exists():
        return 0
    try:
        actions.prepare(course=course, on=turn.on)
    except actions.NotNow as why:
        log.info("checkin_not_made", reason=str(why))
        return 0
    return 1
