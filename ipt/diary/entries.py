"""A diary as numbers: moods with their times, and columns for people, events and ratings.

Nothing is read from free text and nothing missing is filled in: an entry without a mood is
simply not here. What cannot be used is refused with a sentence that names the entry.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from math import floor, isfinite
from pathlib import Path
from typing import Any, Literal

from ipt.reading import toml

Kind = Literal["with", "event", "quality"]
KINDS = ("with", "event", "quality")
VERSION = "links/1"
FILE = Path(__file__).with_name("links.toml")


@cache
def rules(table: str) -> dict[str, Any]:
    """Return one table of `links.toml`: minimum, limits, merging, model, safety."""
    return toml(FILE)[table]


@dataclass(frozen=True)
class Column:
    """One thing noted in every entry.

    kind      "with" (this person was part of it), "event" (this happened): 0 or 1 an entry;
              "quality" (how contact felt): a rating, or None (nan) where there was no contact
    name      who or what; the same person has the same name in "with" and "quality"
    values    one an entry
    label     how sentences say it ("your mother", "an argument"); the name if left out
    closest   this person stands in the closest circle
    scale     lowest and highest possible rating
    safety    being hurt, threatened or afraid: never becomes a card
    """

    kind: Kind
    name: str
    values: tuple[float | None, ...]
    label: str = ""
    closest: bool = False
    scale: tuple[float, float] = (1, 5)
    safety: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is not a kind of column: {', '.join(KINDS)}")
        low, high = self.scale
        if not low < high:
            raise ValueError(f"the scale of {self.key} is {low!r} to {high!r}")
        read = _rating if self.kind == "quality" else _yes_or_no
        values = tuple(read(self, entry, value) for entry, value in enumerate(self.values, 1))
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "label", self.label or self.name)
        object.__setattr__(self, "safety", self.safety or self._about_harm)

    @property
    def key(self) -> str:
        """`kind:name`, the name of the column in a file."""
        return f"{self.kind}:{self.name}"

    @property
    def present(self) -> tuple[bool, ...]:
        """Return for each entry whether it was there (for a rating: whether it was given)."""
        return tuple(value is not None and (self.kind == "quality" or value == 1)
                     for value in self.values)  # fmt: skip

    @property
    def coded(self) -> tuple[float, ...]:
        """Return the values for the model: the whole scale is 1, no contact its middle."""
        if self.kind != "quality":
            return self.values  # type: ignore[return-value]
        low, high = self.scale
        return tuple(0.5 if v is None else (v - low) / (high - low) for v in self.values)

    @property
    def _about_harm(self) -> bool:
        return self.kind == "event" and self.name in rules("safety")["events"]


@dataclass(frozen=True)
class Diary:
    """The entries of one client.

    t_days     when, in days since midnight before a first day (gaps allowed, any order)
    mood       one an entry, within `scale`
    columns    see Column; no two of one kind and name
    hour       hour of the day an entry, 0 up to 24, if known
    weekday0   weekday of day 0, Monday is 0, if known
    start      the date of day 0, if known: then sentences name dates, and weekday0 follows
    scale      lowest and highest possible mood

    Raises ValueError with a sentence for anything that cannot be used.
    """

    t_days: tuple[float, ...]
    mood: tuple[float, ...]
    columns: tuple[Column, ...] = ()
    hour: tuple[float, ...] | None = None
    weekday0: int | None = None
    start: date | None = None
    scale: tuple[float, float] = (0, 10)

    def __post_init__(self) -> None:
        low, high = self.scale
        object.__setattr__(self, "t_days", _numbers("time", self.t_days))
        object.__setattr__(self, "mood", _numbers("mood", self.mood, low, high))
        object.__setattr__(self, "columns", tuple(self.columns))
        if self.hour is not None:
            object.__setattr__(self, "hour", _numbers("hour", self.hour, 0, 24))
        if self.weekday0 is None and self.start is not None:
            object.__setattr__(self, "weekday0", self.start.weekday())
        if self.weekday0 not in (None, *range(7)):
            raise ValueError(f"the weekday of day 0 is {self.weekday0!r}, not 0 (Monday) to 6")
        self._must_fit()

    def _must_fit(self) -> None:
        lengths = {"mood": self.mood} | {column.key: column.values for column in self.columns}
        if len(lengths) <= len(self.columns):
            raise ValueError("two columns have the same kind and name")
        if self.hour is not None:
            lengths["hour"] = self.hour
        for name, values in lengths.items():
            if len(values) != len(self.t_days):
                raise ValueError(
                    f"{name} has {len(values)} entries and time has {len(self.t_days)}"
                )

    @property
    def n(self) -> int:
        """Number of entries."""
        return len(self.mood)

    @property
    def day(self) -> tuple[int, ...]:
        """The day of each entry, counted from day 0."""
        return tuple(floor(t) for t in self.t_days)

    def column(self, key: str) -> Column:
        """Return a column by `kind:name`. Raises LookupError if there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise LookupError(f"no column is called {key!r}")

    def in_order(self) -> "Diary":
        """Return the same diary with its entries in time."""
        rows = [self.t_days, self.mood]
        rows += [row for column in self.columns for row in (column.coded, column.present)]
        return self.entries(sorted(range(self.n), key=lambda i: [row[i] for row in rows]))

    def entries(self, chosen: Sequence[int]) -> "Diary":
        """Return a diary of these entries only, in this order."""
        return replace(
            self,
            t_days=tuple(self.t_days[i] for i in chosen),
            mood=tuple(self.mood[i] for i in chosen),
            columns=tuple(replace(c, values=tuple(c.values[i] for i in chosen))
                          for c in self.columns),
            hour=None if self.hour is None else tuple(self.hour[i] for i in chosen),
        )  # fmt: skip

    def date_of(self, t: float) -> date | None:
        """Return the date of a time in days, if the date of day 0 is known."""
        return None if self.start is None else self.start + timedelta(days=floor(t))


