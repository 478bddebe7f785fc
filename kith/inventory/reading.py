"""The people of a client, as a reader may see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from ipt import inventory as book_inventory
from ipt.inventory import moved as then_and_now
from ipt.inventory import support as book_support
from kith import clock
from kith.intake import reading as intake
from kith.intake.models import Patterns
from kith.people import conflicts
from kith.web import book
from kith.web.book_forms import said as in_words
from kith.web.forms import search_form
from kith.web.pictures import circle

from . import telling
from .models import Person, Placement, SafetyNote, Sitting
from .veil import screen_names

UNDO = timedelta(minutes=10)


@dataclass(frozen=True)
class Shown:
    """Somebody in the picture: who, where, what is good and what is hard.

    Drawn as it is by components/circle.html; `area` is the hue of a focus area, if any.

    kind      how the mark is drawn: person, pet, group, deceased
    said      answers by the field of the book
    carried   taken over from the former picture, not yet looked at in this one
    hidden    the client keeps the name; `name` is what this reader may read
    was       the ring in the picture that this one is compared with, if another
    gone      stood in that picture and not in this one
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
    kind: str = "person"
    turn: int | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    carried: bool = False
    hidden: bool = False
    was: str = ""
    gone: bool = False

    def __str__(self):
        return self.name

    @property
    def area_words(self) -> str:
        """What is worked on with this person, in a word; "" where nothing is."""
        return str(circle.AREA_NAMES.get(self.area, "")) if self.area else ""

    @property
    def closer(self) -> str:
        """The next ring inwards, "" in the closest."""
        return _ring_beside(self.ring, -1)

    @property
    def further(self) -> str:
        """The next ring outwards, "" beyond the circle."""
        return _ring_beside(self.ring, 1)

    @property
    def answers(self) -> dict:
        """All that is said, by the field of the book's form."""
        told = {"satisfying": self.good, "unsatisfying": self.hard, **self.said}
        return {name: value for name, value in told.items() if value not in (None, "", [])}

    @property
    def standing(self) -> then_and_now.Standing:
        """As the book compares it."""
        return then_and_now.Standing(str(self.id), self.name, self.ring, self.answers)


def _ring_beside(ring, step) -> str:
    at = circle.RINGS.index(ring) + step
    return circle.RINGS[at] if 0 <= at < len(circle.RINGS) else ""


def client_id(of):
    """The client's id of a course or a client."""
    return getattr(of, "client_id", of.pk)


def renamed(shown, other) -> Shown:
    """Somebody under the name that `other` bears, with the words in which nobody is named."""
    quiet = {"relation": "", "good": "", "hard": ""}
    return replace(shown, name=other.name, **quiet)


def present(of, user, moment="now") -> list[Shown]:
    """The people of a course or client, the closest first; those set aside are left out.

    of       a Course or a Client
    moment   which picture: now, before, wished, end
    """
    return _shown(of, user, moment, set_aside_at=None)


def aside(of, user) -> list[Shown]:
    """People who were set aside; everything about them is kept."""
    return _shown(of, user, "now", set_aside_at__isnull=False)


def _newest(of, moment):
    """A condition for the rows of the newest picture of a moment."""
    moments = Sitting.PRESENT if moment == "now" else [moment]
    rows = Sitting.objects.filter(client=client_id(of), moment__in=moments)
    return rows.order_by("-number").values("pk")[:1]


def _shown(of, user, moment, **which):
    people = Person.objects.for_user(user).filter(client=client_id(of), **which)
    places = Placement.objects.for_user(user).filter(
        client=client_id(of), sitting__in=_newest(of, moment), superseded_at=None
    )
    where = {place.person_id: place for place in places.select_related("sitting")}
    return _sorted(
        one(person, where.get(person.pk), user)
        for person in people
        if moment == "now" or person.pk in where
    )


def _sorted(rows):
    rings = list(circle.RINGS)
    return sorted(rows, key=lambda row: rings.index(row.ring))


def one(person, placement, user) -> Shown:
    """A person with a place in a picture, in words."""
    ring = placement.ring if placement else "outside"
    said = (placement.said if placement else None) or {}
    relation = "" if person.hidden_at and person.called(user) != person.display_name else (
        person.relation_words
    )  # fmt: skip
    known = person.relation in book_inventory.relations()
    return Shown(
        id=person.pk,
        name=person.called(user),
        relation=relation or (book.text(f"relation.{person.relation}") if known else ""),
        relation_id=person.relation,
        status=person.status,
        ring=ring,
        ring_words=str(circle.RING_NAMES[ring]),
        good=placement.good if placement else "",
        hard=placement.hard if placement else "",
        since=placement.sitting.on if placement else None,
        version=person.version,
        kind=book_inventory.drawn_as(person.relation, person.status),
        turn=placement.turn if placement else None,
        said=said,
        carried=bool(placement and placement.carried),
        hidden=person.hidden_at is not None,
    )


def sittings(of, user) -> list[Sitting]:
    """Every picture in the order of the course: before, the dated ones, the wished one last."""
    rows = Sitting.objects.for_user(user).filter(client=client_id(of)).select_related("made_by")
    order = {"before": 0, "now": 1, "end": 1, "wished": 2}
    present = newest(rows)
    for row in rows:
        row.former = row.moment == "now" and row != present
    return sorted(rows, key=lambda row: (order[row.moment], row.number))


def newest(rows) -> Sitting | None:
    """Of these pictures the present one."""
    return max(
        (row for row in rows if row.moment in Sitting.PRESENT), key=lambda r: r.number, default=None
    )


def may_change(sitting, rows) -> bool:
    """Whether a picture is still drawn in: the newest of its moment; older ones stay."""
    same = Sitting.PRESENT if sitting.moment in Sitting.PRESENT else (sitting.moment,)
    return all(row.number <= sitting.number for row in rows if row.moment in same)


