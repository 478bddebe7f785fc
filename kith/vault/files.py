"""Secrets in files: read and written so that nobody else can read, swap or half-write them."""

import os
import secrets
import stat
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

MOST = 4096  # bytes; a key file is smaller


class Missing(ImproperlyConfigured):
    """The file is not there."""


def read(place: Path) -> bytes:
    """The content of a secret file, whose owner and mode are checked on the file that is read."""
    try:
        handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise Missing(f"{place} is missing. Put it back.") from None
    except OSError as trouble:
        if os.path.islink(place):
            raise ImproperlyConfigured(f"{place} is a link. Put the file itself there.") from None
        raise ImproperlyConfigured(f"{place} cannot be read: {trouble.strerror}.") from None
    with os.fdopen(handle, "rb") as file:
        judge(place, os.fstat(file.fileno()))
        return file.read(MOST + 1)


def judge(place: Path, facts: os.stat_result) -> None:
    """Refuse what is no plain file, what others may read, and what another user owns."""
    if not stat.S_ISREG(facts.st_mode):
        raise ImproperlyConfigured(f"{place} is not a plain file. Put the file itself there.")
    if _is_credential(place):
        _judge_credential(place, facts)
        return
    if stat.S_IMODE(facts.st_mode) & 0o077:
        raise ImproperlyConfigured(f"Others can read {place}. Say: chmod 600 {place}")
    if facts.st_uid != os.geteuid():
        raise ImproperlyConfigured(f"{place} belongs to another user. Change its owner.")


def _is_credential(place) -> bool:
    """Whether a file lies in the folder in which systemd gives credentials to this service."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return bool(folder) and Path(place).parent == Path(folder)


def _judge_credential(place, facts) -> None:
    """systemd leaves a credential to root, and lets the service read it as a group would."""
    if stat.S_IMODE(facts.st_mode) & 0o027:
        raise ImproperlyConfigured(
            f"Others can read {place} or write to it. A credential of systemd has mode 0400 or "
            "0440: look at LoadCredential= in the unit."
        )
    if facts.st_uid not in (os.geteuid(), 0):
        raise ImproperlyConfigured(
            f"{place} belongs to another user. A credential of systemd belongs to root or to the "
            "user of the service: look at LoadCredential= in the unit."
        )


def judge_folder(folder: Path) -> None:
    """Refuse a key folder in which another user could put other files."""
    facts = os.stat(folder)
    if stat.S_IMODE(facts.st_mode) & 0o022:
        raise ImproperlyConfigured(f"Others can write to {folder}. Say: chmod 700 {folder}")
    if facts.st_uid not in (os.geteuid(), 0):
        raise ImproperlyConfigured(f"{folder} belongs to another user. Change its owner.")


def write(place: Path, content: bytes, replace: bool = False) -> None:
    """Put a secret file in its place, whole and lasting. Without `replace` one there stays.

    FileExistsError when there is one and `replace` is not said.
    """
    fresh = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            os.replace(fresh, place)
        else:
            os.link(fresh, place)
    finally:
        fresh.unlink(missing_ok=True)
    settle(place.parent)


def move(place: Path, to: Path) -> None:
    """Give a file another name, in place of one that is there, lastingly."""
    os.replace(place, to)
    settle(to.parent)


def remove(place: Path) -> None:
    """Take a file away, lastingly; one that is gone already is fine."""
    place.unlink(missing_ok=True)
    settle(place.parent)


def settle(folder: Path) -> None:
    """Make the names in a folder last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
