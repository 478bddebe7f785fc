import threading
import pytest
from django.core import mail
from django.db import connection, connections
from django.test import Client as Browser
from kith import clock
from kith.post import tick
from kith.web import tenancy
from tests.support import cast
from .conftest import begin, token_of
from kith.checkins import actions
from kith.checkins.models import Response
from kith.safety.models import Concern, ConcernEntry
from datetime import time

@pytest.mark.django_db(transaction=True)
def test_parallel():
    from kith.people.models import WorkHours
    from kith.care.actions import open_course
    house = cast.make_practice()
    with tenancy.within(house.pk):
        ines = cast.make_staff(house, "Ines Halvorsen", "therapist")
        for d in range(5):
            WorkHours.objects.create(practice=house, user=ines, weekday=d, starts=time(9), ends=time(17))
        house.duty_clinician = ines; house.save()
        marisol = cast.make_client(house, "Marisol Quintero-Hale", ines)
        course = begin(open_course(client=marisol, therapist=ines, by=ines), ines)
        actions.prepare(course=course, on=clock.today("Europe/London"))
    mail.outbox.clear(); tick.run()
    link = f"/c/{token_of([m for m in mail.outbox if '/c/' in m.body][-1])}/"
    codes = []
    def go():
        try:
            codes.append(Browser().post(f"{link}9/", {"answer": "2"}).status_code)
        finally:
            connections.close_all()
    ts = [threading.Thread(target=go) for _ in range(20)]
    [t.start() for t in ts]; [t.join() for t in ts]
    with tenancy.within(house.pk):
        print(codes, Response.objects.count(), Concern.objects.count(), ConcernEntry.objects.count())
        assert set(codes) == {302} and Response.objects.count() == 1 and Concern.objects.count() == 1
        assert ConcernEntry.objects.exclude(nth=None).count() == 1
