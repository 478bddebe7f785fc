from django.db import transaction

from kith import clock
from kith.audit.actions import record
from kith.people.history import SomebodyElseSaved, change
from kith.people.models import Client
from kith.web import once

from .models import Person, Placement, SafetyNote

WHO = ("display_name", "relation", "relation_words", "status")
WHERE = ("ring", "good", "hard")


def _lock(client):
    return Client.objects.select_for_update().get(pk=client.pk)


@transaction.atomic
def add_person(
    *, client, id, by, display_name, relation, ring,
    relation_words="", status="alive", good="", hard="", picture_on=None,
):  # fmt: skip
    """Put somebody into the circle: who it is, how close, what is good, what is hard."""
    client = _lock(client)
    person, made = once.create(
        Person,
        id=id,
        practice_id=client.practice_id,
        client_id=client.pk,
        display_name=display_name,
        relation=relation,
        relation_words=relation_words,
        status=status,
        added_by=by,
    )
    if made:
        _place(person, by, picture_on or clock.today(client.zone), ring=ring, good=good, hard=hard)
        record("inventory.person_added", by=by, about=person)
    elif _differs(placed(person), {"ring": ring, "good": good, "hard": hard}):
        raise once.SentAlready(person)
    return person


def placed(person, moment="now"):
    """Where a person stands in the present picture of a moment, or None."""
    return person.placements.filter(moment=moment, superseded_at=None).first()


def _differs(placement, where):
    return placement is None or any(getattr(placement, k) != v for k, v in where.items())


def _place(person, by, picture_on, moment="now", **where):
    now = clock.now()
    person.placements.filter(moment=moment, superseded_at=None).update(superseded_at=now)
    return Placement.objects.create(
        practice_id=person.practice_id,
        client_id=person.client_id,
        person=person,
        moment=moment,
        picture_on=picture_on,
        recorded_at=now,
        recorded_by=by,
        **where,
    )


@transaction.atomic
def edit_person(*, person, version, by, picture_on=None, **said):
    """Change who somebody is or where they stand. The former place stays, marked as replaced.

    SomebodyElseSaved when anything about the person was saved since `version`.
    """
    client = _lock(person.client)
    person = Person.objects.select_for_update().get(pk=person.pk)
    present = placed(person)
    who = {name: said[name] for name in WHO if name in said and getattr(person, name) != said[name]}
    where = {name: said.get(name, getattr(present, name, "")) for name in WHERE}
    moved = _differs(present, where)
    if not who and not moved:
        return person
    if person.version != version:
        raise SomebodyElseSaved(person)
    if moved:
        _place(person, by, picture_on or clock.today(client.zone), **where)
    if who:
        person = change(person, version=version, by=by, **who)
    else:
        person.version += 1
        person.save(update_fields=["version"])
    record("inventory.person_changed", by=by, about=person, reason="moved" if moved else "")
    return person


@transaction.atomic
def place(*, person, moment, ring, by, picture_on, good="", hard=""):
    """Tell where somebody stands in another picture: before, wished for, at the end."""
    _lock(person.client)
    where = {"ring": ring, "good": good, "hard": hard}
    present = placed(person, moment)
    if not _differs(present, where):
        return present
    row = _place(person, by, picture_on, moment=moment, **where)
    record("inventory.placed", by=by, about=person, reason=moment)
    return row


@transaction.atomic
def set_aside(*, person, by):
    """Take somebody out of the picture. Everything about them is kept."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.set_aside_at is None:
        person.set_aside_at, person.set_aside_by = clock.now(), by
        person.save(update_fields=["set_aside_at", "set_aside_by"])
        record("inventory.person_set_aside", by=by, about=person)
    return person


@transaction.atomic
def bring_back(*, person, by):
    """Put somebody who was set aside into the picture again."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.set_aside_at is not None:
        person.set_aside_at, person.set_aside_by = None, None
        person.save(update_fields=["set_aside_at", "set_aside_by"])
        record("inventory.person_back", by=by, about=person)
    return person


@transaction.atomic
def save_safety_note(*, person, version, words, conjoint, by):
    """Note what to mind about safety with this person; former words are kept."""
    _lock(person.client)
    note = SafetyNote.objects.filter(person=person).first()
    if note is None:
        note = SafetyNote.objects.create(
            practice_id=person.practice_id,
            client_id=person.client_id,
            person=person,
            words=words,
            conjoint=conjoint,
            begun_by=by,
        )
    else:
        note = change(note, version=version, by=by, words=words, conjoint=conjoint)
    record("inventory.safety_note_saved", by=by, about=note)
    return note
