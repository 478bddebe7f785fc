"""What the minute's tick does here: reminders of meetings, for those who want messages."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from kith import clock
from kith.care import consents
from kith.care.models import Consent, FullStop
from kith.people.directory import batched
from kith.post.actions import resume, write
from kith.post.models import Letter

from .models import Appointment
from .telling import reminder_event

AHEAD = timedelta(hours=24)
AT_LEAST = timedelta(hours=2)
AT_ONCE = 500  # meetings looked up at a time


def run(practice):
    """One discreet reminder a day before each planned meeting, where messages are agreed to."""
    events = {reminder_event(meeting): meeting.pk for meeting in _ahead(practice, clock.now())}
    for some in batched(iter(events), AT_ONCE):
        resume(some, practice=practice, reason="paused")
        written = Letter.objects.filter(practice=practice, event__in=some)
        new = set(some).difference(written.values_list("event", flat=True))
        meetings = Appointment.objects.filter(pk__in=[events[event] for event in new])
        for meeting in meetings.select_related("client__practice"):
            write(
                "reminder",
                event=reminder_event(meeting),
                practice=practice,
                client=meeting.client,
                route="schedule:own_meetings",
            )


def _ahead(practice, now):
    """Id and time of the meetings of the coming day about which their client wants to hear."""
    course = OuterRef("course")
    ahead = Appointment.objects.filter(
        Exists(
            Consent.objects.filter(course=course, kind="messaging", given=True, withdrawn_at=None)
        ),
        ~Exists(FullStop.objects.filter(course=course, lifted_at=None)),
        ~consents.pause(course),
        practice=practice,
        state="planned",
        starts_at__gt=now + AT_LEAST,
        starts_at__lte=now + AHEAD,
        client__user__isnull=False,
        client__may_write=True,
        made_at__lt=now - AHEAD,
    ).exclude(course__status__in=["closed", "completed"])
    return ahead.values_list("pk", "starts_at", named=True)
