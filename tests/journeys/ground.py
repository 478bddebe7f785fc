"""Where a whole course is told: a practice of its own, days counted from session 1, the post.

The telling goes through the pages alone; it moves the clock and runs the minute's tick. What a
person saw at a moment is kept under a name, so that each sentence below can look at it.
"""

import tomllib
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from kith import clock
from kith.people.records import ScopedQuerySet
from kith.post import tick
from kith.web import tenancy
from tests.support import cast
from tests.support.walk import Walk

CASES = Path(__file__).resolve().parents[2] / "kith/demo/cast"
LONDON = ZoneInfo("Europe/London")
QUICK = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    "STORAGES": {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    "ALLOWED_HOSTS": ["testserver", "localhost"],
    "MIDDLEWARE": [*settings.MIDDLEWARE, "tests.support.traced.Traced"],
}
AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@contextmanager
def telling(blocker, case, zero):
    """A story in a database that forgets it afterwards."""
    mail.outbox.clear()
    with blocker.unblock(), override_settings(**QUICK), transaction.atomic():
        cache.clear()
        ScopedQuerySet.watch = True
        practice = cast.make_practice()
        with tenancy.within(practice.pk):
            yield Story(practice, case, zero)
        ScopedQuerySet.watch = False
        transaction.set_rollback(True)


@contextmanager
def jobs_at_once():
    """What is asked for in the background happens at once."""
    from django_tasks import task_backends

    def forget():
        task_backends.__dict__.pop("settings", None)
        if hasattr(task_backends._connections, "default"):
            del task_backends._connections.default

    with override_settings(TASKS=AT_ONCE):
        forget()
        yield
    forget()


class Story:
    """One course: who is there, which day it is, what was seen and what was mailed."""

    def __init__(self, practice, case, zero):
        self.practice, self.zero = practice, zero
        self.case = tomllib.loads((CASES / f"case_{case}.toml").read_text(encoding="utf-8"))
        self.name = self.case["client"]["name"]
        self.call_me = self.name.split()[0]
        self.mailbox = f"{self.call_me.lower()}@example.org"
        self.seen, self.letters, self.circle, self.meetings = {}, [], set(), {}
        self._people()

    def _people(self):
        """Staff, each with a browser of their own, and the client's, not signed in yet."""
        self.ines = cast.make_staff(self.practice, "Ines Halvorsen", "therapist")
        self.dara = cast.make_staff(self.practice, "Dara Duty", "therapist")
        self.mara = cast.make_staff(self.practice, "Mara Second", "therapist")
        for clinician in (self.ines, self.dara, self.mara):
            cast.give_hours(clinician)
        self.practice.duty_clinician = self.dara
        self.practice.save()
        self.desk, self.duty, self.cover = Walk(self.ines), Walk(self.dara), Walk(self.mara)
        carla = cast.make_staff(self.practice, "Carla Coordinator", "coordinator")
        self.office, self.client, self.phone = Walk(carla), Walk(), Walk()

    def on(self, day) -> date:
        """The date of a day of the story."""
        return self.zero + timedelta(days=day)

    def at(self, day, hour=9, minute=0):
        """Hold the clock at a moment on the practice's wall."""
        return clock.frozen(datetime.combine(self.on(day), time(hour, minute), LONDON))

    def keep(self, name, walk):
        """Remember what somebody sees now."""
        self.seen[name] = getattr(walk, "page", walk)
        return self.seen[name]

    def tick(self):
        """A minute passes in the house; gives the letters that went out."""
        before = len(mail.outbox)
        tick.run()
        new = mail.outbox[before:]
        self.letters += new
        return new

    def week(self, number) -> dict:
        """What the case tells of a session."""
        return next(row for row in self.case["weeks"] if row["session"] == number)

    def today(self) -> date:
        return clock.today(LONDON)

    def names(self, ids) -> list:
        """Names of people who are in the circle by now."""
        known = {row["id"]: row["name"] for row in self.case["people"]}
        return [known[id] for id in ids if known[id] in self.circle]

    def note_meetings(self):
        """Which meeting is on which day, from the list that the desk shows."""
        for words, to in self.desk.page.links:
            if to.startswith("/meetings/"):
                day = datetime.strptime(words.split(": ")[1], "%A %d %B %Y").date()
                self.meetings[day] = to.split("/")[2]

    def page(self, name) -> str:
        """The address of a page of this course."""
        return f"{self.course}{name}/" if name else self.course
