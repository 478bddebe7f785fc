"""From one kind of database to the other: every table equal by its hash, the source as it was.

Where the suite runs on PostgreSQL, both directions; on SQLite alone, what is refused.
"""

import os
from contextlib import contextmanager

import pytest
from django.db import connection

from kith.audit import chain
from kith.audit.actions import record
from kith.audit.models import AuditEvent
from kith.backup import Refused, loading, locks, move, moving
from kith.backup.snapshot import pointing_at
from kith.people.models import Client
from kith.post.models import Letter
from kith.web import tenancy

ON_POSTGRES = connection.vendor == "postgresql"
OTHER = "sqlite" if ON_POSTGRES else "postgresql://nobody@127.0.0.1:9/none"
NEW = {"audit.AuditEvent", "audit.AuditHead"}  # the move itself is noted in the new database


def tables():
    return loading.present()


def others(found):
    return {label: facts for label, facts in found.items() if label not in NEW}


@contextmanager
def empty_postgres():
    """The address of a PostgreSQL database that holds nothing."""
    name = "kith_moved"
    url, _, _ = os.environ["KITH_DATABASE_URL"].rpartition("/")
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield f"{url}/{name}"


def nothing_else_has_changed(before, houses):
    assert others(tables()) == others(before)
    assert tables()["audit.AuditEvent"]["rows"] == before["audit.AuditEvent"]["rows"] + 1
    with tenancy.within(tenancy.HOUSE):
        assert AuditEvent.objects.filter(action="backup.moved").count() == 1
    assert not [verdict.fault for verdict in chain.verify_all() if verdict.fault]
    with tenancy.within(houses[0].pk):
        assert Client.objects.get(practice=houses[0]).name.startswith("Marisol Canary")


def there_and_back(houses, settings, tmp_path):
    """From PostgreSQL into a file, from that file into another PostgreSQL database."""
    settings.KITH_DATA = tmp_path / "moved"
    before = tables()
    told = move("sqlite")
    assert "every table is equal by its hash" in told and "remove KITH_DATABASE_URL" in told
    assert tables() == before
    assert not list(settings.KITH_DATA.glob(".move-*"))
    with empty_postgres() as url:
        with pointing_at(**loading.sqlite(), NAME=settings.KITH_DATA / "kith.sqlite3"):
            nothing_else_has_changed(before, houses)
            middle = tables()
            assert "set KITH_DATABASE_URL" in move(url)
            assert tables() == middle
        with pointing_at(**moving._address(url)):
            assert connection.vendor == "postgresql"
            assert others(tables()) == others(before)
            with tenancy.within(houses[1].pk):
                assert Client.objects.get(practice=houses[1]).name.endswith("Rosengarten")
            assert not [verdict.fault for verdict in chain.verify_all() if verdict.fault]
        with pointing_at(**loading.sqlite(), NAME=settings.KITH_DATA / "kith.sqlite3"):
            with pytest.raises(Refused, match="data in this database already"):
                move(url)
    with pytest.raises(Refused, match="There is data in"):
        move("sqlite")


def cannot_be_reached(settings, tmp_path):
    settings.KITH_DATA.mkdir(exist_ok=True)
    before = tables()
    with pytest.raises(Refused, match="does not answer"):
        move(OTHER)
    assert tables() == before
    assert not list(settings.KITH_DATA.glob(".move-*"))


def test_REL_12_moved_to_the_other_database_every_table_is_equal(houses, settings, tmp_path):
    if ON_POSTGRES:
        there_and_back(houses, settings, tmp_path)
    else:
        cannot_be_reached(settings, tmp_path)


def test_REL_12_nothing_moves_while_kith_runs(houses):
    with locks.held(locks.WORKING, shared=True):
        with pytest.raises(Refused, match="Kith is running"):
            move(OTHER)


@pytest.mark.parametrize("to", ["", "mysql://x/y", "postgresql://x", "/a/file", "http://x/y"])
def test_REL_12_a_place_that_is_none_is_refused(houses, to):
    with pytest.raises(Refused, match="Give 'sqlite'"):
        move(to)


def test_REL_12_to_the_same_kind_is_refused(houses):
    with pytest.raises(Refused, match="kind already"):
        move("postgresql://x@127.0.0.1/y" if ON_POSTGRES else "sqlite")


@pytest.fixture
def file(settings, tmp_path, monkeypatch):
    """Moves go into a file in an empty folder, whatever the kind of the present database."""
    settings.KITH_DATA = tmp_path / "moved"
    monkeypatch.setattr(moving, "_refuse_same_kind", lambda wanted: None)
    return settings.KITH_DATA / "kith.sqlite3"


def test_REL_12_moved_into_a_file_every_table_is_equal(houses, file):
    before = tables()
    move("sqlite")
    assert tables() == before
    with pointing_at(**loading.sqlite(), NAME=file):
        nothing_else_has_changed(before, houses)


def test_REL_12_a_row_that_did_not_arrive_is_noticed_and_nothing_is_there(
    houses, file, monkeypatch
):
    really = loading.rows.Loader.flush

    def all_but_the_letters(loader):
        if loader.model is Letter:
            loader.waiting = []
        really(loader)

    monkeypatch.setattr(loading.rows.Loader, "flush", all_but_the_letters)
    with pytest.raises(Refused, match="differs from the manifest"):
        move("sqlite")
    assert not file.exists()


def test_REL_12_a_writer_during_the_move_is_noticed(houses, file, monkeypatch):
    """Whoever writes past the lock, from another machine: it is not called complete."""
    really = moving.writing.fill

    def and_then_somebody_writes(spool):
        told = really(spool)
        record("tests.made", practice=houses[0])
        return told

    monkeypatch.setattr(moving.writing, "fill", and_then_somebody_writes)
    with pytest.raises(Refused, match="Somebody wrote"):
        move("sqlite")
