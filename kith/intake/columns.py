"""What a column of a list of referrals can hold, and by which headings it is recognised."""

from django.utils.translation import gettext_lazy as _

from kith.web.forms import search_form

TARGETS = {
    "name": _("Name"),
    "first_name": _("First name"),
    "last_name": _("Family name"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "reach": _("How to reach them"),
    "referrer": _("Who refers"),
    "words": _("What was said"),
    "language": _("Language"),
    "access_needs": _("What would make it easier to come"),
    "urgent": _("Urgent"),
    "received_on": _("Day of the referral"),
}
KNOWN = {
    "name": ("name", "full name", "patient", "patient name", "client", "client name", "person"),
    "first_name": ("first name", "firstname", "forename", "given name", "vorname", "prenom"),
    "last_name": ("last name", "lastname", "surname", "family name", "nachname", "nom"),
    "phone": ("phone", "telephone", "tel", "mobile", "phone number", "telefon", "contact number"),
    "email": ("email", "e mail", "mail", "email address", "e mail address"),
    "reach": ("reach", "contact", "how to reach them", "contact details", "phone or e mail"),
    "referrer": ("referrer", "referred by", "who refers", "gp", "source", "referring clinician"),
    "words": ("words", "reason", "reason for referral", "what was said", "notes", "note"),
    "language": ("language", "preferred language", "sprache", "langue"),
    "access_needs": ("access needs", "access", "needs", "what would make it easier to come"),
    "urgent": ("urgent", "urgency", "priority"),
    "received_on": ("date", "received", "received on", "referral date", "day of the referral"),
}
TEMPLATE = ("name", "phone", "email", "referrer", "words", "language", "urgent", "received_on")


def plain(heading: str) -> str:
    """A heading as it is compared: without case, marks and signs."""
    said = "".join(c if c.isalnum() else " " for c in search_form(heading))
    return " ".join(said.split())


def guessed(headings) -> dict[str, int]:
    """What each column most likely holds: {target: number of the column, from 0}."""
    found = {}
    for number, heading in enumerate(map(plain, headings)):
        for target, known in KNOWN.items():
            if heading in known:
                found.setdefault(target, number)
    return found
