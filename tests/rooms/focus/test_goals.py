"""Goals: few, between people, seen from outside, with a starting point."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kith.focus import actions, reading
from kith.focus.models import Goal
from kith.people.models import Revision
from kith.web.once import fresh_key
from tests.support import story

GOAL = {
    "text": "Say one want a week in a plain sentence",
    "sign": "Devin answers it",
    "baseline": "0",
    "target": "8",
}


@pytest.fixture
def address(course):
    return reverse("focus:goals", args=[course.pk])


@pytest.fixture
def goal(course, ines):
    said = {**GOAL, "baseline": 0, "target": 8}
    return actions.add_goal(course=course, id=fresh_key(), by=ines, **said)


def add(browser, address, **more):
    return browser.post(address, {"form_key": fresh_key(), **GOAL, **more})


def test_S37_S24_a_goal_has_a_starting_point_an_aim_and_a_sign(as_user, ines, course, address):
    assert add(as_user(ines), address).status_code == 302

    [aim] = reading.goals(course, ines)
    assert aim.progress == "began at 0 of 10, aim 8"
    page = as_user(ines).get(address).content.decode()
    assert "Say one want a week" in page and "Devin answers it" in page


def test_S37_a_goal_may_name_who_it_is_with(as_user, ines, marisol, course, address, take):
    from kith.inventory.actions import add_person

    devin = add_person(
        client=marisol,
        id=fresh_key(),
        by=ines,
        display_name="Devin",
        relation="partner",
        ring="inner",
    )  # fmt: skip
    take(course)
    add(as_user(ines), address, people=[str(devin.pk)], area="dispute")
    [aim] = reading.goals(course, ines)
    assert (aim.people, aim.area, aim.hue) == (["Devin"], "dispute", "dispute")


def test_S37_without_a_starting_point_it_is_asked_again(as_user, ines, address):
    refused = add(as_user(ines), address, baseline="", sign="kept words")
    assert refused.status_code == 422 and "kept words" in refused.content.decode()
    assert not Goal.objects.exists()


def test_S37_three_goals_are_few_and_one_more_needs_a_written_word(as_user, ines, address):
    for _ in range(3):
        add(as_user(ines), address)
    assert "Few goals work better" in as_user(ines).get(address).content.decode()
    refused = add(as_user(ines), address, sign="kept words", why_more="  ")
    assert refused.status_code == 422 and "kept words" in refused.content.decode()
    assert Goal.objects.count() == 3
    assert add(as_user(ines), address, why_more="The children ask for it.").status_code == 302
    assert "The children ask for it." in as_user(ines).get(address).content.decode()


def test_the_database_holds_goals_to_ten(goal):
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(target=11)


def test_REL_05_added_twice_it_is_one_goal(as_user, ines, address):
    key = fresh_key()
    for _ in range(2):
        assert add(as_user(ines), address, form_key=key).status_code == 302
    assert add(as_user(ines), address, form_key=key, sign="Other").status_code == 422
    assert Goal.objects.count() == 1


def test_S37_the_client_says_it_in_their_own_words(as_user, marisol, ines, course, goal):
    path = reverse("focus:own_goal", args=[goal.pk])
    assert "Say one want" in as_user(marisol).get(path).content.decode()
    as_user(marisol).post(
        path, {"version": 1, "text": "I say what I want", "sign": "", "client_agrees": "yes"}
    )
    [aim] = reading.goals(course, ines)
    assert (aim.text, aim.client_agrees) == ("I say what I want", "yes")
    assert Revision.objects.get(label="focus.Goal").said["text"] == GOAL["text"]


def test_SEC_06_the_client_changes_words_only(as_user, marisol, goal):
    path = reverse("focus:own_goal", args=[goal.pk])
    as_user(marisol).post(
        path, {"version": 1, "text": "Mine", "baseline": 9, "target": 10, "area": "grief"}
    )
    goal.refresh_from_db()
    assert (goal.text, goal.baseline, goal.target, goal.area) == ("Mine", 0, 8, "")


def test_REL_06_client_and_therapist_reword_at_once_and_lose_neither(
    as_user, marisol, ines, course, goal
):
    path = reverse("focus:goal", args=[course.pk, goal.pk])
    as_user(ines).post(path, {**GOAL, "version": 1, "text": "Ask for a talk"})
    refused = as_user(marisol).post(
        reverse("focus:own_goal", args=[goal.pk]), {"version": 1, "text": "I speak up"}
    )
    page = refused.content.decode()
    assert refused.status_code == 422 and "Ask for a talk" in page and "I speak up" in page
    goal.refresh_from_db()
    assert goal.text == "Ask for a talk"


def test_S24_where_a_goal_stands_is_noted_over_time(as_user, ines, course, goal):
    path = reverse("focus:goal_rate", args=[course.pk, goal.pk])
    key = fresh_key()
    for _ in range(2):
        as_user(ines).post(path, {"form_key": key, "value": "3"})
    as_user(ines).post(path, {"form_key": fresh_key(), "value": "11"})
    [aim] = reading.goals(course, ines)
    assert aim.progress == "began at 0 of 10, now 3, aim 8"
    page = as_user(ines).get(reverse("focus:goal", args=[course.pk, goal.pk])).content.decode()
    first, now, target = re.findall(r"<dd>(\d+)", page)
    assert (first, now, target) == ("0", "3", "8")


def test_a_goal_is_set_aside_and_taken_up_again(as_user, ines, course, goal):
    path = reverse("focus:goal_aside", args=[course.pk, goal.pk])
    as_user(ines).post(path)
    assert reading.goals(course, ines) == []
    assert len(reading.goals(course, ines, aside=True)) == 1
    as_user(ines).post(path, {"back": "1"})
    assert len(reading.goals(course, ines)) == 1


def test_an_empty_page_teaches(as_user, ines, address):
    assert "something between people" in as_user(ines).get(address).content.decode()


def test_S37_a_goal_is_looked_at_again_within_the_agreement(as_user, ines, course):
    page = reverse("focus:goals", args=[course.pk])
    said = {"text": "Say one want", "baseline": "2", "target": "8", "review_session": "40"}
    story.agree(course, ines, sessions_planned=14)
    refused = as_user(ines).post(page, {"form_key": fresh_key(), **said})
    assert "ends with session 14" in refused.context["form"].errors["review_session"][0]
    kept = as_user(ines).post(page, {"form_key": fresh_key(), **said, "review_session": "14"})
    assert kept.status_code == 302
