"""Two clients with something in every room, two therapists, and a practice elsewhere.

Every sealed text holds a canary that names whose it is and which field, so that a test can tell
from any page whether it shows what belongs to somebody else.
"""

import hashlib
from contextlib import contextmanager
from datetime import time
from uuid import uuid4

from django.apps import apps
from django.db import connection, models, transaction
from django.urls import reverse

from kith.notes.models import Signed
from kith.vault.fields import SealedText
from kith.web import once, tenancy
from tests.support import cast, office, story

CANARY = "Kanari-{who}-{what}"
# What a coordinator needs: who it is, and when and where people meet.
IDENTITY = ("people.client.", "schedule.", "intake.enquiry.", "care.contract.place")
NOT_WORDS = (  # sealed, but one of a set, or a date in the notation of the book
    "focus.choice.loss_type",
    "intake.fit.condition",
    "safety.screen.private_question",
    "timeline.event.kind",
    "timeline.event.when",
    "timeline.mood_point.when",
    "timeline.symptom_marker.when",
    "timeline.onset.when",
)
# The trace, sessions and counted tries are no part of the comparison (SEC-03, SEC-09).
NOT_COMPARED = ("audit_", "django_session", "django_tasks", "people_draft", "people_tries")
SAID = {
    "people:colleague": {"do": "give", "role": "supervisor"},
    "focus:formulation_agree": {"number": "1"},
}
ELSEWHERE = {
    "therapist elsewhere": "Th-",
    "client elsewhere": "Cl",
    "administrator elsewhere": "Ad",
    "other client": "Cl",
}


class TheirWorld:
    """Marisol, treated by Ines; Berit, treated by Omar; and people of another practice."""

    def __init__(self, practice, other, ines, omar, kwame, coordinator, outcomes, owner):
        self.practice, self.other, self.ines, self.omar = practice, other, ines, omar
        self.kwame, self.coordinator = kwame, coordinator
        self.outcomes, self.owner = outcomes, owner

    def told(self):
        """Fill the rooms; returns the world itself."""
        cast.give_hours(self.omar)
        self.marisol = cast.make_client(self.practice, "Marisol Quintero-Hale", self.ines)
        self.berit = cast.make_client(self.practice, "Berit Outside", self.omar)
        self.ids = story.whole_course(self.marisol, self.ines, signed=signed("marisol"))
        self.their_ids = story.whole_course(
            self.berit, self.omar, hour=time(11), signed=signed("berit")
        )
        self.ids |= office.enquiry(self.practice, self.ines)
        self.ids |= {"user_id": self.kwame.pk, "slug": self.practice.slug, "step": "hopes"}
        self.ids |= {"place": 1, **office.own_measures(self.practice, self.owner)}
        self.ids |= office.face(self.practice, self.ines, self.owner)
        self.ids |= office.in_need(self.ines, self.berit)
        self.put_canaries(self.marisol, "marisol")
        self.put_canaries(self.berit, "berit")
        self.askers = {
            "own client": self.marisol,
            "own therapist": self.ines,
            "therapist of others": self.omar,
            "other client": self.berit,
            "supervisor": self.kwame,
            "coordinator": self.coordinator,
            "outcomes lead": self.outcomes,
            "administrator": self.owner,
            "nobody": None,
            **self.elsewhere(),
        }
        return self

    def elsewhere(self):
        """People of another practice of the same installation."""
        with tenancy.within(self.other.pk):
            therapist = cast.make_staff(self.other, "Tove Elsewhere", "therapist")
            administrator = cast.make_staff(self.other, "Aldo Elsewhere", "administrator")
            client = cast.make_client(self.other, "Cleo Elsewhere", therapist)
        return {
            "therapist elsewhere": therapist,
            "administrator elsewhere": administrator,
            "client elsewhere": client,
        }

    def column_elsewhere(self, asker):
        return ELSEWHERE[asker]

    def put_canaries(self, client, who):
        """Overwrite every sealed text of the client's rows."""
        self.canaries = getattr(self, "canaries", {})
        self.canaries[who] = set(signed(who).values())
        for model in apps.get_models():
            fields = [f for f in model._meta.concrete_fields if is_words(f)]
            owned = any(f.attname == "client_id" for f in model._meta.concrete_fields)
            if issubclass(model, Signed):
                continue
            if not fields or not (owned or model._meta.label == "people.Client"):
                continue
            which = {"client": client} if owned else {"pk": client.pk}
            for row in model._base_manager.filter(**which):
                self._mark(row, fields, who)

    def _mark(self, row, fields, who):
        names = []
        for field in fields:
            what = field.label
            words = CANARY.format(who=who, what=what)
            self.canaries[who].add(words)
            if what == "people.client.email":
                words = f"{words}@example.org"
            setattr(row, field.attname, words)
            names.append(field.name)
        models.Model.save_base(row, force_update=True, update_fields=names)

    def canaries_not_for(self, asker, route):
        """Canaries that must not be on any page of this asker."""
        if asker == "own client":
            return self.canaries["berit"]
        if asker == "own therapist":
            return self.canaries["berit"]
        if asker == "therapist of others":
            return self.canaries["marisol"]
        if asker == "other client":
            return self.canaries["marisol"]
        everything = self.canaries["marisol"] | self.canaries["berit"]
        if asker == "coordinator":
            identity = tuple(f"Kanari-{who}-{i}" for who in ("marisol", "berit") for i in IDENTITY)
            return {c for c in everything if not c.startswith(identity)}
        return everything

    def ask(self, browser, name, pattern, method, absent=False):
        """Ask for a route about Marisol's things, or about things that never were."""
        kwargs = {}
        for key in pattern.pattern.converters:
            uuid = type(pattern.pattern.converters[key]).__name__ == "UUIDConverter"
            known = self.ids | self.ids["by_route"].get(name, {})
            kwargs[key] = uuid4() if absent and uuid else known[key]
        address = reverse(name, kwargs=kwargs)
        if method == "GET":
            return browser.get(address)
        return browser.post(address, {"form_key": once.fresh_key(), **SAID.get(name, {})})

    @contextmanager
    def trial(self):
        """What is done inside is taken back at the end, so that each question meets one world."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def dump(self):
        """A fingerprint of every row but audit, sign-in sessions and jobs."""
        digest = hashlib.sha256()
        with connection.cursor() as cursor:
            for table in sorted(connection.introspection.table_names(cursor)):
                if table.startswith(NOT_COMPARED) or table == "sqlite_sequence":
                    continue
                quoted = connection.ops.quote_name(table)
                cursor.execute(f"SELECT * FROM {quoted}")  # noqa: S608
                rows = sorted(repr(bytes_to_text(row)) for row in cursor.fetchall())
                digest.update(table.encode() + "".join(rows).encode())
        return digest.hexdigest()


def is_words(field):
    """Whether a field holds free text, sealed."""
    return isinstance(field, SealedText) and field.label not in NOT_WORDS


def signed(who) -> dict:
    """Canaries for a signed note, which no later hand can put in."""
    labels = {
        "event": "notes.record.opening",
        "worked_on": "notes.record.worked_on",
        "summary": "notes.record.summary",
        "practice": "notes.record.practice",
        "addendum": "notes.addendum.words",
    }
    return {part: CANARY.format(who=who, what=label) for part, label in labels.items()}


def bytes_to_text(row):
    return [bytes(cell).hex() if isinstance(cell, memoryview | bytes) else cell for cell in row]
