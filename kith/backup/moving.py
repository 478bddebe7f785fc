"""From SQLite to PostgreSQL and back, on one machine; nothing is lost and the source stays."""

import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import OperationalError, connection

from kith.audit.actions import record
from kith.web import tenancy

from . import loading, locks, reading, shelf, writing
from .archive import Refused
from .snapshot import pointing_at

PREFIX = ".move-"
NEXT = {
    "postgresql": (
        "Now set KITH_DATABASE_URL to the new database (docs/using/settings.md) and start Kith. "
        "Keep the file kith.sqlite3 until you have looked around, then remove it."
    ),
    "sqlite": (
        "Now remove KITH_DATABASE_URL and KITH_DATABASE_OWNER_URL from your settings and start "
        "Kith. Keep the former database until you have looked around, then remove it."
    ),
}


def move(to: str) -> str:
    """Put everything into another, empty database; say what was moved and what to set next.

    to    "sqlite" (a file in the data folder), or postgresql://role:password@host:port/name
    """
    wanted = _address(to)
    _refuse_same_kind(wanted)
    with alone(), tempfile.TemporaryDirectory(prefix=PREFIX, dir=_folder()) as place:
        spool = Path(place) / "spool"
        with spool.open("xb") as file:
            writing.fill(file)
        archive = reading.whole(spool)
        with _answering(), _role(wanted), pointing_at(**wanted):
            with loading.target():
                loading.load(archive)
                record("backup.moved", practice=tenancy.HOUSE, role="")
            vendor = connection.vendor
        if loading.present() != archive.tables:
            raise Refused(
                "Somebody wrote during the move: what was moved is not complete. "
                "Stop Kith, empty the new database and move again."
            )
    return f"Moved {archive.rows} rows; every table is equal by its hash.\n{NEXT[vendor]}"


def _refuse_same_kind(wanted):
    if wanted["ENGINE"] == connection.settings_dict["ENGINE"]:
        raise Refused("The data is in a database of this kind already. Move to the other kind.")


@contextmanager
def _answering():
    try:
        yield
    except OperationalError as trouble:
        raise Refused(f"The new database does not answer: {trouble}".strip()) from None


def _address(to) -> dict:
    from kith.settings import postgres

    if to in ("sqlite", "sqlite://"):
        return loading.sqlite() | {"NAME": Path(settings.KITH_DATA) / "kith.sqlite3"}
    part = urlsplit(to)
    if part.scheme not in ("postgres", "postgresql") or not part.path.strip("/"):
        raise Refused("Give 'sqlite', or postgresql://role:password@host:port/name.")
    return postgres(to)


def _folder() -> Path:
    """Where the sealed copy lies for a moment, without what an earlier move left."""
    place = Path(settings.KITH_DATA)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    shelf.remove(place.glob(f"{PREFIX}*"))
    return place


@contextmanager
def _role(wanted):
    """The role that may work with the new tables is the one in the new address."""
    before = settings.DATABASE_APP_ROLE
    settings.DATABASE_APP_ROLE = wanted.get("USER", "")
    try:
        yield
    finally:
        settings.DATABASE_APP_ROLE = before


@contextmanager
def alone():
    """Nobody serves or works meanwhile. Refused while Kith is running."""
    Path(settings.KITH_DATA).mkdir(mode=0o700, parents=True, exist_ok=True)
    with locks.held(locks.WORKING) as mine:
        if not mine:
            raise Refused("Kith is running. Stop it first, then move.")
        yield
