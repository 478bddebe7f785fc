"""What follows from the outcome of a consultation: each step with its page and how far it is."""

from datetime import date
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ipt import intake as book_intake
from ipt.intake.waiting import contact_due
from kith.care.models import Passage
from kith.care.reading import frame
from kith.web import book

from . import beside, reading
from .models import WaitingContact

MEETINGS = ("second_consultation", "reconsult_date")
LETTERS = {"referral_letter": "gp", "letter": "service"}
PAGES = {
    "contract": "care:contract",
    "repeat_measure": "checkins:schedule",
    "crisis_pathway": "safety:screen",
    "second_consultation": "schedule:series",
    "reconsult_date": "schedule:series",
    "referral_letter": "intake:letters",
    "letter": "intake:letters",
}


def steps(course, user, fit) -> list[dict]:
    """The steps that the outcome asks for: label, page ("" where it is only said), how far."""
    return [_step(course, user, id) for id in book_intake.outcome(fit.outcome).next]


def _step(course, user, id):
    return {
        "id": id,
        "label": book.text(f"intake.next.{id}"),
        "url": _url(course, id),
        "state": _state(course, user, id),
    }


def _url(course, id):
    if id == "welcome":
        return reverse("people:client", args=[course.client_id])
    if id == "monthly_safety_contact":
        return "#contact"
    if id in LETTERS:
        return reverse("intake:letters", args=[course.pk]) + f"?to={LETTERS[id]}"
    return reverse(PAGES[id], args=[course.pk]) if id in PAGES else ""


def _state(course, user, id) -> str:
    """How far a step is, in words; empty where nothing is known of it."""
    if id in LETTERS:
        return _letters(course, user)
    if id in MEETINGS:
        meeting = beside.next_meeting(course, user)
        if meeting is None:
            return _("not planned yet")
        return _("planned for %(day)s") % {"day": date_format(meeting.on, "j F")}
    if id == "contract":
        there = frame(course)
        return _("agreed") if there.contract else _("proposed") if there.draft else _("not yet")
    if id == "monthly_safety_contact" and course.status == "waiting":
        return _("by %(day)s") % {"day": date_format(due_on(course, user), "j F")}
    return ""


def _letters(course, user):
    rows = reading.letters(course, user)
    sent = [row for row in rows if row.sent_on]
    if sent:
        return _("went on %(day)s") % {"day": date_format(sent[0].sent_on, "j F")}
    return _("begun") if rows else _("not yet")


def due_on(course, user) -> date:
    """The day by which somebody on the waiting list is to be contacted."""
    return due_by_course([course], user)[course.pk]


def due_by_course(courses, user) -> dict:
    """By course id, the day by which each who waits is to be contacted. Two queries for any number.

    courses   each with its client and practice
    """
    waiting = [course for course in courses if course.status == "waiting"]
    since, last = waited([course.pk for course in waiting], user)
    return {
        course.pk: contact_due(
            _day(course, since.get(course.pk, course.opened_at)), last.get(course.pk)
        )
        for course in waiting
    }


def waited(ids, user) -> tuple[dict, dict]:
    """By course id: since when somebody waits, and the day they were last spoken with."""
    moves = Passage.objects.for_user(user, minimal=True).filter(course__in=ids, to_status="waiting")
    reached = WaitingContact.objects.for_user(user, minimal=True).filter(
        course__in=ids, how="reached"
    )
    since = moves.order_by("at").values_list("course", "at")
    return dict(since), dict(reached.order_by("on").values_list("course", "on"))


def _day(course, moment):
    return moment.astimezone(ZoneInfo(course.client.practice.time_zone)).date()
