"""Where on the course an answer stands: before which session it was asked."""

from collections import defaultdict
from datetime import date

from kith.care.reading import Agreements
from kith.schedule import reading as schedule

BEFORE_DAYS = 6


def of_course(course, days, agreed=None, counted=None) -> dict[date, float]:
    """Session positions for the days of a course's check-ins, for its present agreement.

    agreed, counted   care.reading.Agreements and schedule.reading.counted of it, where known
    """
    counted = schedule.counted(course) if counted is None else counted
    held = [(on, number) for on, number, kind in counted if kind == "acute"]
    acute = (agreed or Agreements(course)).acute
    if acute is None:
        return place(days, held)
    return place(days, held, acute.starts_on, acute.every_days, acute.sessions_planned)


def place(days, held, starts_on=None, every_days=7, planned=None) -> dict[date, float]:
    """Positions for days. `held`: (day, session number) in order.

    An answer belongs to the next session held after it; before the first it is 0, -1, …; after
    the agreed number it follows on. Where two would meet, the earlier ones stand between.

    >>> place([date(2026, 3, 4), date(2026, 3, 11)], [(date(2026, 3, 4), 1)], date(2026, 3, 4))
    {datetime.date(2026, 3, 4): 1.0, datetime.date(2026, 3, 11): 2.0}
    """
    groups = defaultdict(list)
    for day in sorted(set(days)):
        groups[_session(day, held, starts_on, every_days)].append(day)
    found = {}
    early = sorted(day for number, group in groups.items() if number < 1 for day in group)
    for index, day in enumerate(early):
        found[day] = float(index + 1 - len(early))
    last = planned or max(groups, default=0)
    late = sorted(day for number, group in groups.items() if number > max(last, 1) for day in group)
    for index, day in enumerate(late):
        found[day] = float(last + 1 + index)
    for number, group in groups.items():
        if 1 <= number <= max(last, 1):
            for index, day in enumerate(group):
                found[day] = number - (len(group) - 1 - index) / len(group)
    return dict(sorted(found.items()))


def _session(day, held, starts_on, every_days) -> int:
    if starts_on and (starts_on - day).days > BEFORE_DAYS:
        return 0
    for on, number in held:
        if on >= day:
            return number
    if held:
        on, number = held[-1]
        return number + max(1, round((day - on).days / every_days))
    if starts_on is None:
        return 0
    return max(0, 1 + round((day - starts_on).days / every_days))
