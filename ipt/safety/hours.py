"""When an answer will have been read, from the owner's working hours.

The rule (Kith's own, numbers in `hours.toml`): within two working hours but before going home,
and by noon in the morning; an answer outside working hours, or in the last half hour of the
day, by noon of the next working day, or two hours after its start if that is later.
An earlier answer is never promised later than one that came after it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "hours.toml"
LOOK_AHEAD_DAYS = 366
Block = tuple[time, time]


class NoHours(ValueError):
    """Nobody can say when an owner without working hours will read something."""


@dataclass(frozen=True)
class WeekHours:
    """Somebody's working week in wall-clock time.

    days   weekday (0 = Monday) to its blocks, each (start, end) with start < end, in order
    zone   IANA name, such as "Europe/Berlin"
    """

    days: Mapping[int, Sequence[Block]]
    zone: str

    def __post_init__(self) -> None:
        for weekday, blocks in self.days.items():
            ends = [moment for block in blocks for moment in block]
            if weekday not in range(7) or ends != sorted(set(ends)):
                raise ValueError(f"blocks of weekday {weekday} must be in order, apart, not empty")

    def on(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the blocks of a day as aware datetimes, in order."""
        zone = ZoneInfo(self.zone)
        return [
            (_wall(day, start, zone), _wall(day, end, zone))
            for start, end in self.days.get(day.weekday(), ())
        ]


def read_by(
    hours: WeekHours,
    at: datetime,
    *,
    closed: Collection[date] = (),
    not_before: datetime | None = None,
) -> datetime:
    """Return when an answer given at `at` will have been read, at the latest.

    at           aware; the result is aware, in the zone of `hours`, and never before `at`
    closed       days on which this owner does not work (holidays)
    not_before   when an owner takes over later, such as a cover from tomorrow

    Raises NoHours if no working time comes within a year, ValueError for a naive time.

    >>> weekdays = {day: [(time(9), time(17))] for day in range(5)}
    >>> saturday = datetime(2026, 3, 7, 20, tzinfo=ZoneInfo("Europe/Berlin"))
    >>> read_by(WeekHours(weekdays, "Europe/Berlin"), saturday).isoformat()
    '2026-03-09T12:00:00+01:00'
    """
    if at.tzinfo is None:
        raise ValueError("at must be an aware time")
    start = max(at, not_before or at).astimezone(ZoneInfo(hours.zone))
    today = start.date()
    if today not in closed and (due := _today(hours.on(today), start)):
        return due
    for ahead in range(LOOK_AHEAD_DAYS + 1):
        day = today + timedelta(days=ahead)
        blocks = hours.on(day) if day not in closed else []
        if ahead == 0:
            blocks = _still_to_come(blocks, start)
        if blocks:
            return _next_block(blocks, day)
    raise NoHours("no working hours within a year")


def due_words(due: datetime, now: datetime) -> Message:
    """Return how to say a due time: "Read by Monday 12:00."

    due   aware, in the zone of the person who reads it
    now   aware; decides between today, tomorrow, a weekday, and a date from a week on
    """
    days = (due.date() - now.astimezone(due.tzinfo).date()).days
    values: dict[str, object] = {"time": due.strftime("%H:%M")}
    if days <= 0:
        return Message("safety.read_by_today", values)
    values["weekday"] = Message(f"weekday.{due.weekday()}")
    if days < 7:
        return Message("safety.read_by_weekday", values)
    return Message("safety.read_by_date", {**values, "date": due.date().isoformat()})


@cache
def _rule() -> Mapping[str, int]:
    return toml(FILE)["rules"][0]


def _wall(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return a wall-clock time; one that the clock change skips moves on by the gap."""
    return datetime.combine(day, at, zone).astimezone(UTC).astimezone(zone)


def _today(blocks: list[tuple[datetime, datetime]], start: datetime) -> datetime | None:
    """Return the due time if `start` falls into today's work with enough of it left."""
    if not any(begin <= start < end for begin, end in blocks):
        return None
    wanted = timedelta(hours=_rule()["working_hours"])
    parts = [(max(begin, start), end) for begin, end in blocks if end > start]
    if sum((_span(*part) for part in parts), timedelta()) <= timedelta(
        minutes=_rule()["last_minutes"]
    ):
        return None
    due = parts[-1][1]
    for begin, end in parts:
        if _span(begin, end) >= wanted:
            due = _later(begin, wanted)
            break
        wanted -= _span(begin, end)
    return max(due, _noon(start.date(), due))


def _still_to_come(
    blocks: list[tuple[datetime, datetime]], start: datetime
) -> list[tuple[datetime, datetime]]:
    """Return today's blocks that begin later."""
    return [block for block in blocks if block[0] > start]


def _next_block(blocks: list[tuple[datetime, datetime]], day: date) -> datetime:
    begin, end = blocks[0]
    soon = min(_later(begin, timedelta(hours=_rule()["working_hours"])), end)
    return max(soon, _noon(day, begin))


def _noon(day: date, like: datetime) -> datetime:
    return _wall(day, time(_rule()["morning_by"]), like.tzinfo)


def _span(begin: datetime, end: datetime) -> timedelta:
    """Return time that really passes between two moments, across a clock change too."""
    return end.astimezone(UTC) - begin.astimezone(UTC)


def _later(begin: datetime, by: timedelta) -> datetime:
    return (begin.astimezone(UTC) + by).astimezone(begin.tzinfo)
