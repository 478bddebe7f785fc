"""What the doctor looks at in the database: its promises, its version, the work that waits."""

import time
from pathlib import Path

from django.db import connection

from kith.serving import background, database
from kith.serving.database import PRAGMAS, PROMISES, SQLITE_NEEDED, one
from kith.serving.doctor import expect, look, ok, wrong


def nothing_yet() -> bool:
    """Whether the SQLite file has not been made."""
    return connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists()


def engine():
    if connection.vendor == "sqlite":
        yield from _sqlite()
    else:
        yield from _postgres()


def _sqlite():
    if nothing_yet():
        yield look("There is no database yet: the first 'kith serve' makes it.")
        return
    version = one("SELECT sqlite_version()")[0]
    yield expect(
        tuple(map(int, version.split("."))) >= SQLITE_NEEDED,
        f"SQLite {version}.",
        f"SQLite {version} can damage its log: 3.51.3 or newer is needed.",
    )
    found = {name: one(f"PRAGMA {name}")[0] for name in PRAGMAS}
    amiss = [f"{name} is {found[name]}" for name in PRAGMAS if found[name] != PRAGMAS[name]]
    yield expect(
        not amiss,
        "What is saved is on the disk before Kith says so.",
        f"SQLite is not set as it must be: {', '.join(amiss)}.",
    )
    result = one("PRAGMA quick_check(1)")[0]
    yield expect(result == "ok", "The database is whole.", f"The database is damaged: {result}")


def _postgres():
    version = connection.pg_version // 10000
    yield expect(version >= 15, f"PostgreSQL {version}.", f"PostgreSQL {version}: 15 is needed.")
    off = [name for name in PROMISES if one(f"SHOW {name}")[0] != "on"]
    yield expect(
        not off,
        "What is saved is on the disk before Kith says so.",
        f"PostgreSQL must have these on: {', '.join(off)}.",
    )
    powers = one("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
    yield expect(
        not any(powers),
        "The database role of Kith has no special powers.",
        "The role in KITH_DATABASE_URL is a superuser or passes row security by. Use another.",
    )
    owned = one("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")[0]
    yield expect(
        not owned,
        "The tables belong to another role: the second wall stands.",
        "The role in KITH_DATABASE_URL owns the tables. Name the owner in KITH_DATABASE_OWNER_URL "
        "and a role of its own for Kith in KITH_DATABASE_URL.",
    )


def migrations():
    if nothing_yet():
        return
    waiting = database.waiting_migrations()
    yield expect(
        not waiting,
        "The database is of this version.",
        f"{len(waiting)} changes of the database wait: 'kith migrate' makes them.",
    )


def ticking():
    place = background.beat_file()
    if not place.exists():
        yield look("Nothing has ticked yet: 'kith serve' does so each minute.")
        return
    if background.leap() > background.FAR:
        yield wrong(
            f"By the clock of this machine nothing was done for {background.leap().days} days. "
            "Until somebody says that the clock is right nothing is sent: set the clock, or say "
            "'kith tick'."
        )
        return
    minutes = (time.time() - place.stat().st_mtime) / 60
    yield expect(
        minutes < 10,
        "What is due is being done each minute.",
        f"Nothing was done for {minutes:.0f} minutes: letters and reminders wait. Start Kith.",
    )


def outbox():
    if nothing_yet():
        return
    from kith.post import tick

    late, minutes = tick.waiting_letters()
    yield ok("No letter waits.") if minutes < 10 else look(f"{late} letters should have gone out.")
    failed = tick.given_up()
    if failed:
        yield look(f"{failed} letters could not be sent: their clients were told on the page only.")


CHECKS = [engine, migrations, ticking, outbox]
