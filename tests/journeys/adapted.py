"""A course under a form of treatment, and the same life under the standard one.

Every claim is tried twice: it holds under its own form of treatment and it fails under the
standard one. An adaptation that were only a label would pass both times.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from ipt import protocol as book
from kith import clock
from kith.care import actions as care
from kith.care import adapting
from kith.care.models import Course
from kith.desk import facts as gathered
from kith.focus.facts import gather
from kith.schedule import actions as schedule
from tests.support import cast, story

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = datetime(2026, 3, 4, 9, 0, tzinfo=LONDON)
ILLNESS = ("illness", "disorder", "diagnos", "symptom", "depressi", "severe", "moderate", "patient")


class Given:
    """A course under a form of treatment, seen by therapist and client."""

    def __init__(self, protocol, client, therapist, as_user):
        self.client, self.ines, self.as_user = client, therapist, as_user
        self.course = care.open_course(client=client, therapist=therapist, by=therapist)
        plan = book.load(protocol)
        Course.objects.filter(pk=self.course.pk).update(
            protocol=plan.id, protocol_version=plan.version
        )
        self.again()

    def again(self):
        self.course = Course.objects.select_related("client__practice").get(pk=self.course.pk)
        return self.course

    def begun(self, **terms):
        """Screened, consented, agreed, in treatment."""
        story.screen(self.course, self.ines)
        story.consent_all(self.course, self.ines)
        plan = adapting.plan_of(self.course)
        terms = {"sessions_planned": plan.sessions_default, "reason": "As foreseen.", **terms}
        story.agree(self.course, self.ines, **terms)
        care.begin_treatment(course=self.course, facts=gather(self.course), by=self.ines)
        self.again()
        return self

    def desk(self, name="care:protocol", **query):
        address = reverse(name, args=[self.course.pk])
        return self.as_user(self.ines).get(address, query).content.decode()

    def own(self, name="care:own_agreement"):
        return self.as_user(self.client).get(reverse(name)).content.decode()

    def due(self):
        """Ids of what the Prepare page says is due."""
        facts = gathered.gather(self.course, self.ines)
        return {one.id for one in book.due(facts, on=clock.today("Europe/London"))}

    def session(self, on):
        """A session held on a day."""
        hour = 15 if self.client.name.startswith("Berit") else 17
        meeting = story.meet(self.course, self.ines, on, at=time(hour))
        return schedule.hold(
            meeting=meeting, version=meeting.version, by=self.ines, facts=gather(self.course)
        )


def tried(claims, own, standard):
    """Each claim holds under its own form, and fails under the standard one."""
    for claim in claims:
        claim(own)
        with pytest.raises(AssertionError):
            claim(standard)
            pytest.fail(f"{claim.__name__} is true of the standard form too", pytrace=False)


def both(given, protocol, practice, ines, begun=True):
    """The same life under the adaptation and under the standard form."""
    other = cast.make_client(practice, "Berit Beside", ines)
    found = given(protocol), given("ipt_standard", other)
    return [each.begun() if begun else each for each in found]
