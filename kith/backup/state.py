"""What is known of the backups of this machine: when one was last good, last tried, last amiss.

A small file in the data folder, not in the database: a restored database must not claim that this
machine has backups. Each part (`backup`, `keys`, `verify`) has `tried_at`, `good_at`, `trouble`.
"""

import fcntl
import json
import os
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith import clock

TOO_OLD = timedelta(hours=26)
LONG = timedelta(minutes=10)
PARTS = ("backup", "keys", "verify")


def file() -> Path:
    """Where it is written."""
    return Path(settings.KITH_DATA) / "backup-state.json"


def read() -> dict:
    """Every part with what is known of it; a file that is missing or unreadable knows nothing."""
    try:
        found = json.loads(file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = {}
    found = found if isinstance(found, dict) else {}
    return {part: found[part] if isinstance(found.get(part), dict) else {} for part in PARTS}


def note(part: str, **facts) -> None:
    """Keep facts about one part; times are ISO texts. Nothing where there is no data folder."""
    if not file().parent.is_dir():
        return
    with _held():
        known = read()
        known[part] |= facts
        fresh = file().with_suffix(".new")
        fresh.write_text(json.dumps(known, indent=1), encoding="utf-8")
        os.replace(fresh, file())


def begun(part: str) -> None:
    """It is being done from now on."""
    note(part, tried_at=clock.now().isoformat(), begun=True)


def good(part: str, **facts) -> None:
    """It went well just now."""
    now = clock.now().isoformat()
    note(part, tried_at=now, good_at=now, trouble="", begun=False, **facts)


def amiss(part: str, trouble: str) -> None:
    """It did not go well just now, and why, in a sentence."""
    note(part, tried_at=clock.now().isoformat(), trouble=trouble, begun=False)


def moment(part: str, name: str) -> datetime | None:
    """One time of one part."""
    try:
        return datetime.fromisoformat(read()[part][name])
    except (KeyError, TypeError, ValueError):
        return None


def last_good_at() -> datetime | None:
    """When a backup was last written whole."""
    return moment("backup", "good_at")


def last_keys_at() -> datetime | None:
    """When the keys were last copied."""
    return moment("keys", "good_at")


def last_verified_at() -> datetime | None:
    """When a backup was last brought back to a scratch place and found whole."""
    return moment("verify", "good_at")


def verified_backup_at() -> datetime | None:
    """The moment that the last backup found whole shows: what would be there after a restore."""
    return moment("verify", "of")


def trouble() -> str:
    """What went wrong the last time, in sentences; empty when all went well."""
    known = read()
    return " ".join(filter(None, (_amiss(part, known[part]) for part in PARTS)))


def _amiss(part, known) -> str:
    tried = moment(part, "tried_at")
    if known.get("begun") and tried and clock.now() - tried > LONG:
        return f"The last run ({part}) has not ended."
    return known.get("trouble") or ""


def wanted() -> bool:
    """Whether somebody has said where backups go."""
    return bool(settings.KITH_BACKUP_TO or settings.KITH_BACKUP_COMMAND)


def too_old() -> bool:
    """Whether there is no backup of the last 26 hours that was tried and found whole."""
    of = verified_backup_at()
    return of is None or clock.now() - of > TOO_OLD


def warning(zone=None) -> str:
    """A sentence for whoever looks after the practice; empty when all is well, or in the demo.

    zone    the reader's time zone (tzinfo), for the time that is named
    """
    if settings.KITH_DEMO or not too_old():
        return ""
    of = verified_backup_at()
    if of is None and not wanted():
        return _("No backups are made yet: nobody has said where to keep them.")
    if of is None:
        return " ".join([_("No backup has been made and tried yet."), trouble()]).strip()
    when = date_format(of.astimezone(zone), "j F, H:i")
    words = _("The last backup that was made and tried is of %(when)s: more than 26 hours old.")
    return " ".join([words % {"when": when}, trouble()]).strip()


@contextmanager
def _held():
    with file().with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
