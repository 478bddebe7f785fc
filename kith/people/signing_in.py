"""Coming in and going out: sessions, and their traces."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import logout
from django.contrib.auth import signals as auth_signals
from django.dispatch import receiver

from kith.audit.actions import record
from kith.web import tenancy

from . import addresses, devices, sessions
from .models import User


def enter(request, user, method, *, shared=None):
    """Open a session for somebody who has just proved themself by a link of their own.

    `shared`: whether others use the device too; None: nobody asked. Only a device that is their own
    by their word is known from now on (PRIV-09).
    """
    if request.user.is_authenticated:
        logout(request)
    request.session[sessions.ON_SHARED] = bool(shared)
    record_authentication(request, user, method=method)
    get_adapter(request).login(request, user)
    if shared is False:
        devices.remember(request, user)


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
