"""The closeness circle: where each person stands, drawn from the list of people.

Placement is deterministic. Names never meet: a name that finds no room beside its mark moves
away and a fine line leads back to it. The list beside the picture says the same.
"""

from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..safe_markup import element
from .boxes import Box, shortened, text_width

RINGS = ("inner", "middle", "outer", "outside")
RING_NAMES = {
    "inner": gettext_lazy("closest"),
    "middle": gettext_lazy("close"),
    "outer": gettext_lazy("part of my life"),
    "outside": gettext_lazy("further away"),
}
AREA_NAMES = {
    "grief": gettext_lazy("loss"),
    "transition": gettext_lazy("change"),
    "dispute": gettext_lazy("dispute"),
    "connection": gettext_lazy("connection"),
    None: gettext_lazy("no focus"),
}
LETTER = 13  # px
MARK = 8.5  # px, half the width of a person's mark
FREE_TOP = {"inner": 0.3, "middle": 0.16, "outer": 0.16, "outside": 0.1}  # of a turn, for the name
DIRECTIONS = [  # down, up, right, left, then between
    (sin(2 * pi * turn / 16), cos(2 * pi * turn / 16))
    for turn in (0, 8, 4, 12, 2, 14, 6, 10, 1, 15, 3, 13, 5, 11, 7, 9)
]
START = {"inner": 0.5, "middle": 0.3, "outer": 0.7, "outside": 0.5}


@dataclass(frozen=True)
class Person:
    """Someone in the circle. ring: inner, middle, outer, outside; area: a focus area or None."""

    id: object
    name: str
    relation: str = ""
    ring: str = "outer"
    area: str | None = None


@dataclass(frozen=True)
class Placed:
    """A person with the place of the mark, the words shown and the room they take."""

    person: Person
    x: float
    y: float
    words: str
    box: Box

    @property
    def mark(self) -> Box:
        return Box(self.x - MARK, self.y - MARK, self.x + MARK, self.y + MARK)

    @property
    def led(self) -> bool:
        """Whether the name stands so far off that a line leads to it."""
        across = max(self.box.left - self.x, self.x - self.box.right, 0)
        along = max(self.box.top - self.y, self.y - self.box.bottom, 0)
        return across > MARK * 2 or along > MARK * 2


def radii(people, size) -> dict[str, float]:
    """Radius of each ring's rim in px; the circle draws in when someone stands outside it."""
    rims = (0.16, 0.28, 0.395) if any(p.ring == "outside" for p in people) else (0.18, 0.32, 0.455)
    return dict(zip(RINGS, (*(r * size for r in rims), 0.49 * size), strict=True))


def _stands(people, size):
    """(person, x, y) for each: evenly round the ring, in two rows where it is full."""
    rims, middle = radii(people, size), size / 2
    inside = {"inner": size * 0.055, **dict(zip(RINGS[1:], list(rims.values())[:3], strict=True))}
    for ring in RINGS:
        here = [p for p in people if p.ring == ring]
        near, far = inside[ring] + MARK + 3, rims[ring] - MARK - 3
        full = len(here) * (MARK * 2 + 6) > 2 * pi * (near + far) / 2 * (1 - FREE_TOP[ring])
        for index, person in enumerate(here):
            turn = FREE_TOP[ring] / 2 + (1 - FREE_TOP[ring]) * (index + START[ring]) / len(here)
            away = (near + far) / 2 if not full else (far, near)[index % 2]
            angle = 2 * pi * turn - pi / 2
            yield person, middle + away * cos(angle), middle + away * sin(angle)


def _candidates(x, y, wide, tall):
    """Boxes for a name, the nearest first: below, above, beside, then further and further off."""
    for off in range(2, 400, 6):
        reach = MARK + off
        for ax, ay in DIRECTIONS:
            cx = x + ax * (reach + wide / 2)
            cy = y + ay * (reach + tall / 2)
            yield Box(cx - wide / 2, cy - tall / 2, cx + wide / 2, cy + tall / 2)


def _rim_names(people, size):
    rims = radii(people, size)
    for ring in ("inner", "middle", "outer"):
        half, top = text_width(str(RING_NAMES[ring]), 12) / 2, size / 2 - rims[ring]
        sag = rims[ring] - (rims[ring] ** 2 - min(half, rims[ring]) ** 2) ** 0.5
        yield Box(size / 2 - half, top, size / 2 + half, top + 16 + sag)


