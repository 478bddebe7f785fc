"""The one client whom somebody names in full. Nothing here lists or completes names."""

import re

from kith.people import directory
from kith.people.models import Client

DIGITS = 6  # of a telephone number that must agree, from its end


def named(user, name, contact=""):
    """The only client of the practice with exactly this name; None for none, or for several.

    contact   e-mail address or telephone number, to tell apart people with one name
    """
    ids = directory.named(user.practice_id, name)
    rows = Client.objects.filter(pk__in=ids, practice=user.practice_id).exclude(user=user)
    rows = list(rows.select_related("practice"))
    if contact.strip():
        rows = [row for row in rows if _reached_by(row, contact)]
    return rows[0] if len(rows) == 1 else None


def _reached_by(client, contact):
    given = contact.strip().casefold()
    if "@" in given:
        return given == client.email.strip().casefold()
    number = re.sub(r"\D", "", given)[-DIGITS:]
    return len(number) == DIGITS and re.sub(r"\D", "", client.phone).endswith(number)
