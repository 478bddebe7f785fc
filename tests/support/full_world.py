"""Two practices with something in every room, canaries in every field: built once for a test file.

Marisol is treated by Ines and Berit by Omar, in one practice; Cleo by Tove, in another. Ines has
Berit's record open under break-glass.
"""

from collections import defaultdict
from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client as Browser
from django.test import override_settings
from django.urls import resolve, reverse

from kith import clock
from kith.care.models import (
    ConsentText,
    Decision,
    DisclosureMark,
    FullStop,
    MedicalCheck,
    NamedPerson,
    ProtocolChange,
    Release,
    ToldParents,
    YoungPerson,
)
from kith.care.reading import plan_of
from kith.ending.models import Closing, FollowUp
from kith.focus import actions as focus
from kith.keeping.models import Hold
from kith.notes.models import NoteDraft
from kith.people import changes, drafts
from kith.people.models import Client, User
from kith.schedule.models import Appointment, Series
from kith.web import tenancy
from tests.support import cast, hostile, office, story
from tests.support.canaries import Canaries
from tests.support.pages import readable, routes
from tests.support.world import TheirWorld, signed

HERE, THERE = "lindenhof", "rosengarten"
FILL_IN = (
    "own therapist",
    "own client",
    "coordinator",
    "supervisor",
    "administrator",
    "outcomes lead",
)


def made_up(converter):
    """A value for a part of an address that is nobody's."""
    return 1 if type(converter).__name__ == "IntConverter" else "x" * 22


def is_id(converter) -> bool:
    return type(converter).__name__ == "UUIDConverter"


