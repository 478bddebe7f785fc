"""When something is due, and which of the older copies stay. Pure: times in, decisions out."""

from collections.abc import Iterable
from datetime import datetime, timedelta

AGAIN = timedelta(minutes=10)  # after one that went wrong
VERIFY_AT = 2  # o'clock, UTC
VERIFY_AGAIN = timedelta(hours=1)
HOURS, DAYS, WEEKS = 24, 14, 8
KEYS_HOURS, KEYS_DAYS = 24, 28
KEYS_AT_MOST = timedelta(days=30)


def is_due(known: dict, every: timedelta, now: datetime) -> bool:
    """Whether a backup (or a copy of the keys) is due. `known` is its part of the state."""
    tried = _time(known, "tried_at")
    if tried is None or tried > now:  # a clock that went back must not stop backups
        return True
    again = known.get("trouble") or known.get("begun")  # begun: it has not ended
    return now - tried >= (min(AGAIN, every) if again else every)


def verify_is_due(known: dict, backup: dict, now: datetime) -> bool:
    """Once a night, or as soon as there is a first backup; an hour later again when it failed."""
    if _time(backup, "good_at") is None:
        return False
    tried, good = _time(known, "tried_at"), _time(known, "good_at")
    if tried is not None and timedelta(0) <= now - tried < VERIFY_AGAIN:
        return False
    night = now.replace(hour=VERIFY_AT, minute=0, second=0, microsecond=0)
    night -= timedelta(days=1) if night > now else timedelta(0)
    return good is None or good > now or good < night


def _time(known, name) -> datetime | None:
    try:
        return datetime.fromisoformat(known[name])
    except (KeyError, TypeError, ValueError):
        return None


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """The moments whose backups stay: the last of 24 hours, of 14 days and of 8 weeks."""
    newest_first = sorted(moments, reverse=True)
    return (
        _last_of(newest_first, "%Y-%m-%d %H", HOURS)
        | _last_of(newest_first, "%Y-%m-%d", DAYS)
        | _last_of(newest_first, "%G-%V", WEEKS)
    )


def keys_kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """The moments whose copies of the keys stay: none older than 30 days, but always the newest."""
    newest_first = sorted(moments, reverse=True)
    young = [m for m in newest_first if now - m < KEYS_AT_MOST - timedelta(hours=2)]
    stay = _last_of(young, "%Y-%m-%d %H", KEYS_HOURS) | _last_of(young, "%Y-%m-%d", KEYS_DAYS)
    return stay | set(newest_first[:1])


def _last_of(newest_first, shape, how_many) -> set[datetime]:
    found: dict[str, datetime] = {}
    for moment in newest_first:
        found.setdefault(moment.strftime(shape), moment)
    return set(list(found.values())[:how_many])
