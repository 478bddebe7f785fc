"""A told story behind a live server, and one browser a persona."""

import pytest
from django.conf import settings

from tests.support.pages import Story, browser_of


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
