"""What the course ribbon shows, and the same as rows of a table."""

from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Point:
    """One score. position is the session it belongs to (0 before the first, fractions between),
    value in points of the measure or None when not answered, label its day in words,
    prorated when missing answers were filled by the measure's rule."""

    position: float
    value: float | None
    label: str = ""
    prorated: bool = False


@dataclass(frozen=True)
class RibbonRow:
    """One line of the table beside the ribbon, all in words."""

    session: str
    phase: str
    label: str
    value: str
    band: str
    expected: str = ""


@dataclass(frozen=True)
class RibbonData:
    """A course to draw.

    title, sentence   what it is, and what it shows, in one line each
    sessions_planned  number of sessions agreed
    phases            (name, first session, last session), in order
    points            Point or (position, value, label, prorated), any order
    bands             (lower limit in points, name), any order
    floor, ceiling    range of the measure in points
    reliable_line     score at which a change counts as reliable, with reliable_text beside it
    expected          optional (session, low, high) after the first score, drawn as a shade
    ahead             optional (session, mean, low, high) from here on, drawn as a broken line
    expected_text     what the shade is, in words
    notes             what stands beside the picture, a sentence each
    about             what is expected, and where it comes from, a sentence each
    name              of the measure, for links
    held              sessions held so far; default: the last with a score
    higher            "worse" or "better": which way is bad news
    """

    title: str
    sentence: str
    sessions_planned: int
    phases: list = field(default_factory=list)
    points: list = field(default_factory=list)
    bands: list = field(default_factory=list)
    floor: float = 0
    ceiling: float = 27
    reliable_line: float | None = None
    reliable_text: str = ""
    expected: list = field(default_factory=list)
    expected_text: str = ""
    ahead: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    about: list = field(default_factory=list)
    name: str = ""
    held: int | None = None
    higher: Literal["worse", "better"] = "worse"

    def marks(self) -> list[Point]:
        """All points as Point, in order of position."""
        points = [p if isinstance(p, Point) else Point(*p) for p in self.points]
        return sorted(points, key=lambda p: p.position)

    def held_so_far(self) -> int:
        """Sessions held: as given, else the last session with a score."""
        if self.held is not None:
            return self.held
        scored = [p.position for p in self.marks() if p.value is not None]
        return min(int(max(scored, default=0)), self.sessions_planned)

    @property
    def rows(self) -> list[RibbonRow]:
        """The equal table, for templates."""
        return ribbon_rows(self)

    @property
    def ahead_rows(self) -> list[RibbonRow]:
        """What is expected from here on, after the newest score, as rows."""
        return [
            RibbonRow(
                session=session_words(self, session),
                phase=phase_of(self, session),
                label="",
                value=number(mean),
                band="",
                expected=_span(low, high),
            )
            for session, mean, low, high in self.ahead[1:]
        ]


def number(value: float) -> str:
    """A score in words: whole numbers without a point, others with one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def band_of(data: RibbonData, value: float) -> str:
    """The name of the band a score lies in; empty below the lowest."""
    reached = [band for band in data.bands if band[0] <= value]
    return max(reached, key=lambda band: band[0])[1] if reached else ""


def phase_of(data: RibbonData, position: float) -> str:
    """The name of the phase a session position falls into; empty outside the contract."""
    for name, first, last in data.phases:
        if first - 0.5 <= position < last + 0.5:
            return str(name)
    return ""


def session_words(data: RibbonData, position: float) -> str:
    """The session a position stands for, in words."""
    if position < 1:
        return _("before session 1")
    if position > data.sessions_planned:
        return _("after the last session")
    if position == int(position):
        return str(int(position))
    return _("after session %(number)s") % {"number": int(position)}


def ribbon_rows(data: RibbonData) -> list[RibbonRow]:
    """Every point, and every session in between without one, as a row."""
    points = data.marks()
    held = {round(p.position) for p in points}
    last = min(int(max(held, default=0)), data.sessions_planned)
    absent = [Point(s, None) for s in range(1, last) if s not in held]
    return [_row(data, p) for p in sorted([*points, *absent], key=lambda p: p.position)]


def _row(data, point):
    value = _("no answer") if point.value is None else number(point.value)
    if point.prorated:
        value = _("%(value)s, some answers missing") % {"value": value}
    return RibbonRow(
        session=session_words(data, point.position),
        phase=phase_of(data, point.position),
        label=str(point.label),
        value=value,
        band="" if point.value is None else str(band_of(data, point.value)),
        expected=_expected_at(data, point.position),
    )


def _expected_at(data, position):
    """The shade at a place, in words; empty where there is none."""
    found = [(low, high) for session, low, high in data.expected if session == position]
    return _span(*found[0]) if found else ""


def _span(low, high):
    return f"{number(low)} – {number(high)}"
