"""The timeline: how mood went, and what happened when, one lane a focus area.

The same function draws it on the desk, on the phone and in print. Every line has an axis of its
own; a line of mood and a line of scores are never one. The list beside it says the same.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..safe_markup import element, join
from .boxes import Box, shortened, text_width
from .circle import area_mark
from .ribbon_data import number
from .timeline_data import Lane, Line, Pin, TimelineData
from .timeline_lanes import LETTER, MARK, NEAR, Placed, place

__all__ = ["Lane", "Line", "Pin", "TimelineData", "layout", "ticks", "timeline"]

HEAD, FOOT = 26, 26  # px above the first line, and below all for the dates
GUTTER = 150  # px for names on the left, where there is room for them
TALL, LOW = 128, 84  # px of the first line, and of each further one
APART = 12  # px between parts
TICK_ROOM = 74  # px that the words of a date need


@dataclass(frozen=True)
class Frame:
    """Where days stand, in px of the drawing."""

    data: TimelineData
    width: float
    labels: bool

    @property
    def left(self):
        return GUTTER if self.labels else 6

    @property
    def right(self):
        return self.width - 10

    @cached_property
    def days(self):
        return max((self.data.end - self.data.start).days, 1)

    def x(self, day: date) -> float:
        gone = (day - self.data.start).days
        return self.left + (self.right - self.left) * gone / self.days

    def holds(self, first: date, last: date) -> bool:
        """Whether any of these days lies in the picture."""
        return first <= self.data.end and last >= self.data.start


@dataclass(frozen=True)
class Part:
    """One band of the picture, from `top` to `foot` px: a line, or a lane with its pins."""

    top: float
    foot: float
    line: Line | None = None
    lane: Lane | None = None
    pins: tuple[Placed, ...] = ()


def layout(data: TimelineData, width: float, labels: bool) -> tuple[Frame, list[Part]]:
    """The bands from above: the first line, the lanes that hold something, the further lines."""
    frame = Frame(data, width, labels)
    shown = [pin for pin in data.pins if frame.holds(pin.first, pin.last)]
    first, further = data.lines[:1], data.lines[1:]
    parts, y = [], HEAD
    for line in first:
        parts.append(Part(y, y + TALL, line=line))
        y += TALL + (APART if labels else 2 * APART)
    for lane in data.lanes:
        here = [pin for pin in shown if pin.lane == lane.id]
        if not here:
            continue
        top = y if labels else y + 18
        pins, tall = place(here, top, frame)
        if labels:
            tall = max(tall, len(_lane_name(lane)) * 15 + 4)
        parts.append(Part(y, top + tall, lane=lane, pins=tuple(pins)))
        y = top + tall + APART
    for line in further:
        top = y if labels else y + 18
        parts.append(Part(top, top + LOW, line=line))
        y = top + LOW + APART
    return frame, parts


def timeline(
    data: TimelineData, *, width: float = 1100, labels: bool = True, ident: str = "timeline"
) -> SafeString:
    """The timeline as one SVG. ident must be unique on the page; labels=False: the phone's form."""
    frame, parts = layout(data, width, labels)
    foot = max((part.foot for part in parts), default=HEAD + 40)
    height = foot + FOOT
    return element(
        "svg",
        element("title", data.title, id=f"{ident}-title"),
        element("desc", data.sentence, id=f"{ident}-desc"),
        *_window(frame, foot),
        *_ticks(frame, foot),
        *_onset(frame, foot),
        *(piece for part in parts for piece in _part(frame, part)),
        class_="timeline" if labels else "timeline small-timeline",
        view_box=f"0 0 {width:g} {height:g}",
        role="img",
        aria_labelledby=f"{ident}-title",
        aria_describedby=f"{ident}-desc",
    )


def _window(frame, foot):
    """The time before the beginning, shaded."""
    if frame.data.window is None or not frame.holds(*frame.data.window):
        return
    left, right = _clipped_span(frame, *frame.data.window)
    tall = foot - HEAD + 8
    yield element(
        "rect", x=left, y=HEAD - 4, width=right - left, height=float(tall), class_="window"
    )


