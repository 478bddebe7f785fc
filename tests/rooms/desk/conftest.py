"""A desk with people on it, and counting what a page asks the database."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith import clock
from kith.care import reading as care
from kith.schedule import actions as schedule
from tests.support import cast, story

NAMES = """Abel Berta Cleo Doris Egon Frida Gustl Hanna Igor Jana Karl Lotte""".split()


@pytest.fixture(autouse=True)
def wednesday(at):
    """It is nine in the morning, before the first meeting of the day."""
    with at(cast.WEDNESDAY):
        yield


@pytest.fixture
def full_desk(practice, ines, coordinator):
    """full_desk(count) fills Ines's desk up to so many people, each with something everywhere."""
    courses = []

    def fill(count):
        for place in range(len(courses), count):
            client = cast.make_client(practice, f"{NAMES[place]} Example", ines)
            hour = time(10 + place)
            ids = story.whole_course(client, ines, hour=hour)
            course = care.present_course(client.user)
            today = clock.today(ines.zone)
            story.meet(course, ines, today, hour)
            owed = story.meet(course, ines, today - timedelta(days=2), hour)
            facts = story.gather(course)
            schedule.hold(meeting=owed, version=owed.version, by=ines, facts=facts)
            courses.append((client, ids))
        return courses

    return fill


@pytest.fixture
def asked_of(as_user):
    """asked_of(user, address) opens a page twice and counts the questions of the second time."""

    def count(user, address):
        browser = as_user(user)
        assert browser.get(address).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    return count
