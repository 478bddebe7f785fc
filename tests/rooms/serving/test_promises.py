"""What says 'saved' must be on the disk: read back from the database at each start."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections

from kith.serving import database


def test_REL_01_the_database_keeps_its_promises(transactional_db):
    assert database.broken_promises() == []


def test_REL_01_a_database_that_does_not_is_refused_at_start(transactional_db):
    setting = {"sqlite": "PRAGMA synchronous=NORMAL", "postgresql": "SET synchronous_commit = off"}
    back = {"sqlite": "PRAGMA synchronous=FULL", "postgresql": "SET synchronous_commit = on"}
    with connection.cursor() as cursor:
        cursor.execute(setting[connection.vendor])
        try:
            with pytest.raises(ImproperlyConfigured):
                database.hold_promises()
        finally:
            cursor.execute(back[connection.vendor])


def test_REL_01_the_role_that_serves_is_asked_before_the_owner_takes_over(settings, monkeypatch):
    def broken():
        raise ImproperlyConfigured("synchronous_commit is off")

    known = dict(connections.databases["default"])
    settings.KITH_DATABASE_OWNER_URL = "postgresql://owner:secret@127.0.0.1/kith"
    monkeypatch.setattr(database, "hold_promises", broken)
    with pytest.raises(ImproperlyConfigured, match="synchronous_commit"):
        database.as_owner()
    assert connections.databases["default"] == known
