"""The course ribbon: phases as bands, sessions as ticks, scores as the line.

The same function draws it on the desk, on the phone and in print. Weeks without an answer
leave a gap in the line; nothing is filled in between.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..safe_markup import element
from .boxes import Box, text_width
from .ribbon_data import Point, RibbonData, RibbonRow, number, ribbon_rows

__all__ = ["Point", "RibbonData", "RibbonRow", "course_ribbon", "ribbon_rows"]

REACH = 1.5  # sessions apart that two scores may be and still be joined by the line
TICK_ROOM = 20  # px a session number needs


@dataclass(frozen=True)
class Frame:
    """Where things stand, in px of the drawing."""

    data: RibbonData
    width: float
    height: float
    labels: bool

    @property
    def left(self):
        return 34

    @cached_property
    def right(self):
        names = [text_width(str(name), 12) for _value, name in self.data.bands]
        return self.width - (max(names, default=0) + 16 if self.labels else 8)

    top, foot = 8, 28

    @property
    def low(self):
        return self.height - self.foot

    @cached_property
    def marks(self):
        return self.data.marks()

    @cached_property
    def first(self):
        return min([1, *(p.position for p in self.marks)])

    @cached_property
    def last(self):
        return max([2, self.data.sessions_planned, *(p.position for p in self.marks)])

    def x(self, session):
        room = self.right - self.left - 32
        return self.left + 16 + (session - self.first) * room / (self.last - self.first)

    def y(self, value):
        span = (self.data.ceiling - self.data.floor) or 1
        head = self.top + (34 if self.labels else 20)
        return self.low - 6 - (value - self.data.floor) * (self.low - 6 - head) / span

    def edge(self, session):
        return min(max(self.x(session), self.left), self.right)


def course_ribbon(
    data: RibbonData,
    *,
    width: float = 820,
    height: float = 250,
    labels: bool = True,
    ident: str = "course",
) -> SafeString:
    """The ribbon as one SVG. ident must be unique on the page; labels=False is the phone's form."""
    frame = Frame(data, width, height, labels)
    return element(
        "svg",
        element("title", data.title, id=f"{ident}-title"),
        element("desc", data.sentence, id=f"{ident}-desc"),
        *_phases(frame),
        *_rules(frame),
        *_expected(frame),
        *_ahead(frame),
        *_reliable(frame),
        *_line(frame),
        *_marks(frame),
        *_ticks(frame),
        class_="ribbon" if labels else "ribbon small-ribbon",
        view_box=f"0 0 {width:g} {height:g}",
        role="img",
        aria_labelledby=f"{ident}-title",
        aria_describedby=f"{ident}-desc",
    )


def _phases(frame):
    for index, (name, first, last) in enumerate(frame.data.phases):
        final = index == len(frame.data.phases) - 1
        start = frame.left if index == 0 else frame.edge(first - 0.5)
        end = frame.right if final and last >= frame.last else frame.edge(last + 0.5)
        shade = "phase plain" if index % 2 else "phase"
        yield element(
            "rect",
            x=float(start),
            y=frame.top,
            width=float(end - start),
            height=frame.low - frame.top,
            class_=shade,
        )
        if frame.labels and text_width(str(name), 12) * 0.9 + 10 < end - start:
            yield element("text", name, x=float(start + 8), y=frame.top + 16, class_="phase-name")


def _rules(frame):
    bands = sorted(frame.data.bands)
    for index, (value, name) in enumerate(bands):
        y = frame.y(value)
        if value > frame.data.floor:
            yield element("line", x1=frame.left, x2=frame.right, y1=y, y2=y, class_="rule")
            words = number(value)
            yield element("text", words, x=frame.left - 8, y=y + 4, text_anchor="end")
        if frame.labels:
            upper = bands[index + 1][0] if index + 1 < len(bands) else frame.data.ceiling
            middle = frame.y((value + upper) / 2) + 4
            yield element("text", name, x=frame.right + 8, y=middle, class_="band-name")


def _expected(frame):
    shade = [p for p in frame.data.expected if frame.first <= p[0] <= frame.last]
    if len(shade) > 1:
        upper = [(frame.x(s), frame.y(high)) for s, _low, high in shade]
        lower = [(frame.x(s), frame.y(low)) for s, low, _high in reversed(shade)]
        yield element("polygon", points=_path([*upper, *lower]), class_="expected")


