"""Passwords: argon2id, length by role, no common ones, none of the practice's words (SEC-12)."""

import unicodedata

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLIENT_LEAST, STAFF_LEAST, MOST = 12, 15, 128


class Argon2(Argon2PasswordHasher):
    """argon2id with 64 MiB, 3 passes, 1 lane. A stored hash is made anew when these rise."""

    time_cost = 3
    memory_cost = 65536
    parallelism = 1


def least_for(user) -> int:
    """How long the password of this person must be; nobody known yet counts as staff."""
    staff = user is None or user.pk is None or user.is_staff_member
    return STAFF_LEAST if staff else CLIENT_LEAST


class LengthByRole:
    """12 characters for clients, 15 for staff, 128 at most; any character counts."""

    def validate(self, password, user=None):
        least = least_for(user)
        if len(password) < least:
            raise ValidationError(
                _("Use at least %(least)s characters. A few words in a row are fine.")
                % {"least": least}
            )
        if len(password) > MOST:
            raise ValidationError(_("Use at most %(most)s characters.") % {"most": MOST})

    def get_help_text(self):
        return _("A few words in a row are fine. There is no rule about signs or digits.")


class Common(CommonPasswordValidator):
    """Nearly 40,000 common passwords: the known ones, and each of them twice over."""

    def __init__(self):
        super().__init__()
        self.passwords |= {word * 2 for word in self.passwords if len(word) > 5}

    def validate(self, password, user=None):
        core = password.casefold().strip().rstrip("0123456789!?.")
        if {password.casefold().strip(), core} & self.passwords:
            raise ValidationError(_("Many people use this password. Choose another."))

    def get_help_text(self):
        return ""


class PracticeWords:
    """A password made of the practice's or the person's name is guessed first."""

    def validate(self, password, user=None):
        if user is None or user.practice_id is None:
            return
        plain = unicodedata.normalize("NFKC", password).casefold()
        words = {user.practice.name, user.practice.slug, user.name, user.address.split("@")[0]}
        rest = plain
        for word in sorted((w.casefold() for w in words if len(w) > 3), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < len(plain) and len(rest) < 8:
            raise ValidationError(_("This is close to your name or the practice's. Choose anew."))

    def get_help_text(self):
        return ""
