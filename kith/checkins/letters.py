"""Asked by the outbox as it takes a letter: whether this check-in may still go out."""

from kith.care.models import Course

from . import sending
from .models import Checkin


def refusal(letter) -> str:
    """A set word when a check-in's letter may not go any more, else "". The hold rule counts at
    the moment of going out, not only when the check-in was made."""
    if letter.kind != "checkin":
        return ""
    course = Course.objects.select_related("client__practice").get(pk=letter.about_id)
    checkin = Checkin.objects.filter(course=course, replaced_at=None).first()
    if checkin is None or course.status == "closed":
        return "replaced"
    return sending.obstacle(course, checkin.measures)
