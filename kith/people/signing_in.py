"""Coming in and going out: sessions, fresh proof before delicate changes, and their traces."""

import time
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth import signals as auth_signals
from django.dispatch import receiver
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from kith.audit.actions import record
from kith.web import tenancy

from . import addresses, sessions
from .models import User


def enter(request, user, method):
    """Open a session for somebody who has just proved themself by a link of their own."""
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, user, method=method)
    get_adapter(request).login(request, user)


def fresh(request) -> bool:
    """Whether the person gave a password, code or passkey in the last minutes."""
    proofs = get_authentication_records(request, request.user)
    latest = max((proof["at"] for proof in proofs), default=0)
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def freshly(view):
    """A view for delicate changes: an old session proves itself again first.

    Who has nothing but mailed codes is shown a button that signs out and asks for one.
    """

    @wraps(view)
    def ask_first(request, *args, **kwargs):
        if fresh(request):
            return view(request, *args, **kwargs)
        ways = get_adapter(request).get_reauthentication_methods(request.user)
        onward = urlencode({"next": request.path})
        if ways:
            return redirect(f"{ways[0]['url']}?{onward}")
        context = {"onward": f"{reverse('account_request_login_code')}?{onward}"}
        status = 422 if request.method == "POST" else 200
        return render(request, "people/prove.html", context, status=status)

    return ask_first


@receiver(auth_signals.user_logged_in)
def came_in(sender, request, user, **kwargs):
    with tenancy.within(user.practice_id):
        record("people.signed_in", by=user, about=user)
        sessions.begin(request, user)


@receiver(auth_signals.user_logged_out)
def went_out(sender, request, user, **kwargs):
    if isinstance(user, User):
        with tenancy.within(user.practice_id):
            record("people.signed_out", by=user, about=user)
            sessions.forget(request)


@receiver(auth_signals.user_login_failed)
def was_refused(sender, credentials, request=None, **kwargs):
    """A wrong password; whose, if anybody's, is known by id only."""
    veiled = addresses.veil(str(credentials.get("email") or ""))
    user = User.objects.filter(email=veiled).first()
    practice = user.practice_id if user else tenancy.HOUSE
    with tenancy.within(practice):
        record("people.sign_in_failed", about=user, practice=practice)
