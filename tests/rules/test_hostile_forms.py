"""Whatever is sent to a form of the house, the answer is a page of the house (REL-17, SEC-21)."""

import os
from itertools import chain

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.support import hostile
from tests.support.hostile_house import IN_FULL, House
from tests.support.pages import PERSONAS, Story

TRIES = int(os.environ.get("HOSTILE_TRIES", "8"))
PARTS = [("therapist", part, 6) for part in range(6)]
PARTS += [(persona, 0, 1) for persona in PERSONAS if persona != "therapist"]


@pytest.fixture
def story(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner):
    return Story(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner).told()


@pytest.fixture
def house(story):
    return lambda persona: House(story, persona)


def tried(house, form):
    @settings(
        max_examples=TRIES,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(hostile.spoilt(form))
    def send(pairs):
        house.send_form(form, pairs)

    send()


@pytest.mark.parametrize("persona, part, parts", PARTS)
def test_REL_17_SEC_21_each_form_takes_anything(house, persona, part, parts):
    house = house(persona)
    for form in house.forms[part::parts]:
        tried(house, form)
        everything = hostile.all_alike(form) if IN_FULL else ()
        for pairs in chain(hostile.extremes(form), everything):
            house.send_form(form, pairs)
    house.assert_sound()


@pytest.mark.parametrize("persona", PERSONAS)
def test_A11Y_01_REL_07_no_two_fields_of_a_form_share_a_name(house, persona):
    forms = house(persona).forms
    assert [(form.page, form.twice) for form in forms if form.twice] == []


@pytest.mark.parametrize("persona", ["therapist", "client"])
def test_REL_07_what_a_form_would_keep_by_itself_is_taken(house, persona):
    house, kept = house(persona), 0
    for form in house.forms:
        if form.keeps:
            pairs = [(name, value) for name, values in form.plausible().items() for value in values]
            answer = house.send("POST", form.keeps, hostile.encoded(pairs), HTTP_X_AUTOSAVE="1")
            assert answer.status_code in (200, 204), (form.page, answer.status_code)
            kept += 1
    house.assert_sound()
    assert kept