def _ahead(frame):
    """From the newest score on: what is expected, a broken line between two thin ones."""
    there = [p for p in frame.data.ahead if frame.first <= p[0] <= frame.last]
    if len(there) < 2:
        return
    for look, place in (("ahead-edge", 2), ("ahead-edge", 3), ("ahead", 1)):
        line = [(frame.x(point[0]), frame.y(point[place])) for point in there]
        yield element("polyline", points=_path(line), class_=look)


def _reliable(frame):
    line = frame.data.reliable_line
    if line is None or not frame.data.floor <= line <= frame.data.ceiling:
        return
    y = frame.y(line)
    yield element("line", x1=frame.left, x2=frame.right, y1=y, y2=y, class_="reliable")
    if frame.labels and frame.data.reliable_text:
        box = reliable_label(frame)
        words = frame.data.reliable_text
        yield element("text", words, x=box.left, y=box.bottom - 4, class_="reliable-name")
        if box.top == frame.top + 19:  # it stands apart from its line: show which line is meant
            ends = {"x1": box.left - 28, "x2": box.left - 6}
            yield element("line", y1=box.top + 9, y2=box.top + 9, class_="reliable", **ends)


def reliable_label(frame) -> Box:
    """A free place for its words: along the line from the right, else in the picture's head."""
    wide, y = text_width(str(frame.data.reliable_text), 12), frame.y(frame.data.reliable_line)
    taken = [_around(frame, p) for p in frame.marks if p.value is not None]
    steps = range(int(frame.right - wide - 8), frame.left + 8, -20)
    places = [Box(x, at, x + wide, at + 17) for x in steps for at in (y - 18, y + 2)]
    end, head = frame.right - 8, frame.top + 19
    places = [*places, Box(end - wide, head, end, head + 17)]
    return next((b for b in places if not any(b.meets(t) for t in taken)), places[-1])


def _around(frame, point):
    x, y = frame.x(point.position), frame.y(point.value)
    return Box(x - 14, y - 24, x + 14, y + 24)


def runs(points) -> list[list[Point]]:
    """The stretches of scores without a gap between them."""
    found, before = [], None
    for point in points:
        if point.value is None:
            before = None
            continue
        if before is None or point.position - before.position > REACH:
            found.append([])
        found[-1].append(point)
        before = point
    return found


def _line(frame):
    for run in runs(frame.marks):
        if len(run) > 1:
            places = [(frame.x(p.position), frame.y(p.value)) for p in run]
            yield element("polyline", points=_path(places), class_="line")


def _marks(frame):
    scored = [p for p in frame.marks if p.value is not None]
    for index, point in enumerate(scored):
        x, y = frame.x(point.position), frame.y(point.value)
        look = "mark prorated" if point.prorated else "mark"
        yield element("circle", cx=float(x), cy=float(y), r=4.6, class_=look)
        if frame.labels or point in (scored[0], scored[-1]):
            down = _below(scored, index) and y + 22 < frame.low
            place = y + 21 if down else y - 10
            words = number(point.value)
            yield element("text", words, x=x, y=place, text_anchor="middle", class_="value")


def _below(scored, index):
    """The number stands under its mark where the line comes down to it."""
    value = scored[index].value
    falls = index > 0 and scored[index - 1].value > value
    rests = index + 1 == len(scored) or scored[index + 1].value >= value
    return falls and rests


def shown_ticks(planned, gap) -> list[int]:
    """The sessions whose numbers fit when two stand gap px apart; the last one always."""
    step = next(s for s in (1, 2, 3, 4, 5, 10, 20, 50, 100, 1000) if s * gap >= TICK_ROOM)
    ticks = list(range(1, planned + 1, step))
    if ticks and ticks[-1] != planned:
        if (planned - ticks[-1]) * gap < TICK_ROOM:
            ticks.pop()
        ticks.append(planned)
    return ticks


def _ticks(frame):
    held, planned = frame.data.held_so_far(), frame.data.sessions_planned
    y = frame.height - 9
    gap = frame.x(2) - frame.x(1)
    for session in shown_ticks(planned, gap):
        look = "tick-held" if session <= held else "tick"
        x = frame.x(session)
        yield element("text", session, x=x, y=y, text_anchor="middle", class_=look)
    if frame.labels and frame.last > planned:
        x = min(frame.x(frame.last), frame.right)
        yield element("text", _("after"), x=x, y=y, text_anchor="end", class_="tick")
    if frame.labels and frame.first < 1 and frame.x(1) - frame.left > 48:
        yield element("text", _("before"), x=frame.left, y=y, class_="tick")


def _path(places):
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
