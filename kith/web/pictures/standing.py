"""Where everyone stands in the closeness circle, and where each name finds room. Numbers only.

Placement is deterministic. Names never meet: a name that finds no room beside its mark moves
away and a fine line leads back to it. Where not all names find room, all marks bear the number
that the list bears.
"""

from dataclasses import dataclass
from math import ceil, cos, pi, sin

from django.utils.translation import gettext_lazy

from .boxes import Box, shortened, text_width

RINGS = ("inner", "middle", "outer", "outside")
RING_NAMES = {
    "inner": gettext_lazy("closest"),
    "middle": gettext_lazy("close"),
    "outer": gettext_lazy("part of my life"),
    "outside": gettext_lazy("further away"),
}
LETTER = 13  # px
MARK = 8.5  # px, half the width of a person's mark
NUMBERED = 10.5  # px, the same for a mark that bears a number
GHOST = 5  # px, the mark of where somebody stood before
CROWD = 24  # people, above whom names stand near their marks or not at all
FAR, NEAR = 400, 80  # px that a name may stand off its mark: among few, among many
FREE_TOP = {"inner": 0.3, "middle": 0.16, "outer": 0.16, "outside": 0.1}  # of a turn, for the name
DIRECTIONS = [  # down, up, right, left, then between
    (sin(2 * pi * turn / 16), cos(2 * pi * turn / 16))
    for turn in (0, 8, 4, 12, 2, 14, 6, 10, 1, 15, 3, 13, 5, 11, 7, 9)
]
START = {"inner": 0.5, "middle": 0.3, "outer": 0.7, "outside": 0.5}


@dataclass(frozen=True)
class Person:
    """Someone in the circle.

    ring   inner, middle, outer, outside
    area   a focus area or None
    kind   person, pet, group, deceased
    turn   place on the ring in degrees, clockwise from the top; None: wherever there is room
    was    the ring in which they stood in the picture that this one is compared with, if another
    gone   stood in that picture and not in this one
    """

    id: object
    name: str
    relation: str = ""
    ring: str = "outer"
    area: str | None = None
    kind: str = "person"
    turn: int | None = None
    was: str = ""
    gone: bool = False


@dataclass(frozen=True)
class Placed:
    """A person with the place of the mark, the words shown and the room they take.

    before   where the mark stood in the picture compared with, or None
    number   the number that the mark bears instead of a name, or None
    """

    person: Person
    x: float
    y: float
    words: str
    box: Box
    before: tuple[float, float] | None = None
    number: int | None = None

    @property
    def half(self) -> float:
        """Half the width of the mark in px."""
        return MARK if self.number is None else NUMBERED

    @property
    def mark(self) -> Box:
        return around(self.x, self.y, self.half)

    @property
    def led(self) -> bool:
        """Whether the name stands so far off that a line leads to it."""
        across = max(self.box.left - self.x, self.x - self.box.right, 0)
        along = max(self.box.top - self.y, self.y - self.box.bottom, 0)
        return across > MARK * 2 or along > MARK * 2


def around(x, y, half) -> Box:
    """A box of which x, y is the middle."""
    return Box(x - half, y - half, x + half, y + half)


def radii(people, size) -> dict[str, float]:
    """Radius of each ring's rim in px; the circle draws in when someone stands outside it."""
    beyond = any("outside" in (p.ring, getattr(p, "was", "")) for p in people)
    rims = (0.16, 0.28, 0.395) if beyond else (0.18, 0.32, 0.455)
    return dict(zip(RINGS, (*(r * size for r in rims), 0.49 * size), strict=True))


def bands(people, size) -> dict[str, tuple[float, float]]:
    """How far from the middle marks stand in each ring, in px: (near, far)."""
    rims = radii(people, size)
    inside = {"inner": size * 0.055, **dict(zip(RINGS[1:], list(rims.values())[:3], strict=True))}
    return {ring: (inside[ring] + MARK + 3, rims[ring] - MARK - 3) for ring in RINGS}


