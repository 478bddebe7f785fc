"""The forms of signing in. Those of the pages inside are in forms_inside."""

from uuid import uuid4

from allauth.account.forms import (
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    LoginForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
)
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm as LibraryFactorForm
from allauth.mfa.base.forms import ReauthenticateForm as LibraryFactorAgainForm
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from kith.web import tenancy
from kith.web.forms import KithForm

from . import addresses, changes, devices, factors, limits, passwords
from .models import User

WORDS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "code": _("Code"),
}


TOO_OFTEN = _("Too many tries. Wait a few minutes, then try again.")


class Ours:
    """Our words on the library's fields: labels above, nothing inside the boxes."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = WORDS.get(name, field.label)
            if name == "password":
                field.help_text = ""
            if name == "code":
                field.max_length = 40
                field.widget.attrs.update(autocomplete="one-time-code", inputmode="text")
            if name in ("login", "email"):
                field.max_length = 254
                field.widget.attrs["autocomplete"] = "username"


def careful(method):
    """A passkey answer of any shape is at worst refused."""

    def read(self):
        try:
            return method(self)
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as odd:
            raise forms.ValidationError(_("This passkey was not accepted. Try again.")) from odd

    return read


class Answer(forms.JSONField):
    """What a passkey says: JSON of a bearable size and depth."""

    widget = forms.HiddenInput

    def to_python(self, value):
        odd = forms.ValidationError(_("This passkey was not accepted. Try again."))
        if isinstance(value, str) and (len(value) > 20_000 or value.count("[") > 200):
            raise odd
        try:
            return super().to_python(value)
        except (RecursionError, ValueError):
            raise odd from None

    def bound_data(self, data, initial):
        """What was sent, as it was sent: it is shown to nobody and read once."""
        return forms.Field.bound_data(self, data, initial)

    def prepare_value(self, value):
        return value if isinstance(value, str) else super().prepare_value(value)


class SharedDevice(forms.Form):
    """The one tick of somebody who is not alone with this device (PRIV-09)."""

    shared = forms.BooleanField(
        label=_("Others use this device too"),
        required=False,
        help_text=_(
            "Then you are signed out after 5 minutes without a touch, after 1 hour at most."
        ),
    )


class SignIn(Ours, SharedDevice, LoginForm):
    """The address typed is veiled before anything looks it up."""

    def clean_login(self):
        return addresses.veil(self.cleaned_data["login"])


class AskForCode(Ours, SharedDevice, RequestLoginCodeForm):
    """Mailed codes are for clients; for everybody else the page looks the same and nothing goes."""

    def clean_email(self):
        self.cleaned_data["email"] = addresses.veil(self.cleaned_data["email"])
        _count("code", self.cleaned_data["email"])
        email = super().clean_email()
        if _is_staff(self._user or nobody()):
            self._user = None
        return email


def nobody():
    """Somebody who is not there, so that asking about them takes as long as about somebody."""
    return User(pk=uuid4(), practice_id=tenancy.HOUSE)


def _count(kind, veiled):
    """Count one try at this account; gives what to forget when it goes well."""
    admitted = limits.admit(kind, devices.whose(context.request, veiled), context.request)
    if not admitted:
        raise forms.ValidationError(TOO_OFTEN)
    return admitted


def _is_staff(user):
    with tenancy.within(user.practice_id):
        return user.is_staff_member


class AskForReset(Ours, ResetPasswordForm):
    def clean_email(self):
        self.cleaned_data["email"] = addresses.veil(self.cleaned_data["email"])
        _count("reset", self.cleaned_data["email"])
        return super().clean_email()


class MailedCode(Ours, ConfirmLoginCodeForm):
    pass


class ResetCode(Ours, ConfirmPasswordResetCodeForm):
    pass


class PasswordAgain(Ours, ReauthenticateForm):
    pass


class _OwnCodes(Ours):
    """Codes are checked against our own keeping: once each, hashed or sealed."""

    def clean_code(self):
        admitted = _count("second_step", self.user.email)
        found = factors.check_of(self.user, self.cleaned_data["code"])
        if found is None:
            raise forms.ValidationError(_("That code does not fit, or was used before."))
        found.user, self.authenticator = self.user, found
        limits.forget(admitted)
        return self.cleaned_data["code"]


class FactorCode(_OwnCodes, LibraryFactorForm):
    pass


class FactorCodeAgain(_OwnCodes, LibraryFactorAgainForm):
    pass


class PasskeySecond(Ours, AuthenticateWebAuthnForm):
    credential = Answer()
    clean_credential = careful(AuthenticateWebAuthnForm.clean_credential)


class PasskeyAgain(Ours, ReauthenticateWebAuthnForm):
    credential = Answer()
    clean_credential = careful(ReauthenticateWebAuthnForm.clean_credential)


class PasskeyAlone(Ours, SharedDevice, LoginWebAuthnForm):
    credential = Answer()
    clean_credential = careful(LoginWebAuthnForm.clean_credential)


class TotpCode(KithForm):
    """The first code of a new app proves that it holds the secret."""

    code = forms.CharField(
        label=_("Code that the app shows now"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args, secret="", **kwargs):
        super().__init__(*args, **kwargs)
        self.secret, self.step = secret, None

    def clean_code(self):
        self.step = factors.step_of(self.secret, self.cleaned_data["code"])
        if self.step is None:
            raise forms.ValidationError(_("That code does not fit. Wait for the next and try it."))
        return self.cleaned_data["code"]


class NewPassword(KithForm):
    """A password for `user`, who may be one that is being made."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = password_help(user)

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def save(self):
        """As the library calls it after a reset."""
        password = self.cleaned_data["password"]
        changes.change_password(user=self.user, password=password, by=self.user)


class Join(SharedDevice, NewPassword):
    """The first password of somebody who opens their own account."""


def password_help(user):
    """How long it must be, said before it is typed."""
    least = passwords.least_for(user)
    return _("At least %(least)s characters. A few words in a row are fine.") % {"least": least}
