"""Goals in their own unit, begun from a template, looked at again together."""

from datetime import date

import pytest
from django.urls import reverse

from kith.desk import facts
from kith.focus import actions, reading
from kith.focus.models import Goal, GoalRating
from kith.web.once import fresh_key, row_id


@pytest.fixture
def address(course):
    return reverse("focus:goals", args=[course.pk])


@pytest.fixture
def want(course, ines):
    return actions.add_goal(
        course=course, id=row_id(fresh_key()), by=ines, text="Say one want", baseline=0, target=8
    )


@pytest.fixture
def sleep(course, ines):
    return actions.add_goal(
        course=course, id=row_id(fresh_key()), by=ines, text="Sleep 6 hours or more",
        unit="nights a week", most=7, baseline=2, target=5,
    )  # fmt: skip


def add(browser, address, **more):
    said = {"text": "Sleep 6 hours or more", "baseline": 2, "target": 5, **more}
    return browser.post(address, {"form_key": fresh_key(), **said})


def test_S37_a_goal_may_be_counted_in_its_own_unit(as_user, ines, course, address):
    assert add(as_user(ines), address, unit="nights a week").status_code == 302
    [aim] = reading.goals(course, ines)
    assert (aim.most, aim.progress) == (7, "began at 2 nights a week, aim 5")


@pytest.mark.parametrize(
    "said, words",
    [
        ({"unit": "nights a week", "target": 8}, "At most 7."),
        ({"unit": "letters", "target": 8}, "Say how many there can be at most"),
        ({"target": 11}, "At most 10."),
    ],
)
def test_a_number_stays_within_its_unit(as_user, ines, address, said, words):
    refused = add(as_user(ines), address, **said)
    assert refused.status_code == 422 and words in refused.content.decode()
    assert not Goal.objects.exists()


def test_S58_S2_a_goal_begins_from_a_template_of_the_area(as_user, ines, course, address, take):
    take(course)
    page = as_user(ines).get(address).content.decode()
    assert "Say where my line is" in page and "Say one want a week" in page
    begun = as_user(ines).get(address, {"from": "dispute.boundary"}).content.decode()
    assert 'value="Say where my line is, and do what I said I would do"' in begun
    other = as_user(ines).get(address, {"from": "grief.company"}).content.decode()
    assert 'value="Be in company' not in other


def test_S37_all_goals_are_looked_at_again_and_each_shows_first_now_and_aim(
    as_user, ines, course, want, sleep
):
    path = reverse("focus:goal_review", args=[course.pk])
    page = as_user(ines).get(path).content.decode()
    assert "First" in page and "nights a week" in page
    key = fresh_key()
    said = {
        f"value_{want.pk}": 3, f"helped_{want.pk}": "Time after nine.", f"way_{want.pk}": "keep",
        f"value_{sleep.pk}": 4, "form_key": key,
    }  # fmt: skip
    for _ in range(20):
        assert as_user(ines).post(path, said).status_code == 302
    assert GoalRating.objects.count() == 2
    assert [aim.latest for aim in reading.goals(course, ines)] == [3, 4]
    refused = as_user(ines).post(path, {**said, f"value_{want.pk}": 5})
    assert refused.status_code == 422 and GoalRating.objects.count() == 2


def test_S37_a_goal_that_is_let_go_is_set_aside(as_user, ines, course, want):
    path = reverse("focus:goal_review", args=[course.pk])
    said = {f"value_{want.pk}": 2, f"way_{want.pk}": "drop", "form_key": fresh_key()}
    as_user(ines).post(path, said)
    assert reading.goals(course, ines) == []


@pytest.mark.parametrize("said", [{}, {"helped": "x"}, {"value": 11}])
def test_a_review_says_where_it_stands(as_user, ines, course, want, said):
    path = reverse("focus:goal_review", args=[course.pk])
    said = {f"{name}_{want.pk}": value for name, value in said.items()}
    refused = as_user(ines).post(path, {**said, "form_key": fresh_key()})
    assert refused.status_code == 422 and not GoalRating.objects.exists()


def test_an_empty_review_teaches(as_user, ines, course):
    path = reverse("focus:goal_review", args=[course.pk])
    assert "No goals yet" in as_user(ines).get(path).content.decode()


def test_S37_the_reminder_rests_once_every_goal_was_looked_at(ines, course, want, sleep):
    def seen():
        return facts.gather(course, ines).done.get("middle.goal_review")

    on = {"by": ines, "on": date(2026, 3, 4)}
    actions.rate_goal(goal=want, id=row_id("1"), value=3, **on)
    assert seen() is None
    actions.rate_goal(goal=sleep, id=row_id("2"), value=3, **on)
    assert seen() == date(2026, 3, 4)


def test_S37_the_client_says_where_it_stands_for_them(as_user, marisol, ines, course, sleep):
    path = reverse("focus:own_goal_rate", args=[sleep.pk])
    key = fresh_key()
    for _ in range(20):
        assert as_user(marisol).post(path, {"form_key": key, "value": 4}).status_code == 302
    rating = GoalRating.objects.get()
    assert (rating.value, rating.recorded_by) == (4, marisol.user)
    refused = as_user(marisol).post(path, {"form_key": fresh_key(), "value": 8})
    assert refused.status_code == 422
    page = as_user(marisol).get(reverse("focus:own_goal", args=[sleep.pk])).content.decode()
    assert "Nobody watches this page" in page and "nights a week" in page


def test_SEC_06_nobody_rates_the_goal_of_another(as_user, aoife, ines, course, sleep):
    from kith.care.actions import open_course

    open_course(client=aoife, therapist=ines, by=ines)
    path = reverse("focus:own_goal_rate", args=[sleep.pk])
    said = {"form_key": fresh_key(), "value": 4}
    assert as_user(aoife).post(path, said).status_code == 404
    assert not GoalRating.objects.exists()


def test_three_goals_and_a_fourth_is_not_taken_up_again_without_a_word(
    as_user, ines, course, want, sleep
):
    actions.set_goal_aside(goal=want, by=ines)
    for text in ("One", "Two"):
        actions.add_goal(course=course, id=row_id(text), by=ines, text=text, baseline=0, target=5)
    path = reverse("focus:goal_aside", args=[course.pk, want.pk])
    said = as_user(ines).post(path, {"back": "1"}, follow=True).content.decode()
    assert "Set one aside first" in said and len(reading.goals(course, ines)) == 3
