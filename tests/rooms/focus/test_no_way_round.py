"""No page, pressed in whatever way, takes a course into its middle without one agreed focus."""

import pytest
from django.urls import reverse

from kith.care import actions as care
from kith.focus import facts
from kith.web.once import fresh_key
from tests.support.pages import routes

TRIES = [{"step": "middle"}, {"step": "final"}, {"phase": "middle"}, {"do": "middle"}]


def doors(course):
    """Every address of a course that takes a sending and names nothing but the course."""
    for name, pattern in routes().items():
        if set(pattern.pattern.converters) == {"course_id"}:
            yield reverse(name, args=[course.pk])


@pytest.mark.parametrize("answer", [None, "", "no"])
def test_IPT13_01_no_route_gets_round_the_agreed_focus(
    as_user, ines, course, screened, take, answer
):
    screened(course)
    care.begin_treatment(course=course, facts=facts.gather(course), by=ines)
    if answer is not None:
        take(course, agrees=answer)
    browser, sent = as_user(ines), 0
    for address in doors(course):
        for said in TRIES:
            browser.post(address, {"form_key": fresh_key(), "why": "Because.", **said})
            sent += 1
        course.refresh_from_db()
        assert course.phase == "initial", address
    assert sent > 40


def test_IPT13_01_the_same_door_opens_once_the_focus_is_agreed(
    as_user, ines, course, screened, take
):
    screened(course)
    care.begin_treatment(course=course, facts=facts.gather(course), by=ines)
    take(course)
    as_user(ines).post(reverse("desk:phase", args=[course.pk]), {"step": "middle"})
    course.refresh_from_db()
    assert course.phase == "middle"