class FullWorld(TheirWorld):
    """`askers` by their relation to Marisol; `ids_of` the three clients, by name."""

    @classmethod
    def built(cls):
        """A world of its own practices; the clock is that of today."""
        here, there = cast.make_practice(), cast.make_practice("Rosengarten", "rosengarten")
        with tenancy.within(here.pk):
            ines = cast.make_staff(here, "Ines Halvorsen", "therapist")
            cast.give_hours(ines)
            here.duty_clinician = ines
            here.save()
            staff = [
                cast.make_staff(here, name, role)
                for name, role in (
                    ("Omar Outsider", "therapist"),
                    ("Kwame Aduba", "supervisor"),
                    ("Carla Coordinator", "coordinator"),
                    ("Otto Outcomes", "outcomes_lead"),
                    ("Petra Lindenhof", "administrator"),
                )
            ]
            return cls(here, there, ines, *staff).told()

    def told(self):
        self.ids_of = {}
        super().told()
        self.ids_of |= {"marisol": self.ids, "berit": self.ids | self.their_ids}
        self.names = {
            self.marisol.pk: "marisol",
            self.berit.pk: "berit",
            self.askers["client elsewhere"].pk: "cleo",
        }
        self.write_more(self.marisol, self.ines)
        self.write_more(self.berit, self.omar)
        self.settle(self.practice, self.owner)
        self.canaries = Canaries(self.owner_of)
        for practice in (self.practice, self.other):
            with tenancy.within(practice.pk):
                self.canaries.fill(practice)
                self._read_again(practice)
        return self

    def _read_again(self, practice):
        practice.refresh_from_db()
        for who in self.askers.values():
            if who is not None and who.practice_id == practice.pk:
                who.refresh_from_db()

    def dump(self):
        """Of both practices: on PostgreSQL neither sees the rows of the other."""
        if not settings.ON_POSTGRES:
            return super().dump()
        found = []
        for practice in (self.practice, self.other):
            with tenancy.within(practice.pk):
                found.append(super().dump())
        return found

    def put_canaries(self, client, who):
        """All at once, at the end of `told`."""

    def elsewhere(self):
        found = super().elsewhere()
        therapist, client = found["therapist elsewhere"], found["client elsewhere"]
        with tenancy.within(self.other.pk):
            cast.give_hours(therapist)
            self.other.duty_clinician = therapist
            self.other.save()
            ids = story.whole_course(client, therapist, hour=time(13), signed=signed("cleo"))
            ids |= office.enquiry(self.other, therapist)
            ids |= office.own_measures(self.other, found["administrator elsewhere"])
            ids |= office.face(self.other, therapist, found["administrator elsewhere"])
            colleague = cast.make_staff(self.other, "Lars Elsewhere", "therapist")
            ids |= office.in_need(colleague, client) | {"user_id": colleague.pk}
            self.write_more(client, therapist)
            self.settle(self.other, found["administrator elsewhere"])
        self.ids_of["cleo"] = {"slug": self.other.slug, "step": "hopes", "place": 1, **ids}
        return found

    def write_more(self, client, therapist):
        """What the story leaves out: a draft, a released focus, a plain second plan."""
        meeting = Appointment.objects.filter(client=client, state="planned").first()
        NoteDraft.objects.create(
            client=client, appointment=meeting, author=therapist, typed={"event": "She left."}
        )
        course = meeting.course
        area = {"course": course, "id": story.new_id(), "by": therapist}
        area |= {"rank": "secondary", "loss_type": "relationship_end"}
        focus.choose_focus(area="grief", because="He left.", **area)
        now, own = clock.now(), {"client": client, "course": course}
        choice = plan_of(course).decision_points[0].choices[0]
        Decision.objects.create(settles=[], choice=choice, on=now.date(), by=therapist, **own)
        FullStop.objects.create(reason="other", by=therapist, lifted_at=now, **own)
        self.adapted(course, therapist, own)
        Closing.objects.create(reason="completed", by=therapist, taken_up_at=now, **own)
        FollowUp.objects.create(name="month_3", on=now.date() + timedelta(days=90), **own)
        Hold.objects.create(client=client, kind="other", placed_by=therapist, lifted_at=now)
        when = {"weekday": 0, "from_on": now.date(), "at": time(8), "zone": "UTC", "count": 3}
        Series.objects.create(therapist=therapist, made_by=therapist, **when, **own)
        for words in ("They, them", "they"):
            client.refresh_from_db()
            changes.change_client(
                client=client, version=client.version, by=therapist, pronouns=words
            )
        drafts.keep(therapist, "/somewhere/", {"words": "Not saved yet"})

    def adapted(self, course, therapist, own):
        """Passing on, the Part 2 mark, and what an adaptation keeps."""
        today = clock.now().date()
        said = {"recipient": "Dr Moss", "what": "A letter.", "text_version": "1", "language": "en"}
        Release.objects.create(
            purpose="doctor",
            until_on=today + timedelta(days=90),
            how="paper",
            asked="May we?",
            given_by=therapist,
            **said,
            **own,
        )
        now = {"lifted_at": clock.now(), "lifted_because": "It never held."}
        DisclosureMark.objects.create(
            because="A federal programme.", set_by=therapist, **now, **own
        )
        NamedPerson.objects.create(
            role="prescriber",
            name="Dr Moss",
            reach="0800 1",
            words="Calls back.",
            agreed_on=today,
            added_by=therapist,
            **own,
        )
        MedicalCheck.objects.create(
            on=today, by_whom="Dr Moss", safe=True, words="Stable.", by=therapist, **own
        )
        YoungPerson.objects.create(born_on="2010-05-01", saved_by=therapist, **own)
        ToldParents.objects.create(
            whom="The mother",
            what="How it goes.",
            why="They asked.",
            asked="agreed",
            they_said="Fine.",
            on=today,
            by=therapist,
            **own,
        )
        ProtocolChange.objects.create(
            from_protocol="ipt_b",
            from_version="1",
            to_protocol="ipt_standard",
            to_version="1",
            why="More time.",
            client_said="Good.",
            by=therapist,
            **own,
        )

    def settle(self, practice, administrator):
        """What a practice says of itself, and said before."""
        words = {"attendance_text": "Come in time.", "fee_text": "Sixty a session."}
        words |= {"confidentiality_text": "Danger to life is told."}
        ConsentText.objects.create(
            practice=practice,
            kind="data",
            language="en",
            number=1,
            words="May we keep notes?",
            made_by=administrator,
        )
        changes.change_practice(
            practice=practice, version=practice.version, by=administrator, **words
        )

    def owner_of(self, row):
        """The name of the client a row is about, else of the practice it belongs to."""
        client = row.pk if isinstance(row, Client) else getattr(row, "client_id", None)
        if isinstance(row, User) and getattr(row, "as_client", None):
            client = row.as_client.pk
        if client in self.names:
            return self.names[client]
        return HERE if row.practice_id == self.practice.pk else THERE

    def practice_of(self, asker):
        return self.other if asker.endswith("elsewhere") else self.practice

    def address(self, name, whose="marisol", absent=False):
        """The address of a route about somebody's things; about things that never were."""
        known = self.ids_of[whose] | self.ids_of[whose]["by_route"].get(name, {})
        converters = routes()[name].pattern.converters
        return reverse(
            name,
            kwargs={
                key: uuid4() if absent and is_id(kind) else known.get(key, made_up(kind))
                for key, kind in converters.items()
            },
        )

    def browser(self, asker, **more):
        """A browser in which the asker is signed in; of nobody, a bare one."""
        browser, user = Browser(**more), self.askers[asker]
        if user is not None:
            browser.force_login(getattr(user, "user", user))
        return browser

    def unchanged_by(self, deeds):
        """Names of those deeds, of {name: callable}, that change the database."""
        before = self.dump()
        if self._after(deeds.values()) == before:
            return []
        return [name for name, deed in deeds.items() if self._after([deed]) != before]

    def _after(self, deeds):
        with self.trial():
            for deed in deeds:
                deed()
            return self.dump()

    def forms(self):
        """{route: [(asker, form as its page offers it)]} of every form on every page; read once."""
        if not hasattr(self, "_forms"):
            self._forms = dict(self._read_forms())
        return self._forms

    def more_pages(self, asker):
        """Pages with a form that stand behind a button or a state of their own."""
        held = self.ids["by_route"]["notes:addendum"]["appointment_id"]
        course = self.ids["course_id"]
        return {
            "own therapist": [
                reverse("safety:plan", args=[course]) + "?edit=1",
                reverse("notes:write", args=[course, held]),
            ],
            "own client": [reverse("safety:own_plan") + "?edit=1"],
        }.get(asker, [])

    def _read_forms(self):
        found = defaultdict(list)
        for asker in FILL_IN:
            browser, seen = self.browser(asker), set()
            stays = [name for name in readable() if name != "home:leave"]  # that one signs out
            for address in [*map(self.address, stays), *self.more_pages(asker)]:
                with self.trial():
                    answer = browser.get(address)
                if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
                    continue
                page = answer.wsgi_request.get_full_path()
                for form in hostile.forms_on(answer.content.decode(), page):
                    route = resolve(form.path).view_name
                    if form.method == "POST" and (route, tuple(form.fields)) not in seen:
                        seen.add((route, tuple(form.fields)))
                        found[route].append((asker, form))
        return found


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once for a file whose tests are marked `django_db`: each takes back what it does."""
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        override_settings(PASSWORD_HASHERS=quick),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        made = FullWorld.built()
        with tenancy.within(made.practice.pk):
            yield made
        transaction.set_rollback(True)
