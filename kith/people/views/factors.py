"""Setting up a second factor, and taking it away."""

import base64

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import factors, sessions
from ..forms import Answer, TotpCode
from . import posted

SECRET, CODES = "kith.new_secret", "kith.new_codes"
Type = Authenticator.Type


def own(request, **which):
    return Authenticator.objects.filter(user=request.user, **which)


@require_safe
def factor(request):
    """Where staff choose their second factor, and clients may."""
    context = {
        "staff": request.user.is_staff_member,
        "app": own(request, type=Type.TOTP).exists(),
        "passkeys": own(request, type=Type.WEBAUTHN).count(),
    }
    return render(request, "people/factor.html", context)


@require_http_methods(["GET", "POST"])
def add_app(request):
    """An authenticator app: a picture to scan, the same as text, a code to prove it."""
    if own(request, type=Type.TOTP).exists():
        return redirect("people:account")
    secret = _new_secret(request)
    form = TotpCode(posted(request), secret=secret)
    if request.method == "POST" and form.is_valid():
        try:
            factors.add_totp(request.user, secret, form.step)
        except IntegrityError:
            return redirect("people:account")
        request.session.pop(SECRET, None)
        return _added(request)
    context = {"form": form, "secret": _in_fours(secret), "picture": _picture(request.user, secret)}
    return render(request, "mfa/totp.html", context, status=422 if form.errors else 200)


def _new_secret(request):
    if SECRET not in request.session:
        request.session[SECRET] = factors.hide(request.user, generate_totp_secret())
    return factors.show(request.user, request.session[SECRET])


def _in_fours(secret):
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))


def _picture(user, secret):
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(user, secret)).encode()
    return "data:image/svg+xml;base64," + base64.b64encode(drawn).decode()


def _added(request):
    """After the first factor: recovery codes, shown until the person says they are kept."""
    sessions.alone(request)
    messages.success(request, _("Your second step is set up."))
    if factors.codes_left(request.user):
        return redirect("people:account")
    return _show_fresh_codes(request)


def _show_fresh_codes(request):
    codes = factors.fresh_codes(request.user)
    request.session[CODES] = factors.hide(request.user, " ".join(codes))
    return redirect("mfa_view_recovery_codes")


@require_http_methods(["GET", "POST"])
def add_passkey(request):
    """A passkey that asks its owner, so that it can stand alone at sign-in."""
    form = PasskeyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        factors.add_passkey(request.user, form.cleaned_data["credential"])
        return _added(request)
    options = auth.begin_registration(request.user, True)
    context = {"form": form, "options": options}
    return render(request, "mfa/passkey.html", context, status=422 if form.errors else 200)


class PasskeyForm(forms.Form):
    credential = Answer()

    def clean_credential(self):
        credential = self.cleaned_data["credential"]
        try:
            auth.parse_registration_response(credential)
            verified = auth.complete_registration(credential).is_user_verified()
        except ValidationError:
            raise
        except Exception as odd:  # any shape may be posted, and the library trusts it
            raise ValidationError(_("This passkey was not accepted. Try again.")) from odd
        if not verified:
            raise ValidationError(_("The passkey did not ask for you. Choose one that does."))
        return credential


@require_http_methods(["GET", "POST"])
def codes(request):
    """The recovery codes, until they are said to be kept."""
    if request.method == "POST":
        request.session.pop(CODES, None)
        return redirect(_onward(request.user))
    shown = factors.show(request.user, request.session.get(CODES, "")).split()
    context = {"codes": shown, "left": factors.codes_left(request.user)}
    return render(request, "mfa/codes.html", context)


def _onward(user):
    practice = user.practice
    if "administrator" in user.roles and practice.lacks():
        return "people:settings"
    return "web:front"


@require_http_methods(["GET", "POST"])
def renew_codes(request):
    """Ten new codes in place of the old."""
    if request.method == "POST" and factors.has_factor(request.user):
        return _show_fresh_codes(request)
    return render(request, "mfa/renew_codes.html", {"left": factors.codes_left(request.user)})


@require_http_methods(["GET", "POST"])
def remove_app(request):
    return _remove(request, get_object_or_404(own(request), type=Type.TOTP))


@require_safe
def passkeys(request):
    """The own passkeys; each can be taken away."""
    rows = own(request, type=Type.WEBAUTHN).order_by("created_at")
    return render(request, "mfa/passkeys.html", {"passkeys": rows})


@require_http_methods(["GET", "POST"])
def remove_passkey(request, pk):
    return _remove(request, get_object_or_404(own(request), type=Type.WEBAUTHN, pk=pk))


def _remove(request, row):
    """Staff keep at least one: the last cannot be taken away, only replaced."""
    others = own(request, type__in=[Type.TOTP, Type.WEBAUTHN]).exclude(pk=row.pk).exists()
    needed = request.user.is_staff_member and not others
    if request.method == "POST" and not needed:
        factors.remove(row, by=request.user)
        sessions.alone(request)
        messages.success(request, _("It is taken away."))
        return redirect("people:account")
    status = 422 if request.method == "POST" else 200
    return render(request, "mfa/remove.html", {"factor": row, "needed": needed}, status=status)
