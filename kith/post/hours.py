"""When somebody wants letters: from an hour until an hour, wall time in their own zone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def next_allowed(moment: datetime, zone: str, start: time | None, end: time | None) -> datetime:
    """`moment`, or the first moment after it at which letters are welcome.

    start, end    wall times; None is no bound; the same twice is no bound; start after end
                  goes over midnight. A start that the clocks leap over counts an hour later.
    """
    local = moment.astimezone(ZoneInfo(zone))
    if _welcome(local.time(), start, end):
        return moment
    opens = start or time(0)
    day = local.date() if local.time() < opens else local.date() + timedelta(days=1)
    there = datetime.combine(day, opens, ZoneInfo(zone))
    return there.astimezone(moment.tzinfo)


def _welcome(now: time, start: time | None, end: time | None) -> bool:
    if start == end:
        return True
    if start is None or end is None or start < end:
        return (start is None or now >= start) and (end is None or now < end)
    return now >= start or now < end
