import os
import shutil
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

import kith
from kith import clock
from kith.audit import chain, heads
from kith.audit.actions import record
from kith.people.models import Link, Practice, User
from kith.post.models import Letter
from kith.vault import store
from kith.web import tenancy

from . import archive, rows
from .archive import Refused
from .snapshot import pointing_at
from .writing import settle


def restore(path, force: bool = False) -> str:
    """Bring back what a backup holds, into a place that is empty; say what was brought back.

    The archive is read to its end first. Refused, with its reason, leaves everything as it was.
    force   SQLite only: data that is there is moved aside instead of refused (stop Kith first)
    """
    path = Path(path).absolute()
    manifest = _whole(path)
    _keys_are_here(path)
    with _target(force):
        faults = _load(path, manifest)
    count = sum(table["rows"] for table in manifest["tables"].values())
    notes = "".join(f"\nLook at the audit: {fault}" for fault in faults)
    return f"Restored {count} rows. Everybody signs in again; links sent before are dead.{notes}"


def _lines(path):
    try:
        with path.open("rb") as file:
            yield from archive.lines(file)
    except OSError as trouble:
        raise Refused(f"The backup {path} cannot be read: {trouble.strerror}.") from None


def _whole(path) -> dict:
    """Read the archive to its end; give its manifest. Refused when anything is amiss."""
    tally, manifest, head = rows.Tally(), None, None
    for value, text in _lines(path):
        if head is None:
            head = value
            _fits(head)
        elif manifest is not None:
            raise Refused("The backup goes on after its manifest. Nothing was restored.")
        elif isinstance(value, dict) and "manifest" in value:
            manifest = value["manifest"]
        else:
            tally.see(value, text)
    if manifest is None or manifest["tables"] != tally.tables():
        raise Refused("The backup lacks something that its manifest names. Nothing was restored.")
    return manifest


def _number(version: str) -> tuple:
    return tuple(int(part) for part in version.split("."))


def _fits(head):
    written, here = head["kith"], kith.__version__
    if _number(written) > _number(here):
        raise Refused(f"The backup is from Kith {written}, newer than this one, {here}.")
    if head["schema"] != rows.schema():
        raise Refused(
            f"The backup is from Kith {written}, whose tables differ from those of {here}. "
            f"Install Kith {written}, restore there, then bring it up to {here}."
        )


def _keys_are_here(path):
    """Each practice that has people has a key: without it nothing restored could be read."""
    place, practices, table = rows.columns(User).index("practice_id"), set(), None
    for value, _ in _lines(path):
        if isinstance(value, dict):
            table = value.get("table")
        elif table == User._meta.label:
            practices.add(value[place])
    if not all(store.holds("practice", practice) for practice in practices):
        raise Refused(f"Put the wrapped keys back first: {store.place()} does not hold them.")


@contextmanager
def _target(force):
    """Inside, the default database is the one to load into; it counts if the block ends well."""
    if connection.vendor == "postgresql":
        from kith.serving import database

        database.as_owner()
        _refuse_rows()
        _make_tables()
        with transaction.atomic():
            yield
        return
    place = settings.KITH_DATA / "kith.sqlite3"
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.exists() and not force:
        raise Refused(f"There is data in {place.parent} already. Restore into an empty folder.")
    scratch = Path(tempfile.mkdtemp(prefix=".restore-", dir=place.parent))
    try:
        with pointing_at(NAME=scratch / place.name):
            _make_tables()
            with transaction.atomic():
                yield
        _move_aside(place)
        os.replace(scratch / place.name, place)
        settle(place.parent)
    finally:
        shutil.rmtree(scratch)


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
    import sqlite3

    try:
        with closing(sqlite3.connect(place, timeout=1)) as link:
            link.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise Refused(f"{place} is in use. Stop Kith first.") from None
    os.replace(place, place.with_name(f"before-restore-{clock.now():%Y%m%d-%H%M%S}.sqlite3"))


def _load(path, manifest) -> list[str]:
    """Put all rows back and compare them with the manifest; give faults of the audit chains."""
    loader = rows.Loader()
    for value, _ in _lines(path):
        loader.see(value)
    loader.flush()
    _count_on(rows.models())
    if _present() != manifest["tables"]:
        raise Refused("What was read back differs from the manifest. Nothing was restored.")
    _close_what_was_open()
    return _check_chains()


def _present() -> dict:
    import json

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


def _close_what_was_open():
    """Links sent before are dead; letters that should have gone by now are withheld."""
    now = clock.now()
    Link.objects.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    for section in rows.sections()[1:]:
        with tenancy.within(section):
            late = Letter.objects.filter(state__in=["waiting", "sending"], not_before__lte=now)
            late.update(state="withheld", reason="restored", leased_until=None)


def _check_chains() -> list[str]:
    faults = []
    for name, practice in chain.practices():
        with tenancy.within(practice):
            heads.write(practice, restored=True)
            verdict = chain.verify(practice)
            if verdict.fault:
                heads.write(practice, verdict.fault)
                faults.append(f"{name}: {verdict.fault}")
    record("backup.restored", practice=tenancy.HOUSE, role="")
    return faults
