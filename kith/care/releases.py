"""Passing on: a yes that names the recipient, and the mark that asks for one (42 CFR Part 2)."""

from django.db import transaction

from kith import clock
from kith.audit.actions import record
from kith.web import once

from .models import Course, DisclosureMark, Release


@transaction.atomic
def release(*, course, id, by, how, text, **said):
    """Keep a yes to passing on: recipient, purpose, what, until when.

    text   the words that were asked, with version and language (`consents.Text`)
    """
    row, made = once.create(
        Release,
        id=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        how=how,
        text_version=text.version,
        language=text.language,
        asked=text.words,
        given_by=by,
        **said,
    )
    if made:
        record("care.release_given", by=by, about=row, reason=row.purpose)
    return row


@transaction.atomic
def take_back(*, release, by):
    """End a yes to passing on: one step, no reason asked (PRIV-04)."""
    row = Release.objects.select_for_update().get(pk=release.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = clock.now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record("care.release_withdrawn", by=by, about=row, reason=row.purpose)
    return row


def mark_of(course):
    """The mark that holds for a course; None if none does."""
    return DisclosureMark.objects.filter(course=course, lifted_at=None).first()


@transaction.atomic
def mark(*, course, because, by, by_practice=False):
    """Say that 42 CFR Part 2 holds for a course. Said twice, it is one mark."""
    Course.objects.select_for_update().get(pk=course.pk)
    there = mark_of(course)
    if there:
        return there
    row = DisclosureMark.objects.create(
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        because=because,
        by_practice=by_practice,
        set_at=clock.now(),
        set_by=by,
    )
    record("care.part2_marked", by=by, about=row)
    return row


@transaction.atomic
def lift(*, mark, because, by):
    """Take the mark away, with the reason."""
    row = DisclosureMark.objects.select_for_update().get(pk=mark.pk)
    if row.lifted_at is None:
        row.lifted_at, row.lifted_by, row.lifted_because = clock.now(), by, because
        row.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
        record("care.part2_lifted", by=by, about=row)
    return row
