"""What is known beside each area, what was rated, and what the book makes of it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from ipt.focus import beside as book_beside
from ipt.focus import evidence_rows, suggesting
from kith.intake import reading as intake
from kith.inventory import reading as inventory
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
                hard=person.hard,
            )
            for person in self.people
        ]

    def beside(self, area) -> list[Fact]:
        """The facts that belong beside an area."""
        return [*self._people(like(area)), *self._told(book_beside.told(like(area)))]

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

    def _told(self, names):
        for name in names:
            part, field = name.split(".")
            text = getattr(self.parts[part], field, "") if self.parts[part] else ""
            if text.strip():
                step = PARTS[part]
                url = intake.step_url(self.course, step)
                yield Fact(text, "", _("First conversation"), url)


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
    return [_rated(area, rows.get(area), people) for area in (*there, *left)]


def _rated(area, row, people):
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
    """The ratings of a course as the book takes them."""
    return [
        suggesting.Rated(area, row.fit, row.rows or {}, bool((row.against or "").strip()))
        for area, row in reading.ratings(course, user).items()
    ]


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
