from django.db import transaction

from kith import clock
from kith.audit.actions import record
from kith.care.models import Course
from kith.people.history import SomebodyElseSaved, change

from .models import OnlyForTherapist


@transaction.atomic
def save(*, course, kind, number, version, answers, by):
    """Write a sheet: made at the first saving, later changed by versions.

    version   as it was read; 0 when there was none. SomebodyElseSaved when it moved on meanwhile,
              also when somebody else began the same sheet
    """
    Course.objects.select_for_update().get(pk=course.pk)
    row = kind.model.objects.filter(pk=kind.row_id(course, number)).first()
    if row is None:
        row = _begin(course, kind, number, answers, by)
    elif row.answers == answers:
        return row
    elif row.version != version:
        raise SomebodyElseSaved(row)
    else:
        row = change(row, version=version, by=by, answers=answers)
        row.form_version = kind.form.version
        row.saved_at, row.saved_by = clock.now(), by
        row.save(update_fields=["form_version", "saved_at", "saved_by"])
    record("worksheets.saved", by=by, about=row, reason=kind.form.id)
    return row


def _begin(course, kind, number, answers, by):
    return kind.model.objects.create(
        pk=kind.row_id(course, number),
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        form=kind.form.id,
        form_version=kind.form.version,
        number=number,
        answers=answers,
        begun_by=by,
        saved_by=by,
    )


@transaction.atomic
def offer(*, course, kind, number, by):
    """Lay an empty sheet before the client, so that they can begin. Twice is once."""
    if not kind.form.client_visible:
        raise ValueError(f"{kind.form.id} is not for the client")
    Course.objects.select_for_update().get(pk=course.pk)
    row = kind.model.objects.filter(pk=kind.row_id(course, number)).first()
    if row is None:
        row = _begin(course, kind, number, {}, by)
        record("worksheets.offered", by=by, about=row, reason=kind.form.id)
    return row


@transaction.atomic
def save_private(*, sheet, version, answers, words, by):
    """Write what stands beside a shared sheet; nothing is made while nothing is said."""
    Course.objects.select_for_update().get(pk=sheet.course_id)
    row = OnlyForTherapist.objects.filter(worksheet=sheet).first()
    if row is None:
        if not answers and not words.strip():
            return None
        row = OnlyForTherapist.objects.create(
            practice_id=sheet.practice_id,
            client_id=sheet.client_id,
            worksheet=sheet,
            answers=answers,
            words=words,
            begun_by=by,
        )
    else:
        before = row.version
        row = change(row, version=version, by=by, answers=answers, words=words)
        if row.version == before:
            return row
    record("worksheets.private_saved", by=by, about=row)
    return row
