"""Which stretch of time the picture shows: years, months or weeks."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

DAYS = {"years": None, "months": 731, "weeks": 183}  # how much is seen at once
NAMES = {"years": _("Years"), "months": _("Months"), "weeks": _("Weeks")}
WHOLE_UP_TO = 1500  # days that are seen whole when nothing was chosen
EDGE = timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """A stretch of days, and the first days of the stretches beside it (None: nothing there)."""

    zoom: str
    start: date
    end: date
    earlier: date | None = None
    later: date | None = None


def span(zoom: str, at: str, first: date, last: date, onset: date | None) -> Span:
    """The stretch to show.

    zoom          years (everything), months or weeks; anything else: what fits
    at            the first day wished for; anything else than a date: from before the beginning
    first, last   of what there is to see
    """
    whole = (last - first).days
    first, last = _moved(first, -EDGE), _moved(last, EDGE)
    if zoom not in DAYS:
        zoom = "years" if whole <= WHOLE_UP_TO else "months"
    days = DAYS[zoom]
    if days is None or whole <= days:
        return Span(zoom, first, last)
    latest = last - timedelta(days=days)
    start = _day(at) or (_moved(onset, timedelta(days=-days // 2)) if onset else latest)
    start = min(max(start, first), latest)
    end, half = start + timedelta(days=days), timedelta(days=days // 2)
    return Span(
        zoom,
        start,
        end,
        earlier=max(start - half, first) if start > first else None,
        later=min(start + half, latest) if start < latest else None,
    )


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
