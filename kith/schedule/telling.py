"""Neutral letters about a meeting that changed: later, once, and not at all if it was undone."""

from kith.care.actions import stopped
from kith.post.actions import withhold, write

from .models import MAY_UNDO


def _event(meeting):
    return f"meeting:{meeting.pk}:{meeting.version}"


def reminder_event(meeting):
    """The reminder of a meeting at this time; moved, it is another one."""
    return f"reminder:{meeting.pk}:{meeting.starts_at:%Y%m%d%H%M}"


def client(meeting):
    """Tell the client that something about a meeting is new, unless they cannot look it up."""
    who = meeting.client
    if not who.user_id or not who.may_write or stopped(meeting.course):
        return
    write(
        "meeting",
        event=_event(meeting),
        practice=who.practice,
        client=who,
        route="schedule:own_meetings",
        not_before=meeting.changed_at + MAY_UNDO,
    )


def therapist(meeting):
    """Tell the therapist that a client can't come."""
    write(
        "meeting_told",
        event=_event(meeting),
        practice=meeting.client.practice,
        user=meeting.therapist,
        route="schedule:calendar",
        not_before=meeting.changed_at + MAY_UNDO,
    )


def take_back(meeting):
    """Drop what was to be said about the meeting as it was, and its reminder."""
    practice = meeting.client.practice
    withhold(_event(meeting), practice=practice, reason="undone")
    withhold(reminder_event(meeting), practice=practice, reason="changed")
