"""What the minute's tick does here: on a follow-up day a check-in goes out by itself."""

from datetime import timedelta

from kith import clock
from kith.care.actions import stopped
from kith.checkins.actions import NotNow, prepare

from .models import FollowUp

WINDOW = timedelta(days=14)


def run(practice):
    """Make the check-in of each follow-up whose day has come; a day long past sends nothing."""
    today = clock.today(practice.time_zone)
    waiting = FollowUp.objects.filter(
        practice=practice, state="planned", on__lte=today, course__status="completed"
    )
    for follow_up in waiting.select_related("course__client__practice"):
        if follow_up.on < today - WINDOW:
            _settle(follow_up, "passed")
        elif not stopped(follow_up.course):
            _send(follow_up)


def _send(follow_up):
    try:
        checkin = prepare(course=follow_up.course, on=follow_up.on)
    except NotNow:
        return _settle(follow_up, "passed")
    return _settle(follow_up, "made", checkin=checkin.pk)


def _settle(follow_up, state, **more):
    FollowUp.objects.filter(pk=follow_up.pk).update(state=state, made_at=clock.now(), **more)
