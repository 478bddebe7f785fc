"""Wrapped data keys, in a small file of their own beside the master key.

One row a scope and version. Destroying a row makes everything sealed under it unreadable,
in the data and in every older backup of the data, which never hold these rows.
"""

import secrets
import sqlite3
import threading
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from . import keys

FORMAT = b"\x01"
TABLE = """CREATE TABLE IF NOT EXISTS wrapped_key (
    scope TEXT NOT NULL, owner TEXT NOT NULL, version INTEGER NOT NULL,
    wrapped BLOB, made_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, destroyed_at TEXT,
    PRIMARY KEY (scope, owner, version))"""
MOST_OPENED = 20_000  # keys kept open in memory; about 6 MB
_lock = threading.Lock()
_cache: dict[tuple[str, str, str, int], bytes] = {}
_newest: dict[tuple[str, str, str], int] = {}


class KeyGone(LookupError):
    """The data key was never made, is not in this key store, or was destroyed."""


def place() -> Path:
    """The file that holds the wrapped keys."""
    return Path(settings.KITH_KEYS) / "wrapped.sqlite3"


@lru_cache(maxsize=8)
def _prepared(path: str) -> str:
    with closing(sqlite3.connect(path, timeout=5)) as link:
        link.execute("PRAGMA journal_mode=WAL")
        link.execute(TABLE)
        link.commit()
    Path(path).chmod(0o600)
    return path


def _open():
    link = sqlite3.connect(_prepared(str(place())), timeout=5, isolation_level=None)
    link.execute("PRAGMA synchronous=FULL")
    link.execute("PRAGMA secure_delete=ON")
    return link


def _label(scope: str, owner: str, version: int) -> bytes:
    return f"key|{scope}|{owner}|{version}".encode()


def _wrap(scope: str, owner: str, version: int, key: bytes) -> bytes:
    nonce = secrets.token_bytes(12)
    wrapper = AESGCM(keys.derived("wrap", keys.path()))
    return FORMAT + nonce + wrapper.encrypt(nonce, key, _label(scope, owner, version))


def _unwrap(scope: str, owner: str, version: int, wrapped: bytes) -> bytes:
    wrapper = AESGCM(keys.derived("wrap", keys.path()))
    try:
        return wrapper.decrypt(wrapped[1:13], wrapped[13:], _label(scope, owner, version))
    except InvalidTag as wrong:
        raise KeyGone(f"the {scope} key does not open with this master key") from wrong


def newest(scope: str, owner: str) -> tuple[int, bytes]:
    """Version and bytes of the newest data key of `owner`, made if there is none yet."""
    mark = (str(place()), scope, owner)
    version = _newest.get(mark)
    if version is None:
        with _lock, closing(_open()) as link:
            link.execute("BEGIN IMMEDIATE")
            row = link.execute(
                "SELECT max(version), max(destroyed_at) FROM wrapped_key WHERE scope=? AND owner=?",
                (scope, owner),
            ).fetchone()
            if row[1]:
                link.execute("ROLLBACK")
                raise KeyGone(f"the {scope} key was destroyed")
            version = row[0]
            if version is None:
                version = 1
                fresh = _wrap(scope, owner, 1, secrets.token_bytes(32))
                link.execute(
                    "INSERT INTO wrapped_key (scope, owner, version, wrapped) VALUES (?, ?, ?, ?)",
                    (scope, owner, 1, fresh),
                )
            link.execute("COMMIT")
        _newest[mark] = version
    return version, get(scope, owner, version)


def make_many(scope: str, owners) -> None:
    """First keys for many owners in one transaction (bulk imports; else `newest` makes them)."""
    rows = [(scope, str(o), 1, _wrap(scope, str(o), 1, secrets.token_bytes(32))) for o in owners]
    with _lock, closing(_open()) as link:
        link.execute("BEGIN IMMEDIATE")
        link.executemany(
            "INSERT INTO wrapped_key (scope, owner, version, wrapped) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            rows,
        )
        link.execute("COMMIT")


def get(scope: str, owner: str, version: int) -> bytes:
    """The 32 bytes of one data key. KeyGone if it is not there."""
    mark = (str(place()), scope, owner, version)
    key = _cache.get(mark)
    if key is None:
        with closing(_open()) as link:
            row = link.execute(
                "SELECT wrapped FROM wrapped_key WHERE scope=? AND owner=? AND version=?",
                (scope, owner, version),
            ).fetchone()
        if row is None or row[0] is None:
            raise KeyGone(f"no {scope} key, version {version}")
        key = _unwrap(scope, owner, version, row[0])
        with _lock:
            if len(_cache) >= MOST_OPENED:
                _cache.clear()
            _cache[mark] = key
    return key


def holds(scope: str, owner: str) -> bool:
    """Whether there is a key of `owner` that this master key opens. Makes none."""
    with closing(_open()) as link:
        row = link.execute(
            "SELECT version, wrapped FROM wrapped_key WHERE scope=? AND owner=? "
            "AND wrapped IS NOT NULL ORDER BY version DESC",
            (scope, owner),
        ).fetchone()
    if row is None:
        return False
    try:
        _unwrap(scope, owner, *row)
    except KeyGone:
        return False
    return True


def forget() -> None:
    """Drop opened keys from memory (after a restore, an erasing, or between tests)."""
    _cache.clear()
    _newest.clear()
