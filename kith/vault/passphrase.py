"""A master key under a passphrase: scrypt makes a key of the passphrase, AES-256-GCM wraps.

The passphrase is read from a file (KITH_KEY_PASSPHRASE_FILE), from the systemd credential
`kith-passphrase`, or asked for on the terminal: never from a variable or an argument. What scrypt
made stays in the memory of this process and its children, so it is asked for once.
"""

import base64
import getpass
import json
import os
import secrets
import unicodedata
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.core.exceptions import ImproperlyConfigured

from . import files

COST = {"n": 2**17, "r": 8, "p": 1}  # 128 MiB, about half a second
SHORTEST, TRIES = 15, 3
WRONG = "The passphrase does not open the key."
_made: dict[tuple, bytes] = {}


class WrongPassphrase(ImproperlyConfigured):
    """The passphrase is not that of this key."""


def lock(key: bytes, mark: str, passphrase: str) -> bytes:
    """The content of a locked key file; `mark` names the key in it."""
    head = {"kith": "locked key 1", "mark": mark, "salt": secrets.token_hex(16), **COST}
    return _close(key, head, _stretch(head, passphrase))


def lock_again(key: bytes, mark: str, like: bytes) -> bytes:
    """Another key under the passphrase that `like` is locked with. `like` was opened before."""
    head, _ = _parts(like)
    return _close(key, {**head, "mark": mark}, _made[_way(head)])


def mark_in(content: bytes, place) -> str:
    """Which key a locked file holds."""
    return _parts(content, place)[0]["mark"]


def _close(key, head, over):
    nonce = secrets.token_bytes(12)
    box = nonce + AESGCM(over).encrypt(nonce, key, _bound(head))
    return json.dumps({**head, "box": base64.b64encode(box).decode()}).encode()


def opened(content: bytes, place: Path) -> bytes:
    """The key in a locked key file; asks for the passphrase if this process does not know it."""
    head, box = _parts(content, place)
    if _way(head) in _made:
        return _try(head, box, _made[_way(head)])
    told, where = given()
    if told is not None:
        try:
            return _try(head, box, _stretch(head, told))
        except WrongPassphrase:
            raise WrongPassphrase(f"{WRONG[:-1]} {place}: look at {where}.") from None
    for left in reversed(range(TRIES)):
        try:
            return _try(head, box, _stretch(head, ask(f"Passphrase of the key {place}: ")))
        except WrongPassphrase:
            if not left:
                raise WrongPassphrase(f"{WRONG[:-1]} {place}.") from None


def _try(head, box, over):
    try:
        key = AESGCM(over).decrypt(box[:12], box[12:], _bound(head))
    except InvalidTag:
        raise WrongPassphrase(WRONG) from None
    _made[_way(head)] = over
    return key


def _parts(content, place=""):
    try:
        head = json.loads(content)
        box = base64.b64decode(head.pop("box"), validate=True)
        good = head["kith"] == "locked key 1" and isinstance(head["mark"], str)
        good = (
            good
            and len(bytes.fromhex(head["salt"])) == 16
            and len(box) == 60
            and {key: head[key] for key in COST} == COST
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        good = False
    if not good:
        raise ImproperlyConfigured(f"{place} is not a locked key of this version, or is damaged.")
    return head, box


def _way(head):
    return (head["salt"], head["n"], head["r"], head["p"])


def _bound(head):
    return json.dumps(head, sort_keys=True).encode()


def _stretch(head, passphrase):
    """32 bytes made from a passphrase; the same whatever way its letters are composed."""
    way = Scrypt(bytes.fromhex(head["salt"]), 32, head["n"], head["r"], head["p"])
    return way.derive(unicodedata.normalize("NFC", passphrase).encode())


def given() -> tuple[str | None, str]:
    """The passphrase that lies in a file, and which file that is; None if none is named."""
    named = os.environ.get("KITH_KEY_PASSPHRASE_FILE")
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    place = Path(named) if named else Path(folder) / "kith-passphrase" if folder else None
    if place is None or (not named and not place.exists()):
        return None, ""
    try:
        return files.read(place).decode().rstrip("\r\n"), str(place)
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"{place} is not text in UTF-8.") from None


def ask(words: str) -> str:
    """Ask on the terminal, unseen. Refused where nobody sits there."""
    if not _somebody_there():
        raise ImproperlyConfigured(
            "The key is locked by a passphrase and nobody can be asked for it here. Put it into "
            "a file that only this user can read and name that in KITH_KEY_PASSPHRASE_FILE, or "
            "give the systemd credential kith-passphrase."
        )
    return getpass.getpass(words)


def _somebody_there() -> bool:
    """Whether this process is in front on a terminal: one behind would be stopped for asking."""
    try:
        handle = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(handle) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(handle)


def choose() -> str:
    """A new passphrase: from the file that holds it, else typed twice."""
    told, _ = given()
    if told is None:
        told = ask("New passphrase of the key: ")
        if ask("The same again: ") != told:
            raise ImproperlyConfigured("The two differ. Nothing was changed.")
    if len(told) < SHORTEST:
        raise ImproperlyConfigured(
            f"A passphrase has {SHORTEST} characters or more; five unusual words do well."
        )
    return told


def forget() -> None:
    """Drop what was made from passphrases."""
    _made.clear()
