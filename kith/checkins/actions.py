from django.db import transaction

from kith import clock
from kith.audit.actions import record
from kith.care.models import Course
from kith.people import links
from kith.post import actions as post

from . import plans, sending
from .answering import answer, finish
from .entering import AnsweredAlready, correct, enter
from .making import make
from .models import Checkin
from .plans import set_plan, show_expected

__all__ = [
    "AnsweredAlready",
    "NotNow",
    "answer",
    "correct",
    "enter",
    "finish",
    "not_sent",
    "prepare",
    "release",
    "revoke_links",
    "set_plan",
    "show_expected",
]


class NotNow(ValueError):
    """No check-in is made: the course is closed, or nothing is planned."""


@transaction.atomic
def prepare(*, course, on, by=None):
    """Make the check-in of a day and send it, or hold it back (once a course and day).

    It is held while it has a risk item that nobody owns, or the practice is not ready; it is made
    but not sent where the client is not written to. The one before gives up its place. Returns the
    check-in.
    """
    course = Course.objects.select_for_update().select_related("client__practice").get(pk=course.pk)
    there = Checkin.objects.filter(course=course, for_on=on).first()
    if there:
        return release(checkin=there, by=by)
    if course.status == "closed":
        raise NotNow("closed")
    measures = plans.asked_at(course, on)
    asked = [measure for measure in measures if sending.on_screen(measure)]
    if not measures:
        raise NotNow("nothing is planned")
    checkin = make(course, on, asked or measures, by=by)
    if not asked:
        return _unsent(checkin, "only_on_paper")
    return _send_or_hold(checkin, course, by)


@transaction.atomic
def release(*, checkin, by=None):
    """Look again at a check-in that was held or not sent: what stood in the way may be gone."""
    checkin = (
        Checkin.objects.select_for_update()
        .select_related("course__client__practice")
        .get(pk=checkin.pk)
    )
    if checkin.state not in ("held", "waiting") or checkin.replaced_at:
        return checkin
    if checkin.unsent_because == "only_on_paper" or checkin.source != "screen":
        return checkin
    return _send_or_hold(checkin, checkin.course, by)


def _send_or_hold(checkin, course, by):
    reason = sending.obstacle(course, checkin.measures)
    if reason:
        return _unsent(checkin, reason)
    checkin.letters += 1
    post.write(
        "checkin",
        event=checkin.event,
        practice=course.client.practice,
        route="checkins:open",
        client=course.client,
        about_id=course.pk,
    )
    checkin.state, checkin.sent_at, checkin.unsent_because = "sent", clock.now(), ""
    checkin.save(update_fields=["state", "sent_at", "unsent_because", "letters"])
    record("checkins.sent", by=by, about=checkin)
    return checkin


def _unsent(checkin, reason):
    state = "held" if reason in sending.HELD else "waiting"
    if (checkin.state, checkin.unsent_because) != (state, reason):
        checkin.state, checkin.unsent_because = state, reason
        checkin.save(update_fields=["state", "unsent_because"])
        record(f"checkins.{state}", about=checkin, reason=reason)
    return checkin


@transaction.atomic
def not_sent(*, checkin, reason):
    """Its letter was taken back before it went: the check-in is not sent, or held, after all."""
    checkin = Checkin.objects.select_for_update().get(pk=checkin.pk)
    return _unsent(checkin, reason) if checkin.state == "sent" else checkin


def end_links_of(*, client, by):
    """End every link that was mailed to this client: somebody else may hold the mailbox."""
    for course in Course.objects.filter(client=client):
        revoke_links(course=course, by=by)


@transaction.atomic
def revoke_links(*, course, by):
    """End every link that was mailed for this course."""
    links.revoke("checkin", course.pk)
    record("checkins.links_revoked", by=by, about=course)
