"""What the pages of this room say."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .parts import TITLES

NOBODY = _(
    "Nobody was found. Write the whole name as it stands in the record. If two people have this"
    " name, give their e-mail address or telephone number too."
)
TOO_MANY = _(
    "Too many tries. Wait an hour, or ask the office to name you as this client's therapist."
)
THEIRS = _("You treat this client already: their record is among your own.")


def tabs(opening, here) -> list:
    """The parts of a record, as components/tabs.html takes them."""
    return [
        {
            "label": title,
            "url": reverse("glass:part", args=[opening.pk, part]),
            "current": part == here,
        }
        for part, title in TITLES.items()
    ]


def part_read(action) -> str:
    """The part that an action of the audit opened, in words."""
    return str(TITLES.get(action.removeprefix("opened.glass_"), action))
