"""What stands beside a note that is written, and beside the evidence for each area."""

from kith.checkins import reading as checkins
from kith.schedule import reading as schedule


def for_session(course, user):
    """Context of notes/extra.html: the picture of the course, and what is new since last time."""
    return {
        "ribbon": checkins.ribbon(course, user, audience="desk"),
        "words": " ".join(checkins.since_last(course, user)),
    }


def for_focus(course, user):
    """The scores in words, and the number of the last session held, for the evidence and stages."""
    return {
        "words": [verdict for verdict in checkins.since_last(course, user)],
        "session": schedule.held_count(course) or None,
    }
