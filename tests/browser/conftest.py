"""A told story behind a live server, and one browser a persona."""

from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

from kith.web import tenancy
from tests.support import cast
from tests.support.pages import Story, browser_of


@contextmanager
def inside(practice_id):
    """Work inside a practice without one long transaction: the server must see each row at once.

    The setting is the connection's own here, so it is taken back before the pool gets that again.
    """

    def tell(setting):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('app.practice', %s, false)", [setting])

    token = tenancy._practice.set(practice_id)
    tell(str(practice_id))
    try:
        yield
    finally:
        tell("")
        tenancy._practice.reset(token)


@pytest.fixture
def practice(transactional_db):
    house = cast.make_practice()
    with inside(house.pk):
        yield house


@pytest.fixture
def story(live_server, practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner):
    """A practice with something in every room, served."""
    return Story(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner).told()


@pytest.fixture
def walk_as(open_context, story):
    """walk_as("therapist", width=320) gives a page of that persona's own browser."""

    def come_in(persona, **looks):
        context = open_context(reduced_motion="reduce", **looks)
        if story.user(persona) is not None:
            name = settings.SESSION_COOKIE_NAME
            value = browser_of(story, persona).cookies[name].value
            origin = f"http://localhost:{settings.PORT}"
            context.add_cookies(
                [{"name": name, "value": value, "url": origin, "httpOnly": True, "sameSite": "Lax"}]
            )
        return context.new_page()

    return come_in
