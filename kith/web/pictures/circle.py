"""The closeness circle, drawn from the list of people. The list beside the picture says the same.

Where each mark and name stands is worked out in standing.py.
"""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..safe_markup import element
from .standing import GHOST, RING_NAMES, RINGS, Person, Placed, bands, place, radii

__all__ = ["RINGS", "RING_NAMES", "Person", "Placed", "closeness_circle", "place", "radii"]

AREA_NAMES = {
    "grief": gettext_lazy("loss"),
    "transition": gettext_lazy("change"),
    "dispute": gettext_lazy("disagreement"),
    "connection": gettext_lazy("connection"),
    None: gettext_lazy("not what we work on now"),
}
KIND_NAMES = {
    "group": gettext_lazy("a group"),
    "pet": gettext_lazy("an animal"),
    "deceased": gettext_lazy("has died"),
}
HIT = 24  # px, half the width of what a finger meets


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


def kind_mark(kind, x=7.0, y=7.0, half=None, area=None) -> SafeString:
    """The mark of a person, an animal, a group, or somebody who has died: told by shape."""
    r = half or 4.5
    pieces = [area_mark(area, x, y, r)]
    if kind == "group":
        pieces.insert(0, element("circle", cx=x, cy=y, r=r + 3.5, class_="around"))
    elif kind == "pet":
        for side in (-1, 1):
            ear = (
                f"{x + side * r:.1f},{y - r * 1.5:.1f} {x + side * r * 0.95:.1f},{y - r * 0.3:.1f} "
            )
            ear += f"{x + side * r * 0.2:.1f},{y - r * 0.95:.1f}"
            pieces.insert(0, element("polygon", points=ear, class_="ear"))
    return element("g", *pieces, class_=f"mark {kind if kind in KIND_NAMES else 'one'}")


def legend(people) -> list[dict]:
    """The signs that this picture uses, with their words, for the template."""
    used = {person.area if person.area in AREA_NAMES else None for person in people}
    return [{"area": area, "label": name} for area, name in AREA_NAMES.items() if area in used]


def kinds(people) -> list[dict]:
    """The marks of groups, animals and the dead that this picture uses, with their words."""
    used = {getattr(person, "kind", "person") for person in people}
    return [{"kind": kind, "label": name} for kind, name in KIND_NAMES.items() if kind in used]


def numbered(people, size=340) -> bool:
    """Whether a picture of this size shows numbers, so that the list must show them too."""
    return any(one.number is not None for one in place(people, size))


def closeness_circle(
    people: list[Person], *, size: float = 620, ident: str = "circle", me: str = "", live=False
) -> SafeString:
    """The circle as one SVG. ident must be unique on the page; me is the word in the middle.

    live   whether people may be moved in it: marks then carry what <closeness-circle> needs
    """
    count = len(people)
    words = ngettext(
        "Circle of closeness with one person; the list says the same.",
        "Circle of closeness with %(count)d people; the list says the same.",
        count,
    ) % {"count": count}
    rims = [f"{radius:.1f}" for ring, radius in radii(people, size).items() if ring != "outside"]
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
        *(piece for one in place(people, size) for piece in _drawn(one, live)),
        class_="circle",
        view_box=f"0 0 {size:g} {size:g}",
        role="img",
        aria_label=words,
        data_rims=" ".join(rims) if live else None,
        data_bands=_bands(people, size) if live else None,
    )


def _bands(people, size):
    """The middle of each ring's band, from the closest out."""
    return " ".join(f"{(near + far) / 2:.1f}" for near, far in bands(people, size).values())


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


def _drawn(one, live):
    person = one.person
    yield from _before(one)
    if one.led and one.words:
        yield _leader(one)
    pieces = [kind_mark(getattr(person, "kind", "person"), one.x, one.y, one.half, person.area)]
    if one.number is not None:
        pieces.append(
            element("text", one.number, x=one.x, y=one.y + 4, text_anchor="middle", class_="number")
        )
    if live:
        pieces.append(element("circle", cx=one.x, cy=one.y, r=HIT, class_="hit"))
    if one.words:
        middle = (one.box.left + one.box.right) / 2
        pieces.append(
            element(
                "text",
                one.words,
                x=middle,
                y=one.box.bottom - 5,
                text_anchor="middle",
                class_="name",
            )
        )
    yield element(
        "g",
        *pieces,
        class_="who gone" if getattr(person, "gone", False) else "who",
        data_person=person.id if live else None,
        data_ring=person.ring if live else None,
        data_x=one.x if live else None,
        data_y=one.y if live else None,
    )


def _before(one):
    """Where somebody stood in the picture compared with, and the way from there."""
    if one.before is None:
        return
    x, y = one.before
    yield element("line", x1=x, y1=y, x2=float(one.x), y2=float(one.y), class_="way")
    yield element("circle", cx=x, cy=y, r=float(GHOST), class_="ghost")


def _leader(one):
    x = min(max(one.x, one.box.left), one.box.right)
    below, above = one.box.top > one.y, one.box.bottom < one.y
    y = one.box.top if below else one.box.bottom if above else one.y
    return element(
        "line", x1=float(one.x), y1=float(one.y), x2=float(x), y2=float(y), class_="leader"
    )
