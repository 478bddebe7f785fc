"""The master key: one file of 32 random bytes, readable by its owner alone (SEC-25)."""

import base64
import os
import secrets
import stat
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NAME = "master.key"


def path() -> Path:
    """Where the master key lies; never inside the data folder."""
    return Path(settings.KITH_KEYS) / NAME


def ensure() -> Path:
    """Make the master key at first start; refuse one that others can read."""
    place = path()
    if Path(settings.KITH_DATA) in place.parents:
        raise ImproperlyConfigured("The key folder lies inside the data folder. Set KITH_KEYS.")
    if not place.exists():
        if (Path(settings.KITH_DATA) / "kith.sqlite3").exists() and not settings.ON_POSTGRES:
            raise ImproperlyConfigured(
                f"The data is there, its key is not: {place} is missing. Put it back; "
                "without it nothing that was written can be read."
            )
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(32)))
            file.flush()
            os.fsync(file.fileno())
    check(place)
    return place


def check(place: Path) -> None:
    """Refuse a key file that another user owns or may read."""
    facts = place.stat()
    if stat.S_IMODE(facts.st_mode) & 0o077:
        raise ImproperlyConfigured(f"Others can read {place}. Say: chmod 600 {place}")
    if facts.st_uid != os.geteuid():
        raise ImproperlyConfigured(f"{place} belongs to another user. Change its owner.")


@lru_cache(maxsize=4)
def _read(place: Path) -> bytes:
    if not place.exists():
        raise ImproperlyConfigured(f"The key {place} is missing. Put it back, or set KITH_KEYS.")
    check(place)
    key = base64.b64decode(place.read_bytes())
    if len(key) != 32:
        raise ImproperlyConfigured(f"{place} is not a key of 32 bytes.")
    return key


def master() -> bytes:
    """The 32 bytes of the master key."""
    return _read(path())


@lru_cache(maxsize=64)
def derived(purpose: str, place: Path) -> bytes:
    """A 32-byte key for one purpose, by HKDF-SHA256 from the master key at `place`."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"kith/{purpose}".encode()).derive(
        _read(place)
    )


def salted(purpose: str, salt: bytes) -> bytes:
    """A 32-byte key for one purpose and one random salt (one archive, say)."""
    return HKDF(hashes.SHA256(), 32, salt=salt, info=f"kith/{purpose}".encode()).derive(master())


def mac(purpose: str, content: bytes) -> bytes:
    """HMAC-SHA256 of `content` under the key for `purpose`: 32 bytes."""
    seal = HMAC(derived(purpose, path()), hashes.SHA256())
    seal.update(content)
    return seal.finalize()


def macs(purpose: str):
    """A function like `mac` for very many contents: the key is prepared once."""
    primed = HMAC(derived(purpose, path()), hashes.SHA256())

    def one(content: bytes) -> bytes:
        seal = primed.copy()
        seal.update(content)
        return seal.finalize()

    return one


def keyed_hash(purpose: str, text: str) -> str:
    """A keyed fingerprint (hex) to look something up without storing it."""
    return mac(purpose, text.encode("utf-8")).hex()


def forget() -> None:
    """Drop opened keys from memory (when the key file was replaced)."""
    _read.cache_clear()
    derived.cache_clear()
