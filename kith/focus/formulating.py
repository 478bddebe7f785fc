"""Writing how it hangs together: versions, what the client says to each, both agreements."""

from django.db import transaction

from ipt.focus import formulation as book_formulation
from kith import clock
from kith.audit.actions import record
from kith.care.models import Course
from kith.web import once

from .models import Formulation, FormulationAnswer


class TooLong(ValueError):
    """More words than a formulation holds. Nothing was cut."""


class FormulationChanged(ValueError):
    """Another version was written meanwhile. `saved` is the one that stands now."""

    def __init__(self, saved):
        super().__init__("another version was written")
        self.saved = saved


class NotThisVersion(ValueError):
    """A newer version stands: what is said now belongs to that one. `present` is it."""

    def __init__(self, present):
        super().__init__("a newer version stands")
        self.present = present


def latest(course):
    """The version that stands, None before the first."""
    return Formulation.objects.filter(course=course).order_by("number").last()


@transaction.atomic
def write(
    *, course, by, words, read_number, parts=None, person_ids=(), sessions=None, area="",
    takes_over=None,
):  # fmt: skip
    """Write a version for the client to read. `read_number` was on the page, 0 for none.

    Who writes it agrees with it; the other is asked. The same again makes no version.
    TooLong beyond 250 words; FormulationChanged when another was written since.
    """
    if book_formulation.too_long(words):
        raise TooLong(book_formulation.words(words))
    course = Course.objects.select_for_update().select_related("client").get(pk=course.pk)
    present = latest(course)
    said = {
        "words": words,
        "parts": parts or {},
        "person_ids": [str(person) for person in person_ids],
        "sessions": sessions,
        "area": area,
    }
    if present and all(getattr(present, name) == value for name, value in said.items()):
        return present
    if (present.number if present else 0) != read_number:
        raise FormulationChanged(present)
    return _written(course, by, read_number + 1, takes_over, said)


def _written(course, by, number, takes_over, said):
    row = Formulation(
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        number=number,
        takes_over=takes_over,
        author=by,
        written_at=clock.now(),
        **said,
    )
    if by.pk == course.client.user_id:
        row.agreed_by_client_at, row.client_agreed_how = row.written_at, "screen"
    else:
        row.agreed_by_therapist_at = row.written_at
    row.save(force_insert=True)
    record("focus.formulation_written", by=by, about=row, reason=f"version {row.number}")
    return row


@transaction.atomic
def answer(*, formulation, id, fits, by, words="", told="screen"):
    """Keep what the client says to a version, as said; with yes both dates may be there.

    NotThisVersion when a newer one stands.
    """
    Course.objects.select_for_update().get(pk=formulation.course_id)
    formulation = _present(formulation)
    row, made = once.create(
        FormulationAnswer,
        id=id,
        practice_id=formulation.practice_id,
        client_id=formulation.client_id,
        formulation=formulation,
        fits=fits,
        words=words,
        told=told,
        by=by,
    )
    if made:
        record("focus.formulation_answered", by=by, about=row, reason=fits)
        _client_agrees(formulation, fits == "yes", told)
    return row


def _client_agrees(formulation, yes, told):
    """A later answer replaces an earlier one: the answers themselves all stay."""
    if yes and formulation.agreed_by_client_at is None:
        formulation.agreed_by_client_at, formulation.client_agreed_how = clock.now(), told
    elif not yes:
        formulation.agreed_by_client_at, formulation.client_agreed_how = None, ""
    formulation.save(update_fields=["agreed_by_client_at", "client_agreed_how"])


@transaction.atomic
def agree(*, formulation, by):
    """The therapist agrees to a version that the client wrote. Once."""
    Course.objects.select_for_update().get(pk=formulation.course_id)
    formulation = _present(formulation)
    if formulation.agreed_by_therapist_at is None:
        formulation.agreed_by_therapist_at = clock.now()
        formulation.save(update_fields=["agreed_by_therapist_at"])
        record("focus.formulation_agreed", by=by, about=formulation)
    return formulation


def _present(formulation):
    present = latest(formulation.course_id)
    if present.pk != formulation.pk:
        raise NotThisVersion(present)
    return present
