"""The facts that belong beside an area: who, what, and why it is shown."""

import pytest

from ipt import focus
from ipt.focus import beside
from ipt.focus.beside import Happening, Someone
from ipt.words import say

BIRGIT = Someone("c1", status="deceased", ring="inner", ring_before="inner", hard="the shop")
DEVIN = Someone("a1", status="alive", ring="outer", ring_before="inner", hard="silent")
TAMSIN = Someone("a5", status="alive", ring="inner", ring_before="middle")
PILAR = Someone("a4", status="alive", ring="middle", match="poorly")
RASMUS = Someone("c3", status="estranged")


def why(found):
    return {each.id: [reason.id.split(".")[1] for reason in each.why] for each in found}


@pytest.mark.parametrize(
    "area, expected",
    [
        ("grief", {"c1": ["dead"], "c3": ["estranged"]}),
        ("dispute", {"a1": ["hard", "further"], "a4": ["unequal"], "c3": ["estranged"]}),
        ("role_transition", {"a1": ["further"], "a5": ["closer"]}),
        ("deficits", {"a5": ["near"], "a4": ["near"], "c3": ["estranged"]}),
    ],
)
def test_S36_each_area_has_the_people_that_belong_beside_it(area, expected):
    everyone = [BIRGIT, DEVIN, TAMSIN, PILAR, RASMUS]
    assert why(beside.people(area, everyone)) == expected


def test_the_dead_belong_to_grief_alone():
    for area in focus.area_ids():
        assert bool(beside.people(area, [BIRGIT])) == (area == "grief")


@pytest.mark.parametrize("match, shown", [("poorly", 1), ("partly", 1), ("well", 0), ("unsure", 0)])
def test_S16_expectations_that_do_not_match_stand_beside_a_dispute(match, shown):
    assert len(beside.people("dispute", [Someone("a1", match=match)])) == shown


def test_who_has_not_moved_is_neither_closer_nor_further():
    still = Someone("a2", ring="outer", ring_before="outer")
    assert beside.people("role_transition", [still]) == ()


DEATH = Happening("e1", "death", to_onset=-75)
MOVE = Happening("e2", "move", to_onset=-750)
QUARREL = Happening("e3", "conflict", area="grief", to_onset=-70)
UNDATED = Happening("e4", "conflict")


def test_S17_events_belong_by_their_kind_or_where_they_were_given():
    told = [DEATH, MOVE, QUARREL, UNDATED]
    assert why(beside.events("grief", told)) == {"e1": ["near_onset"], "e3": ["near_onset"]}
    assert why(beside.events("role_transition", told)) == {"e2": ["far_from_onset"]}
    assert why(beside.events("dispute", told)) == {"e4": []}


def test_the_nearest_event_of_an_area_says_how_close_it_lies_to_the_beginning():
    told = [DEATH, MOVE, QUARREL, UNDATED]
    assert beside.days_to_onset("grief", told) == 70
    assert beside.days_to_onset("dispute", told) is None
    assert say(beside.events("grief", [QUARREL])[0].why[0]) == "70 days from the beginning"


@pytest.mark.parametrize("area", focus.area_ids())
def test_parts_of_the_first_conversation_belong_beside_every_area(area):
    assert all(part.count(".") == 1 for part in beside.told(area))


@pytest.mark.parametrize("sign", "dead estranged unequal hard further closer near".split())
def test_every_sign_has_its_words(sign):
    from ipt.words import Message

    assert say(Message(f"focus_fact.{sign}"))
