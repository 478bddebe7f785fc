"""Sealing and opening: AES-256-GCM, bound to one field of one row and one key version (SEC-23).

Layout: version byte, two bytes key version, 12 bytes nonce, ciphertext with tag.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import store

FORMAT = 1
SCOPES = ("client", "practice", "author")


class SealBroken(Exception):
    """A sealed value does not belong where it was found, or was changed."""

    def __init__(self, label: str, row: str):
        super().__init__(f"{label} of row {row} does not open")
        self.label, self.row = label, row


def _bound(label: str, row: str, version: int) -> bytes:
    return f"{label}|{row}|{version}".encode()


def seal(plain: bytes, *, scope: str, owner, label: str, row) -> bytes:
    """Seal `plain` for the field `label` of `row`, under the newest key of `owner`."""
    version, key = store.newest(scope, str(owner))
    nonce = secrets.token_bytes(12)
    head = bytes([FORMAT]) + version.to_bytes(2, "big") + nonce
    return head + AESGCM(key).encrypt(nonce, plain, _bound(label, str(row), version))


def unseal(sealed: bytes, *, scope: str, owner, label: str, row) -> bytes:
    """Open what `seal` made; SealBroken when row, field, key or content do not fit."""
    sealed = bytes(sealed)
    if len(sealed) < 31 or sealed[0] != FORMAT:
        raise SealBroken(label, str(row))
    version = int.from_bytes(sealed[1:3], "big")
    try:
        key = store.get(scope, str(owner), version)
        return AESGCM(key).decrypt(sealed[3:15], sealed[15:], _bound(label, str(row), version))
    except (InvalidTag, store.KeyGone) as wrong:
        raise SealBroken(label, str(row)) from wrong
