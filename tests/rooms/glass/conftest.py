import pytest

from kith.glass import actions
from tests.support import cast, story
from tests.support.pages import just_signed_in

REASON = "She called from the bridge; Ines is on a plane."


@pytest.fixture
def told(course, marisol, ines, owner):
    """Marisol has something in every room."""
    course.delete()
    return story.whole_course(marisol, ines)


@pytest.fixture
def omar(omar):
    cast.give_hours(omar)
    return omar


@pytest.fixture
def proved(as_user):
    """proved(person): a browser of somebody who gave the password a moment ago."""

    def enter(user):
        browser = as_user(user)
        just_signed_in(browser)
        return browser

    return enter


@pytest.fixture
def opening(marisol, omar, owner):
    """Omar, who does not treat Marisol, opened her record."""
    return actions.start(opener=omar, name=marisol.name, reason=REASON, id=story.new_id())
