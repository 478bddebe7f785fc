"""Bringing the database up to this version, one start at a time; and keeping it quick."""

import fcntl
import sys
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "secure_delete": 1,
}
SQLITE_NEEDED = (3, 51, 3)
COUNT_ALL = 0x10002  # every table, also those that this connection has not asked yet
PROMISES = ("fsync", "synchronous_commit", "full_page_writes")


def one(sql, *params):
    """The first row of an answer."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()


def broken_promises() -> list[str]:
    """What in the database would let a saved word be lost, read back from it; empty when sound."""
    if connection.vendor != "sqlite":
        return [f"{name} is off" for name in PROMISES if one(f"SHOW {name}")[0] != "on"]
    found = {name: one(f"PRAGMA {name}")[0] for name in PRAGMAS}
    broken = [f"{name} is {found[name]}" for name in PRAGMAS if found[name] != PRAGMAS[name]]
    version = one("SELECT sqlite_version()")[0]
    if tuple(map(int, version.split("."))) < SQLITE_NEEDED:
        broken.append(f"SQLite {version} can damage its log")
    return broken


def hold_promises():
    """Refuse to serve with a database that does not keep what it says it saved (REL-01)."""
    broken = broken_promises()
    if broken:
        raise ImproperlyConfigured(f"The database is not set as it must be: {', '.join(broken)}.")


def take_stock():
    """Let SQLite count again what its plans rest on, where a table has grown much since.

    Without such counts it looks rows up by their practice, which is nearly all of them, and each
    page gets dearer with every client. Connections see new counts when they are opened, so they
    are not kept for long (CONN_MAX_AGE). PostgreSQL counts by itself.
    """
    if connection.vendor == "sqlite":
        one(f"PRAGMA optimize={COUNT_ALL}")


@contextmanager
def alone(place):
    """Hold the folder's start-up lock; a second start waits here and says so."""
    with (place / ".starting").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another start is preparing this folder. Waiting for it.", file=sys.stderr)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def as_owner():
    """From here on this process works as the owner of the tables, where one is named. The role that
    serves is asked for its promises first: it may have settings of its own."""
    if not settings.KITH_DATABASE_OWNER_URL:
        return
    hold_promises()
    from kith.settings import postgres

    owner = postgres(settings.KITH_DATABASE_OWNER_URL)
    connections.close_all()
    known = connections.databases["default"]
    known.update({key: owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")})
    known["OPTIONS"] = {}
    if hasattr(connections._connections, "default"):
        del connections["default"]


def waiting_migrations() -> list[str]:
    """Names of migrations that the database has not seen."""
    executor = MigrationExecutor(connections["default"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def bring_up():
    """Apply what is waiting. The caller holds the lock."""
    from kith.serving import upgrading

    try:
        upgrading.refuse_newer()
        waiting = waiting_migrations()
    except OperationalError as trouble:
        raise ImproperlyConfigured(f"The database does not answer: {trouble}".strip()) from None
    if waiting:
        upgrading.bring_up()
    upgrading.remember()
    return waiting
