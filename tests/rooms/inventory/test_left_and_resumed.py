"""Somebody who is being added is there when the page is opened again, and gone once added."""

import pytest
from django.urls import reverse

from kith.web.once import fresh_key

SAID = {"display_name": "Tamsin", "relation": "friend", "ring": "outer", "hard": "rarely free"}


@pytest.fixture(params=["therapist", "client"])
def page(request, as_user, ines, marisol, course):
    """Whoever adds, and their page of people."""
    if request.param == "client":
        return as_user(marisol.user), reverse("inventory:own_people")
    return as_user(ines), reverse("inventory:people", args=[course.pk])


def test_REL_07_somebody_who_is_being_added_is_kept_until_they_are(page):
    browser, people = page
    browser.post(f"{reverse('people:draft')}?place={people}", SAID)
    back = browser.get(people).content.decode()
    assert "rarely free" in back and "had not saved is back below" in back
    answer = browser.post(people, {**SAID, "form_key": fresh_key()})
    assert answer.status_code == 302, answer.context["form"].errors
    assert "had not saved is back below" not in browser.get(people).content.decode()


def test_REL_07_what_is_sent_to_another_form_of_the_page_is_not_read_as_somebody_added(page):
    browser, people = page
    refused = browser.post(f"{people}pictures/", {"moment": "never"})
    assert refused.status_code == 422 and not refused.context["form"].is_bound
