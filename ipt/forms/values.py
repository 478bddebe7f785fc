"""Whether one value fits its field: returns what is wrong as a message, None if it fits."""

import re
from calendar import monthrange
from collections.abc import Mapping
from math import isfinite
from typing import Any

from ipt.forms.conditions import is_number
from ipt.forms.definition import LISTS, NUMBERS, REFERENCES, Field
from ipt.timeline import dates
from ipt.words import Message

TEXT_MOST = 500
LONG_MOST = 20_000
MONTHS = (None, *range(1, 13))
DATE = re.compile(r"(?a:(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?)")
TIME = re.compile(r"(?a:([01]\d|2[0-3]):[0-5]\d)")


def wrong(field: Field, value: Any) -> Message | None:
    """Return what is wrong with a value (`form.problem.*`). A group's rows are not looked at."""
    if field.type in LISTS:
        return _list(field, value)
    if field.type in NUMBERS:
        return _number(field, value)
    if field.type in REFERENCES:
        return None if _said(value) and len(value) <= TEXT_MOST else problem("reference")
    return KINDS[field.type](field, value)


def problem(id: str, **values: Any) -> Message:
    """Return the message of a problem."""
    return Message(f"form.problem.{id}", values)


def day_range(value: Any) -> tuple[str, str] | None:
    """Return the first and last day a date may mean, None if it is no date.

    >>> day_range("2026-02")
    ('2026-02-01', '2026-02-28')
    >>> day_range("2026-spring")
    ('2026-03-01', '2026-05-31')
    """
    if not isinstance(value, str):
        return None
    found = DATE.fullmatch(value)
    if found is None:
        return _rough(value)
    year, month, day = (int(part) if part else None for part in found.groups())
    if year == 0 or month not in MONTHS:
        return None
    last = monthrange(year, month or 12)[1]
    if day is not None and not 1 <= day <= last:
        return None
    first = f"{year:04}-{month or 1:02}-{day or 1:02}"
    return first, f"{year:04}-{month or 12:02}-{day or last:02}"


def _rough(value: str) -> tuple[str, str] | None:
    """Return the ends of a date in the notation of the timeline, None if it is none."""
    try:
        found = dates.read(value)
    except ValueError:
        return None
    return found.first.isoformat(), found.last.isoformat()


def _said(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _text(field: Field, value: Any) -> Message | None:
    if not isinstance(value, str):
        return problem("text")
    most = int(field.max or (LONG_MOST if field.type == "long_text" else TEXT_MOST))
    return problem("too_long", most=most) if len(value) > most else None


def _choice(field: Field, value: Any) -> Message | None:
    offered = any(type(value) is type(each) and value == each for each in field.choices)
    return None if offered else problem("choice")


def _choices(field: Field, value: Any) -> Message | None:
    if not isinstance(value, list) or any(_choice(field, each) for each in value):
        return problem("choice")
    return problem("twice") if len(set(value)) < len(value) else _too_many(field, value)


def _list(field: Field, value: Any) -> Message | None:
    one = Field(field.id, LISTS[field.type])
    if not isinstance(value, list):
        return problem("list")
    found = next((bad for each in value if (bad := wrong(one, each))), None)
    if found or field.type == "texts":
        return found or _too_many(field, value)
    return problem("twice") if len(set(value)) < len(value) else _too_many(field, value)


def _too_many(field: Field, value: list[Any]) -> Message | None:
    many = field.max is not None and len(value) > field.max
    return problem("many", max=field.max) if many else None


def _number(field: Field, value: Any) -> Message | None:
    if not is_number(value) or (isinstance(value, float) and not isfinite(value)):
        return problem("number")
    if field.type != "number" and not isinstance(value, int):
        return problem("whole")
    low, high = bounds(field)
    if low is not None and value < low:
        return problem("at_least", min=low)
    return problem("at_most", max=high) if high is not None and value > high else None


def bounds(field: Field) -> tuple[float | None, float | None]:
    """Return the lowest and highest number of a field: a scale 0 to 10, a duration from 0."""
    low = 0 if field.min is None and field.type in ("scale", "duration") else field.min
    return low, 10 if field.max is None and field.type == "scale" else field.max


def _yes_no(field: Field, value: Any) -> Message | None:
    return None if isinstance(value, bool) else problem("yes_no")


def _date(field: Field, value: Any) -> Message | None:
    days = day_range(value)
    if field.exact:
        plain = days and days[0] == days[1] == value
        return None if plain else problem("day")
    return None if days else problem("date")


def _time(field: Field, value: Any) -> Message | None:
    return None if isinstance(value, str) and TIME.fullmatch(value) else problem("time")


def _group(field: Field, value: Any) -> Message | None:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        return problem("list")
    return _too_many(field, value)


def _computed(field: Field, value: Any) -> Message:
    return problem("computed")


KINDS = {
    "text": _text,
    "long_text": _text,
    "choice": _choice,
    "choices": _choices,
    "yes_no": _yes_no,
    "date": _date,
    "time": _time,
    "group": _group,
    "computed": _computed,
}
