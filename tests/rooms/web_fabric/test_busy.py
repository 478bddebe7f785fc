"""A database that stays locked is 'try again', and no word is lost (REL-04)."""

import re
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import Client as Browser

from kith.care.actions import open_course
from kith.care.models import FullStop
from kith.web import tenancy
from tests.support.cast import make_client, make_practice, make_staff
from tests.support.disk import on_disk

WORDS = "What was said on the phone: it must <not> be lost"
TYPED = {"reason": "danger", "words": WORDS, "password": "never to be shown", "short": "x"}
IMPATIENT = {
    "sqlite": {
        "timeout": 0.2,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA busy_timeout=200; PRAGMA secure_delete=ON"
        ),
    },
    "postgresql": {"options": "-c lock_timeout=200"},
}


@pytest.fixture
def page(transactional_db, tmp_path):
    """A browser of the therapist, and the page on which everything can be stopped."""
    with on_disk(tmp_path, **IMPATIENT[connection.vendor]):
        practice = make_practice()
        with tenancy.within(practice.pk):
            ines = make_staff(practice, "Ines Halvorsen", "therapist")
            marisol = make_client(practice, "Marisol Quintero-Hale", ines)
            course = open_course(client=marisol, therapist=ines, by=ines)
        browser = Browser(raise_request_exception=False)
        browser.force_login(ines)
        yield browser, f"/courses/{course.pk}/stop/", practice


@contextmanager
def locked():
    """Somebody else writes for longer than anybody waits."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            if other.vendor == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            else:
                cursor.execute("BEGIN")
                cursor.execute("LOCK TABLE audit_audithead, care_course IN ACCESS EXCLUSIVE MODE")
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


def stops(practice):
    with tenancy.within(practice.pk):
        return [stop.words for stop in FullStop.objects.all()]


def test_REL_04_what_was_typed_comes_back_and_can_be_sent_again(page):
    browser, path, practice = page
    with locked():
        answer = browser.post(path, TYPED)
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "What was said on the phone: it must &lt;not&gt; be lost" in answer.text
    assert "never to be shown" not in answer.text
    assert "locked" not in answer.text and "Traceback" not in answer.text
    assert stops(practice) == []
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text))
    assert again["reason"] == "danger"
    assert browser.post(path, {**TYPED, "words": WORDS}).status_code == 302
    assert stops(practice) == [WORDS]


def test_REL_04_a_page_that_only_shows_says_try_again(page):
    browser, path, _ = page
    with locked():
        answer = browser.get(path)
    assert answer.status_code in (200, 503)
    assert "Traceback" not in answer.text


def test_REL_04_nothing_is_half_done(page):
    browser, path, practice = page
    with locked():
        for _ in range(3):
            assert browser.post(path, TYPED).status_code == 503
    assert stops(practice) == []
    assert browser.get(path).status_code == 200


def test_REL_04_a_deed_under_way_elsewhere_ends_first(page):
    """The lock is waited for: no error when it is short."""
    browser, path, practice = page
    with transaction.atomic():
        pass
    assert browser.post(path, TYPED).status_code == 302
    assert stops(practice) == [WORDS]
