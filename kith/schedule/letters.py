"""Asked by the outbox as it takes a letter: whether a reminder may still go out."""

from datetime import UTC, datetime

from kith import clock


def refusal(letter) -> str:
    """The word "past" once the meeting has begun: mail held it up too long (REL-18), else ""."""
    if letter.kind != "reminder":
        return ""
    try:
        starts_at = datetime.strptime(letter.event.rsplit(":", 1)[-1], "%Y%m%d%H%M")
    except ValueError:
        return ""
    return "past" if starts_at.replace(tzinfo=UTC) <= clock.now() else ""
