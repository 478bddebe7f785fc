"""What is known beside each area, what was rated, and what the book makes of it."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from ipt.focus import beside as book_beside
from ipt.focus import evidence_rows, suggesting
from ipt.timeline.dates import read
from kith.intake import reading as intake
from kith.inventory import reading as inventory
from kith.timeline import reading as timeline
from kith.web import book

from . import reading
from .areas import EVERY, hue, like, needed, offered
from .models import AreaRating

# What later rooms put beside the evidence. It takes (course, user) and gives a dictionary:
# words (sentences about the scores), session (number of the coming session), both optional.
PROVIDER = "kith.desk.beside.for_focus"
PARTS = {"presenting": "brings", "patterns": "people", "hopes": "hopes"}


@dataclass(frozen=True)
class Fact:
    """Something collected before, why it stands here, and where it comes from."""

    text: str
    why: str
    source: str
    url: str


class Collected:
    """Everything collected so far about a course, read once; `beside(area)` picks from it."""

    def __init__(self, course, user):
        self.course, self.user = course, user
        self.people = inventory.present(course, user)
        before = inventory.present(course, user, "before")
        self.before = {each.id: each.ring for each in before if each.since}
        self.onset = timeline.onset(course, user)
        names = {str(person.id): person.name for person in self.people}
        self.events = timeline.events(course, user, began=self.onset, people=names)
        self.parts = {
            name: intake.part(intake.STEPS[step], course, user) for name, step in PARTS.items()
        }

    def everyone(self):
        """The people as plain data for the book."""
        return [
            book_beside.Someone(
                id=str(person.id),
                status=person.status,
                ring=person.ring if person.since else "",
                ring_before=self.before.get(person.id, ""),
                match=person.said.get("expectations_match") or "",
                hard=person.hard,
            )
            for person in self.people
        ]

    def happenings(self):
        """The events of the timeline as plain data for the book."""
        return [_plain(event, self.onset) for event in self.events]

    def beside(self, area) -> list[Fact]:
        """The facts that belong beside an area."""
        told = book_beside.told(like(area))
        return [*self._people(like(area)), *self._happened(area), *self._told(told)]

    def always(self) -> list[Fact]:
        """What belongs beside every area: what brings them, and what they hope for."""
        told = ("presenting.challenges", "hopes.first", "hopes.second", "hopes.third")
        return list(self._told(told))

    def _people(self, area):
        shown = {str(person.id): person for person in self.people}
        for found in book_beside.people(area, self.everyone()):
            person = shown[found.id]
            yield Fact(
                text=": ".join(part for part in (person.name, person.hard) if part),
                why=", ".join(book.say(why) for why in found.why),
                source=_("People"),
                url=reverse("inventory:person", args=[self.course.pk, person.id]),
            )

    def _happened(self, area):
        shown = {str(event.id): event for event in self.events}
        for found in _events(area, self.happenings()):
            event = shown[found.id]
            yield Fact(
                text=event.title,
                why=", ".join(part for part in (event.words, event.distance) if part),
                source=_("Timeline"),
                url=reverse("timeline:line", args=[self.course.pk]),
            )

    def _told(self, names):
        for name in names:
            part, field = name.split(".")
            text = getattr(self.parts[part], field, "") if self.parts[part] else ""
            if text.strip():
                step = PARTS[part]
                url = intake.step_url(self.course, step)
                yield Fact(text, "", _("First conversation"), url)


def _plain(event, onset):
    """An event as the book takes it; the days are between the middles of what may be rough."""
    days = (event.when.middle - read(onset.when).middle).days if onset else None
    return book_beside.Happening(str(event.id), event.kind, event.area, days)


def _events(area, happenings):
    """The events of an area: those given to it, or of its kinds."""
    own = [each for each in happenings if each.area in ("", area)]
    kinds = [replace(each, area=like(area) if each.area else "") for each in own]
    return book_beside.events(like(area), kinds)


def from_later_rooms(course, user) -> dict:
    """The scores in words and the number of the coming session, as later rooms know them."""
    return import_string(PROVIDER)(course, user)


def rated(course, user) -> list[dict]:
    """Each area of the course, and each that was rated before, with its evidence in words."""
    rows = reading.ratings(course, user)
    there = offered(course)
    left = [area for area in EVERY if area in rows and area not in there]
    named = any(row.person_ids for row in rows.values())
    people = {str(p.id): p.name for p in inventory.present(course, user)} if named else {}
    dated = any(row.event_ids for row in rows.values())
    found = timeline.events(course, user, people=people) if dated else []
    events = {str(event.id): f"{event.title} ({event.words})" for event in found}
    return [_rated(area, rows.get(area), people, events) for area in (*there, *left)]


def _rated(area, row, people, events):
    known = {"label": reading.area_label(area), "hue": hue(area), "fit": ""}
    if row is None:
        return known
    return {
        **known,
        "fit": row.get_fit_display(),
        "rows": row_words(area, row.rows or {}),
        "evidence": row.evidence,
        "against": row.against or "",
        "people": [people[id] for id in row.person_ids or [] if id in people],
        "events": [events[id] for id in row.event_ids or [] if id in events],
    }


def row_words(area, rows) -> list[tuple[str, str]]:
    """The judged rows of evidence of an area: (what, how clear)."""
    return [
        (book.text(f"evidence.{id}"), book.text(f"evidence_rating.{rows[id]}"))
        for id in evidence_rows(area)
        if id in rows
    ]


def rating_text(area, fit, rows, evidence, against) -> str:
    """A rating in one text, a line a row."""
    lines = [dict(AreaRating.FITS)[fit], evidence, against]
    lines += [f"{what}: {how}" for what, how in row_words(area, rows)]
    return "\n".join(str(line) for line in lines if line)


def plain(course, user) -> list[suggesting.Rated]:
    """The ratings of a course as the book takes them, with how near to the onset each lies."""
    onset = timeline.onset(course, user)
    events = timeline.events(course, user, began=onset, people={}) if onset else []
    happenings = [_plain(event, onset) for event in events]
    return [
        suggesting.Rated(
            area,
            row.fit,
            row.rows or {},
            bool((row.against or "").strip()),
            _days_to_onset(area, row, happenings),
        )
        for area, row in reading.ratings(course, user).items()
    ]


def _days_to_onset(area, row, happenings):
    """Of the events named in the rating where some are, else of those that belong to the area."""
    named = set(row.event_ids or [])
    found = [replace(each, area=area) for each in happenings if each.id in named]
    if not found:
        belong = {each.id for each in _events(area, happenings)}
        found = [replace(each, area=area) for each in happenings if each.id in belong]
    return book_beside.days_to_onset(area, found)


def suggestion(course, user) -> dict:
    """What the ratings point to, in words, with the caveat; no decision and no number."""
    found = suggesting.suggest(plain(course, user), needed=needed(course))
    return {
        "areas": [
            {
                "label": reading.area_label(each.area),
                "hue": hue(each.area),
                "first": each.place == "first",
                "reasons": [book.say(reason) for reason in each.reasons],
                "speaks_for": [book.text(f"evidence.{row}") for row in each.speaks_for],
            }
            for each in found.areas
        ],
        "why_none": book.say(found.why_none) if found.why_none else "",
        "caveat": book.say(found.caveat),
    }


def last_resort_note(course, user) -> str:
    """What to bear in mind while the last resort is held although another area fits; "" else."""
    ratings = plain(course, user)
    held = [one.area for one in reading.held_areas(course, user)]
    notes = (suggesting.last_resort_note(area, ratings) for area in held)
    return next((book.say(note) for note in notes if note), "")
