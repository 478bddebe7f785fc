"""The same rows as a person reads them: parts with lines of (words, value)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, DateField, DateTimeField, ForeignKey
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.audit import words as audit_words
from kith.checkins.said import option
from kith.inventory.models import Sitting
from kith.measures import shelf
from kith.people.models import User

from . import plan, titles

NOT_TOLD = {"id", "row_id", "source_id", "source_label"}
WITH_ANSWERS = "checkins.Response"


class Teller:
    """Says the rows of one copy in words.

    rows, people   as `gather` gives them
    zone           of the client: days and times are theirs
    """

    def __init__(self, rows: dict, people: dict, zone: str):
        self.rows, self.people, self.zone = rows, people, ZoneInfo(str(zone))
        self.persons = {p["id"]: p["display_name"] for p in rows.get("inventory.Person", ())}
        self.events = {e["id"]: e["title"] for e in rows.get("timeline.Event", ())}
        self.pictures = {p["id"]: _picture(p) for p in rows.get("inventory.Sitting", ())}

    def parts(self) -> list[dict]:
        """[{id, title, rows: [[(words, [lines])]]}] of every part that has something in it."""
        return [
            {"id": label.replace(".", "-").lower(), "title": titles.part(label), "rows": lines}
            for label, lines in ((name, self._rows(name)) for name in self.rows)
            if lines
        ]

    def _rows(self, label):
        fields = {f.name: f for f in plan.parts()[label].model._meta.concrete_fields}
        return [self._row(label, fields, row) for row in self.rows[label]]

    def _row(self, label, fields, row):
        told = []
        for name, value in row.items():
            lines = [] if name in NOT_TOLD else self._value(label, fields[name], value, row)
            if lines:
                told.append((titles.field(name), lines))
        return told

    def _value(self, label, field, value, row):
        if value in (None, "", [], {}):
            return []
        if label == WITH_ANSWERS and field.name == "answers":
            return answers(row)
        if label == WITH_ANSWERS and field.name == "band":
            return [_wording(row).band(value)]
        if label == "audit.AuditEvent":
            return [self._audit(field.name, value)]
        if isinstance(field, ForeignKey):
            return self._reference(field, value)
        return self._words(label, field, value)

    def _audit(self, name, value):
        if name == "actor_id":
            return self.people.get(value, _("Somebody of the practice"))
        say = {"actor_role": audit_words.role, "action": audit_words.sentence, "at": self.moment}
        return say[name](value)

    def _reference(self, field, value):
        if field.related_model is User:
            return [self.people.get(value, _("Somebody of the practice"))]
        named = self.persons | self.pictures
        return [named[value]] if value in named else []

    def _words(self, label, field, value):
        if isinstance(field, BooleanField):
            return [titles.yes_no(value)]
        if isinstance(field, DateTimeField):
            return [self.moment(value)]
        if isinstance(field, DateField):
            return [date_format(parse_date(value), "j F Y")]
        if field.choices:
            return [str(dict(field.choices).get(value, value))]
        return list(self._lines(label, field.name, value))

    def moment(self, value: str) -> str:
        """A moment in the client's time zone."""
        at: datetime = parse_datetime(value).astimezone(self.zone)
        return date_format(at, "j F Y, H:i")

    def _lines(self, label, name, value):
        if isinstance(value, dict):
            for key, inner in value.items():
                said = ", ".join(self._lines(label, key, inner))
                if said:
                    yield f"{titles.field(str(key))}: {said}"
        elif isinstance(value, list):
            for one in value:
                yield ", ".join(self._lines(label, name, one))
        elif isinstance(value, bool):
            yield titles.yes_no(value)
        elif value not in (None, ""):
            named = self.persons.get(value) or self.events.get(value)
            yield named or titles.code(label, name, str(value))


def _picture(row):
    """The name of a picture of the circle, and its day."""
    moment = str(dict(Sitting.MOMENTS)[row["moment"]])
    return f"{row['title'] or moment}, {date_format(parse_date(row['on']), 'j F Y')}"


def _wording(row):
    return shelf.here().words(row["measure"], version=row["measure_version"])


def answers(row) -> list[str]:
    """Each question that was answered, with the answer in words."""
    words = _wording(row)
    return [
        f"{words.item(item)}: {option(words, item, value)}"
        for item, value in row["answers"].items()
    ]
