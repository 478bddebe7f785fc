from django.db import transaction

from kith import clock
from kith.audit.actions import record
from kith.people.history import SomebodyElseSaved, change
from kith.people.models import Client
from kith.web import once

from .models import Person, Placement, SafetyNote, Sitting
from .telling import SAID, WHERE, WHO, merged


class AnotherPicture(Exception):
    """Somebody began a picture meanwhile: `sitting`. Nothing was made twice."""

    def __init__(self, sitting):
        super().__init__("another picture was begun meanwhile")
        self.sitting = sitting


class MovedMeanwhile(SomebodyElseSaved):
    """Somebody else moved this person since the picture was shown; `place` is where they stand."""

    def __init__(self, person, place):
        super().__init__(person)
        self.place = place


def _lock(client):
    return Client.objects.select_for_update().get(pk=client.pk)


@transaction.atomic
def add_person(
    *, client, id, by, display_name, relation, ring,
    relation_words="", status="alive", good="", hard="", turn=None, picture_on=None, **said,
):  # fmt: skip
    """Put somebody into the present picture: who it is, how close, and what is said of them."""
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
    where = {"ring": ring, "good": good, "hard": hard, "turn": turn, "said": merged({}, said)}
    if made:
        _place(person, _sitting(client, by, on=picture_on), by, **where)
        record("inventory.person_added", by=by, about=person)
    elif _differs(placed(person), where):
        raise once.SentAlready(person)
    return person


def current(client, moment="now"):
    """The newest picture of a moment, None if there is none. The end is a picture of now."""
    moments = Sitting.PRESENT if moment in Sitting.PRESENT else [moment]
    return Sitting.objects.filter(client=client, moment__in=moments).order_by("number").last()


def placed(person, moment="now"):
    """Where a person stands in the newest picture of a moment, or None."""
    return _in(person, current(person.client_id, moment))


def _in(person, sitting):
    return person.placements.filter(sitting=sitting, superseded_at=None).first()


def _sitting(client, by, moment="now", on=None):
    return current(client, moment) or _begin(client, by, moment, on)


def _begin(client, by, moment, on=None, title="", follows=None, id=None):
    last = Sitting.objects.filter(client=client).order_by("number").last()
    return Sitting.objects.create(
        **({"pk": id} if id else {}),
        practice_id=client.practice_id,
        client_id=client.pk,
        number=last.number + 1 if last else 1,
        moment=moment,
        on=on or clock.today(client.zone),
        title=title,
        follows=follows,
        few_people_at=follows.few_people_at if follows else None,
        few_people_by=follows.few_people_by if follows else None,
        made_at=clock.now(),
        made_by=by,
    )


def _differs(placement, where):
    if placement is None or placement.carried:
        return True
    return any((getattr(placement, name) or None) != (v or None) for name, v in where.items())


def _place(person, sitting, by, **where):
    """Add a place; the former one in the same picture stays and is marked as replaced."""
    now = clock.now()
    person.placements.filter(sitting=sitting, superseded_at=None).update(superseded_at=now)
    return Placement.objects.create(
        practice_id=person.practice_id,
        client_id=person.client_id,
        person=person,
        sitting=sitting,
        recorded_at=now,
        recorded_by=by,
        **where,
    )


@transaction.atomic
def begin_sitting(*, client, by, moment="now", on=None, title="", after=None, id=None):
    """Begin a picture from the former one of its moment; everyone stands where they stood. The
    first one of what is wished begins where they stand now; what was said of them is not wished.

    after   the picture that was the newest when this one was asked for
    AnotherPicture when a newer one is there already: two people began at once.
    """
    client = _lock(client)
    if id and (made := Sitting.objects.filter(pk=id).first()):
        return made
    newest = Sitting.objects.filter(client=client).order_by("number").last()
    if after is not None and newest is not None and newest.pk != after:
        raise AnotherPicture(newest)
    former = current(client, moment)
    today = current(client) if moment == "wished" and not former else None
    sitting = _begin(client, by, moment, on, title, former, id)
    if former or today:
        _carry_over(former or today, sitting, by, said=bool(former))
    record("inventory.picture_begun", by=by, about=sitting, reason=moment)
    return sitting


def _carry_over(former, sitting, by, *, said=True):
    rows = former.placements.filter(superseded_at=None, person__set_aside_at=None)
    for row in rows.select_related("person"):
        where = _where(row) if said else {"ring": row.ring, "turn": row.turn}
        _place(row.person, sitting, by, carried=True, **where)


def _where(row):
    return {name: getattr(row, name) for name in (*WHERE, "turn", "said")} if row else {}


@transaction.atomic
def edit_person(*, person, version, by, picture_on=None, ring_before="", ring_wished="", **said):
    """Change who somebody is, where they stand or what is said. What was said before stays.

    SomebodyElseSaved when anything about the person was saved since `version`.
    """
    client = _lock(person.client)
    person = Person.objects.select_for_update().get(pk=person.pk)
    present = placed(person)
    who = {name: said[name] for name in WHO if name in said and getattr(person, name) != said[name]}
    where = {"ring": "outside", "good": "", "hard": "", "turn": None, **_where(present)}
    where |= {name: said[name] for name in WHERE if name in said}
    where["said"] = merged(where.get("said") or {}, {k: v for k, v in said.items() if k in SAID})
    moved = _differs(present, where)
    elsewhere = _elsewhere(person, before=ring_before, wished=ring_wished)
    if not who and not moved and not elsewhere:
        return person
    if person.version != version:
        raise SomebodyElseSaved(person)
    if moved:
        _place(person, _sitting(client, by, on=picture_on), by, **where)
    for moment, ring in elsewhere.items():
        there = {**_where(placed(person, moment)), "ring": ring}
        _place(person, _sitting(client, by, moment), by, **there)
    if who:
        person = change(person, version=version, by=by, **who)
    else:
        _count_up(person)
    record("inventory.person_changed", by=by, about=person, reason="moved" if moved else "")
    return person


