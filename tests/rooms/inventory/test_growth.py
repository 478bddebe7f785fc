"""What was said of somebody grows with every picture; the page about them asks no more."""

from datetime import timedelta

from django.urls import reverse

from kith import clock
from kith.inventory import actions
from tests.support.growth import asks_no_more


def test_a_person_asks_the_same_however_long_their_story_is(as_user, ines, omar, course, devin):
    def tell(n, by):
        devin.refresh_from_db()
        actions.edit_person(
            person=devin, version=devin.version, by=by, trust=n, good=f"steady {n}",
            ring=("inner", "middle")[n % 2], i_expect=f"ask how I am, {n}",
        )  # fmt: skip

    def grow():
        for n in range(2, 9):
            with clock.frozen(clock.now() + timedelta(days=7 * n)):
                if n % 3 == 0:
                    actions.begin_sitting(client=course.client, by=omar, title=f"Picture {n}")
                tell(n, omar if n % 2 else ines)

    for n in (0, 1):
        tell(n, ines)
    page = asks_no_more(
        as_user(ines), reverse("inventory:person", args=[course.pk, devin.pk]), grow
    )
    assert "steady 8" in page
