"""The circle drawn by hand, compared, and crowded: places kept, ghosts, marks, numbers."""

from math import atan2, degrees, hypot
from xml.etree import ElementTree

import pytest

from kith.web.pictures.circle import Person, closeness_circle, kinds, numbered, place
from kith.web.pictures.standing import MARK, RINGS, radii


def person(n, ring="outer", **more):
    return Person(n, f"Person {n}", "", ring, **more)


def turn_of(one, size=560):
    return round(degrees(atan2(one.y - size / 2, one.x - size / 2)) + 90) % 360


@pytest.mark.parametrize("turn", [45, 90, 180, 270, 300])
def test_who_was_drawn_to_a_place_stays_there(turn):
    placed = place([person(1, turn=turn), person(2), person(3)], 560)
    assert turn_of(placed[0]) == pytest.approx(turn, abs=1)


def test_nobody_stands_on_the_name_of_a_ring():
    [top] = place([person(1, turn=0)], 560)
    assert abs(turn_of(top)) not in range(0, 25)


@pytest.mark.parametrize("count", [2, 8, 20])
def test_all_drawn_to_one_place_still_stand_apart(count):
    placed = place([person(n, turn=100) for n in range(count)], 560)
    pairs = [(a, b) for i, a in enumerate(placed) for b in placed[i + 1 :]]
    assert all(hypot(a.x - b.x, a.y - b.y) >= 2 * MARK for a, b in pairs)


def test_where_somebody_stood_before_is_drawn_with_a_line():
    svg = ElementTree.fromstring(
        closeness_circle([person(1, "middle", was="outer"), person(2, "inner")])
    )
    ghosts = [e for e in svg.iter() if e.get("class") == "ghost"]
    assert len(ghosts) == 1 and [e.get("class") for e in svg.iter()].count("way") == 1


def test_who_left_is_drawn_as_gone():
    svg = closeness_circle([person(1, gone=True)])
    assert 'class="who gone"' in svg


@pytest.mark.parametrize("kind", ["group", "pet", "deceased"])
def test_A11Y_07_groups_animals_and_the_dead_are_told_by_shape(kind):
    assert f'class="mark {kind}"' in closeness_circle([person(1, kind=kind)])
    assert [entry["kind"] for entry in kinds([person(1, kind=kind), person(2)])] == [kind]
    assert closeness_circle([person(1, kind=kind)]) != closeness_circle([person(1)])


def test_where_names_find_no_room_everyone_bears_the_number_of_the_list():
    crowd = [person(n, RINGS[n % 4]) for n in range(40)]
    placed = {one.person.id: one.number for one in place(crowd, 340)}
    assert placed == {n: n + 1 for n in range(40)} and numbered(crowd)
    svg = ElementTree.fromstring(closeness_circle(crowd, size=340))
    assert not [e for e in svg.iter() if e.get("class") == "name"]
    assert not numbered(crowd[:20])


def test_only_a_live_picture_says_who_is_who():
    still, live = closeness_circle([person(7)]), closeness_circle([person(7)], live=True)
    assert "data-person" not in still and "hit" not in still
    assert 'data-person="7"' in live and "data-rims" in live and "hit" in live


def test_the_circle_draws_in_when_somebody_stood_outside_it_before():
    rims = radii([person(1, "inner", was="outside")], 620)
    assert rims["outer"] < radii([person(1, "inner")], 620)["outer"]
