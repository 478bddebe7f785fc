"""The key store's file, and how every process hears of a change in it.

`wrapped.sqlite3` lies beside the master key. Table `wrapped_key` holds the data keys, `about` a few
facts: `root` (wrapped), `master` (the mark of the master key that wraps), `generation` (grows
whenever a key that a process may hold in memory is no longer right).

Only SQLite may open this file in a process that uses it: closing it in any other way drops all
locks that the process has on it.
"""

import os
import sqlite3
import stat
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

NAME = "wrapped.sqlite3"
PATIENCE = 5.0  # seconds to wait for another writer
KEYS_TABLE = """CREATE TABLE IF NOT EXISTS wrapped_key (
    scope TEXT NOT NULL, owner TEXT NOT NULL, version INTEGER NOT NULL,
    wrapped BLOB, made_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, destroyed_at TEXT,
    PRIMARY KEY (scope, owner, version))"""
FACTS_TABLE = "CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value BLOB)"
_ready: set[tuple[str, int]] = set()
_lock = threading.Lock()


class StoreMissing(ImproperlyConfigured):
    """The file with the wrapped keys is not where it should be."""


def place() -> Path:
    """The file that holds the wrapped keys."""
    return Path(settings.KITH_KEYS) / NAME


def exists() -> bool:
    """Whether there is a key store at all."""
    return os.path.lexists(place())


def make() -> None:
    """Make an empty key store where there is none, readable by its owner alone."""
    path = place()
    if not exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600))
    with reading():
        pass


def _facts(path: str) -> os.stat_result:
    try:
        return os.stat(path, follow_symlinks=False)
    except FileNotFoundError:
        raise StoreMissing(
            f"Put the wrapped keys back first: {path} is missing. Without it nothing that was "
            "written can be read."
        ) from None


@contextmanager
def _plainly(path: str):
    """Trouble with the file, as the rest of the house knows trouble."""
    try:
        yield
    except sqlite3.OperationalError as trouble:
        raise OperationalError(f"the key store {path}: {trouble}") from trouble
    except sqlite3.DatabaseError as damage:
        raise ImproperlyConfigured(
            f"The key store {path} is damaged ({damage}). Put back the newest copy of the keys."
        ) from damage


def _prepare(path: str) -> None:
    facts = _facts(path)
    if (path, facts.st_ino) in _ready:
        return
    if not stat.S_ISREG(facts.st_mode):
        raise ImproperlyConfigured(f"{path} is a link. Put the key store itself there.")
    if facts.st_uid != os.geteuid():
        raise ImproperlyConfigured(f"{path} belongs to another user. Change its owner.")
    os.chmod(path, 0o600)
    with _lock, closing(_link(path)) as link:
        link.execute("PRAGMA journal_mode=WAL")
        link.execute(KEYS_TABLE)
        link.execute(FACTS_TABLE)
    _ready.add((path, facts.st_ino))


def _link(path: str) -> sqlite3.Connection:
    address = f"{Path(path).absolute().as_uri()}?mode=rw"
    link = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
    link.execute("PRAGMA synchronous=FULL")
    link.execute("PRAGMA secure_delete=ON")
    return link


def open_store() -> sqlite3.Connection:
    """A connection of its own to the key store, in autocommit. StoreMissing if there is none."""
    path = str(place())
    with _plainly(path):
        _prepare(path)
        return _link(path)


@contextmanager
def reading():
    """A connection for reading."""
    with closing(open_store()) as link, _plainly(str(place())):
        yield link


@contextmanager
def writing():
    """A connection inside one transaction that counts if the block ends well."""
    with reading() as link:
        link.execute("BEGIN IMMEDIATE")
        try:
            yield link
        except BaseException:
            link.execute("ROLLBACK")
            raise
        link.execute("COMMIT")


def about(link, name: str):
    """One fact of the store, or None."""
    row = link.execute("SELECT value FROM about WHERE name=?", (name,)).fetchone()
    return row and row[0]


def note(link, name: str, value) -> None:
    """Set one fact of the store."""
    link.execute("INSERT OR REPLACE INTO about (name, value) VALUES (?, ?)", (name, value))


def announce(link) -> None:
    """Have every process drop the keys it holds, from the moment this transaction counts."""
    note(link, "generation", (about(link, "generation") or 0) + 1)


def leave_no_trace() -> None:
    """Bring the log into the file and cut it to nothing, so that no former key stays in it."""
    with reading() as link:
        for _try in range(int(PATIENCE / 0.01)):
            if not link.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                return
            time.sleep(0.01)
    raise OperationalError(f"the key store {place()}: its log is in use")


class _Watch(threading.local):
    """This thread's ear: a connection that hears when somebody else has written."""

    link = path = file = version = state = None

    def open(self, path: str, file: tuple):
        self.close()
        self.link, self.path, self.file = open_store(), path, file

    def close(self):
        if self.link is not None:
            self.link.close()
        self.link = self.path = self.file = self.version = self.state = None


_watch = _Watch()
os.register_at_fork(before=_watch.close)  # a connection must not be shared with a child


def state() -> tuple:
    """File and generation of the key store as they are now; equal tuples mean nothing changed.

    Asked before every opened value, so it is cheap: some microseconds.
    """
    path, ear = f"{settings.KITH_KEYS}/{NAME}", _watch.__dict__
    try:
        facts = os.lstat(path)
    except FileNotFoundError:
        facts = _facts(path)
    if ear.get("path") != path or ear["file"] != (facts.st_dev, facts.st_ino):
        _watch.open(path, (facts.st_dev, facts.st_ino))
    try:
        version = ear["link"].execute("PRAGMA data_version").fetchone()
        if version != ear["version"]:
            generation = about(ear["link"], "generation") or 0
            _watch.state = (path, *ear["file"], generation)
            _watch.version = version
    except sqlite3.Error:
        _watch.close()
        raise OperationalError(f"the key store {path} cannot be read") from None
    return ear["state"]
