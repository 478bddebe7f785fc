"""Where a master key may come from: a file, a file under a passphrase, a command (SEC-25).

Several may be there while one takes the place of another. Which of them counts is told by the key
store: it names the mark of the key that wraps.
"""

import base64
import os
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from . import command, files, passphrase

PLAIN, LOCKED, NEW = "master.key", "master.locked", ".new"
COMMAND, COMMAND_NEW = "KITH_KEY_COMMAND", "KITH_KEY_COMMAND_NEW"


def mark(key: bytes) -> str:
    """A name for a key that tells nothing of it: 32 hexadecimal digits."""
    return HKDF(hashes.SHA256(), 16, salt=None, info=b"kith/mark").derive(key).hex()


class Source:
    """One place that may hold the master key."""

    def __init__(self, name: str, fresh: bool = False):
        self.name, self.fresh = name, fresh
        self.by_command = name in (COMMAND, COMMAND_NEW)
        self.locked = name == LOCKED

    @property
    def place(self) -> Path:
        """The file, for one that is a file."""
        return Path(settings.KITH_KEYS) / (self.name + NEW * self.fresh)

    def __str__(self):
        return self.name if self.by_command else str(self.place)

    def there(self) -> bool:
        """Whether it is there to be asked."""
        return self.name in os.environ if self.by_command else os.path.lexists(self.place)

    def fits(self, wanted: str) -> bool:
        """Whether it gives the key of that mark; no passphrase is asked for to find out."""
        if self.locked:
            return passphrase.mark_in(files.read(self.place), self.place) == wanted
        return mark(self.key()) == wanted

    def key(self) -> bytes:
        """The 32 bytes."""
        if self.by_command:
            return command.key(self.name)
        content = files.read(self.place)
        if self.locked:
            return passphrase.opened(content, self.place)
        try:
            found = base64.b64decode(content.strip(), validate=True)
        except ValueError:
            found = b""
        if len(found) != 32:
            raise ImproperlyConfigured(f"{self.place} is not a key of 32 bytes.")
        return found


def all_there() -> Iterator[Source]:
    """What there is: files first, then commands."""
    for source in (
        Source(PLAIN),
        Source(PLAIN, fresh=True),
        Source(LOCKED),
        Source(LOCKED, fresh=True),
        Source(COMMAND),
        Source(COMMAND_NEW),
    ):
        if source.there():
            yield source


def of(wanted: str | None) -> Source:
    """The source of the key with that mark (None: the only one there is). Refused with a reason."""
    found, trouble = list(all_there()), None
    if not found:
        raise ImproperlyConfigured(
            f"The key {Path(settings.KITH_KEYS) / PLAIN} is missing. Put it back, or set KITH_KEYS."
        )
    if wanted is None:
        return found[0]
    for source in found:
        try:
            if source.fits(wanted):
                return source
        except ImproperlyConfigured as refusal:
            trouble = trouble or refusal
    raise trouble or ImproperlyConfigured(
        f"The key {found[0]} does not open the wrapped keys beside it: it is of another "
        "installation, or a former one. Put back the key that belongs to them."
    )


def plain(key: bytes) -> bytes:
    """The content of a plain key file."""
    return base64.b64encode(key)
