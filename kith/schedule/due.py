"""What the minute's tick does here: reminders of meetings, for those who want messages."""

from datetime import timedelta

from kith import clock
from kith.care.actions import stopped
from kith.care.models import Consent
from kith.post.actions import write

from .models import Appointment
from .telling import reminder_event

AHEAD = timedelta(hours=24)
AT_LEAST = timedelta(hours=2)


def run(practice):
    """One discreet reminder a day before each planned meeting, where messages are agreed to."""
    now = clock.now()
    ahead = Appointment.objects.filter(
        practice=practice,
        state="planned",
        starts_at__gt=now + AT_LEAST,
        starts_at__lte=now + AHEAD,
        client__user__isnull=False,
        client__may_write=True,
        made_at__lt=now - AHEAD,
    ).exclude(course__status__in=["closed", "completed"])
    for meeting in ahead.select_related("client__practice", "course"):
        if _wanted(meeting) and not stopped(meeting.course):
            write(
                "reminder",
                event=reminder_event(meeting),
                practice=practice,
                client=meeting.client,
                route="schedule:own_meetings",
            )


def _wanted(meeting):
    return Consent.objects.filter(
        course=meeting.course, kind="messaging", given=True, withdrawn_at=None
    ).exists()
