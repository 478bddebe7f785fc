"""A process that saves as the product does and says so after each commit.

    python -m tests.faults.crash.saver prepare      a practice, a course, a check-in, a signed note
    python -m tests.faults.crash.saver save 60      sixty saves, each acknowledged on one line
    python -m tests.faults.crash.saver insist 60    the same, going on when one is refused

KITH_TEST_SYNCHRONOUS=NORMAL weakens the database, so that a test can see what that loses.
"""

import json
import os
import sys
from itertools import cycle
from uuid import uuid4

import django

PICTURE = {"relation": "friend", "ring": "middle"}


def acknowledge(kind, row, words):
    """The person reads 'saved' now."""
    line = json.dumps({"kind": kind, "id": str(row.pk), "words": words})
    os.write(1, f"ACK {line}\n".encode())


def prepare():
    from kith import clock
    from tests.support import cast, story

    practice = cast.make_practice()
    with within(practice):
        ines = cast.make_staff(practice, "Ines Halvorsen", "therapist")
        practice.duty_clinician = ines
        practice.save()
        marisol = cast.make_client(practice, "Marisol Quintero-Hale", ines)
        ids = story.whole_course(marisol, ines)
        story.checkins.prepare(course=_course(ids["course_id"]), on=clock.today("Europe/London"))


def _course(pk):
    from kith.care.models import Course

    return Course.objects.get(pk=pk)


def within(practice):
    from kith.web import tenancy

    return tenancy.within(practice.pk)


class Saver:
    """Four kinds of save, one after another."""

    def __init__(self):
        from kith.notes.models import SessionRecord
        from kith.people.models import Client, Practice, User

        self.practice, self.last = Practice.objects.get(), None
        with within(self.practice):
            self.ines = User.objects.get(as_client=None)
            self.client = Client.objects.get(user__isnull=False)
            self.note = SessionRecord.objects.first()

    def deeds(self):
        return cycle([self.person, self.addendum, self.client_with_key, self.safety_note])

    def person(self, words):
        from kith.inventory import actions

        self.last = None
        self.last = actions.add_person(
            client=self.client, id=uuid4(), by=self.ines, display_name=words, **PICTURE
        )
        acknowledge("person", self.last, words)

    def addendum(self, words):
        from kith.notes import actions

        row = actions.add(note=self.note, by=self.ines, words=words, id=uuid4())
        acknowledge("addendum", row, words)

    def client_with_key(self, words):
        from kith.people import actions

        row = actions.register_client(practice=self.practice, name=words, by=self.ines)
        acknowledge("client", row, words)

    def safety_note(self, words):
        from kith.inventory import actions

        if self.last is None:  # whom it is about was refused
            return self.person(words)
        person, self.last = self.last, None
        row = actions.save_safety_note(
            person=person, version=0, words=words, conjoint="unknown", by=self.ines
        )
        acknowledge("safety_note", row, words)


def save(count, refusals=()):
    """`refusals`: errors after which the next save is tried all the same."""
    saver = Saver()
    with within(saver.practice):
        for number, deed in zip(range(count), saver.deeds(), strict=False):
            try:
                deed(f"Said in the room, number {number}: " + "it must not be lost; " * 40)
            except refusals as trouble:
                os.write(1, f"REFUSED {type(trouble).__name__}: {trouble}\n".encode())


def insist(count):
    import sqlite3

    from django.db import OperationalError

    save(count, (OperationalError, sqlite3.OperationalError))


def weaken():
    from django.conf import settings

    options = settings.DATABASES["default"]["OPTIONS"]
    level = os.environ.get("KITH_TEST_SYNCHRONOUS")
    if level:
        command = options["init_command"]
        options["init_command"] = command.replace("synchronous=FULL", f"synchronous={level}")


if __name__ == "__main__":
    django.setup()
    weaken()
    {"prepare": prepare, "save": save, "insist": insist}[sys.argv[1]](*map(int, sys.argv[2:]))
