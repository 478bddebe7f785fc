"""What is typed and not saved is there when its writer comes back, and gone once it is saved."""

import pytest
from django.urls import reverse

from kith.web.once import fresh_key

FOCUS = {"area": "role_transition", "rank": "primary", "because": "Nobody settles who does what."}
GOAL = {"text": "Say one want a week", "baseline": "2", "target": "8"}


@pytest.fixture
def browser(as_user, ines):
    return as_user(ines)


@pytest.mark.parametrize(
    ("route", "said", "typed"),
    [("focus:choose", {**FOCUS, "client_agrees": "yes"}, "because"), ("focus:goals", GOAL, "text")],
)
def test_REL_07_a_step_is_left_and_resumed(browser, course, route, said, typed):
    page = reverse(route, args=[course.pk])
    browser.post(reverse("people:draft"), {**said, "place": page})
    back = browser.get(page).content.decode()
    assert said[typed] in back and "had not saved is back below" in back
    answer = browser.post(page, {**said, "form_key": fresh_key()})
    assert answer.status_code == 302, answer.context["form"].errors
    assert "had not saved is back below" not in browser.get(page).content.decode()


def test_REL_07_a_goal_begun_from_a_template_is_that_template(browser, course):
    page = reverse("focus:goals", args=[course.pk])
    browser.post(reverse("people:draft"), {**GOAL, "place": page})
    assert GOAL["text"] not in browser.get(page, {"from": "dispute.say_it"}).content.decode()


def test_REL_07_a_referral_that_is_being_typed_is_kept(as_user, coordinator):
    browser, page = as_user(coordinator), reverse("intake:new")
    said = {"name": "A. Caller", "reach": "020 7946 0104", "words": "Cannot sleep."}
    browser.post(reverse("people:draft"), {**said, "place": page})
    assert "Cannot sleep." in browser.get(page).content.decode()
    assert browser.post(page, {**said, "form_key": fresh_key()}).status_code == 302
    assert "Cannot sleep." not in browser.get(page).content.decode()
