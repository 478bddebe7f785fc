from django.db import transaction

from kith import clock
from kith.audit.actions import record
from kith.people.history import change
from kith.people.models import Client
from kith.web import once

from .models import Event, EventNote, LookedAt, MoodPoint, Onset, SymptomMarker

NAMES = {Event: "event", MoodPoint: "mood", SymptomMarker: "symptom"}


def _lock(client):
    return Client.objects.select_for_update().get(pk=client.pk)


@transaction.atomic
def add(*, model, client, id, by, **said):
    """Put an event, a point of the line or a symptom on the timeline.

    SentAlready when the form made something else before.
    """
    client = _lock(client)
    row, made = once.create(
        model, id=id, practice_id=client.practice_id, client_id=client.pk, added_by=by, **said
    )
    if made:
        record(f"timeline.{NAMES[model]}_added", by=by, about=row)
    return row


@transaction.atomic
def edit(*, row, version, by, **said):
    """Change it; what it said before is kept. SomebodyElseSaved when `version` has moved on."""
    changed = change(row, version=version, by=by, **said)
    if changed.version != row.version:
        record(f"timeline.{NAMES[type(row)]}_changed", by=by, about=row)
    return changed


@transaction.atomic
def set_aside(*, row, by):
    """Take it off the line. Everything about it is kept."""
    row = type(row)._base_manager.select_for_update().get(pk=row.pk)
    if row.set_aside_at is None:
        row.set_aside_at, row.set_aside_by = clock.now(), by
        row.save(update_fields=["set_aside_at", "set_aside_by"])
        record(f"timeline.{NAMES[type(row)]}_set_aside", by=by, about=row)
    return row


@transaction.atomic
def bring_back(*, row, by):
    """Put it on the line again."""
    row = type(row)._base_manager.select_for_update().get(pk=row.pk)
    if row.set_aside_at is not None:
        row.set_aside_at, row.set_aside_by = None, None
        row.save(update_fields=["set_aside_at", "set_aside_by"])
        record(f"timeline.{NAMES[type(row)]}_back", by=by, about=row)
    return row


@transaction.atomic
def note_event(*, event, version, words, by):
    """What the therapist thinks of an event; former words are kept."""
    _lock(event.client)
    note = EventNote.objects.filter(event=event).first()
    note = _begin_or_change(EventNote, note, {"event": event}, version, by, words=words)
    record("timeline.event_noted", by=by, about=note)
    return note


@transaction.atomic
def say_onset(*, course, version, when, note, by):
    """When it began, and what was going on then; one for a course, with its versions."""
    _lock(course.client)
    row = Onset.objects.filter(course=course).first()
    row = _begin_or_change(Onset, row, {"course": course}, version, by, when=when, note=note)
    record("timeline.onset_said", by=by, about=row)
    return row


def _begin_or_change(model, row, about, version, by, **said):
    """The first words, or a change of those that are there."""
    if row is not None:
        return change(row, version=version, by=by, **said)
    owner = next(iter(about.values()))
    own = {"practice_id": owner.practice_id, "client_id": owner.client_id}
    return model.objects.create(begun_by=by, **own, **about, **said)


@transaction.atomic
def look_at(*, course, id, by):
    """Client and therapist have gone through the line together; noted by the therapist."""
    _lock(course.client)
    own = {"practice_id": course.practice_id, "client_id": course.client_id}
    row, made = once.create(LookedAt, id=id, by=by, course_id=course.pk, **own)
    if made:
        record("timeline.looked_at", by=by, about=row)
    return row