def place(people, size) -> list[Placed]:
    """Everyone with mark and name; no two names meet, and no name covers a mark."""
    stands = list(_stands(people, size))
    page = Box(2, 2, size - 2, size - 2)
    me = Box(size * 0.45, size * 0.45, size * 0.55, size * 0.55)
    marks = [Box(x - MARK, y - MARK, x + MARK, y + MARK) for _person, x, y in stands]
    taken = [me, *_rim_names(people, size), *marks]
    placed = []
    for person, x, y in stands:
        words = shortened(person.name, size * 0.26, LETTER)
        wide, tall = text_width(words, LETTER) + 6, LETTER + 5
        boxes = (b for b in _candidates(x, y, wide, tall) if b.within(page))
        box = next((b for b in boxes if not any(b.meets(t) for t in taken)), None)
        placed.append(Placed(person, x, y, words if box else "", box or Box(x, y, x, y)))
        if box:
            taken.append(box)
    return placed


def area_mark(area, x=7.0, y=7.0, half=None) -> SafeString:
    """The mark of a focus area: its own shape as well as its own hue."""
    r = half or 6
    look = f"person {area}" if area in AREA_NAMES and area else "person"
    if area == "dispute":
        return element(
            "rect", x=x - r * 0.9, y=y - r * 0.9, width=r * 1.8, height=r * 1.8, class_=look
        )
    if area == "transition":
        points = f"{x:.1f},{y - r:.1f} {x + r:.1f},{y + r * 0.8:.1f} {x - r:.1f},{y + r * 0.8:.1f}"
        return element("polygon", points=points, class_=look)
    if area == "grief":
        points = f"{x:.1f},{y - r:.1f} {x + r:.1f},{y:.1f} {x:.1f},{y + r:.1f} {x - r:.1f},{y:.1f}"
        return element("polygon", points=points, class_=look)
    return element("circle", cx=float(x), cy=float(y), r=float(r), class_=look)


def legend(people) -> list[dict]:
    """The signs that this picture uses, with their words, for the template."""
    used = {person.area if person.area in AREA_NAMES else None for person in people}
    return [{"area": area, "label": name} for area, name in AREA_NAMES.items() if area in used]


def closeness_circle(
    people: list[Person], *, size: float = 620, ident: str = "circle", me: str = ""
) -> SafeString:
    """The circle as one SVG. ident must be unique on the page; me is the word in the middle."""
    count = len(people)
    words = ngettext(
        "Circle of closeness with one person; the list says the same.",
        "Circle of closeness with %(count)d people; the list says the same.",
        count,
    ) % {"count": count}
    return element(
        "svg",
        *_rings(people, size, ident),
        element("circle", cx=size / 2, cy=size / 2, r=size * 0.045, class_="me"),
        element(
            "text",
            me or _("Me"),
            x=size / 2,
            y=size / 2 + 5,
            text_anchor="middle",
            class_="me-name",
        ),
        *(piece for one in place(people, size) for piece in _drawn(one)),
        class_="circle",
        view_box=f"0 0 {size:g} {size:g}",
        role="img",
        aria_label=words,
    )


def _rings(people, size, ident):
    middle = size / 2
    rims = radii(people, size)
    for ring in ("outer", "middle", "inner"):
        yield element("circle", cx=middle, cy=middle, r=rims[ring], class_=f"ring {ring}")
    for ring in ("outer", "middle", "inner"):
        rim, path = rims[ring] - 14, f"{ident}-{ring}"
        start, end = f"{middle - rim:.1f} {middle:.1f}", f"{middle + rim:.1f} {middle:.1f}"
        arc = f"M {start} A {rim:.1f} {rim:.1f} 0 0 1 {end}"
        yield element("path", d=arc, id=path, fill="none")
        along = element(
            "textPath", RING_NAMES[ring], href=f"#{path}", startOffset="50%", text_anchor="middle"
        )
        yield element("text", along, class_="ring-name")


def _drawn(one):
    if one.led and one.words:
        x = min(max(one.x, one.box.left), one.box.right)
        y = (
            one.box.top
            if one.box.top > one.y
            else one.box.bottom
            if one.box.bottom < one.y
            else one.y
        )
        yield element(
            "line", x1=float(one.x), y1=float(one.y), x2=float(x), y2=float(y), class_="leader"
        )
    yield area_mark(one.person.area, one.x, one.y, MARK)
    middle = (one.box.left + one.box.right) / 2
    yield element(
        "text", one.words, x=middle, y=one.box.bottom - 5, text_anchor="middle", class_="name"
    )
