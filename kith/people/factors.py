"""Second factors: what a person has, besides what they know (SEC-13).

A code of an authenticator app counts in its own 30 s and the next, and once only. Ten recovery
codes are kept as slow, salted hashes, each good once. A passkey that asks its owner is both.
"""

import base64
import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.db import transaction

from kith import clock
from kith.audit.actions import record
from kith.vault import keys, seal
from kith.web import tenancy

from . import notices

Type = Authenticator.Type
STEP, RECOVERY_CODES, CODE_LENGTH = 30, 10, 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def has_factor(user) -> bool:
    """Whether a passkey or an authenticator app is set up."""
    return Authenticator.objects.filter(user=user, type__in=[Type.TOTP, Type.WEBAUTHN]).exists()


def hide(user, words: str) -> str:
    """Words sealed with the key of the practice, as text."""
    return base64.b64encode(seal.seal(words.encode(), **_place(user))).decode()


def show(user, hidden: str) -> str:
    """What `hide` made, opened."""
    return seal.unseal(base64.b64decode(hidden), **_place(user)).decode() if hidden else ""


def _place(user):
    return {
        "scope": "practice",
        "owner": user.practice_id,
        "label": "people.factor.secret",
        "row": user.pk,
    }


def plain(code: str) -> str:
    """A code as it is compared: without spaces and hyphens, in small letters."""
    return "".join(c for c in code.casefold() if c.isalnum())


def step_of(secret: str, code: str, after: int = 0) -> int | None:
    """The time step that an app's `code` belongs to, if it is near and later than `after`."""
    now = int(clock.now().timestamp()) // STEP
    for step in (now, now - 1):
        fits = secrets.compare_digest(
            format_hotp_value(hotp_value(secret, step)).encode(), plain(code).encode()
        )
        if fits and step > after:
            return step
    return None


@transaction.atomic
def add_totp(user, secret: str, step: int) -> None:
    """Remember the app of `user`; the code that proved it is used up."""
    data = {"secret": hide(user, secret), "last": step}
    Authenticator.objects.create(user=user, type=Type.TOTP, data=data, created_at=clock.now())
    record("people.factor_added", by=user, about=user, reason="totp")
    notices.tell(user, "factor_added")


@transaction.atomic
def add_passkey(user, credential: dict) -> None:
    """Remember a passkey under a number, not a name."""
    number = Authenticator.objects.filter(user=user, type=Type.WEBAUTHN).count() + 1
    data = {"name": f"Passkey {number}", "credential": credential}
    Authenticator.objects.create(user=user, type=Type.WEBAUTHN, data=data, created_at=clock.now())
    record("people.factor_added", by=user, about=user, reason="passkey")
    notices.tell(user, "factor_added")


@transaction.atomic
def remove(authenticator, by) -> None:
    """Take a factor away; recovery codes go with the last one."""
    user, kind = authenticator.user, authenticator.type
    authenticator.delete()
    if not has_factor(user):
        Authenticator.objects.filter(user=user).delete()
    record("people.factor_removed", by=by, about=user, reason=kind)
    notices.tell(user, "factor_removed")


@transaction.atomic
def fresh_codes(user) -> list[str]:
    """Ten new recovery codes; older ones are worthless. Only their hashes are kept."""
    codes = [
        "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(RECOVERY_CODES)
    ]
    older = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()[0]
    salt = get_hasher().salt()
    data = {"salt": salt, "codes": [_slow(user, code, salt) for code in codes]}
    Authenticator.objects.create(
        user=user, type=Type.RECOVERY_CODES, data=data, created_at=clock.now()
    )
    record("people.recovery_codes_made", by=user, about=user)
    if older:  # the first ones come with the second step, of which they hear anyway
        notices.tell(user, "codes_made")
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def codes_left(user) -> int:
    """How many recovery codes are still unused."""
    row = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()
    return len(row.data.get("codes", [])) if row else 0


def _slow(user, code, salt, like=""):
    """The slow hash of a code, at the costs of the stored hash `like`.

    The salt is one for ten codes, so that a try costs one hash and not ten.
    """
    hasher = type(identify_hasher(like) if like else get_hasher())()
    costs = hasher.decode(like) if like else {}
    for name in ("time_cost", "memory_cost", "parallelism"):
        if name in costs:
            setattr(hasher, name, costs[name])
    return hasher.encode(keys.keyed_hash("recovery", f"{user.pk}|{plain(code)}"), salt)


def check_of(user, code: str) -> Authenticator | None:
    """As `check`, for somebody who is not signed in yet."""
    with tenancy.within(user.practice_id):
        return check(user, code)


@transaction.atomic
def check(user, code: str) -> Authenticator | None:
    """The factor that `code` belongs to, used up with this; None when it fits nothing."""
    rows = Authenticator.objects.select_for_update().filter(user=user)
    for row in rows.exclude(type=Type.WEBAUTHN):
        if (_use_totp if row.type == Type.TOTP else _use_recovery)(user, row, code):
            row.save(update_fields=["data"])
            return row
    return None


def _use_totp(user, row, code):
    secret = show(user, row.data.get("secret", ""))
    step = step_of(secret, code, after=row.data.get("last", 0)) if secret else None
    if step is None:
        return False
    row.data = {**row.data, "last": step}
    return True


def _use_recovery(user, row, code):
    left = row.data.get("codes", [])
    if not left or len(plain(code)) != CODE_LENGTH:
        return False
    used = _slow(user, code, row.data["salt"], like=left[0])
    if used not in left:
        return False
    row.data = {**row.data, "codes": [kept for kept in left if kept != used]}
    record("people.recovery_code_used", by=user, about=user)
    notices.tell(user, "code_used")
    return True
