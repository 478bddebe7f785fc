"""From the clock on the wall to the moment, and the days of a series."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def moment(on: date, at: time, zone: str) -> datetime:
    """The moment (UTC) at which the clocks of `zone` show `at` on `on`.

    An hour that does not exist (clocks go forward) is read as the same moment after the jump;
    an hour that comes twice (clocks go back) is the first of the two.
    """
    return datetime.combine(on, at, ZoneInfo(zone)).astimezone(UTC)


def days_of_series(
    from_on: date,
    weekday: int,
    every_days: int,
    *,
    count: int | None = None,
    until: date | None = None,
) -> list[date]:
    """The days of a series, first on or after `from_on`, until a number or a day is reached.

    weekday     0 Monday to 6 Sunday
    every_days  a multiple of 7
    """
    if count is None and until is None:
        raise ValueError("a series ends after a number or on a day")
    day = from_on + timedelta(days=(weekday - from_on.weekday()) % 7)
    days: list[date] = []
    while (count is None or len(days) < count) and (until is None or day <= until):
        days.append(day)
        day += timedelta(days=every_days)
    return days


def week_of(day: date) -> date:
    """The Monday of the week in which `day` falls."""
    return day - timedelta(days=day.weekday())