def pictures(user, *which) -> dict[UUID, list[Shown]]:
    """Who stands in each of these pictures, the closest first. Two queries for any number."""
    found = {sitting.pk: [] for sitting in which}
    rows = Placement.objects.for_user(user).filter(sitting__in=list(found), superseded_at=None)
    for place in rows.select_related("person", "sitting"):
        found[place.sitting_id].append(one(place.person, place, user))
    return {id: _sorted(people) for id, people in found.items()}


def sentences(then, now, *, wished=False) -> list[str]:
    """What moved from some people to the same people later (or wished), sentence by sentence."""
    say = then_and_now.wished if wished else then_and_now.moved
    lines = say([one.standing for one in then], [one.standing for one in now])
    return [book.say(line.message) for line in lines]


def compared(then, now) -> list[Shown]:
    """The people of `now` with the ring where they stood `then`; those who left come last."""
    stood = {one.id: one for one in then}
    rows = [
        replace(one, was=stood[one.id].ring)
        if one.id in stood and stood[one.id].ring != one.ring
        else one
        for one in now
    ]
    here = {one.id for one in now}
    return rows + [replace(one, gone=True) for one in then if one.id not in here]


def support(people) -> list[dict]:
    """Each kind of support with the names of those who give it; none is a word, not a score."""
    return [
        {"kind": book.text(f"support_kind.{kind.id}"), "names": kind.names}
        for kind in book_support.support(one.standing for one in people)
    ]


def lines(shown) -> list[tuple[str, str]]:
    """(question, answer) of everything said of a person, in the order of the form."""
    names = [name for name in telling.SAID if name in shown.answers]
    return in_words(telling.asked(*names), telling.words(), shown.answers, telling.feelings())


def story(person, user) -> list[dict]:
    """What was said of this person in every picture, the newest first; carried over is left out."""
    rows = Placement.objects.for_user(user).filter(person=person, carried=False)
    rows = rows.select_related("recorded_by", "sitting", "person")
    return [
        {"place": row, "lines": lines(one(row.person, row, user))}
        for row in rows.order_by("-recorded_at", "-pk")
    ]


def place_of(person, user, moment="now"):
    """Where this person stands in the newest picture of a moment, or None."""
    rows = Placement.objects.for_user(user).filter(person=person, superseded_at=None)
    return rows.filter(sitting__in=_newest(person, moment)).select_related("sitting").first()


def few_people(of, user) -> bool:
    """Whether it was said of the present picture that there are few people."""
    rows = Sitting.objects.for_user(user).filter(pk__in=_newest(of, "now"))
    return rows.filter(few_people_at__isnull=False).exists()


def last_move(sitting, user):
    """(place, place before, name) of this person's own last move in a picture, None if it is not
    fresh."""
    rows = Placement.objects.for_user(user).filter(sitting=sitting)
    place = rows.select_related("person").order_by("-recorded_at", "-pk").first()
    if place is None or place.recorded_by_id != user.pk or place.superseded_at is not None:
        return None
    if clock.now() - place.recorded_at > UNDO:
        return None
    former = rows.filter(person=place.person, superseded_at=place.recorded_at).first()
    if former is None or former.ring == place.ring:
        return None
    return place, former, place.person.called(user)


def in_the_circle(course, user) -> set[int]:
    """Numbers of the people named in the first conversation whom the circle knows by that name,
    those set aside too."""
    there = {search_form(one.name) for one in (*present(course, user), *aside(course, user))}
    return {n for n, name in enumerate(_named(course, user)) if search_form(name) in there}


def named_before(course, user) -> list[str]:
    """Who was named in the first conversation and is not in the circle yet."""
    names, there = _named(course, user), in_the_circle(course, user)
    return [name for n, name in enumerate(names) if name and n not in there]


def _named(course, user):
    told = intake.part(Patterns, course, user)
    return [row.get("name", "").strip() for row in (told.people or [] if told else ())]


def namesakes(person, user) -> list:
    """Others of the circle who are called the same, as this reader may read their names."""
    name = search_form(person.called(user))
    there = [one for one in present(person.client, user) if one.id != person.pk]
    return [one for one in there if search_form(one.name) == name]


def safety_note(person, user):
    """The safety note on a person; None for everybody but the client's therapists."""
    return SafetyNote.objects.for_user(user).filter(person=person).first()


def not_safe_together(of, user) -> dict[str, str]:
    """By id, the name of each person with whom a joint session was noted as not safe.

    Empty for everybody but the client's therapists.
    """
    notes = SafetyNote.objects.for_user(user).filter(client=client_id(of)).select_related("person")
    return {
        str(note.person_id): note.person.called(user) for note in notes if note.conjoint == "unsafe"
    }


def noted_unsafe(client_id) -> set:
    """Ids of those with whom a joint session was noted as not safe: a fact for the stops."""
    notes = SafetyNote.objects.filter(client=client_id)
    return {note.person_id for note in notes if note.conjoint == "unsafe"}


def last_saved(row):
    """Who replaced the former words of a row, and when; of a new row, who made it."""
    who, at = conflicts.last_saved(row)
    place = getattr(row, "placements", None)
    newest = place.select_related("recorded_by").last() if place else None
    if newest and newest.recorded_at > at:
        return newest.recorded_by, newest.recorded_at
    return who, at


def discreet(people, of) -> list[Shown]:
    """The same people for a screen that others see: initials only, and nothing that was said.

    of   the Course or Client whose people they are
    """
    names = screen_names(Person.objects.filter(client=client_id(of)))
    return [
        replace(each, name=names[each.id], relation="", good="", hard="", said={})
        for each in people
    ]
