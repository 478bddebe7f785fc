"""Signing in and out: the library's steps, with our forms, pages and manners."""

import time

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.webauthn import views as passkey
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from kith.web import tenancy, trouble

from .. import forms, jobs, limits, opening, sessions
from ..models import User


class Door:
    """What is sent to the door is counted by network address, whatever becomes of it (SEC-15)."""

    def dispatch(self, request, *args, **kwargs):
        if request.method == "POST" and not limits.take("door", limits.visitor(request)):
            return trouble.too_often(request)
        return super().dispatch(request, *args, **kwargs)


class Steady:
    """Takes as long for everybody: the little that somebody's letter costs more does not show."""

    def post(self, request, *args, **kwargs):
        began = time.monotonic()
        answer = super().post(request, *args, **kwargs)
        time.sleep(max(0, settings.KITH_LEAST_AT_DOOR - (time.monotonic() - began)))
        return answer


class Refuses:
    """What is refused comes back as 422, with what was typed."""

    def form_invalid(self, form):
        answer = super().form_invalid(form)
        if answer.status_code == 200:
            answer.status_code = 422
        return answer


class Shared:
    """Remembers the tick until the session begins, over a second step or a mailed code."""

    def form_valid(self, form):
        self.request.session[sessions.ON_SHARED] = form.cleaned_data["shared"]
        return super().form_valid(form)


class SignIn(Door, Refuses, Shared, account.LoginView):
    template_name = "account/login.html"


class AskForCode(Door, Steady, Refuses, Shared, account.RequestLoginCodeView):
    template_name = "account/request_login_code.html"

    def form_valid(self, form):
        if form._user is None:
            jobs.post_code(None, "account/email/login_code", "")
        return super().form_valid(form)


class ConfirmCode(Door, Refuses, account.ConfirmLoginCodeView):
    template_name = "account/confirm_login_code.html"
    form_class = forms.MailedCode


class AskForReset(Door, Steady, Refuses, account.PasswordResetView):
    template_name = "account/password_reset.html"

    def form_valid(self, form):
        if not form.users:
            User.objects.filter(email=form.cleaned_data["email"]).first()  # as for somebody
            jobs.post_code(None, "account/email/password_reset_code", "")
        return super().form_valid(form)


class ConfirmReset(Door, Refuses, account.ConfirmPasswordResetCodeView):
    template_name = "account/confirm_password_reset_code.html"
    form_class = forms.ResetCode


class NewPassword(Refuses, account.CompletePasswordResetView):
    """A new password; the second factor stays what it was (SEC-13)."""

    template_name = "account/password_reset_from_key.html"
    form_class = forms.NewPassword

    def dispatch(self, request, **kwargs):
        state = request.session.get("account_password_reset_verification") or {}
        user = User.objects.filter(pk=state.get("user_id")).first()
        with tenancy.within(user.practice_id if user else None):
            answer = super().dispatch(request, **kwargs)
            return answer.render() if hasattr(answer, "render") else answer


class ResetDone(account.PasswordResetFromKeyDoneView):
    template_name = "account/password_reset_from_key_done.html"


class SignOut(account.LogoutView):
    """Ends the session and has the browser forget what it holds (PRIV-07)."""

    template_name = "account/logout.html"

    def post(self, *args, **kwargs):
        answer = super().post(*args, **kwargs)
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer


class SecondFactor(Door, factor.AuthenticateView):
    template_name = "mfa/authenticate.html"
    form_class = forms.FactorCode
    webauthn_form_class = forms.PasskeySecond

    def form_invalid(self, form):
        answer = super().form_invalid(form)
        answer.status_code = 422
        return answer


class PasskeyIn(Door, Shared, passkey.LoginWebAuthnView):
    form_class = forms.PasskeyAlone

    def get(self, request, *args, **kwargs):
        if request.headers.get("Accept") != "application/json":
            return redirect("account_login")
        return JsonResponse({"request_options": begin_authentication(user=None)})


class Proves:
    """Who gave password, code or passkey again goes on under a new session id (SEC-16)."""

    def form_valid(self, form):
        sessions.proved(self.request)
        opening.proved(self.request.user)
        return super().form_valid(form)


@method_decorator(login_required, name="dispatch")
class PasswordAgain(Door, Proves, Refuses, account.ReauthenticateView):
    template_name = "account/reauthenticate.html"
    form_class = forms.PasswordAgain


class CodeAgain(Door, Proves, Refuses, factor.ReauthenticateView):
    template_name = "mfa/reauthenticate.html"
    form_class = forms.FactorCodeAgain


class PasskeyAgain(Proves, passkey.ReauthenticateWebAuthnView):
    template_name = "mfa/webauthn/reauthenticate.html"
    form_class = forms.PasskeyAgain

    def form_invalid(self, form):
        super().form_invalid(form)
        return redirect("mfa_reauthenticate_webauthn")
