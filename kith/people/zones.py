"""Time zones and languages, as choices of a form."""

from functools import lru_cache
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext_lazy as _

REGIONS = set("Africa America Antarctica Asia Atlantic Australia Europe Indian Pacific".split())


@lru_cache(maxsize=1)
def _places():
    places = sorted(z for z in available_timezones() if z.split("/")[0] in REGIONS)
    return [(place, place.replace("_", " ")) for place in places] + [("UTC", "UTC")]


def zones(empty=None):
    """Every zone with a place name; `empty` is what choosing none means."""
    return ([("", empty)] if empty else []) + _places()


def languages():
    """The languages of the pages; none chosen means the practice's."""
    return [("", _("as the practice"))] + list(settings.LANGUAGES)
