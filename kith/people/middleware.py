"""Who is asking, for which practice, and whether this route is theirs at all."""

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.http import urlencode

from kith.audit.actions import record
from kith.web import tenancy, trouble
from kith.web.kept import kept_page

from . import access


class Standing:
    """Puts the request into the asker's practice, time zone and language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        if not user.is_active:
            logout(request)
            return redirect("account_login")
        with tenancy.within(user.practice_id):
            request.client = _own_client(user)
            zone = request.client.zone if request.client else user.zone
            with timezone.override(zone):
                if user.language:
                    translation.activate(user.language)
                return self.get_response(request)


def _own_client(user):
    from .models import Client

    if "client" not in user.roles:
        return None
    return Client.objects.select_related("practice").get(user=user)


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
                record("refused.route", by=request.user, reason=name)
            return trouble.not_found(request)
        if row.side not in ("open", "enrol") and _lacks_factor(request.user):
            return redirect("people:factor")
        return None

    def _sign_in_first(self, request):
        if request.method == "POST":
            return kept_page(request, signed_out=True)
        return redirect(f"/sign-in/?{urlencode({'next': request.path})}")


def _lacks_factor(user) -> bool:
    return user.is_staff_member and not settings.KITH_DEMO and not has_factor(user)


def has_factor(user) -> bool:
    """Whether a second factor is set up: a passkey or a code generator."""
    from allauth.mfa.models import Authenticator

    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()