def _stands(people, size):
    """(person, x, y, place before or None): evenly round the ring, in rows where it is full."""
    room, middle = bands(people, size), size / 2
    for ring in RINGS:
        here = [p for p in people if p.ring == ring]
        near, far = room[ring]
        along = 2 * pi * (near + far) / 2 * (1 - FREE_TOP[ring])
        rows = min(ceil(len(here) * (MARK * 2 + 6) / along), 2 if far - near < 44 else 3)
        for index, (person, turn) in enumerate(
            zip(here, _turns(here, ring, near + far), strict=True)
        ):
            row = index % rows
            away = (near + far) / 2 if rows == 1 else far - (far - near) * row / (rows - 1)
            x, y = _at(middle, away, turn)
            was = getattr(person, "was", "")
            before = _at(middle, sum(room[was]) / 2, turn) if was else None
            yield person, x, y, before


def _at(middle, away, turn):
    angle = 2 * pi * turn - pi / 2
    return middle + away * cos(angle), middle + away * sin(angle)


def _turns(here, ring, across):
    """Place on the ring of each, as part of a turn: as drawn by hand, the others in between."""
    free, count = FREE_TOP[ring], max(len(here), 1)
    even = [free / 2 + (1 - free) * (n + START[ring]) / count for n in range(count)]
    if all(getattr(p, "turn", None) is None for p in here):
        return even[: len(here)]
    apart = min((MARK * 2 + 6) / (pi * across), (1 - free) / count)
    wished = [None if p.turn is None else _beside_the_name(p.turn / 360, free) for p in here]
    left = list(even)
    for turn in wished:
        if turn is not None:
            left.remove(min(left, key=lambda slot: abs(slot - turn)))
    for n, turn in enumerate(wished):
        if turn is None:
            wished[n] = left.pop(0)
    return _spread(wished, apart, free)


def _beside_the_name(turn, free):
    return min(max(turn % 1, free / 2), 1 - free / 2)


def _spread(turns, apart, free):
    """The same turns in the same order, at least `apart` from each other where there is room."""
    order = sorted(range(len(turns)), key=lambda n: (turns[n], n))
    found = [turns[n] for n in order]
    for n in range(1, len(found)):
        found[n] = max(found[n], found[n - 1] + apart)
    limit = 1 - free / 2
    for n in range(len(found) - 1, -1, -1):
        found[n] = min(found[n], limit)
        limit = found[n] - apart
    return [found[order.index(n)] for n in range(len(turns))]


def _candidates(x, y, furthest, wide, tall):
    """Boxes for a name, the nearest first: below, above, beside, then further and further off."""
    for off in range(2, furthest, 6):
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
    """Everyone with mark and name; no two names meet, and no name covers a mark.

    Where not every name finds room, nobody is named in the picture and all bear numbers.
    """
    stands = list(_stands(people, size))
    named = _named(people, stands, size)
    return named if named is not None else _numbered(people, stands)


def _named(people, stands, size):
    page = Box(2, 2, size - 2, size - 2)
    me = Box(size * 0.45, size * 0.45, size * 0.55, size * 0.55)
    taken = [me, *_rim_names(people, size)]
    taken += [around(x, y, MARK) for _person, x, y, _before in stands]
    taken += [around(*before, GHOST) for *_rest, before in stands if before]
    furthest = NEAR if len(stands) > CROWD else FAR
    placed = []
    for person, x, y, before in stands:
        words = shortened(person.name, size * 0.26, LETTER)
        wide, tall = text_width(words, LETTER) + 6, LETTER + 5
        near = around(x, y, furthest + MARK + max(wide, tall))
        close = [box for box in taken if box.meets(near)]
        boxes = (b for b in _candidates(x, y, furthest, wide, tall) if b.within(page))
        box = next((b for b in boxes if not any(b.meets(t) for t in close)), None)
        if box is None:
            return None
        placed.append(Placed(person, x, y, words, box, before))
        taken.append(box)
    return placed


def _numbered(people, stands):
    numbers = {id(person): number for number, person in enumerate(people, start=1)}
    return [
        Placed(p, x, y, "", Box(x, y, x, y), before, numbers[id(p)]) for p, x, y, before in stands
    ]
