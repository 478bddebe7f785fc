"""Browsers that a person has signed in with before, known by a random mark in a cookie.

The mark says nothing about whose it is: only together with the veiled address of that person does
it fit, and only in the round of sessions in which it was given: a new password, another second step
and "sign out everywhere" make every browser new but the one where that is done. It counts wrong
passwords apart (`limits`), and a sign-in without it is told to the person (`notices`). A shared
device gets none, nor does a browser of which nobody was asked whether others use it.
"""

import secrets
from contextlib import contextmanager

from django.conf import settings
from django.utils.crypto import constant_time_compare

from kith.vault import keys

from .models import User

LIFE = 180 * 24 * 3600  # s
FRESH = "kith_device"  # attribute of a request: the mark to be set with its answer


def _fits(veiled, mark):
    found = User.objects.filter(email=veiled).values_list("session_round", flat=True).first()
    return keys.keyed_hash("device", f"{veiled}|{mark}|{found}")[:32]


def known(request, veiled: str) -> str:
    """The mark of this browser if the person with this veiled address used it, else ""."""
    mark, _dot, proof = request.COOKIES.get(settings.KITH_DEVICE_COOKIE, "").partition(".")
    return mark if mark and constant_time_compare(proof, _fits(veiled, mark)) else ""


def whose(request, veiled: str) -> str:
    """What tries at this person's door are counted by: the person, or they on a known browser."""
    return f"{veiled}|{known(request, veiled)}"


def remember(request, user) -> None:
    """Have the answer to this request mark the browser as one of `user`."""
    mark = secrets.token_urlsafe(16)
    setattr(request, FRESH, f"{mark}.{_fits(user.email, mark)}")


@contextmanager
def kept(request):
    """What is done in here makes the person's other browsers new; this one stays as it was.

    It is asked before and marked after, under the address and the round that count by then.
    """
    here = known(request, request.user.email)
    yield
    if here:
        remember(request, User.objects.get(pk=request.user.pk))


def hand_over(request, answer):
    """The answer, with the mark where there is a new one."""
    mark = getattr(request, FRESH, None)
    if mark:
        answer.set_cookie(
            settings.KITH_DEVICE_COOKIE,
            mark,
            max_age=LIFE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer
