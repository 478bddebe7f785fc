"""The sealed file. Nothing of it reaches the disk in clear, and no bit of it can be changed.

Layout: magic, 16 bytes salt, 16 bytes key check; then chunks, each a length of four bytes and
AES-256-GCM ciphertext. The key is made from the master key and the salt by HKDF, the nonce is the
number of the chunk, and the AAD binds the head, the number and whether it is the last: chunks can
be neither changed, moved, dropped nor cut off. Inside is deflated text, a JSON value a line.
"""

import json
import secrets
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.management import CommandError

from kith.vault import keys

MAGIC = b"KITH-BACKUP-1\n"
SALT = CHECK = 16
CHUNK = 256 * 1024  # bytes of deflated text
TAG = 16


class Refused(CommandError):
    """The archive is not restored, and why. What was there before is untouched."""


def _check(salt: bytes) -> bytes:
    return keys.mac("backup-check", salt)[:CHECK]


def _bound(head: bytes, number: int, last: bool) -> bytes:
    return head + number.to_bytes(8, "big") + bytes([last])


class Writer:
    """Writes JSON lines, sealed, to a binary file. `close` seals the last chunk."""

    def __init__(self, file):
        salt = secrets.token_bytes(SALT)
        self.file, self.head = file, MAGIC + salt + _check(salt)
        self.box = AESGCM(keys.salted("backup", salt))
        self.number, self.waiting, self.deflate = 0, b"", zlib.compressobj(1)
        file.write(self.head)

    def line(self, value) -> bytes:
        """Write one JSON value; give its bytes."""
        text = json.dumps(value, ensure_ascii=False, sort_keys=True).encode() + b"\n"
        self.waiting += self.deflate.compress(text)
        while len(self.waiting) > CHUNK:
            self._chunk(self.waiting[:CHUNK], False)
            self.waiting = self.waiting[CHUNK:]
        return text

    def _chunk(self, plain, last):
        nonce = self.number.to_bytes(12, "big")
        sealed = self.box.encrypt(nonce, plain, _bound(self.head, self.number, last))
        self.file.write(len(sealed).to_bytes(4, "big") + sealed)
        self.number += 1

    def close(self):
        self.waiting += self.deflate.flush()
        while len(self.waiting) > CHUNK:
            self._chunk(self.waiting[:CHUNK], False)
            self.waiting = self.waiting[CHUNK:]
        self._chunk(self.waiting, True)


def lines(file):
    """Each line of an archive as (value, its bytes), authenticated. Refused when damaged."""
    inflate, rest = zlib.decompressobj(), b""
    for plain in _opened(file):
        try:
            rest += inflate.decompress(plain)
        except zlib.error:
            raise Refused("The backup is damaged inside. Nothing was restored.") from None
        *whole, rest = rest.split(b"\n")
        for text in whole:
            yield json.loads(text), text + b"\n"
    if rest or not inflate.eof:
        raise Refused("The backup is damaged inside. Nothing was restored.")


def _opened(file):
    head = file.read(len(MAGIC) + SALT + CHECK)
    if head[: len(MAGIC)] != MAGIC:
        raise Refused("This is not a backup of Kith, or its beginning is damaged.")
    salt, check = head[len(MAGIC) : len(MAGIC) + SALT], head[len(MAGIC) + SALT :]
    if check != _check(salt):
        raise Refused(
            f"The key {keys.path()} does not open this backup: it was written with another master "
            "key, or its beginning is damaged."
        )
    box, number, last = AESGCM(keys.salted("backup", salt)), 0, False
    while not last:
        sealed = _sealed(file, number)
        last = file.peek(1) == b""
        nonce = number.to_bytes(12, "big")
        try:
            yield box.decrypt(nonce, sealed, _bound(head, number, last))
        except InvalidTag:
            raise Refused(
                f"The backup is damaged or cut short at part {number + 1}. Nothing was restored."
            ) from None
        number += 1


def _sealed(file, number) -> bytes:
    size = int.from_bytes(file.read(4), "big")
    sealed = file.read(size) if TAG <= size <= CHUNK + TAG else b""
    if len(sealed) != size or not sealed:
        raise Refused(f"The backup is cut short or damaged at part {number + 1}.")
    return sealed
