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
    return Sealer(scope, owner)(plain, label=label, row=row)


class Sealer:
    """Seals any number of fields of one owner; its newest key is looked up once."""

    def __init__(self, scope: str, owner):
        self.version, key = store.newest(scope, str(owner))
        self.head, self.box = bytes([FORMAT]) + self.version.to_bytes(2, "big"), AESGCM(key)

    def __call__(self, plain: bytes, *, label: str, row) -> bytes:
        nonce = secrets.token_bytes(12)
        bound = _bound(label, str(row), self.version)
        return self.head + nonce + self.box.encrypt(nonce, plain, bound)


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


def version_of(sealed: bytes) -> int:
    """Which version of the key a value was sealed under; 0 when it is no sealed value."""
    sealed = bytes(sealed[:3])
    return int.from_bytes(sealed[1:3], "big") if len(sealed) == 3 and sealed[0] == FORMAT else 0


def older(sealed, version: int) -> bool:
    """Whether a value is there and was sealed under an older version of the key."""
    return sealed is not None and version_of(sealed) < version