def inputs_hash(diary: Diary, **asked: Any) -> str:
    """Return a fingerprint of the method, the diary and what was asked, to store with a result.

    The order of entries and of columns does not matter. `asked` is what `read` was given
    besides: focus, focus_since, before, hidden.
    """
    columns = sorted(diary.columns, key=lambda column: column.key)
    hour = diary.hour or (None,) * diary.n
    rows = sorted(
        zip(diary.t_days, diary.mood, hour, *(c.values for c in columns), strict=True), key=repr
    )
    about = [[c.key, c.label, c.closest, c.scale, c.safety] for c in columns]
    day0 = [diary.weekday0, str(diary.start), diary.scale]
    text = json.dumps([VERSION, day0, about, rows, asked], sort_keys=True, default=sorted)
    return sha256(text.encode()).hexdigest()


def _numbers(
    what: str, values: Sequence[float], low: float = -1e6, high: float = 1e6
) -> tuple[float, ...]:
    """Return finite numbers within a range, or raise ValueError naming the entry."""
    for entry, value in enumerate(values, 1):
        if value is None or not isfinite(value):
            raise ValueError(f"{what} of entry {entry} is not a number")
        if not low <= value <= high:
            raise ValueError(f"{what} of entry {entry} is {value:g}, outside {low:g} to {high:g}")
    return tuple(float(value) for value in values)


def _yes_or_no(column: Column, entry: int, value: float | None) -> float:
    if value not in (0, 1):
        raise ValueError(f"{column.key} of entry {entry} is {value!r}, not 0 or 1")
    return float(value)


def _rating(column: Column, entry: int, value: float | None) -> float | None:
    if value is None or value != value:
        return None
    low, high = column.scale
    if not low <= value <= high:
        raise ValueError(f"{column.key} of entry {entry} is {value!r}, outside {low:g} to {high:g}")
    return float(value)
