"""From one version to the next: a copy first, then all changes or none; never back by accident."""

import json
import os
import shutil
import subprocess
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

import kith
from kith import clock
from kith.web import tenancy

COPIES = 3  # that stay; older ones are removed
LAST = timedelta(days=30)  # no copy in the open outlives the copies of keys: erased is erased
ONE_AT_A_TIME = 0x6B697468  # PostgreSQL: whoever changes the tables holds this lock


def history() -> Path:
    """One JSON line for each version that has brought this data up to itself: version, at."""
    return Path(settings.KITH_DATA) / "versions.jsonl"


def copies() -> Path:
    """The folder of the copies that are made before an upgrade."""
    return Path(settings.KITH_DATA) / "backups"


def made_by() -> str:
    """The version that last brought this data up, "" when that is not known."""
    try:
        lines = history().read_text().splitlines()
        return json.loads(lines[-1])["version"]
    except (OSError, IndexError, ValueError, KeyError):
        return ""


def remember():
    """Note that this version has brought the data up, once."""
    if made_by() != kith.__version__:
        line = {"version": kith.__version__, "at": clock.now().isoformat()}
        with history().open("a") as file:
            file.write(json.dumps(line) + "\n")


def unknown_changes() -> list[str]:
    """Changes that the database has seen and this version does not know."""
    loader = MigrationLoader(connection)
    return sorted(".".join(seen) for seen in set(loader.applied_migrations) - known(loader))


def known(loader) -> set:
    return set(loader.disk_migrations) | {
        old for migration in loader.disk_migrations.values() for old in migration.replaces
    }


def refuse_newer():
    """Refuse data of a newer version, touching nothing, and say how to go on (REL-20)."""
    unknown = unknown_changes()
    if not unknown:
        return
    by = made_by()
    newer = f"Kith {by}" if by and by != kith.__version__ else "a newer Kith"
    raise ImproperlyConfigured(
        f"This database was made by {newer}; this is Kith {kith.__version__}, which does not know "
        f"{len(unknown)} of its changes ({unknown[0]}). Nothing was touched. Go on with {newer}. "
        f"{_the_way_back()}"
    )


def _the_way_back() -> str:
    found = sorted(copies().glob("before-*"), key=lambda path: path.stat().st_mtime)
    if not found:
        return "Or bring back a backup that this version wrote: kith restore FILE."
    return (
        f"Or go back to the copy from before the upgrade, {found[-1]}: "
        "docs/using/upgrading.md says how. What was written since is not in it."
    )


def has_data() -> bool:
    """Whether this database was in use before: a new one needs no copy."""
    return "django_migrations" in connection.introspection.table_names() and bool(
        MigrationLoader(connection).applied_migrations
    )


def copy_first() -> Path:
    """A copy of the whole database as it stands. Refused when it cannot be written."""
    form = "sqlite3" if connection.vendor == "sqlite" else "pgdump"
    place = copies() / f"before-{kith.__version__}-{clock.now():%Y-%m-%d-%H%M%S}.{form}"
    unfinished = place.with_name(f".{place.name}")
    try:
        place.parent.mkdir(mode=0o700, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _copy_sqlite(unfinished) if form == "sqlite3" else _copy_postgres(unfinished)
        _settle(unfinished)
        unfinished.replace(place)
        _settle(place.parent)
    except (OSError, DatabaseError, subprocess.SubprocessError) as trouble:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise ImproperlyConfigured(
            f"Before the database is changed a copy is made, and {place} could not be written: "
            f"{trouble}. Nothing was changed; the former version still works. Make room, or mend "
            "that folder, and start again."
        ) from None
    _clear_out()
    return place


def _copy_sqlite(to):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(to)])


def _copy_postgres(to):
    program = shutil.which("pg_dump")
    if program is None:
        raise ImproperlyConfigured(
            "Before the database is changed a copy is made, and pg_dump is not installed. Install "
            "PostgreSQL's client programs; or make a backup yourself, then say: "
            "KITH_BACKED_UP=1 kith migrate"
        )
    known = connection.get_connection_params()
    with tenancy.owner_sees_all():
        _dump(program, known, to)


def _dump(program, known, to):
    words = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
    given = {name: str(known[key]) for name, key in words.items() if known.get(key)}
    done = subprocess.run(
        [program, "--format=custom", f"--file={to}", "--", known["dbname"]],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise subprocess.SubprocessError(f"pg_dump: {said[0]}")


def _settle(place):
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear_out():
    found = sorted(copies().glob("before-*"), key=lambda path: path.stat().st_mtime)
    for old in found[:-COPIES]:
        old.unlink()


def forget_old_copies():
    """Remove what was put aside before an upgrade or a restore more than 30 days ago (SEC-27).

    Words in them are sealed under keys that go with a record; days, scores and states are not.
    """
    aside = Path(settings.KITH_DATA).glob("before-restore-*.sqlite3")
    for copy in (*copies().glob("before-*"), *aside):
        if clock.now().timestamp() - copy.stat().st_mtime > LAST.total_seconds():
            copy.unlink()


def change():
    """All changes in one transaction: when one of them fails, none was made (REL-14)."""
    with _without_checks_in_between(), transaction.atomic():
        if connection.vendor == "postgresql":
            _wait_for_others()
        call_command("migrate", interactive=False, verbosity=0)
        connection.check_constraints()


def _wait_for_others():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def _without_checks_in_between():
    """SQLite makes tables anew: it must not look at references before all is done."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()


def bring_up():
    """Copy, then change; when it fails the data is as before, and that is said."""
    if has_data() and not os.environ.get("KITH_BACKED_UP"):
        copy_first()
    try:
        change()
    except Exception as trouble:
        raise ImproperlyConfigured(
            f"The database could not be brought to version {kith.__version__}: "
            f"{type(trouble).__name__}: {trouble}. No change was kept: the former version still "
            "works with it. Install that again, and report this."
        ) from trouble
