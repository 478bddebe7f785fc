"""The row of a check-in, and which of them is the present one."""

from kith import clock
from kith.post import actions as post

from .answering import ask_about_blank, left_in_the_middle
from .models import Checkin


def make(course, on, measures, *, by=None, source="screen"):
    """A check-in for a day; it takes the place of an earlier one, never of a later."""
    present = Checkin.objects.filter(course=course, replaced_at=None).first()
    now = clock.now()
    late = present is not None and present.for_on > on
    if present and not late:
        give_up_place(present, now)
    return Checkin.objects.create(
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        for_on=on,
        measures=measures,
        source=source,
        made_at=now,
        made_by=by,
        replaced_at=now if late else None,
    )


def give_up_place(checkin, now):
    """A later one is the present one; a letter about this one that still waits is taken back, and
    a risk item left blank in it is to be asked about."""
    for response in left_in_the_middle().filter(checkin=checkin):
        ask_about_blank(response)
    checkin.replaced_at = now
    checkin.save(update_fields=["replaced_at"])
    post.withhold(checkin.event, practice=checkin.practice, reason="replaced")
