"""A real authenticator app for a person of the cast, and the digits it shows now."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth

from kith import clock
from kith.people import factors

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_app(user):
    """The person's second factor becomes an app with a known secret."""
    Authenticator.objects.filter(user=user).delete()
    factors.add_totp(user, SECRET, 0)


def digits():
    """What the app shows at this moment."""
    step = int(clock.now().timestamp()) // factors.STEP
    return auth.format_hotp_value(auth.hotp_value(SECRET, step))
