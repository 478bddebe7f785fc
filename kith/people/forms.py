from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm

from . import addresses


class SignIn(LoginForm):
    """The address typed is veiled before anything looks it up."""

    def clean_login(self):
        return addresses.veil(self.cleaned_data["login"])


class AskForCode(RequestLoginCodeForm):
    def clean_email(self):
        self.cleaned_data["email"] = addresses.veil(self.cleaned_data["email"])
        return super().clean_email()


class AskForReset(ResetPasswordForm):
    def clean_email(self):
        self.cleaned_data["email"] = addresses.veil(self.cleaned_data["email"])
        return super().clean_email()
