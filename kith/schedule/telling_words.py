"""Sentences about meetings, and the week as the page wants it."""

from datetime import timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.web.templatetags.kith_web import in_zone


def double_booked(at, zone):
    """Why this time cannot be taken."""
    local = in_zone(at, zone)
    words = {
        "day": formats.date_format(local, "j F Y"),
        "time": formats.date_format(local, "H:i"),
    }
    return _("There is another meeting on %(day)s at %(time)s. Choose another time.") % words


def more_than_agreed(left):
    """Why a series is longer than the agreement allows."""
    if left == 0:
        return _(
            "All sessions of the agreement are held or planned. To go on, make a new version of "
            "the agreement first."
        )
    words = ngettext(
        "The agreement has %(left)s session left to plan. For more, make a new version first.",
        "The agreement has %(left)s sessions left to plan. For more, make a new version first.",
        left,
    )
    return words % {"left": left}


def not_yet(why):
    """Why a meeting cannot be noted like that."""
    if why == "not begun":
        return _("This meeting has not begun yet. Say afterwards what became of it.")
    return _("Its note is signed, so it stays held.")


def days(meetings, first, zone):
    """Seven days with their meetings, in the reader's zone."""
    week = [{"on": first + timedelta(days=n), "meetings": []} for n in range(7)]
    for meeting in meetings:
        on = in_zone(meeting.starts_at, zone).date()
        week[(on - first).days]["meetings"].append(meeting)
    return week
