"""Rows from an archive into an empty database, compared with the manifest before they count."""

import json
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from kith import clock
from kith.people.models import Practice

from . import reading, rows
from .archive import Refused
from .snapshot import pointing_at
from .writing import settle


@contextmanager
def target(force: bool = False):
    """Inside, the default database is the one to load into; it counts if the block ends well.

    force   SQLite only: data that is there is moved aside instead of refused
    """
    if connection.vendor == "postgresql":
        from kith.serving import database

        database.as_owner()
        _refuse_rows()
        _make_tables()
        with transaction.atomic():
            yield
        return
    place = settings.KITH_DATA / "kith.sqlite3"
    if place.exists() and not force:
        raise Refused(f"There is data in {place.parent} already. Restore into an empty folder.")
    made = not place.parent.exists()
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with scratch(place.parent, ".restore-") as fresh:
            with transaction.atomic():
                yield
            connection.close()
            _move_aside(place)
            os.replace(fresh, place)
            settle(place.parent)
    except BaseException:
        if made and not any(place.parent.iterdir()):
            place.parent.rmdir()
        raise


@contextmanager
def scratch(folder, prefix):
    """Inside, the default database is an empty SQLite file in a folder of its own, which goes.

    Nothing else in this process may use the default database meanwhile. Gives the file.
    """
    place = Path(tempfile.mkdtemp(prefix=prefix, dir=folder))
    try:
        with pointing_at(**sqlite(), NAME=place / "kith.sqlite3"):
            _make_tables()
            yield place / "kith.sqlite3"
    finally:
        shutil.rmtree(place)


def sqlite() -> dict:
    """How Kith speaks with SQLite; without the name of the file."""
    from kith.settings import SQLITE

    return {name: SQLITE[name] for name in ("ENGINE", "CONN_MAX_AGE", "OPTIONS")}


def _make_tables():
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)


def _refuse_rows():
    tables = connection.introspection.table_names()
    if Practice._meta.db_table in tables and Practice.objects.exists():
        raise Refused("There is data in this database already. Restore into an empty one.")


def _move_aside(place):
    """Keep the former database under another name; refuse while somebody has it open."""
    if not place.exists():
        return
    try:
        with closing(sqlite3.connect(place, timeout=1)) as link:
            link.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise Refused(f"{place} is in use. Stop Kith first.") from None
    os.replace(place, place.with_name(f"before-restore-{clock.now():%Y%m%d-%H%M%S}.sqlite3"))


def load(archive: reading.Whole) -> None:
    """Put all rows of an archive back, in one transaction, and compare them with its manifest."""
    loader = rows.Loader()
    for value, _ in reading.lines(archive.path):
        loader.see(value)
    loader.flush()
    _count_on(rows.models())
    if present() != archive.tables:
        raise Refused("What was read back differs from the manifest. Nothing was restored.")


def present() -> dict:
    """Counts and hashes of every table of the default database, as a manifest has them."""
    tally = rows.Tally()
    for value in rows.stream():
        text = json.dumps(value, ensure_ascii=False, sort_keys=True).encode() + b"\n"
        tally.see(value, text)
    return tally.tables()


def _count_on(models):
    """New rows with counted ids go on after the highest that was restored."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
