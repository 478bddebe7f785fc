"""Rough dates and distances in the reader's words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ipt.timeline import dates
from kith.web import book


def words(when) -> str:
    """A day, month, season or year."""
    return book.marked(typed(when))


def typed(when) -> str:
    """The same as it may be typed again."""
    return dates.written(when, book.language())


def understood(when) -> str:
    """What a date was understood as; a season with its months."""
    if when.precision != "season":
        return words(when)
    first, last = (dates.month(day.year, day.month) for day in (when.first, when.last))
    return _("%(season)s, from %(first)s to %(last)s") % {
        "season": words(when),
        "first": words(first),
        "last": words(last),
    }


def distance(apart) -> str:
    """How far from the beginning, in words; "about" where it is not known to the day."""
    if apart is None:
        return ""
    if apart.side == "same":
        return _("about then") if apart.about else _("that day")
    span = _span(apart.unit, apart.count)
    if apart.about:
        span = _("about %(span)s") % {"span": span}
    shape = _("%(span)s before") if apart.side == "before" else _("%(span)s after")
    return shape % {"span": span}


def _span(unit, count) -> str:
    number = {"number": count}
    if unit == "day":
        return ngettext("%(number)d day", "%(number)d days", count) % number
    if unit == "week":
        return ngettext("%(number)d week", "%(number)d weeks", count) % number
    if unit == "month":
        return ngettext("%(number)d month", "%(number)d months", count) % number
    return ngettext("%(number)d year", "%(number)d years", count) % number
