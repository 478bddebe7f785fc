"""Who is asking, for which practice, and whether this route is theirs at all."""

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kith.audit.actions import record
from kith.web import tenancy, trouble
from kith.web.kept import kept_page

from . import access, devices, drafts, limits, proving, sessions, shared
from .views.draft import draft


class Standing:
    """Puts the request into the asker's practice, time zone and language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated:
            return devices.hand_over(request, self.get_response(request))
        if not user.is_active:
            logout(request)
            return redirect("account_login")
        key = request.session.session_key
        with tenancy.within(user.practice_id):
            request.client = _own_client(user)
            tenancy.kept()[tenancy.PRACTICE] = user.practice
            zone = request.client.zone if request.client else user.zone
            with timezone.override(zone):
                if user.language:
                    translation.activate(user.language)
                answer = proving.guard(request, self.get_response(request))
            sessions.follow(request, key)
            return devices.hand_over(request, shared.forgetful(request, answer))


def _own_client(user):
    return user.own_client if "client" in user.roles else None


class Idle:
    """Ends a session that was idle, or open, too long; what was typed stays (SEC-16, REL-07).

    It looks when the route is known and the token of the form was checked, so that no other page
    can have words kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name
        if sessions.left(request) > 0:
            if not (name == "people:stay" and request.method != "POST"):  # only asks how long
                sessions.seen(request)
            return None
        return self._end(request, name)

    def _end(self, request, name):
        row = access.route(name)
        if request.method == "POST" and row and row.side != "open":
            _keep_words(request, name)
        logout(request)
        request.client = None
        if row is None or row.side == "open":
            return None
        if request.method == "POST":
            return kept_page(request, signed_out=True)
        if _by_script(request):
            return HttpResponse(status=401)
        messages.info(request, _("You were signed out to keep this safe. Sign in to go on."))
        return redirect(f"/sign-in/?{urlencode({'next': request.path})}")


def _keep_words(request, name):
    """The words of a form that came too late, for the same person's next sign-in."""
    if name == "people:draft":
        draft(request)
    elif drafts.found(request.user, request.path):
        with suppress(drafts.TooMuch):  # the page that comes now holds them all the same
            drafts.keep(request.user, request.path, drafts.sent(request.POST))


class Access:
    """Deny by default: a route without a row in the matrix, or not for these roles, is absent."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name
        row = access.route(name)
        if row is None:
            return trouble.not_found(request)
        if row.side != "open" and not request.user.is_authenticated:
            return self._sign_in_first(request)
        if not access.may_enter(request.user, row, request.method):
            if request.user.is_authenticated:
                self._note_refusal(request.user, name)
            return trouble.not_found(request)
        if row.side not in ("open", "enrol") and _lacks_factor(request.user):
            return redirect("people:factor")
        return _proof_first(request, row) if row.side != "open" else None

    def _note_refusal(self, user, name):
        """Twenty an hour for each route: whoever knocks without end fills no chain."""
        if limits.take("refused", f"{user.pk}|{name}"):
            record("refused.route", by=user, reason=name)

    def _sign_in_first(self, request):
        if request.method == "POST":
            return kept_page(request, signed_out=True)
        if _by_script(request):
            return HttpResponse(status=401)
        return redirect(f"/sign-in/?{urlencode({'next': request.path})}")


def _proof_first(request, row):
    if proving.needed(request, row):
        return proving.ask(request, row)
    if row.fresh and request.method == "POST":
        proving.done(request)
    return None


def _by_script(request):
    return request.headers.get("Accept") == "application/json"


def _lacks_factor(user) -> bool:
    return user.is_staff_member and not settings.KITH_DEMO and not has_factor(user)


def has_factor(user) -> bool:
    """Whether a second factor is set up: a passkey or a code generator."""
    from allauth.mfa.models import Authenticator

    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()
