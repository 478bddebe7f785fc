"""The closeness circle: everyone is there, where they belong, and can be read."""

from math import hypot
from xml.etree import ElementTree

import pytest

from kith.web.pictures.boxes import shortened, text_width
from kith.web.pictures.circle import Person, closeness_circle, legend, place, radii
from kith.web.samples import PEOPLE, crowd

HOSTILE = '"><img src=x onerror=alert(1)>'
LONG = "Maximiliana-Theodora Bartholomew-Featherstonehaugh"


def people(count, rings, name="Wilhelmina"):
    return [Person(n, f"{name} {n}", "", rings[n % len(rings)]) for n in range(count)]


def pairs(boxes):
    return ((a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


CROWDS = [
    PEOPLE,
    list(crowd()),
    people(20, ["inner"]),
    people(20, ["middle"]),
    people(20, ["outer"]),
    people(20, ["inner", "middle", "outer", "outside"]),
    people(20, ["outer"], LONG),
]


@pytest.mark.parametrize("everyone", CROWDS)
@pytest.mark.parametrize("size", [340, 560, 620])
def test_no_two_names_meet_and_none_covers_a_mark(everyone, size):
    placed = place(everyone, size)

    assert len(placed) == len(everyone) and all(one.words for one in placed)
    assert not any(a.meets(b) for a, b in pairs([one.box for one in placed]))
    assert not any(a.box.meets(b.mark) for a in placed for b in placed)
    assert all(0 <= one.box.left and one.box.right <= size for one in placed)


@pytest.mark.parametrize("everyone", CROWDS)
def test_each_stands_in_the_ring_that_was_chosen(everyone):
    rims = radii(everyone, 620)
    lower = {"inner": 0, "middle": rims["inner"], "outer": rims["middle"], "outside": rims["outer"]}

    for one in place(everyone, 620):
        away = hypot(one.x - 310, one.y - 310)
        assert lower[one.person.ring] < away < rims[one.person.ring]


def test_the_same_people_are_drawn_the_same():
    assert closeness_circle(PEOPLE) == closeness_circle(list(PEOPLE))


def test_A11Y_06_the_picture_says_how_many_and_where_the_list_is():
    svg = ElementTree.fromstring(closeness_circle(PEOPLE))

    assert svg.get("role") == "img"
    assert svg.get("aria-label").startswith("Circle of closeness with 8 people; the list")
    names = {text.text for text in svg.iter("text") if text.get("class") == "name"}
    assert names == {person.name for person in PEOPLE}


def test_A11Y_07_each_focus_area_has_a_shape_of_its_own():
    areas = ["grief", "transition", "dispute", "connection"]
    shapes = set()
    for area in areas:
        svg = ElementTree.fromstring(closeness_circle([Person(1, "Tess", "", "outer", area)]))
        mark = next(e for e in svg.iter() if e.get("class") == f"person {area}")
        shapes.add((mark.tag, len(mark.get("points", "").split())))

    assert len(shapes) == 4


def test_the_legend_names_what_is_drawn_and_no_more():
    areas = [entry["area"] for entry in legend([Person(1, "Tess", "", "outer", "grief")])]

    assert areas == ["grief"]


def test_SEC_10_hostile_names_stay_names():
    svg = ElementTree.fromstring(closeness_circle([Person(1, HOSTILE, "", "outer", HOSTILE)]))

    assert {e.tag for e in svg.iter()} <= {"svg", "g", "circle", "path", "text", "textPath", "line"}
    assert not any(HOSTILE in value for e in svg.iter() for value in e.attrib.values())


def test_a_long_name_is_cut_to_its_room():
    cut = shortened(LONG, 120, 13)

    assert cut.endswith("…") and text_width(cut, 13) <= 120
    assert shortened("Tess", 120, 13) == "Tess"


def test_nobody_yet_is_a_picture_too():
    assert "part of my life" in closeness_circle([])
