"""Signing in and out: the library's steps, with our forms, pages and manners."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.webauthn import views as passkey
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from kith.web import tenancy

from .. import forms, jobs, sessions
from ..models import User


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


class SignIn(Refuses, Shared, account.LoginView):
    template_name = "account/login.html"


class AskForCode(Refuses, Shared, account.RequestLoginCodeView):
    template_name = "account/request_login_code.html"

    def form_valid(self, form):
        if form._user is None:
            jobs.post_code(None, "account/email/login_code", "")
        return super().form_valid(form)


class ConfirmCode(Refuses, account.ConfirmLoginCodeView):
    template_name = "account/confirm_login_code.html"
    form_class = forms.MailedCode


class AskForReset(Refuses, account.PasswordResetView):
    template_name = "account/password_reset.html"

    def form_valid(self, form):
        if not form.users:
            jobs.post_code(None, "account/email/password_reset_code", "")
        return super().form_valid(form)


class ConfirmReset(Refuses, account.ConfirmPasswordResetCodeView):
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


class SecondFactor(factor.AuthenticateView):
    template_name = "mfa/authenticate.html"
    form_class = forms.FactorCode
    webauthn_form_class = forms.PasskeySecond

    def form_invalid(self, form):
        answer = super().form_invalid(form)
        answer.status_code = 422
        return answer


class PasskeyIn(Shared, passkey.LoginWebAuthnView):
    form_class = forms.PasskeyAlone

    def get(self, request, *args, **kwargs):
        if request.headers.get("Accept") != "application/json":
            return redirect("account_login")
        return JsonResponse({"request_options": begin_authentication(user=None)})


@method_decorator(login_required, name="dispatch")
class PasswordAgain(Refuses, account.ReauthenticateView):
    template_name = "account/reauthenticate.html"
    form_class = forms.PasswordAgain


class CodeAgain(Refuses, factor.ReauthenticateView):
    template_name = "mfa/reauthenticate.html"
    form_class = forms.FactorCodeAgain


class PasskeyAgain(passkey.ReauthenticateWebAuthnView):
    template_name = "mfa/webauthn/reauthenticate.html"
    form_class = forms.PasskeyAgain

    def form_invalid(self, form):
        super().form_invalid(form)
        return redirect("mfa_reauthenticate_webauthn")
