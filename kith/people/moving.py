"""Another e-mail address to sign in with: it counts when a code sent there has come back.

What waits lies sealed in the session of the one who asks. Whether the address belongs to somebody
else is not said: then no code goes, and none fits (SEC-14).
"""

import json
import secrets

from django.contrib.auth import update_session_auth_hash

from kith import clock

from . import addresses, changes, devices, factors, jobs, limits
from .actions import AddressTaken
from .models import User

WAITS = "kith.new_address"
LIFE, TRIES = 30 * 60, 5  # s, wrong codes
LETTER = "account/email/new_address"


class TooOften(ValueError):
    """More codes than one person needs."""


def ask(request, address: str) -> None:
    """Send a code to `address` and wait for it here. TooOften after three in ten minutes."""
    user = request.user
    if not limits.take("code", f"move|{user.pk}"):
        raise TooOften
    code = f"{secrets.randbelow(10**8):08}"
    _keep(request, {"address": address, "code": code, "at": _now(), "tries": 0})
    jobs.post_to(user, "" if _taken(user, address) else address, LETTER, code)


def _taken(user, address):
    return User.objects.filter(email=addresses.veil(address)).exclude(pk=user.pk).exists()


def _now():
    return int(clock.now().timestamp())


def _keep(request, waits):
    request.session[WAITS] = factors.hide(request.user, json.dumps(waits))


def waits(request) -> dict | None:
    """What waits for its code: address, code, at, tries. None when nothing does, or too long."""
    found = json.loads(factors.show(request.user, request.session.get(WAITS, "")) or "null")
    return found if found and 0 <= _now() - found["at"] < LIFE else None


def forget(request) -> None:
    """Not this address after all."""
    request.session.pop(WAITS, None)


def confirm(request, code: str) -> bool:
    """Move the person to the new address if the code fits; five wrong ones end the waiting."""
    found = waits(request)
    if found is None:
        return False
    if not secrets.compare_digest(found["code"].encode(), factors.plain(code).encode()):
        found["tries"] += 1
        forget(request) if found["tries"] >= TRIES else _keep(request, found)
        return False
    forget(request)
    try:
        with devices.kept(request):
            user = changes.move_address(
                user=request.user, address=found["address"], by=request.user
            )
    except AddressTaken:
        return False
    update_session_auth_hash(request, user)
    return True