def _onset(frame, foot):
    """When it began: a line through everything, with its words above."""
    if frame.data.onset is None or not frame.holds(*frame.data.onset):
        return
    left, right = _clipped_span(frame, *frame.data.onset)
    x = (left + right) / 2
    words = _("It began")
    half = text_width(words, LETTER) / 2
    middle = min(max(x, frame.left + half), frame.right - half)
    yield element("line", x1=x, x2=x, y1=HEAD - 6, y2=float(foot), class_="onset")
    yield element("text", words, x=middle, y=HEAD - 11, text_anchor="middle", class_="onset-name")


def _clipped_span(frame, first, last):
    return max(frame.x(first), frame.left), min(frame.x(last), frame.right)


STEPS = [("day", 7), ("day", 14), *(("month", n) for n in (1, 2, 3, 6))]
STEPS += [("month", 12 * n) for n in (1, 2, 5, 10, 20, 50)]


def ticks(start: date, end: date, room: float) -> list[tuple[date, str]]:
    """Days that are named below the picture, as many as find room in `room` px."""
    for unit, step in STEPS:
        days = _tick_days(start, end, unit, step)
        if len(days) * TICK_ROOM <= max(room, TICK_ROOM):
            break
    shape = "j M" if unit == "day" else "M Y" if step < 12 else "Y"
    return [(day, date_format(day, shape)) for day in days]


def _tick_days(start, end, unit, step):
    if unit == "day":
        first = start + timedelta(days=-start.weekday() % 7)
        return [first + timedelta(days=n) for n in range(0, (end - first).days + 1, step)]
    months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    found = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
    return [day for day in found if start <= day <= end]


def _ticks(frame, foot):
    last = -TICK_ROOM
    for day, words in ticks(frame.data.start, frame.data.end, frame.right - frame.left):
        x = frame.x(day)
        yield element("line", x1=x, x2=x, y1=HEAD - 4, y2=float(foot + 4), class_="grid")
        half = text_width(words, 12) / 2
        middle = min(max(x, frame.left + half), frame.right - half)
        if middle - half < last + 6:
            continue
        yield element("text", words, x=middle, y=float(foot + 20), text_anchor="middle")
        last = middle + half


def _part(frame, part):
    return _drawn_line(frame, part) if part.line else _drawn_lane(frame, part)


def _lane_name(lane) -> list[str]:
    """The name of a lane in the lines that fit beside it."""
    return _broken(str(lane.name), GUTTER - 24, LETTER)


def _drawn_lane(frame, part):
    lane, names = part.lane, f"lane-name {part.lane.hue}".strip()
    if frame.labels:
        for nr, words in enumerate(_lane_name(lane)):
            yield element("text", words, x=0, y=float(part.top + 16 + nr * 15), class_=names)
    else:
        yield element("text", lane.name, x=frame.left, y=float(part.top + 12), class_=names)
    middle = part.pins[0].y
    yield element("line", x1=frame.left, x2=frame.right, y1=middle, y2=middle, class_="rule")
    for one in part.pins:
        drawn = _drawn_pin(one, lane.hue)
        yield element("g", *drawn, class_="no-print") if one.pin.apart else join(drawn)


def _drawn_pin(one, hue):
    if one.pin.first != one.pin.last:
        y = one.y + MARK + 3
        look = f"stretch {hue}".strip()
        yield element("line", x1=one.span[0], x2=one.span[1], y1=y, y2=y, class_=look)
    if one.pin.look == "event":
        yield area_mark(hue or None, one.x, one.y, MARK)
    else:
        yield _turn(one)
    heavy = hue == "transition" or one.pin.look == "better"  # a triangle is wider below
    lift = 7 if heavy else 2 if one.pin.look == "worse" else 4
    at = {"x": one.x, "y": one.y + lift, "text_anchor": "middle"}
    yield element("text", one.pin.tag, class_="pin-tag", **at)
    if one.words:
        off = (MARK + NEAR) * (1 if one.anchor == "start" else -1)
        yield element(
            "text", one.words, x=one.x + off, y=one.y + 4.5, text_anchor=one.anchor, class_="name"
        )


