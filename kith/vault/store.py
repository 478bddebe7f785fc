"""Wrapped data keys, in a small file of their own beside the master key.

One row a scope, owner and version. Destroying the key of an owner makes everything sealed under it
unreadable, in the data and in every older backup of the data, which never hold these rows. Every
other process that holds the key in memory loses it before it opens the next value.
"""

import json
import secrets
import threading

from cryptography.exceptions import InvalidTag
from django.core.exceptions import ImproperlyConfigured

from . import keys, shelf
from .shelf import place  # noqa: F401  (others ask here where the store lies)

FORMAT = b"\x01"
MOST_OPENED = 20_000  # keys kept open in memory; about 6 MB
_lock = threading.Lock()
_state: tuple | None = None  # what `_cache` and `_newest` are true of
_cache: dict[tuple[str, str, int], bytes] = {}
_newest: dict[tuple[str, str], int] = {}


class KeyGone(LookupError):
    """The data key was never made, is not in this key store, or was destroyed."""


def _label(scope: str, owner: str, version: int) -> bytes:
    return f"key|{scope}|{owner}|{version}".encode()


def _wrapper(mark):
    try:
        return keys.wrapper(keys.master(mark))
    except ImproperlyConfigured as wrong:
        raise KeyGone(str(wrong)) from wrong


def _wrap(box, scope: str, owner: str, version: int, key: bytes) -> bytes:
    nonce = secrets.token_bytes(12)
    return FORMAT + nonce + box.encrypt(nonce, key, _label(scope, owner, version))


def _unwrap(box, scope: str, owner: str, version: int, wrapped: bytes) -> bytes:
    try:
        return box.decrypt(wrapped[1:13], wrapped[13:], _label(scope, owner, version))
    except InvalidTag as wrong:
        raise KeyGone(f"the {scope} key does not open with this master key") from wrong


def wrapped_anew(former, box, scope: str, owner: str, version: int, wrapped: bytes) -> bytes:
    """A wrapped key as another wrapper wraps it."""
    return _wrap(box, scope, owner, version, _unwrap(former, scope, owner, version, wrapped))


def _heard() -> tuple:
    """Hear of changes by other processes: keys that are no longer right leave this memory."""
    global _state
    now = shelf.state()
    if now != _state:
        with _lock:
            _cache.clear()
            _newest.clear()
            _state = now
    return now


def _keep(state, book, mark, value):
    """Remember, unless a change was heard of since `state`."""
    with _lock:
        if state == _state:
            if len(book) >= MOST_OPENED:
                book.clear()
            book[mark] = value


def _add(link, scope, owner, version):
    fresh = _wrap(keys.wrapper_of(link), scope, owner, version, secrets.token_bytes(32))
    link.execute(
        "INSERT INTO wrapped_key (scope, owner, version, wrapped) VALUES (?, ?, ?, ?)",
        (scope, owner, version, fresh),
    )


def newest(scope: str, owner: str) -> tuple[int, bytes]:
    """Version and bytes of the newest data key of `owner`, made if there is none yet."""
    state = _heard()
    version = _newest.get((scope, owner))
    if version is None:
        with shelf.writing() as link:
            version, gone = link.execute(
                "SELECT max(version), max(destroyed_at) FROM wrapped_key WHERE scope=? AND owner=?",
                (scope, owner),
            ).fetchone()
            if gone:
                raise KeyGone(f"the {scope} key was destroyed")
            if version is None:
                version = 1
                _add(link, scope, owner, version)
        _keep(state, _newest, (scope, owner), version)
    return version, get(scope, owner, version)


def make_many(scope: str, owners) -> None:
    """First keys for many owners in one transaction (bulk imports; else `newest` makes them)."""
    with shelf.writing() as link:
        for owner in map(str, owners):
            known = link.execute(
                "SELECT 1 FROM wrapped_key WHERE scope=? AND owner=?", (scope, owner)
            ).fetchone()
            if not known:
                _add(link, scope, owner, 1)


def get(scope: str, owner: str, version: int) -> bytes:
    """The 32 bytes of one data key. KeyGone if it is not there."""
    state, mark = _heard(), (scope, owner, version)
    key = _cache.get(mark)
    if key is None:
        with shelf.reading() as link:
            row = link.execute(
                "SELECT wrapped, (SELECT value FROM about WHERE name='master') "
                "FROM wrapped_key WHERE scope=? AND owner=? AND version=?",
                mark,
            ).fetchone()
        if row is None or row[0] is None:
            raise KeyGone(f"no {scope} key, version {version}")
        key = _unwrap(_wrapper(row[1]), scope, owner, version, row[0])
        _keep(state, _cache, mark, key)
    return key


