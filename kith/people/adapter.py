"""How the sign-in library sees us: veiled addresses in, real ones out, no sign-up from outside."""

import io
import secrets
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from kith.web import tenancy

from . import addresses, devices, limits, notices, sessions


def display(user):
    """The name that the sign-in pages may show to the person themself."""
    return user.name


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only; letters go to the sealed, real address."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address and the password do not go together."),
        "incorrect_password": _("That is not your password."),
        "incorrect_code": _("That code does not fit. Look again, or ask for a new one."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        local = bool(url) and url.startswith("/") and not url.startswith("//")
        return local and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def respond_user_inactive(self, request, user):
        messages.warning(request, _("This account is closed. Ask your practice."))
        return HttpResponseRedirect(reverse("account_login"))

    def pre_authenticate(self, request, **credentials):
        """Counts the try before it is made: by account, and apart on a browser known for it."""
        door = devices.whose(request, credentials.get("email", ""))
        self.admitted = limits.admit("password", door, request)
        if not self.admitted:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self):
        limits.forget(self.admitted)

    def reauthenticate(self, user, password):
        self.pre_authenticate(self.request, email=user.email)
        fits = user.check_password(password)
        if fits:
            self._rollback_login_failed_rl_usage()
        return fits

    def post_login(self, request, user, **kwargs):
        """A browser that is not known is told of, and known from now on; not a shared one."""
        with tenancy.within(user.practice_id):
            notices.say(request, user)
            if not devices.known(request, user.email):
                notices.tell(user, "new_device")
                if not sessions.on_shared(request):
                    devices.remember(request, user)
        return super().post_login(request, user, **kwargs)

    def generate_login_code(self):
        return _digits(8)

    def generate_password_reset_code(self):
        return _digits(8)

    def send_mail(self, template_prefix, email, context):
        """The library writes code letters only; each goes out in the background."""
        from .jobs import post_code
        from .models import User

        user = User.objects.filter(email=addresses.veil(email)).first()
        post_code(user, template_prefix, context.get("code", ""))


def _digits(count):
    return f"{secrets.randbelow(10**count):0{count}}"


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: what the authenticator app or the passkey is labelled with."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That did not fit. Try again with a fresh code."),
    }

    def get_totp_label(self, user):
        return user.practice.discreet_name

    def get_totp_issuer(self):
        return "Kith"

    def build_totp_svg(self, url):
        """Dark on white, whatever the colours of the page."""
        import qrcode  # with all that draws pictures: 5 MB for one page of a lifetime
        from qrcode.image.svg import SvgPathFillImage

        drawn = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def get_public_key_credential_rp_entity(self):
        return {"id": urlsplit(settings.KITH_URL).hostname, "name": "Kith"}

    def get_public_key_credential_user_entity(self, user):
        return {
            "id": user_pk_to_url_str(user).encode(),
            "display_name": user.practice.discreet_name,
            "name": user.practice.discreet_name,
        }
