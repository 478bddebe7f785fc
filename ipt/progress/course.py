"""The scores of one person as a course: weeks since the first score, one value a day."""

from collections.abc import Sequence
from datetime import date
from math import floor, inf

A_MOMENT = 1e-6


def weeks(days: Sequence[date | float]) -> tuple[float, ...]:
    """Return weeks since the earliest of some days (dates, or days counted from anywhere).

    A day is a whole day: two scores of one date fall on one week value.

    >>> weeks([date(2025, 3, 10), date(2025, 3, 3), date(2025, 3, 24)])
    (1.0, 0.0, 3.0)
    """
    whole = [day.toordinal() if isinstance(day, date) else floor(day) for day in days]
    return tuple((day - min(whole)) / 7 for day in whole)


def daily(
    weeks: Sequence[float], scores: Sequence[float], *, within: tuple[float, float] = (-inf, inf)
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return weeks and scores in order of time, the scores of one day averaged.

    weeks    since the first score, so the earliest is 0; any gaps, any order
    scores   in points, one for each week
    within   the ends of the scale

    Raises ValueError with a sentence if they cannot be a course.
    """
    _check(weeks, scores, within)
    days: dict[int, list[tuple[float, float]]] = {}
    for week, score in sorted(zip(weeks, scores, strict=True)):
        days.setdefault(floor(week * 7 + A_MOMENT), []).append((float(week), float(score)))
    means = (sum(score for _, score in day) / len(day) for day in days.values())
    return tuple(day[0][0] for day in days.values()), tuple(means)


def _check(weeks: Sequence[float], scores: Sequence[float], within: tuple[float, float]) -> None:
    if len(weeks) != len(scores):
        raise ValueError(f"There are {len(weeks)} weeks and {len(scores)} scores.")
    if not len(weeks):
        raise ValueError("A course needs at least the first score.")
    for week, score in zip(weeks, scores, strict=True):
        if not 0 <= week < inf:
            raise ValueError(f"A score cannot be dated week {week}.")
        if not within[0] <= score <= within[1] or abs(score) == inf:
            raise ValueError(f"A score cannot be {score} on a scale of {_ends(within)}.")
    if min(weeks) > A_MOMENT:
        raise ValueError(f"The first score is week 0; the earliest here is week {min(weeks)}.")


def _ends(within: tuple[float, float]) -> str:
    return f"{within[0]:g} to {within[1]:g}"
