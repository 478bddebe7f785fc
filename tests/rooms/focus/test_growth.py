"""The page of goals takes as long to ask for after a year as in the first week."""

from django.urls import reverse

from kith.focus import actions
from kith.inventory import actions as inventory
from tests.support.cast import new_id
from tests.support.growth import asks_no_more


def test_goals_ask_the_same_however_many_there_are(as_user, ines, omar, course, devin, take):
    take(course)

    def goal(n, by):
        one = actions.add_goal(
            course=course, id=new_id(), by=by, text=f"Ask Devin, way {n}", baseline=1, target=5,
            area="dispute", person_ids=[str(devin.pk)], why_more="One more is right.",
        )  # fmt: skip
        for value in (1, 2):
            actions.rate_goal(goal=one, id=new_id(), value=value, by=by, what_helped="Time.")
        return one

    def grow():
        for n in range(2, 9):
            one = goal(n, omar if n % 2 else ines)
            actions.rate_goal(goal=one, id=new_id(), value=3, by=omar)
            if n > 4:
                actions.set_goal_aside(goal=one, by=omar)
            inventory.add_person(
                client=course.client, id=new_id(), by=ines, display_name=f"Friend {n}",
                relation="friend", ring="middle",
            )  # fmt: skip

    for n in (0, 1):
        goal(n, ines)
    actions.set_goal_aside(goal=goal(20, ines), by=ines)
    page = asks_no_more(as_user(ines), reverse("focus:goals", args=[course.pk]), grow)
    assert "Ask Devin, way 8" in page
