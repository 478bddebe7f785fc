"""What the pages of this room, and later ones, are made of."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from ipt import intake as book_intake
from kith.care.models import Course
from kith.people.models import Client, Revision
from kith.safety import reading as safety_reading
from kith.web import book
from kith.web.forms import search_form

from .models import Enquiry, Explained, Fit, Hopes, Patterns, Presenting, PrivateTwin

STEPS = {"brings": Presenting, "people": Patterns, "hopes": Hopes}


@dataclass
class Outcome:
    """What a consultation led to, as far as the reader may know: no text of the record."""

    label: str
    verdict: str
    next: list
    next_on: object = None
    signed_at: object = None


@dataclass
class Waiting:
    """A line of the list of enquiries."""

    enquiry: Enquiry
    same: list = field(default_factory=list)
    status: str = ""
    therapist: str = ""
    outcome: Outcome | None = None


def enquiries(user) -> list[Waiting]:
    """Everyone who asked, as the reader may know: who waits first, urgent before the others."""
    rows = list(Enquiry.objects.for_user(user).select_related("course"))
    waiting = [row for row in rows if row.state == "waiting"]
    decided = sorted((r for r in rows if r.state != "waiting"), key=lambda r: r.decided_at)[::-1]
    courses = _courses(user, decided)
    outcomes = _outcomes(user, courses)
    names = Names(user, rows)
    lines = [Waiting(row, same=names.like(row)) for row in waiting]
    for row in decided[:100]:
        course = courses.get(row.course_id)
        lines.append(
            Waiting(
                row,
                status=course.get_status_display() if course else row.get_close_reason_display(),
                therapist=course.therapist.name if course and course.therapist else "",
                outcome=outcomes.get(row.course_id),
            )
        )
    return lines


def _courses(user, enquiries):
    ids = [enquiry.course_id for enquiry in enquiries if enquiry.course_id]
    found = Course.objects.for_user(user, minimal=True).filter(pk__in=ids)
    return {course.pk: course for course in found.select_related("therapist")}


def _outcomes(user, course_ids):
    fits = Fit.objects.for_user(user, minimal=True).filter(course__in=list(course_ids))
    return {fit.course_id: outcome_of(fit) for fit in fits.order_by("signed_at")}


def outcome_of(fit) -> Outcome:
    """The outcome in the book's words, with what follows from it; nothing that was written."""
    found = book_intake.outcome(fit.outcome)
    return Outcome(
        label=book.text(f"intake.outcome.{found.id}"),
        verdict=book.text(f"intake.verdict.{found.verdict}"),
        next=[book.text(f"intake.next.{step}") for step in found.next],
        next_on=fit.next_on,
        signed_at=fit.signed_at,
    )


def standing(user, enquiry) -> Waiting:
    """One enquiry with what became of it, as far as the reader may know."""
    courses = _courses(user, [enquiry])
    course = courses.get(enquiry.course_id)
    return Waiting(
        enquiry,
        same=Names(user, Enquiry.objects.for_user(user)).like(enquiry),
        status=course.get_status_display() if course else enquiry.get_close_reason_display(),
        therapist=course.therapist.name if course and course.therapist else "",
        outcome=_outcomes(user, courses).get(enquiry.course_id),
    )


class Names:
    """Who might be the same person: by name and by address, within the reader's scope."""

    def __init__(self, user, enquiries):
        self.enquiries = [(row, *self._signs(row.name, row.reach)) for row in enquiries]
        self.clients = [
            (row, *self._signs(row.name, f"{row.email} {row.phone}"))
            for row in Client.objects.for_user(user)
        ]

    @staticmethod
    def _signs(name, reach):
        parts = frozenset(search_form(name).replace("-", " ").replace(",", " ").split())
        addresses = {word for word in search_form(reach).split() if "@" in word}
        digits = "".join(c for c in reach if c.isdigit())
        return parts, addresses | ({digits[-8:]} if len(digits) >= 8 else set())

    def _alike(self, parts, addresses, name, reach):
        own_parts, own_addresses = self._signs(name, reach)
        both = own_parts & parts
        named = own_parts == parts or (len(both) > 1 and both in (own_parts, parts))
        return bool(own_parts and named) or bool(own_addresses & addresses)

    def like(self, enquiry) -> list:
        """Clients and other enquiries that may be the same person."""
        return self.clients_like(enquiry) + [
            row
            for row, *signs in self.enquiries
            if row.pk != enquiry.pk
            and row.client_id is None
            and self._alike(*signs, enquiry.name, enquiry.reach)
        ]

    def clients_like(self, enquiry) -> list:
        """Clients who may be the same person."""
        return [
            row
            for row, *signs in self.clients
            if row.pk != enquiry.client_id and self._alike(*signs, enquiry.name, enquiry.reach)
        ]


