"""The keys, copied apart from the data, and put back. Without the master key unless asked for."""

import os
import secrets
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings

from kith.audit import heads
from kith.vault import keys, sources, store
from kith.vault import shelf as key_shelf

from .archive import Refused

NEVER = {"django.key"}  # signs what is open now; a restored house makes a new one


def copy_keys(folder, whole: bool = False) -> str:
    """Copy the key folder, consistent while Kith serves, into a new folder of its own.

    Keep the copy apart from the backups: whoever has both can read everything. Copies older than
    30 days should go, so that an erased record cannot come back.
    whole   with the master key; else the wrapped keys only, which open nothing without it
    """
    folder = Path(folder).absolute()
    if settings.KITH_DATA == folder or settings.KITH_DATA in folder.parents:
        raise Refused("Keys and data lie apart: choose a place outside the data folder.")
    if folder.exists():
        raise Refused(f"{folder} is there already. Give a new name.")
    waiting = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        waiting.mkdir(mode=0o700, parents=True)
        _fill(waiting, whole)
        os.replace(waiting, folder)
    except OSError as trouble:
        raise Refused(f"The keys cannot be copied to {folder}: {trouble.strerror}.") from None
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    left = "" if whole else " The master key is not among them: keep it apart, too."
    return f"The keys are in {folder}. Keep them apart from the backups.{left}"


def _fill(folder, whole):
    os.umask(0o077)
    for place in _files(settings.KITH_KEYS) if whole else [heads.file()]:
        if place.exists():
            _copied(place, folder / place.name)
    with key_shelf.reading() as link:
        with closing(sqlite3.connect(folder / store.place().name)) as copy:
            link.backup(copy)


def _files(folder) -> list[Path]:
    """All that belongs to the keys but the store of wrapped keys, which is copied as a database."""
    store_name = store.place().name
    return [
        place
        for place in sorted(Path(folder).iterdir())
        if place.is_file() and not place.name.startswith((".", store_name))
    ]


def _copied(place, there):
    shutil.copyfile(place, there)
    there.chmod(0o600)


@contextmanager
def brought(folder=None, master=None):
    """Inside, the keys of `folder` (and the file `master`) are in the key folder of this machine.

    They stay if the block ends well; else what was put there is taken away again. Refused when
    other keys are there already.
    """
    put = []
    try:
        for place, there in _wanted(folder, master):
            put += _put(place, there)
        _forget()
        yield
    except BaseException:
        for there in put:
            for ending in ("", "-wal", "-shm"):
                there.with_name(there.name + ending).unlink(missing_ok=True)
        _forget()
        raise


def _wanted(folder, master) -> list[tuple[Path, Path]]:
    target, found = Path(settings.KITH_KEYS), []
    if folder is not None:
        folder = Path(folder).absolute()
        if not (folder / store.place().name).is_file():
            raise Refused(f"{folder} is no copy of the keys: {store.place().name} is not in it.")
        logs = folder.glob(f"{store.place().name}-wal")
        own = [p for p in _files(folder) if p.name not in NEVER]
        found += [(p, target / p.name) for p in [*own, folder / store.place().name, *logs]]
    if master is not None:
        there = target / _name_of(master)
        found = [*(pair for pair in found if pair[1] != there), (Path(master).absolute(), there)]
    return found


def _name_of(master) -> str:
    """What a file with a master key is called in the key folder: plain, or under a passphrase."""
    try:
        locked = Path(master).read_bytes().lstrip().startswith(b"{")
    except OSError as trouble:
        raise Refused(f"The key {master} cannot be read: {trouble.strerror}.") from None
    return sources.LOCKED if locked else sources.PLAIN


def _put(place, there) -> list[Path]:
    try:
        content = place.read_bytes()
        if there.exists():
            if there.read_bytes() == content:
                return []
            raise Refused(f"{there} is there already and differs. Use an empty key folder.")
        there.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(there, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as trouble:
        raise Refused(f"The key {place} cannot be put back: {trouble.strerror}.") from None
    return [there]


def _forget():
    keys.forget()
    store.forget()
