"""What a timeline shows. Dates are days; what is known roughly has a first and a last one."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Look = Literal["event", "began", "worse", "better"]


@dataclass(frozen=True)
class Pin:
    """Something that happened, or a symptom that turned.

    tag           its number or letter, the same as in the list
    first, last   the days within which it was, both included
    lane          id of the lane it stands in
    apart         not for others: it stands on no paper
    """

    tag: str
    first: date
    last: date
    title: str
    lane: str = ""
    look: Look = "event"
    apart: bool = False

    @property
    def middle(self) -> date:
        """The day where its mark stands."""
        return self.first + (self.last - self.first) // 2


@dataclass(frozen=True)
class Lane:
    """A row of pins. hue: the colour name of a focus area, "" for none."""

    id: str
    name: str
    hue: str = ""


@dataclass(frozen=True)
class Line:
    """Values over time on an axis of their own; never drawn together with another line.

    points   (day, value), any order
    low      what the lowest value means, high the highest
    way      which way is good news, in a sentence; "" where the ends say it
    """

    title: str
    points: list
    floor: float
    ceiling: float
    low: str = ""
    high: str = ""
    way: str = ""


@dataclass(frozen=True)
class TimelineData:
    """A stretch of somebody's life to draw.

    start, end   the first and last day of the stretch
    onset        the first and last day within which it began; None when it was not said
    window       the first and last day of the time before it that is shaded
    lines        mood first, then each measure by itself
    """

    title: str
    sentence: str
    start: date
    end: date
    onset: tuple[date, date] | None = None
    window: tuple[date, date] | None = None
    lanes: list[Lane] = field(default_factory=list)
    pins: list[Pin] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