def _elsewhere(person, **rings):
    """The rings told for other pictures, as far as they are new."""
    return {
        moment: ring
        for moment, ring in rings.items()
        if ring and getattr(placed(person, moment), "ring", None) != ring
    }


def _count_up(person):
    person.version += 1
    person.save(update_fields=["version"])


@transaction.atomic
def place(*, person, moment, ring, by, picture_on, good="", hard="", **said):
    """Tell where somebody stands in another picture: before, wished for, at the end."""
    client = _lock(person.client)
    where = {"ring": ring, "good": good, "hard": hard, "said": merged({}, said)}
    present = placed(person, moment)
    if not _differs(present, where):
        return present
    row = _place(person, _sitting(client, by, moment, picture_on), by, **where)
    record("inventory.placed", by=by, about=person, reason=moment)
    return row


@transaction.atomic
def move(*, person, sitting, ring, was, by, turn=None):
    """Move somebody in a picture; everything said of them there goes along.

    was   the ring in which the mover saw them, "" if they were not in this picture
    MovedMeanwhile when they stand somewhere else by now, and not where they are to go.
    """
    _lock(person.client)
    person = Person.objects.select_for_update().get(pk=person.pk)
    present = _in(person, sitting)
    stands = present.ring if present else ""
    turn = present.turn if turn is None and present else turn
    where = {**_where(present), "ring": ring, "turn": turn}
    if present and (stands, present.turn) == (ring, turn) and not present.carried:
        return present
    if stands != was and stands != ring:
        raise MovedMeanwhile(person, present)
    row = _place(person, sitting, by, **where)
    _count_up(person)
    record("inventory.moved", by=by, about=person, reason=ring)
    return row


@transaction.atomic
def set_aside(*, person, by):
    """Take somebody out of the present picture. Older pictures and all that was said stay."""
    _lock(person.client)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.set_aside_at is None:
        person.set_aside_at, person.set_aside_by = clock.now(), by
        person.save(update_fields=["set_aside_at", "set_aside_by"])
        rows = person.placements.filter(sitting=current(person.client_id), superseded_at=None)
        rows.update(superseded_at=clock.now())
        record("inventory.person_set_aside", by=by, about=person)
    return person


@transaction.atomic
def bring_back(*, person, by):
    """Put somebody who was set aside into the present picture again, where they last stood."""
    client = _lock(person.client)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.set_aside_at is not None:
        person.set_aside_at, person.set_aside_by = None, None
        person.save(update_fields=["set_aside_at", "set_aside_by"])
        last = person.placements.filter(sitting__moment__in=Sitting.PRESENT).last()
        _place(person, _sitting(client, by), by, **(_where(last) or {"ring": "outside"}))
        record("inventory.person_back", by=by, about=person)
    return person


@transaction.atomic
def hide_name(*, person, stand_in, by):
    """The client keeps a name to themself: everybody else reads `stand_in`, from now on."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.hidden_at is None or (person.stand_in or "") != stand_in:
        person.hidden_at, person.stand_in = person.hidden_at or clock.now(), stand_in
        person.save(update_fields=["hidden_at", "stand_in"])
        record("inventory.name_hidden", by=by, about=person)
    return person


@transaction.atomic
def show_name(*, person, by):
    """The client lets the name be read again."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.hidden_at is not None:
        person.hidden_at = None
        person.save(update_fields=["hidden_at"])
        record("inventory.name_shown", by=by, about=person)
    return person


@transaction.atomic
def say_few_people(*, client, few, by):
    """Say that there are few people, or take it back: then the circle counts as gone through."""
    client = _lock(client)
    sitting = _sitting(client, by)
    if bool(sitting.few_people_at) != few:
        sitting.few_people_at, sitting.few_people_by = (clock.now(), by) if few else (None, None)
        sitting.save(update_fields=["few_people_at", "few_people_by"])
        record("inventory.few_people", by=by, about=sitting, reason="yes" if few else "no")
    return sitting


@transaction.atomic
def save_safety_note(*, person, version, words, conjoint, by, bearing=None):
    """Note what to mind about safety with this person; former words are kept."""
    _lock(person.client)
    said = {"words": words, "conjoint": conjoint}
    said |= {} if bearing is None else {"bearing": bearing}
    note = SafetyNote.objects.filter(person=person).first()
    if note is None:
        note = SafetyNote.objects.create(
            practice_id=person.practice_id,
            client_id=person.client_id,
            person=person,
            begun_by=by,
            **said,
        )
    else:
        note = change(note, version=version, by=by, **said)
    record("inventory.safety_note_saved", by=by, about=note)
    return note