def open_many(scope: str, owners) -> None:
    """Bring the newest keys of many owners into memory, a few hundred a query."""
    state = _heard()
    owners = [str(owner) for owner in owners]
    for start in range(0, len(owners), 500):
        some = owners[start : start + 500]
        with shelf.reading() as link:
            rows = link.execute(
                "SELECT owner, version, wrapped, destroyed_at FROM wrapped_key "
                "WHERE scope=? AND owner IN (SELECT value FROM json_each(?)) ORDER BY version",
                (scope, json.dumps(some)),
            ).fetchall()
            box = _wrapper(shelf.about(link, "master"))
        gone = {owner for owner, _version, _wrapped, destroyed in rows if destroyed}
        for owner, version, wrapped, _destroyed in rows:
            if owner not in gone and wrapped is not None:
                key = _unwrap(box, scope, owner, version, wrapped)
                _keep(state, _cache, (scope, owner, version), key)
                _keep(state, _newest, (scope, owner), version)


def holds(scope: str, owner: str) -> bool:
    """Whether there is a key of `owner` that this master key opens. Makes none."""
    with shelf.reading() as link:
        row = link.execute(
            "SELECT version, wrapped, (SELECT value FROM about WHERE name='master') "
            "FROM wrapped_key WHERE scope=? AND owner=? AND wrapped IS NOT NULL "
            "ORDER BY version DESC",
            (scope, owner),
        ).fetchone()
    if row is None:
        return False
    try:
        _unwrap(_wrapper(row[2]), scope, owner, *row[:2])
    except KeyGone:
        return False
    return True


def destroy(scope: str, owner: str) -> int:
    """Destroy every version of the key of `owner`, for good and in every process.

    Leaves tombstones, also where there never was a key: none is ever made again. Gives the number
    of keys destroyed. To be asked again, it does no harm.
    """
    owner = str(owner)
    with shelf.writing() as link:
        gone = link.execute(
            "UPDATE wrapped_key SET wrapped=NULL, destroyed_at=CURRENT_TIMESTAMP "
            "WHERE scope=? AND owner=? AND destroyed_at IS NULL",
            (scope, owner),
        ).rowcount
        link.execute(
            "INSERT INTO wrapped_key (scope, owner, version, destroyed_at) "
            "VALUES (?, ?, 1, CURRENT_TIMESTAMP) ON CONFLICT DO NOTHING",
            (scope, owner),
        )
        shelf.announce(link)
    forget()
    shelf.leave_no_trace()
    return gone


def next_version(scope: str, owner: str) -> tuple[int, bool]:
    """Begin to replace the key of `owner`: the version that is the newest now, and whether it was
    made just now. One that was begun before and not finished goes on."""
    with shelf.writing() as link:
        last, kept, gone = link.execute(
            "SELECT max(version), count(wrapped), max(destroyed_at) FROM wrapped_key "
            "WHERE scope=? AND owner=?",
            (scope, owner),
        ).fetchone()
        if gone or not kept:
            raise KeyGone(f"there is no {scope} key to replace")
        if kept > 1:
            return last, False
        if last >= 0xFFFF:
            raise KeyGone(f"the {scope} key was replaced too often")
        _add(link, scope, owner, last + 1)
        shelf.announce(link)
    return last + 1, True


def retire(scope: str, owner: str, version: int) -> None:
    """Remove every key of `owner` that is older than `version`, for good and in every process."""
    with shelf.writing() as link:
        link.execute(
            "DELETE FROM wrapped_key WHERE scope=? AND owner=? AND version<?",
            (scope, owner, version),
        )
        shelf.announce(link)
    forget()
    shelf.leave_no_trace()


def present(scope: str, owner: str) -> int | None:
    """The newest version in use, as far as it is known without making one; None if there is none.

    Cheap: it looks into the store only once for each owner.
    """
    state, mark = _heard(), (scope, owner)
    if mark not in _newest:
        with shelf.reading() as link:
            version, gone = link.execute(
                "SELECT max(version), max(destroyed_at) FROM wrapped_key WHERE scope=? AND owner=?",
                mark,
            ).fetchone()
        if gone or version is None:
            return None
        _keep(state, _newest, mark, version)
        return version
    return _newest[mark]


def destroyed(scope: str, owner: str) -> bool:
    """Whether the key of `owner` was destroyed."""
    with shelf.reading() as link:
        return bool(
            link.execute(
                "SELECT 1 FROM wrapped_key WHERE scope=? AND owner=? AND destroyed_at IS NOT NULL",
                (scope, str(owner)),
            ).fetchone()
        )


def forget() -> None:
    """Drop opened keys from memory (after a restore, an erasing, or between tests)."""
    with _lock:
        _cache.clear()
        _newest.clear()
