"""Twenty hands at once: one answer, one concern, one letter."""

import threading
from datetime import time

import pytest
from django.core import mail
from django.db import connections
from django.test import Client as Browser

from kith import clock
from kith.care.actions import open_course
from kith.checkins import actions
from kith.checkins.models import Response
from kith.people.models import WorkHours
from kith.post import tick
from kith.post.models import Letter
from kith.safety.models import Concern, ConcernEntry
from kith.web import tenancy
from tests.support import cast

from .conftest import begin, token_of


@pytest.mark.django_db(transaction=True)
def test_REL_05_twenty_identical_taps_at_once_are_one_answer_and_one_concern():
    house = cast.make_practice()
    with tenancy.within(house.pk):
        course = opened_course(house)
        actions.prepare(course=course, on=clock.today("Europe/London"))
    mail.outbox.clear()
    tick.run()
    link = f"/c/{token_of([m for m in mail.outbox if '/c/' in m.body][-1])}/"
    codes = at_once(20, lambda: Browser().post(f"{link}9/", {"answer": "2"}).status_code)
    assert codes == [302] * 20
    with tenancy.within(house.pk):
        assert Response.objects.get().answers == {"phq9-9": 2}
        assert Concern.objects.count() == 1
        assert ConcernEntry.objects.filter(nth__isnull=False).count() == 1
        assert Letter.objects.filter(kind="concern").count() == 1


def opened_course(house):
    ines = cast.make_staff(house, "Ines Halvorsen", "therapist")
    for weekday in range(7):
        WorkHours.objects.create(
            practice=house, user=ines, weekday=weekday, starts=time(9), ends=time(17)
        )
    house.duty_clinician = ines
    house.save()
    marisol = cast.make_client(house, "Marisol Quintero-Hale", ines)
    return begin(open_course(client=marisol, therapist=ines, by=ines), ines)


def at_once(count, work):
    """What `count` threads get that do the same thing together."""
    found = []

    def run():
        try:
            found.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _each in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
