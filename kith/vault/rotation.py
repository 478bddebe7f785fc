"""A new master key, and the ways between a plain file, a passphrase and a command (SEC-25, 26).

The new key is put beside the old one first; then one transaction of the key store wraps everything
anew and names the new key; then the new key takes the old one's place. The store says at every
moment which of the two counts, so a process that is killed anywhere leaves nothing that does not
open, and the same command goes on where it stopped.
"""

import fcntl
import os
import secrets
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from . import files, keys, passphrase, shelf, sources, store
from .sources import COMMAND_NEW, LOCKED, PLAIN, Source


def nothing(step: str) -> None:
    """Nobody is told."""


@contextmanager
def alone():
    """Only one process changes the master key at a time."""
    handle = os.open(settings.KITH_KEYS, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise ImproperlyConfigured(
            "Another command is changing the key just now. Wait for it, then say this again."
        ) from None
    finally:
        os.close(handle)


def in_use() -> Source:
    """The source of the master key in use."""
    with shelf.reading() as link:
        return sources.of(shelf.about(link, "master"))


def rotate(noted=nothing, tell=nothing) -> int | None:
    """Put a new master key in place of the old; give the number of data keys wrapped anew.

    None when a rotation that was begun before had wrapped them and only had to be finished.

    noted   called when everything is wrapped anew, before the old key goes: for the audit
    tell    called with the name of each step when it is done
    """
    with alone():
        keys.root()
        present = in_use()
        if present.fresh or (COMMAND_NEW in os.environ and present.name == COMMAND_NEW):
            count = None
        else:
            coming = _coming(present)
            tell("made")
            count = wrap_anew(coming.key(), tell)
            present = in_use()
        shelf.leave_no_trace()
        noted("rotated")
        tell("noted")
        _settle(present, tell)
        return count


def _coming(present: Source) -> Source:
    """The source of the next master key, which is now there and lasting."""
    if COMMAND_NEW in os.environ:
        coming = Source(COMMAND_NEW)
        if coming.key() == present.key():
            raise ImproperlyConfigured("KITH_KEY_COMMAND_NEW prints the key that is in use.")
        return coming
    if present.by_command:
        raise ImproperlyConfigured(
            "The key comes from KITH_KEY_COMMAND: have the key service make a new one, name the "
            "command that prints it in KITH_KEY_COMMAND_NEW, for the server too, and say this "
            "again."
        )
    fresh = Source(present.name, fresh=True)
    if not fresh.there():
        _put(fresh, secrets.token_bytes(32), present)
    return fresh


def _put(where: Source, key: bytes, like: Source) -> None:
    if where.locked:
        like.key()  # so that what its passphrase makes is known
        content = passphrase.lock_again(key, sources.mark(key), files.read(like.place))
    else:
        content = sources.plain(key)
    files.write(where.place, content)


def wrap_anew(key: bytes, tell=nothing) -> int:
    """Wrap the root and every data key under another master key, in one transaction."""
    box, count = keys.wrapper(key), 0
    with shelf.writing() as link:
        former = keys.wrapper_of(link)
        if shelf.about(link, "master") == sources.mark(key):
            return 0
        root = keys.unwrap_root(former, shelf.about(link, "root"))
        for row in link.execute(
            "SELECT scope, owner, version, wrapped FROM wrapped_key WHERE wrapped IS NOT NULL"
        ).fetchall():
            link.execute(
                "UPDATE wrapped_key SET wrapped=? WHERE scope=? AND owner=? AND version=?",
                (store.wrapped_anew(former, box, *row), *row[:3]),
            )
            count += 1
            tell("one")
        shelf.note(link, "root", keys.wrap_root(box, root))
        shelf.note(link, "master", sources.mark(key))
        shelf.announce(link)
        tell("wrapped")
    tell("counts")
    return count


def _settle(present: Source, tell) -> None:
    """Give the key in use its lasting name; no other key file stays."""
    if present.fresh:
        files.move(present.place, Source(present.name).place)
        tell("moved")
    kept = None if present.by_command else Source(present.name).place
    for source in list(sources.all_there()):
        if not source.by_command and source.place != kept:
            files.remove(source.place)
            tell("removed")


def protect(tell=nothing) -> None:
    """Put the key of the plain file under a passphrase; or, if it is, under another one."""
    with alone():
        present = _whole()
        if present.by_command:
            raise ImproperlyConfigured("The key comes from a command: no passphrase is needed.")
        key = present.key()
        files.write(
            Source(LOCKED).place,
            passphrase.lock(key, sources.mark(key), passphrase.choose()),
            replace=True,
        )
        tell("locked")
        _settle(Source(LOCKED), tell)


def unprotect(tell=nothing) -> None:
    """Put a key that is under a passphrase into a plain file again."""
    with alone():
        present = _whole()
        if not present.locked and not Source(LOCKED).there():
            raise ImproperlyConfigured("The key is not under a passphrase.")
        files.write(Source(PLAIN).place, sources.plain(present.key()), replace=True)
        tell("opened")
        _settle(Source(PLAIN), tell)


def _whole() -> Source:
    keys.root()
    present = in_use()
    if present.fresh:
        raise ImproperlyConfigured("A rotation is not finished. Say first: kith keys rotate")
    return present


def state() -> str:
    """Where the key comes from and whether a rotation waits to be finished, in a sentence."""
    present = in_use()
    kind = "under a passphrase" if present.locked else "readable by this user alone"
    words = f"The key comes from {present}" + ("." if present.by_command else f", {kind}.")
    if present.fresh or any(s.fresh for s in sources.all_there()):
        words += " A rotation is not finished. Say: kith keys rotate"
    return words
