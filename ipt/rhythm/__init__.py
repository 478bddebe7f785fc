"""The rhythm diary: five anchors of a day, and how regular they were over a week.

Times are minutes of the clock, 0 to 1439 (07:30 is 450). They are taken round a person's own
day, never cut at midnight: the day of an anchor begins in the middle of the longest stretch in
which the person never does it. Arithmetic in whole minutes, so nothing hangs on rounding.

Source: after Monk 1990 and 2002, own wording, as "rhythm regularity".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "rhythm.toml"
DAY = 24 * 60
MIDDAY = 12 * 60
WEEK = 7


@dataclass(frozen=True)
class Day:
    """One day of the diary.

    times     minutes of the clock by anchor; one that did not happen is left out
    mood      -5 very low to +5 very high, None if left out
    company   `company()` by anchor, where noted

    Raises ValueError for an unknown anchor or company, a time outside the clock, or a mood
    outside -5 to +5.
    """

    on: date
    times: Mapping[str, int]
    mood: int | None = None
    company: Mapping[str, str] | None = None

    def __post_init__(self) -> None:
        if set(self.times) - set(anchors()) or set(self.company or {}) - set(anchors()):
            raise ValueError(f"anchors are {anchors()}")
        if set((self.company or {}).values()) - set(company()):
            raise ValueError(f"company is one of {company()}")
        if any(not 0 <= minute < DAY for minute in self.times.values()):
            raise ValueError("a time is 0 to 1439 minutes")
        rule = _rule("mood")
        if self.mood is not None and not rule["lowest"] <= self.mood <= rule["highest"]:
            raise ValueError("mood goes from -5 to +5")


def from_answers(answers: Mapping[str, Any]) -> Day:
    """Return a day of the diary from the answers to the form `rhythm_day`, checked before.

    An anchor counts with its time; one that did not happen, or has none, is left out.
    """
    at = {id: answers.get(f"{id}_at") for id in anchors() if answers.get(f"{id}_did")}
    times = {id: _minutes(clock) for id, clock in at.items() if clock}
    there = {id: answers.get(f"{id}_company") for id in times}
    return Day(
        on=date.fromisoformat(answers["on"]),
        times=times,
        mood=answers.get("mood"),
        company={id: who for id, who in there.items() if who},
    )


@dataclass(frozen=True)
class Habit:
    """A habitual time.

    minute     of the clock, 0 up to 1440, exact
    hits       days within 45 minutes of it, those left out of the mean included
    recorded   days on which it happened
    """

    minute: float
    hits: int
    recorded: int

    @property
    def clock(self) -> str:
        """The time as HH:MM, to the nearest minute."""
        nearest = int(self.minute + 0.5) % DAY
        return f"{nearest // 60:02}:{nearest % 60:02}"


@dataclass(frozen=True)
class Regularity:
    """How regular a week was: 0 to 7, higher is more regular; None with too few days."""

    score: float | None
    habits: Mapping[str, Habit]

    @property
    def message(self) -> Message:
        """How to say it."""
        if self.score is None:
            return Message("rhythm.too_few", {"days": _rule("habitual")["days_at_least"]})
        return Message("rhythm.score", {"score": f"{self.score:.1f}"})


def anchors() -> tuple[str, ...]:
    """Return the five anchors (`rhythm_anchor.<id>`)."""
    return tuple(row["id"] for row in toml(FILE)["anchors"])


def company() -> tuple[str, ...]:
    """Return who else was there (`rhythm_company.<id>`)."""
    return tuple(row["id"] for row in toml(FILE)["company"])


def belongs_to(anchor: str, at: datetime, *, midday: time = time(12)) -> date:
    """Return the diary day that a moment belongs to.

    Going to bed before midday belongs to the day before: half past midnight ends a day.
    midday   the middle of the person's own day, later for someone who works nights
    """
    ends_day = any(row["id"] == anchor for row in toml(FILE)["anchors"] if _ends_day(row))
    early = ends_day and at.time() < midday
    return at.date() - timedelta(days=1) if early else at.date()


def habit(minutes: Sequence[int]) -> Habit | None:
    """Return the habitual time and its hits; None below three recorded days.

    The mean after leaving out times more than 1.5 standard deviations (n - 1) from the mean.

    >>> week = [7 * 60 + m for m in (0, 10, 20, 5, 30, 170, 15)]
    >>> found = habit(week)
    >>> found.clock, found.hits
    ('07:13', 6)
    """
    rule = _rule("habitual")
    if len(minutes) < rule["days_at_least"]:
        return None
    kept = _without_outliers(_unrolled(minutes))
    total, n = sum(kept), len(kept)
    apart = ((minute * n - total) % (DAY * n) for minute in minutes)
    near = rule["hit_within_minutes"] * n
    hits = sum(min(each, DAY * n - each) <= near for each in apart)
    return Habit(total % (DAY * n) / n, hits, len(minutes))


def regularity(days: Sequence[Day]) -> Regularity:
    """Return how regular a week was: hits a day's anchor, over anchors with a habitual time.

    Raises ValueError for more than seven days or the same day twice.
    """
    if len(days) > WEEK or len({day.on for day in days}) < len(days):
        raise ValueError("a week has seven days, each once")
    found = {
        anchor: habit([day.times[anchor] for day in days if anchor in day.times])
        for anchor in anchors()
    }
    habits = {anchor: each for anchor, each in found.items() if each is not None}
    hits = sum(each.hits for each in habits.values())
    return Regularity(hits / len(habits) if habits else None, habits)


def hours_in_bed(days: Sequence[Day]) -> dict[date, float]:
    """Return the hours in bed of each night, by the day that it ends; gaps are left out."""
    by_day = {day.on: day for day in days}
    found: dict[date, float] = {}
    for day in days:
        before = by_day.get(day.on - timedelta(days=1))
        if before and "in_bed" in before.times and "out_of_bed" in day.times:
            found[day.on] = (day.times["out_of_bed"] - before.times["in_bed"]) % DAY / 60
    return found


def short_nights_with_high_mood(days: Sequence[Day], usual_hours: float) -> int:
    """Return how many nights were two hours short, or more, with a mood of +2 or more after.

    usual_hours   in bed, as agreed with the client when well
    """
    rule = _rule("mania_watch")
    mood = {day.on: day.mood for day in days if day.mood is not None}
    return sum(
        usual_hours - hours >= rule["hours_short"] and mood.get(on, 0) >= rule["mood_at_least"]
        for on, hours in hours_in_bed(days).items()
    )


def mania_watch(days: Sequence[Day], usual_hours: float) -> bool:
    """Whether a therapist should look: two such nights or more, in a row or not. No diagnosis."""
    found = short_nights_with_high_mood(days, usual_hours)
    return found >= _rule("mania_watch")["nights_at_least"]


def next_step(now: int, wanted: int) -> int:
    """Return the time to aim for this week: at most half an hour nearer to the wanted one.

    >>> next_step(23 * 60 + 45, 45)
    15
    """
    most = _rule("step")["minutes_at_most"]
    way = (wanted - now + MIDDAY) % DAY - MIDDAY
    return (now + max(-most, min(most, way))) % DAY


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def _unrolled(minutes: Sequence[int]) -> list[int]:
    """Return the times as one stretch: the day is cut in the middle of the longest empty one.

    Of equally long ones the cut nearest to midday is taken.
    """
    clock = sorted(set(minutes))
    after = [*clock[1:], clock[0] + DAY]
    gaps = list(zip(clock, after, strict=True))
    end = min(gaps, key=lambda gap: (gap[0] - gap[1], _from_midday(sum(gap) / 2)))[1] % DAY
    return [(minute - end) % DAY + end for minute in minutes]


def _from_midday(minute: float) -> float:
    away = (minute - MIDDAY) % DAY
    return min(away, DAY - away)


def _without_outliers(minutes: list[int]) -> list[int]:
    """Leave out what is more than 1.5 standard deviations from the mean, in whole numbers.

    (x - mean)^2 > 9/4 s^2 with s^2 = (n Q - S^2) / (n (n - 1)), times 4 n^2 (n - 1).
    """
    n, total = len(minutes), sum(minutes)
    limit = 9 * n * (n * sum(minute**2 for minute in minutes) - total**2)
    return [minute for minute in minutes if 4 * (n - 1) * (n * minute - total) ** 2 <= limit]


def _ends_day(row: Mapping[str, Any]) -> bool:
    return row.get("before_midday_is_night", False)


@cache
def _rule(id: str) -> dict[str, Any]:
    return next(row for row in toml(FILE)["rules"] if row["id"] == id)
