"""How the sign-in library sees us: veiled addresses in, real ones out, no sign-up from outside."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from kith.web import tenancy

from . import addresses


def display(user):
    """The name that the sign-in pages may show to the person themself."""
    return user.name


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only; letters go to the sealed, real address."""

    def is_open_for_signup(self, request):
        return False

    def send_mail(self, template_prefix, email, context):
        from .models import User

        user = User.objects.select_related("practice").filter(email=addresses.veil(email)).first()
        if user is None:
            return
        with tenancy.within(user.practice_id):
            context = {"code": context.get("code", ""), "practice": user.practice}
            self._post(template_prefix, user, context)

    def _post(self, template_prefix, user, context):
        from django.core.mail import EmailMessage
        from django.template.loader import render_to_string

        subject = render_to_string(f"{template_prefix}_subject.txt", context).strip()
        body = render_to_string(f"{template_prefix}_message.txt", context)
        EmailMessage(
            subject, body, f"{user.practice.discreet_name} <{_bare_sender()}>", [user.address]
        ).send()


def _bare_sender():
    from email.utils import parseaddr

    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: what the authenticator app or the passkey is labelled with."""

    def get_totp_label(self, user):
        return user.practice.discreet_name

    def get_totp_issuer(self):
        return "Kith"

    def get_public_key_credential_rp_entity(self):
        from urllib.parse import urlsplit

        return {"id": urlsplit(settings.KITH_URL).hostname, "name": "Kith"}

    def get_public_key_credential_user_entity(self, user):
        return {
            "id": user.pk.bytes,
            "display_name": user.practice.discreet_name,
            "name": user.practice.discreet_name,
        }
