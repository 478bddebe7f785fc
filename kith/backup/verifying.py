"""A backup is good when it has been brought back. Here it is, to a scratch place, and looked at."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kith.audit import chain
from kith.vault import store
from kith.web import tenancy

from . import loading, locks, opening, reading, shelf, state
from .archive import Refused

PREFIX = ".verify-"


def verify(path) -> str:
    """Bring a backup back to a scratch database, look at it, throw it away; say what was found.

    Nothing of the present data or keys is touched, but every other user of the default database in
    this process must be still meanwhile: run it in a process of its own. Refused with the reason
    when the backup would not bring everything back.
    """
    try:
        archive, told = _verified(path)
    except Refused as reason:
        state.amiss("verify", str(reason))
        raise
    state.good("verify", of=archive.at.isoformat(), name=str(archive.path), rows=archive.rows)
    return told


def _verified(path):
    archive = reading.whole(path)
    reading.keys_are_here(archive.path)
    with _alone(), loading.scratch(_place(), PREFIX):
        with transaction.atomic():
            loading.load(archive)
        rows = _chains()
        found, clients = opening.try_some(), opening.clients()
    if found.broken:
        raise Refused(f"A sealed value does not open with the present keys: {found.broken[0]}.")
    if clients.lacking:
        raise Refused(f"The keys of {clients.lacking} clients are not in {store.place()}.")
    words = [
        f"{archive.path} is good: {archive.rows} rows of {archive.at:%Y-%m-%d %H:%M} UTC.",
        f"Counts and hashes fit; the audit is whole, {rows} rows; "
        f"{sum(found.opened.values())} sealed values were opened.",
    ]
    if clients.erased:
        words.append(f"{clients.erased} records were erased since: they stay closed.")
    return archive, "\n".join(words)


def _place() -> Path:
    """Where the scratch database lies: in the data folder, if there is one."""
    data = Path(settings.KITH_DATA)
    if not data.is_dir():
        return Path(tempfile.gettempdir())
    shelf.remove(p for p in data.glob(f"{PREFIX}*") if p.is_dir())
    return data


@contextmanager
def _alone():
    """One at a time: each takes away what another, that was ended, left behind."""
    if not Path(settings.KITH_DATA).is_dir():
        yield
        return
    with locks.held(locks.VERIFYING, wait=True):
        yield


def _chains() -> int:
    """Walk the chains of the copy; give their rows. Refused at the first that is not whole."""
    count = 0
    for name, practice in chain.practices():
        with tenancy.within(practice):
            verdict = chain.verify(practice, of_copy=True)
        if verdict.fault:
            raise Refused(f"The audit of {name} is not whole in this backup: {verdict.fault}.")
        count += verdict.rows
    return count