def clients_like(user, enquiry):
    """Clients known here, within the reader's scope, who may be the person who asks."""
    return Names(user, []).clients_like(enquiry)


def path(course, user, now) -> list[dict]:
    """The steps of the consultation: where one is, and what is done."""
    safety = safety_reading.facts(course)
    asked = safety["risk_screen_recorded"] and safety["private_question"] != "not_asked"
    done = {id: part(model, course, user) is not None for id, model in STEPS.items()}
    done |= {"safety": asked, "fit": fits(course, user) != [], "next": course.status == "active"}
    labels = {
        "brings": _("What brings them here"),
        "people": _("People and patterns"),
        "hopes": _("Hopes"),
        "safety": _("Safety, asked alone"),
        "fit": _("Does IPT fit"),
        "next": _("What happens next"),
    }
    return [
        {
            "label": label,
            "url": step_url(course, id),
            "state": "now" if id == now else "done" if done[id] else "",
        }
        for id, label in labels.items()
    ]


def step_url(course, step):
    """The page of a step of the consultation."""
    names = {"safety": "safety:screen", "fit": "intake:fit", "next": "intake:next"}
    if step in names:
        return reverse(names[step], args=[course.pk])
    return reverse("intake:consultation_step", args=[course.pk, step])


def part(model, course, user):
    """A part of the consultation as the reader may see it, or None."""
    return model.objects.for_user(user).filter(course=course).first()


def fits(course, user) -> list:
    """The signed judgements, newest first."""
    return list(
        Fit.objects.for_user(user)
        .filter(course=course)
        .select_related("signed_by")
        .order_by("-signed_at")
    )


def twin(course, place, user):
    """What stands beside a text under "only for you"; None for everybody else."""
    return PrivateTwin.objects.for_user(user).filter(course=course, place=place).first()


def explained(course, user):
    """Who explained IPT and when, or None."""
    rows = Explained.objects.for_user(user).filter(course=course)
    return rows.select_related("by").first()


def asked_with(course, user):
    """The enquiry that the course began with, if the reader may see it."""
    return Enquiry.objects.for_user(user).filter(course=course).first()


def last_saved(row):
    """Who replaced the former words of a row, and when; (None, None) while nobody has."""
    former = Revision.objects.filter(row_id=row.pk).select_related("saved_by").last()
    return (former.saved_by, former.saved_at) if former else (row.begun_by, row.begun_at)


def to_talk_about(fit) -> list[tuple[str, str]]:
    """Rows judged "not now" or "be careful", with their words, the gravest first."""
    return [
        (book.text(f"suitability.{row}.title"), book.text(f"suitability.{row}.{rating}"))
        for row, rating in book_intake.to_talk_about(fit.ratings)
    ]


def for_client(course, user) -> dict | None:
    """What the client may know of the judgement: where it leads and when. No word of it."""
    fit = (
        Fit.objects.for_user(user, minimal=True).filter(course=course).order_by("signed_at").last()
    )
    if fit is None:
        return None
    words = {
        "fits": _("We work together here."),
        "later": _("We meet again before we decide."),
        "elsewhere": _("Another kind of help fits better just now."),
    }
    return {"text": words[book_intake.outcome(fit.outcome).verdict], "on": fit.next_on}
