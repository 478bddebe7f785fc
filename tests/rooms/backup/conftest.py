import shutil
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as house_settings
from django.db import connection

from kith import clock
from kith.audit import due, heads
from kith.backup import loading
from kith.backup.snapshot import pointing_at
from kith.care.actions import open_course, propose_contract
from kith.people import drafts, links
from kith.people.models import WorkHours
from kith.post.actions import write as write_letter
from kith.web import once, tenancy
from tests.support.cast import make_client, make_practice, make_staff
from tests.support.disk import on_disk

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Europe/London"))
TERMS = {
    "sessions_planned": 14,
    "every_days": 7,
    "starts_on": MONDAY.date(),
    "place": "Room 3, canary-place",
    "own_words": "Ünïcode 👩‍👩‍👧 “words”",
}


@pytest.fixture(autouse=True)
def own_heads(tmp_path, monkeypatch):
    monkeypatch.setattr(heads, "file", lambda: tmp_path / "heads.jsonl")
    monkeypatch.setattr(due, "_done", {})


@pytest.fixture(autouse=True, scope="session")
def tables_are_made_once(tmp_path_factory, django_db_blocker):
    """Making all tables takes seconds: the first database that is made is copied for the others."""
    really, template = loading._make_tables, tmp_path_factory.mktemp("tables") / "empty.sqlite3"

    def make():
        if connection.vendor == "sqlite" and template.exists():
            shutil.copyfile(template, connection.settings_dict["NAME"])
            return
        if connection.settings_dict["NAME"] in EMPTY:
            return
        really()
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(template)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "_make_tables", make)
        yield
    with django_db_blocker.unblock():
        for name in EMPTY:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def fill(name, slug):
    """A practice with a little of everything."""
    practice = make_practice(name, slug)
    with tenancy.within(practice.pk), clock.frozen(MONDAY):
        staff = make_staff(practice, "Ines Halvorsen", "therapist")
        WorkHours.objects.create(
            practice=practice, user=staff, weekday=0, starts=time(9), ends=time(17, 30)
        )
        client = make_client(practice, f"Marisol Canary of {name}", staff, account=False)
        course = open_course(client=client, therapist=staff, by=staff)
        propose_contract(course=course, by=staff, id=once.row_id("k", staff), terms=TERMS)
        drafts.keep(staff, "/somewhere/", {"story": "unsayable-canary"})
        links.make("checkin", practice=practice, about_id=course.pk)
        for n, days in enumerate((0, 400)):
            write_letter(
                "plain",
                event=f"e{n}",
                practice=practice,
                user=staff,
                route="web:front",
                not_before=MONDAY + timedelta(days=days),
            )
    return practice


@pytest.fixture
def houses(transactional_db, tmp_path, settings):
    """Two practices in a database of their own on disk, and the folder that holds it."""
    settings.KITH_DATA = tmp_path / "data"
    settings.KITH_DATA.mkdir()
    with on_disk(settings.KITH_DATA):
        yield [fill("Lindenhof Practice", "lindenhof"), fill("Rosengarten", "rosengarten")]


@contextmanager
def empty_place(folder, monkeypatch):
    """A machine that holds nothing but the keys: another data folder, another database."""
    monkeypatch.setattr(house_settings, "KITH_DATA", folder)
    if connection.vendor == "sqlite":
        yield
        return
    name = connection.settings_dict["NAME"] + "_restored"
    if name not in EMPTY:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        with pointing_at(NAME=name):
            yield
    finally:
        with pointing_at(NAME=name):
            if make_empty():
                EMPTY.add(name)


EMPTY = set()  # databases of PostgreSQL that have their tables, and nothing in them
STAY = {"django_migrations", "django_content_type", "auth_permission"}


def make_empty():
    there = [t for t in connection.introspection.table_names() if t not in STAY]
    if there:
        names = ", ".join(map(connection.ops.quote_name, there))
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    return bool(there)


@contextmanager
def restored(folder):
    """Look into what was restored."""
    if connection.vendor == "postgresql":
        yield
        return
    with pointing_at(NAME=folder / "kith.sqlite3"):
        yield
