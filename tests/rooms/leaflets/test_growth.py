"""What was handed over is listed with one question, however much it is."""

from django.urls import reverse

from kith.leaflets import actions
from tests.support.cast import new_id
from tests.support.growth import asks_no_more


def test_leaflets_ask_the_same_however_many_were_handed_over(as_user, ines, omar, course):
    def hand_over(n, by):
        text = actions.write(
            practice=course.client.practice, id=new_id(), by=by, title=f"Leaflet {n}",
            words="Mood and people go together.", topic="", language="en", names_condition=False,
        )  # fmt: skip
        actions.give(course=course, leaflet=text, by=by)

    def grow():
        for n in range(2, 9):
            hand_over(n, omar if n % 2 else ines)

    for n in (0, 1):
        hand_over(n, ines)
    page = asks_no_more(as_user(ines), reverse("leaflets:given", args=[course.pk]), grow)
    assert "Leaflet 8" in page
