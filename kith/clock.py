"""The one clock of the house, so that a story can be told with its dates."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or timezone.now()


def today(zone: str | ZoneInfo = "UTC") -> date:
    """The calendar day on which the present moment falls in `zone`."""
    return day_of(now(), zone)


def day_of(moment: datetime, zone: str | ZoneInfo) -> date:
    """The calendar day on which an aware moment falls in `zone`."""
    return moment.astimezone(ZoneInfo(str(zone))).date()


@contextmanager
def frozen(moment: datetime):
    """Hold the clock at `moment` (aware); nested uses move it and give it back."""
    if moment.tzinfo is None:
        raise ValueError("a frozen clock needs a moment with a zone")
    token = _frozen.set(moment)
    try:
        yield moment
    finally:
        _frozen.reset(token)