def _turn(one):
    """A symptom: round where it began, pointing down where it got worse, up where better."""
    x, y, r = one.x, one.y, MARK + 1
    if one.pin.look == "began":
        return element("circle", cx=x, cy=y, r=MARK, class_="turn")
    up = 1 if one.pin.look == "better" else -1
    tip, base = y - up * r * 1.1, y + up * r * 0.9
    points = f"{x:.1f},{tip:.1f} {x + r * 1.15:.1f},{base:.1f} {x - r * 1.15:.1f},{base:.1f}"
    return element("polygon", points=points, class_="turn")


def _drawn_line(frame, part):
    line = part.line
    high, low = part.top + 12, part.foot - 10
    for y in (high, low):
        yield element("line", x1=frame.left, x2=frame.right, y1=y, y2=y, class_="rule")
    yield from _axis(frame, part, high, low)
    whole = (line.ceiling - line.floor) or 1

    def at(day, value):
        return frame.x(day), low - (value - line.floor) * (low - high) / whole

    points = sorted(line.points, key=lambda each: each[0])
    path = [at(*each) for each in clipped(points, frame.data.start, frame.data.end)]
    if len(path) > 1:
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in path)
        yield element("polyline", points=drawn, class_="line")
    shown = [each for each in points if frame.holds(each[0], each[0])]
    yield from _marks([(*at(*each), each[1]) for each in shown], part, frame)


def _axis(frame, part, high, low):
    line = part.line
    if frame.labels:
        yield element(
            "text", shortened(line.title, GUTTER - 44, LETTER), x=0, y=float(part.top + 16),
            class_="line-name",
        )  # fmt: skip
        for value, words, y in ((line.ceiling, line.high, high), (line.floor, line.low, low)):
            said = f"{number(value)} {words}".strip()
            at = {"x": frame.left - 8, "y": y + 4, "text_anchor": "end"}
            yield element("text", said, class_="end-name", **at)
        for nr, words in enumerate(_broken(line.way, GUTTER - 40)):
            yield element("text", words, x=0, y=float(part.top + 34 + nr * 15), class_="way")
        return
    said = f"{line.title}, {number(line.floor)} {line.low} – {number(line.ceiling)} {line.high}"
    if line.way:
        said = f"{line.title}, {number(line.floor)} – {number(line.ceiling)}. {line.way}"
    said = shortened(" ".join(said.split()), frame.right - frame.left, 12)
    first = part.top == HEAD
    y = part.foot + 6 if first else part.top - 4
    yield element("text", said, x=frame.left, y=float(y), class_="line-name")


def _broken(words, room, size=12):
    """A sentence in lines of `room` px."""
    lines = []
    for word in words.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def clipped(points, start: date, end: date) -> list:
    """The stretch of a line between two days, cut off at the edges where it goes on."""
    inside = [each for each in points if start <= each[0] <= end]
    for edge, at in ((start, 0), (end, len(inside) + 1)):
        before = [each for each in points if each[0] < edge]
        after = [each for each in points if each[0] > edge]
        if before and after and not any(each[0] == edge for each in points):
            (one, low), (other, high) = before[-1], after[0]
            part = (edge - one).days / (other - one).days
            inside.insert(at, (edge, low + (high - low) * part))
    return inside


def _marks(places, part, frame):
    """A mark for each value, and the value where it finds room."""
    taken = [Box(x - 6, y - 6, x + 6, y + 6) for x, y, _value in places]
    for index, (x, y, value) in enumerate(places):
        yield element("circle", cx=float(x), cy=float(y), r=4.6, class_="mark")
        words = number(value)
        half = text_width(words, 12) / 2 + 1
        middle = min(max(x, frame.left + half), frame.right - half)
        others = [box for nr, box in enumerate(taken) if nr != index]
        for top in (y - 22, y + 7):
            box = Box(middle - half, top, middle + half, top + 14)
            inside = part.top - 8 <= top and box.bottom <= part.foot + 6
            if inside and not any(box.meets(other) for other in others):
                taken.append(box)
                at = {"x": middle, "y": top + 12, "text_anchor": "middle"}
                yield element("text", words, class_="value", **at)
                break
