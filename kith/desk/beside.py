"""What stands beside a note that is being written: this week's scores, looked at together."""

from kith.checkins import reading as checkins


def for_session(course, user):
    """Context of notes/extra.html: the picture of the course, and what is new since last time."""
    return {
        "ribbon": checkins.ribbon(course, user, audience="desk"),
        "words": " ".join(checkins.since_last(course, user)),
    }
