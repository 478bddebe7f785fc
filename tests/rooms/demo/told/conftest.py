"""The demo, told once for all tests of this room."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import Client as Browser

from kith import clock
from kith.web import tenancy
from tests.rooms.demo import house_urls  # loads the real addresses before KITH_DEMO is set

NOW = datetime(2026, 3, 4, 14, 20, tzinfo=ZoneInfo("Europe/London"))  # a Wednesday
CROWD = ("samir", "jo", "maya", "hasan", "nadia")


@pytest.fixture(scope="package")
def told(master_key, django_db_setup, django_db_blocker):
    """The practice with the three cases and some of the crowd; undone after the last test."""
    from kith.demo import build

    with django_db_blocker.unblock(), transaction.atomic():
        yield build.build(NOW, people=CROWD)
        transaction.set_rollback(True)


@pytest.fixture
def demo(told, db):
    """The told practice, at the moment up to which it was told."""
    with clock.frozen(NOW), tenancy.within(told.practice.pk):
        yield told


@pytest.fixture
def as_the_demo(demo, settings):
    settings.KITH_DEMO = True
    settings.ROOT_URLCONF = house_urls.__name__
    return demo


@pytest.fixture
def walk_in(as_the_demo):
    """walk_in(key) gives a browser that chose a persona, and the page it came to."""

    def enter(key):
        browser = Browser()
        page = browser.post("/demo/enter/", {"persona": key}, follow=True)
        return browser, page

    return enter


@pytest.fixture
def course_of(demo):
    """course_of("Aoife") is her course."""
    from kith.care.models import Course

    def find(name):
        courses = Course.objects.select_related("client__practice", "therapist")
        return next(c for c in courses if c.client.name.startswith(name))

    return find
