"""When something was, as well as somebody knows it: to the day, the month, the season, the year.

    2019-03-12   2019-03   2019-spring   2019        to the day, month, season, year
    2019-southern_spring                             where spring begins in September
    ~2019-03                                         about March 2019

`understand` takes what people type and refuses with a reason; `read` takes the notation above.
No pattern is matched against long text: words are looked at one by one, a few dozen at most.
"""

import calendar
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from ipt import words
from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "timeline.toml"
Precision = Literal["day", "month", "season", "year"]
Unit = Literal["day", "week", "month", "year"]
Reason = Literal[
    "empty", "long", "words", "year_missing", "ambiguous", "no_such_day", "ahead", "old"
]
LONGEST = 60  # characters
ORDINALS = ("st", "nd", "rd", "th")


class NotADate(ValueError):
    """What was typed is no date of the timeline. `reason` says why, `message` in words."""

    def __init__(self, reason: Reason, **values: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.message = Message(f"timeline.refused.{reason}", values)


@dataclass(frozen=True)
class When:
    """A stretch of days within which something was. first, last: its ends, both included."""

    precision: Precision
    first: date
    last: date
    about: bool = False
    season: str = ""

    @property
    def exact(self) -> bool:
        """Whether the day itself is known."""
        return self.precision == "day" and not self.about

    @property
    def middle(self) -> date:
        """The day in the middle: where a mark stands in a picture."""
        return self.first + (self.last - self.first) // 2

    @property
    def code(self) -> str:
        """The notation in which it is kept."""
        year = f"{self.first.year:04}"
        said = {
            "day": self.first.isoformat(),
            "month": f"{year}-{self.first.month:02}",
            "season": f"{year}-{self.season}",
            "year": year,
        }[self.precision]
        return f"~{said}" if self.about else said


def day(on: date, about: bool = False) -> When:
    """Return one day."""
    return When("day", on, on, about)


def month(year: int, number: int, about: bool = False) -> When:
    """Return one month. Raises ValueError for a month that no year has."""
    last = calendar.monthrange(year, number)[1]
    return When("month", date(year, number, 1), date(year, number, last), about)


def season(year: int, id: str, about: bool = False) -> When:
    """Return one season; what begins in December reaches into the next year. Raises KeyError for
    an unknown one."""
    start, end = _seasons()[id]
    ends = month(year + (end < start), end)
    return When("season", date(year, start, 1), ends.last, about, id)


def whole_year(year: int, about: bool = False) -> When:
    """Return one year."""
    return When("year", date(year, 1, 1), date(year, 12, 31), about)


@cache
def _seasons() -> dict[str, tuple[int, int]]:
    return {row["id"]: (row["months"][0], row["months"][1]) for row in toml(FILE)["seasons"]}


@cache
def _of_half(southern: bool) -> tuple[str, ...]:
    """Return the seasons of one half of the earth."""
    return tuple(
        row["id"] for row in toml(FILE)["seasons"] if row.get("southern", False) is southern
    )


@cache
def _southern() -> frozenset[str]:
    return frozenset(zone for row in toml(FILE)["southern"] for zone in row["zones"].split())


def southern(zone: str) -> bool:
    """Whether the year's seasons are those of the southern half of the earth in a time zone.

    >>> southern("Australia/Hobart"), southern("Europe/London")
    (True, False)
    """
    return zone in _southern()


@cache
def _oldest() -> int:
    """Return how many years back a date may lie."""
    return int(next(row["years_back"] for row in toml(FILE)["rules"] if row["id"] == "oldest"))


def read(code: str) -> When:
    """Return what a notation stands for. Raises ValueError when it stands for nothing.

    >>> read("~2019-spring").last
    datetime.date(2019, 5, 31)
    """
    about, said = code.startswith("~"), code.removeprefix("~")
    year, *more = said.split("-")
    try:
        if len(year) != 4 or not said.isascii():
            raise ValueError("a year has four digits")
        if not more:
            return whole_year(int(year), about)
        if len(more) == 1 and more[0] in _seasons():
            return season(int(year), more[0], about)
        if len(more) == 1:
            return month(int(year), int(more[0]), about)
        return day(date.fromisoformat(said), about)
    except ValueError as error:
        raise ValueError(f"{code!r} is no notation of a date") from error


def written(when: When, language: str = "en") -> str:
    """Return the words for it, as they may be typed again."""
    year = when.first.year
    values = {
        "day": when.first.day,
        "month": words.text(f"timeline.month.{when.first.month}", language),
        "season": words.text(f"timeline.season.{when.season}", language) if when.season else "",
        "year": f"{year:04}",
        "next": f"{(year + 1) % 100:02}",
    }
    shape = "winter" if when.last.year > year else when.precision
    said = words.text(f"timeline.written.{shape}", language, **values)
    return words.text("timeline.written.about", language, when=said) if when.about else said


def months_before(on: date, months: int) -> date:
    """Return the same day so many months earlier, or the last day of a shorter month."""
    whole = on.year * 12 + on.month - 1 - months
    year, number = divmod(whole, 12)
    last = calendar.monthrange(year, number + 1)[1]
    return date(year, number + 1, min(on.day, last))


def understand(
    typed: str, today: date, language: str = "en", *, south: bool = False, ahead: bool = False
) -> When:
    """Return the day, month, season or year that somebody typed.

    today      the day on which it is typed, for "5 months ago" and for what has not come yet
    language   of the names of months and seasons
    south      whether spring begins in September where it is typed
    ahead      whether it may lie in the time to come

    Raises NotADate with the reason: nothing typed, too long, not understood, no year, day and
    month that cannot be told apart, no day of the calendar, still ahead, or too long ago.

    >>> understand("about 5 months ago", date(2026, 3, 4)).code
    '~2025-10'
    """
    if len(typed) > LONGEST:
        raise NotADate("long")
    said = unicodedata.normalize("NFKC", typed).casefold().strip()
    if not said:
        raise NotADate("empty")
    found = _found(said, today, Names(language, south))
    if found.first > today and not ahead:
        raise NotADate("ahead")
    if found.first.year < today.year - _oldest():
        raise NotADate("old", years=_oldest())
    return found


class Names:
    """What months, seasons and the words around a date are called in a language."""

    def __init__(self, language: str, south: bool = False) -> None:
        self.language = language
        self.months = [self._one(f"month.{number}") for number in range(1, 13)]
        self.seasons = {self._one(f"season.{id}"): id for id in _of_half(south)}
        autumn = self.seasons[self._one("season.autumn")]
        self.seasons |= dict.fromkeys(self.typed("fall"), autumn)

    def _one(self, id: str) -> str:
        return words.text(f"timeline.{id}", self.language).casefold()

    def typed(self, id: str) -> list[str]:
        """Return the words that stand for one thing."""
        return self._one(f"typed.{id}").split()

    def month(self, word: str) -> int | None:
        """Return the month that a word of three letters or more begins; None for no month."""
        fits = [at for at, name in enumerate(self.months, start=1) if name.startswith(word)]
        return fits[0] if len(fits) == 1 and len(word) >= 3 else None

    def number(self, word: str) -> int | None:
        """Return the number that a word says or its digits stand for; "a" and "one" are 1."""
        if _digits(word):
            return int(word)
        small = self.typed("numbers")
        return max(1, small.index(word) - 1) if word in small else None


def _digits(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 4


def _found(said: str, today: date, names: Names) -> When:
    about = said.startswith("~") or said.endswith("?")
    said = said.strip("~? ")
    for make in (lambda: _notation(said, about), lambda: _numbers(said, about)):
        found = make()
        if found:
            return found
    parts = "".join(sign if sign.isalnum() else " " for sign in said).split()
    hedges = names.typed("about")
    about = about or any(word in hedges for word in parts)
    parts = [word for word in parts if word not in hedges]
    parts = _of_year(parts, today, names)
    return _ago(parts, today, about, names) or _named(parts, about, names)


def _of_year(parts: list[str], today: date, names: Names) -> list[str]:
    """Return the same with the year said: "last summer" is the last one that is over, "this spring"
    and "last March" are of this year or, where that lies ahead, of the year before."""
    which = [word for word in parts if word in (*names.typed("last"), *names.typed("this"))]
    rest = [word for word in parts if word not in which]
    if len(which) != 1 or len(rest) != 1:
        return parts
    over = which[0] in names.typed("last")
    if rest[0] in names.typed("year"):
        return [f"{today.year - over:04}"]
    for year in (today.year, today.year - 1):
        found = _one_of(rest[0], year, names)
        if found and (found.last < today if over else found.first <= today):
            return [rest[0], f"{year:04}"]
    return parts


def _one_of(word: str, year: int, names: Names) -> When | None:
    """Return a season or a month of a year; None for any other word."""
    if word in names.seasons:
        return season(year, names.seasons[word])
    number = names.month(word)
    return month(year, number) if number else None


def _notation(said: str, about: bool) -> When | None:
    """Return what stands there in the notation itself, or None."""
    try:
        found = read(said)
    except ValueError:
        return None
    return When(found.precision, found.first, found.last, about, found.season)


def _numbers(said: str, about: bool) -> When | None:
    """Return a date of numbers alone: 03/2019, 12.3.2019, 2019-3-12; None if it is none."""
    parts = "".join(sign if sign not in "./-" else " " for sign in said).split()
    years = [part for part in parts if len(part) == 4]
    if len(parts) not in (2, 3) or not all(_digits(part) for part in parts) or len(years) != 1:
        return None
    whole = [int(part) for part in parts]
    if len(parts[0]) == 4:
        year, rest = whole[0], whole[1:]
    elif len(parts[-1]) == 4:
        year, rest = whole[-1], whole[-2::-1]
    else:
        return None
    if len(rest) == 2 and len(parts[-1]) == 4 and "." not in said:
        rest = _sorted_out(rest)
    return _whole(year, rest[0], rest[1] if len(rest) == 2 else None, about)


def _sorted_out(rest: list[int]) -> list[int]:
    """Return (month, day) of two numbers whose order differs from land to land."""
    high, low = max(rest), min(rest)
    if high <= 12 and high != low:
        raise NotADate("ambiguous")
    return [low, high]


def _whole(year: int, number: int, on: int | None, about: bool) -> When:
    try:
        return month(year, number, about) if on is None else day(date(year, number, on), about)
    except ValueError:
        raise NotADate("no_such_day") from None


def _ago(parts: list[str], today: date, about: bool, names: Names) -> When | None:
    """Return so many days, weeks, months or years before today; None if that was not said."""
    if parts == names.typed("today"):
        return day(today, about)
    if parts == names.typed("yesterday"):
        return day(today - timedelta(days=1), about)
    if not parts or parts[-1] not in names.typed("ago"):
        return None
    half = [word for word in parts if word in names.typed("half")]
    counts = [names.number(word) for word in parts[:-1]]
    count = next((each for each in counts if each is not None), 1 if half else None)
    unit = next((id for id in get_args(Unit) if set(parts) & set(names.typed(id))), None)
    if count is None or unit is None or len(parts) > 4 + len(half):
        raise NotADate("words")
    if half:
        count, unit = 6 if unit == "year" else 0, "month"
    return _back(today, count, unit, about)


def _back(today: date, count: int, unit: str, about: bool) -> When:
    try:
        if unit in ("day", "week"):
            on = today - timedelta(days=count * (7 if unit == "week" else 1))
            return day(on, about or unit == "week")
        on = months_before(today, count * (12 if unit == "year" else 1))
    except (ValueError, OverflowError):
        raise NotADate("old", years=_oldest()) from None
    return month(on.year, on.month, about) if unit == "month" else whole_year(on.year, about)


def _named(parts: list[str], about: bool, names: Names) -> When:
    """Return a date said with words: spring 2019, 12th of March 2019, winter 2019/20."""
    filler = names.typed("filler")
    parts = [_plain(word) for word in parts if word not in filler]
    seasons = [names.seasons[word] for word in parts if word in names.seasons]
    months = [at for word in parts if (at := names.month(word)) and word not in names.seasons]
    numbers = [int(word) for word in parts if _digits(word)]
    if len(seasons) + len(months) + len(numbers) != len(parts) or len(seasons) + len(months) > 1:
        raise NotADate("words")
    years = [number for number in numbers if number >= 1000]
    if not years:
        raise NotADate("year_missing" if seasons or months else "words")
    if seasons:
        return _season(seasons[0], years[0], numbers, about)
    rest = [number for number in numbers if number < 1000]
    if len(years) > 1 or len(rest) > (1 if months else 0):
        raise NotADate("words")
    if not months:
        return whole_year(years[0], about)
    return _whole(years[0], months[0], rest[0] if rest else None, about)


def _season(id: str, year: int, numbers: list[int], about: bool) -> When:
    follows = numbers[1:] in ([], [year + 1], [(year + 1) % 100])
    if not follows or numbers[0] != year or (numbers[1:] and not _turns(id)):
        raise NotADate("words")
    try:
        return season(year, id, about)
    except ValueError:
        raise NotADate("words") from None


def _turns(id: str) -> bool:
    """Whether the year turns within a season."""
    start, end = _seasons()[id]
    return end < start


def _plain(word: str) -> str:
    """12th -> 12"""
    for end in ORDINALS:
        if word.endswith(end) and _digits(word.removesuffix(end)):
            return word.removesuffix(end)
    return word
