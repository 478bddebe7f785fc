import json

from django.db import transaction
from django.db.models import F

from ipt.measures import own
from kith import clock
from kith.audit.actions import record
from kith.people.models import Practice
from kith.web import once

from . import checking, shelf
from .models import MeasureConfirmation, OwnDefinition


class NotNeeded(ValueError):
    """This measure needs no confirmation, or none would help."""


class Stands(ValueError):
    """Somebody confirmed it already, in other words. `row` is theirs."""

    def __init__(self, row):
        super().__init__(str(row))
        self.row = row


class NotFit(ValueError):
    """The definition may not stand on the shelf. `reasons` says why, in words."""

    def __init__(self, reasons):
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def confirm(*, practice, measure, kind, statement, by, id):
    """Say on what ground the practice uses a measure whose licence asks for one.

    Sent again it stays one. Raises NotNeeded, Stands, and once.SentAlready for a form whose
    confirmation was withdrawn since.
    """
    Practice.objects.select_for_update().get(pk=practice.pk)
    if not shelf.confirmable(measure):
        raise NotNeeded(measure)
    there = MeasureConfirmation.objects.filter(
        practice=practice, measure=measure, withdrawn_at=None
    ).first()
    if there and (there.kind, there.statement) != (kind, statement):
        raise Stands(there)
    if there:
        return there
    row, made = once.create(
        MeasureConfirmation,
        id=id,
        practice_id=practice.pk,
        measure=measure,
        kind=kind,
        statement=statement,
        by=by,
    )
    if not made:
        raise once.SentAlready(row)
    record("measures.confirmed", by=by, about=row, reason=f"{measure}/{kind}")
    _changed(practice.pk)
    return row


@transaction.atomic
def withdraw_confirmation(*, practice, measure, by):
    """Take the present confirmation back: from now on its text does not go out any more."""
    row = (
        MeasureConfirmation.objects.select_for_update()
        .filter(practice=practice, measure=measure, withdrawn_at=None)
        .first()
    )
    return _withdraw(row, by) if row else None


@transaction.atomic
def add_own(*, practice, text, holder, proof, expires_on, by, id):
    """Put a practice's own definition on its shelf. Raises BrokenBook, NotFit, once.SentAlready."""
    Practice.objects.select_for_update().get(pk=practice.pk)
    measure, wording = shelf.read(text)
    text = json.dumps(own.write(measure, wording), ensure_ascii=False, indent=1)
    said = {"text": text, "holder": holder, "proof": proof, "expires_on": expires_on}
    if not OwnDefinition.objects.filter(pk=id).exists() and (
        why := checking.troubles(measure, wording)
    ):
        raise NotFit(why)
    row, made = once.create(
        OwnDefinition,
        id=id,
        practice_id=practice.pk,
        measure=measure.id,
        version=measure.version,
        confirmed_by=by,
        **said,
    )
    if made:
        record("measures.added", by=by, about=row, reason=f"{row.measure}/{row.version}")
        _changed(practice.pk)
    return row


@transaction.atomic
def withdraw_own(*, definition, by):
    """The definition is not used for new answers any more. What was answered stays readable."""
    row = OwnDefinition.objects.select_for_update().get(pk=definition.pk)
    return _withdraw(row, by)


def _withdraw(row, by):
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = clock.now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record("measures.withdrawn", by=by, about=row, reason=row.measure)
        _changed(row.practice_id)
    return row


def _changed(practice_id):
    """Whoever looks at the shelf next reads it anew, in every process."""
    Practice.objects.filter(pk=practice_id).update(shelf_version=F("shelf_version") + 1)
    shelf.forget()
