"""Asked by the outbox as it takes a letter: whether a reminder may still go out."""

from datetime import UTC, datetime

from kith import clock
from kith.care.consents import paused

from .models import Appointment


def refusal(letter) -> str:
    """The word "past" once the meeting has begun: mail held it up too long (REL-18); "paused" when
    the client took the yes to treatment back meanwhile; else ""."""
    if letter.kind != "reminder":
        return ""
    try:
        starts_at = datetime.strptime(letter.event.rsplit(":", 1)[-1], "%Y%m%d%H%M")
    except ValueError:
        return ""
    if starts_at.replace(tzinfo=UTC) <= clock.now():
        return "past"
    meeting = Appointment.objects.filter(pk=letter.event.split(":")[1]).first()
    return "paused" if meeting and paused(meeting.course) else ""
