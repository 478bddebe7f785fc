"""The people of a client, as a reader may see them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kith.people.models import Revision
from kith.web import book
from kith.web.pictures import circle

from .models import Person, Placement, SafetyNote


@dataclass(frozen=True)
class Shown:
    """Somebody in the picture: who, where, what is good and what is hard.

    Drawn as it is by components/circle.html; `area` is the hue of a focus area, if any.
    """

    id: UUID
    name: str
    relation: str
    relation_id: str
    status: str
    ring: str
    ring_words: str
    good: str
    hard: str
    since: date | None
    version: int
    area: str | None = None

    def __str__(self):
        return self.name


def present(of, user, moment="now") -> list[Shown]:
    """The people of a course or client, the closest first; those set aside are left out.

    of       a Course or a Client
    moment   which picture: now, before, wished, end
    """
    return _shown(of, user, moment, set_aside_at=None)


def aside(of, user) -> list[Shown]:
    """People who were set aside; everything about them is kept."""
    return _shown(of, user, "now", set_aside_at__isnull=False)


def _shown(of, user, moment, **which):
    client_id = getattr(of, "client_id", of.pk)
    people = Person.objects.for_user(user).filter(client=client_id, **which)
    places = Placement.objects.for_user(user).filter(
        client=client_id, moment=moment, superseded_at=None
    )
    where = {place.person_id: place for place in places}
    rows = [one(person, where.get(person.pk)) for person in people]
    rings = list(circle.RINGS)
    return sorted(rows, key=lambda row: rings.index(row.ring))


def one(person, placement) -> Shown:
    """A person with the present place, in words."""
    ring = placement.ring if placement else "outside"
    relation = person.relation_words or (
        book.text(f"relation.{person.relation}") if person.relation else ""
    )
    return Shown(
        id=person.pk,
        name=person.display_name,
        relation=relation,
        relation_id=person.relation,
        status=person.status,
        ring=ring,
        ring_words=str(circle.RING_NAMES[ring]),
        good=placement.good if placement else "",
        hard=placement.hard if placement else "",
        since=placement.picture_on if placement else None,
        version=person.version,
    )


def story(person, user) -> list[Placement]:
    """Every place this person ever had, newest first."""
    rows = Placement.objects.for_user(user).filter(person=person).select_related("recorded_by")
    return list(rows.order_by("-recorded_at", "-pk"))


def place_of(person, user):
    """Where this person stands now, or None."""
    rows = Placement.objects.for_user(user).filter(person=person, moment="now", superseded_at=None)
    return rows.first()


def safety_note(person, user):
    """The safety note on a person; None for everybody but the client's therapists."""
    return SafetyNote.objects.for_user(user).filter(person=person).first()


def last_saved(row):
    """Who replaced the former words of a row, and when; of a new row, who made it."""
    former = Revision.objects.filter(row_id=row.pk).select_related("saved_by").last()
    if former:
        return former.saved_by, former.saved_at
    made_by = getattr(row, "added_by", None) or getattr(row, "begun_by", None)
    return made_by, getattr(row, "added_at", None) or getattr(row, "begun_at", None)
