"""What the tick does here: concerns that nobody has read in time go to the next in line."""

import structlog
from django.db import transaction

from kith.care.models import Course

from . import handing
from .models import Concern
from .staffing import Staffing

log = structlog.get_logger("kith.safety")


def run(practice) -> int:
    """Pass on what is late, end what was given only for a time. Returns how many were passed on."""
    waiting = Concern.objects.filter(practice=practice, acknowledged_at=None)
    ids = list(waiting.values_list("pk", flat=True))
    moved = 0
    if ids:
        staff = Staffing(practice.pk)
        moved = sum(_tried(pk, staff) for pk in ids)
    handing.end_stand_ins(practice)
    return moved


def _tried(pk, staff) -> bool:
    """One concern that cannot be passed on must not keep the others waiting."""
    try:
        return _look_after(pk, staff)
    except Exception as trouble:
        log.error("concern_not_passed", about=str(pk), error=type(trouble).__name__)
        return False


@transaction.atomic
def _look_after(pk, staff) -> bool:
    course_id = Concern.objects.values_list("course_id", flat=True).get(pk=pk)
    Course.objects.select_for_update().get(pk=course_id)
    concern = Concern.objects.select_related("course__client", "owner__practice").get(pk=pk)
    if not concern.open:
        return False
    passed = handing.needs_passing(concern, staff) and handing.pass_on(concern, staff)
    handing.tell_second_later(concern, staff)
    return bool(passed)
