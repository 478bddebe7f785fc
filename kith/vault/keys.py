"""The master key wraps; the root, which it wraps, makes the keys of hashes, chains and backups.

The master key comes from a file, from a file under a passphrase or from a command (`sources.py`).
The root is 32 random bytes in the key store. It outlives every master key, so what was hashed or
chained before a rotation still holds after it (docs/decisions/0018-what-the-master-key-wraps.md).
"""

import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from . import files, shelf, sources

NAME = sources.PLAIN
FORMAT = b"\x01"
_masters: dict[tuple[str, str], bytes] = {}
_roots: dict[str, bytes] = {}


def path() -> Path:
    """Where the file of the master key lies, plain or locked; never inside the data folder."""
    locked = Path(settings.KITH_KEYS) / sources.LOCKED
    return locked if os.path.lexists(locked) else Path(settings.KITH_KEYS) / NAME


def _data_is_there() -> bool:
    return not settings.ON_POSTGRES and (Path(settings.KITH_DATA) / "kith.sqlite3").exists()


def ensure() -> Path:
    """Make master key, key store and root at first start; refuse what is unsafe or amiss."""
    place = path()
    if Path(settings.KITH_DATA).resolve() in place.parent.resolve().parents:
        raise ImproperlyConfigured("The key folder lies inside the data folder. Set KITH_KEYS.")
    if Path(settings.KITH_DATA).resolve() == place.parent.resolve():
        raise ImproperlyConfigured("The key folder is the data folder. Set KITH_KEYS.")
    if not any(sources.all_there()):
        _make(place)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    files.judge_folder(place.parent)
    for source in sources.all_there():
        if not source.by_command:
            check(source.place)
    if not shelf.exists() and not _data_is_there():
        shelf.make()
    root()
    return place


def _make(place):
    if _data_is_there() or shelf.exists():
        raise ImproperlyConfigured(
            f"The data is there, its key is not: {place} is missing. Put it back; "
            "without it nothing that was written can be read."
        )
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        files.write(place, sources.plain(secrets.token_bytes(32)))
    except FileExistsError:
        pass  # another start was quicker


def check(place: Path) -> None:
    """Refuse a key file that is a link, that another user owns or may read."""
    files.judge(place, os.stat(place, follow_symlinks=False))


def master(mark: str | None = None) -> bytes:
    """The 32 bytes of the master key with that mark; without one, of that in use."""
    if mark is None and shelf.exists():
        with shelf.reading() as link:
            mark = shelf.about(link, "master")
    known = (str(settings.KITH_KEYS), mark)
    if mark is None:
        return sources.of(None).key()
    if known not in _masters:
        _masters[known] = _found(mark)
    return _masters[known]


def _found(mark, tries=3) -> bytes:
    """The key with that mark; looked for again, as its file may be given its name just now."""
    for left in reversed(range(tries)):
        try:
            return sources.of(mark).key()
        except files.Missing:
            if not left:
                raise


def unlock() -> None:
    """Open a master key that has to be asked for, so that child processes need not ask again."""
    if shelf.exists() and any(s.by_command or s.locked for s in sources.all_there()):
        master()


def wrapper(key: bytes) -> AESGCM:
    """What wraps data keys and the root under a master key."""
    way = HKDF(hashes.SHA256(), 32, salt=None, info=b"kith/wrap")
    return AESGCM(way.derive(key))


def wrapper_of(link) -> AESGCM:
    """The wrapper in use, as the key store says in this very transaction."""
    return wrapper(master(shelf.about(link, "master")))


def wrap_root(box: AESGCM, content: bytes) -> bytes:
    """The root as it lies in the key store."""
    nonce = secrets.token_bytes(12)
    return FORMAT + nonce + box.encrypt(nonce, content, b"root")


def unwrap_root(box: AESGCM, wrapped: bytes) -> bytes:
    """The root from the key store. Refused when the master key is not the one that wrapped it."""
    try:
        return box.decrypt(wrapped[1:13], wrapped[13:], b"root")
    except InvalidTag:
        raise ImproperlyConfigured(
            f"The root in {shelf.place()} does not open: the key store is damaged. Put back the "
            "newest copy of the keys."
        ) from None


def root() -> bytes:
    """The 32 bytes from which every key is derived that does not wrap."""
    folder = str(settings.KITH_KEYS)
    if folder not in _roots:
        with shelf.reading() as link:
            wrapped = shelf.about(link, "root")
            if wrapped is not None:
                _roots[folder] = unwrap_root(wrapper_of(link), wrapped)
        if wrapped is None:
            _roots[folder] = _begin()
    return _roots[folder]


def _begin() -> bytes:
    """Give the key store its root. One from before there were roots keeps deriving as it did."""
    with shelf.writing() as link:
        wrapped = shelf.about(link, "root")
        if wrapped is not None:
            return unwrap_root(wrapper_of(link), wrapped)
        key = sources.of(None).key()
        older = _opens_what_is_there(link, key) or _data_is_there()
        fresh = key if older else secrets.token_bytes(32)
        shelf.note(link, "master", sources.mark(key))
        shelf.note(link, "root", wrap_root(wrapper(key), fresh))
        return fresh


def _opens_what_is_there(link, key) -> bool:
    """Whether there are data keys; refused when this master key did not wrap them."""
    row = link.execute(
        "SELECT scope, owner, version, wrapped FROM wrapped_key WHERE wrapped IS NOT NULL"
    ).fetchone()
    if row is None:
        return False
    scope, owner, version, wrapped = row
    try:
        label = f"key|{scope}|{owner}|{version}".encode()
        wrapper(key).decrypt(wrapped[1:13], wrapped[13:], label)
    except InvalidTag:
        raise ImproperlyConfigured(
            f"The key {path()} does not open the wrapped keys beside it: it is of another "
            "installation. Put back the key that belongs to them."
        ) from None
    return True


@lru_cache(maxsize=64)
def _derived(purpose: str, folder: str) -> bytes:
    way = HKDF(hashes.SHA256(), 32, salt=None, info=f"kith/{purpose}".encode())
    return way.derive(root())


def derived(purpose: str) -> bytes:
    """A 32-byte key for one purpose, by HKDF-SHA256 from the root."""
    return _derived(purpose, str(settings.KITH_KEYS))


def salted(purpose: str, salt: bytes) -> bytes:
    """A 32-byte key for one purpose and one random salt (one archive, say)."""
    return HKDF(hashes.SHA256(), 32, salt=salt, info=f"kith/{purpose}".encode()).derive(root())


def mac(purpose: str, content: bytes) -> bytes:
    """HMAC-SHA256 of `content` under the key for `purpose`: 32 bytes."""
    seal = HMAC(derived(purpose), hashes.SHA256())
    seal.update(content)
    return seal.finalize()


def macs(purpose: str):
    """A function like `mac` for very many contents: the key is prepared once."""
    primed = HMAC(derived(purpose), hashes.SHA256())

    def one(content: bytes) -> bytes:
        seal = primed.copy()
        seal.update(content)
        return seal.finalize()

    return one


def keyed_hash(purpose: str, text: str) -> str:
    """A keyed fingerprint (hex) to look something up without storing it."""
    return mac(purpose, text.encode("utf-8")).hex()


def forget() -> None:
    """Drop opened keys from memory (when the key folder was replaced)."""
    _masters.clear()
    _roots.clear()
    _derived.cache_clear()
