import pytest

from kith.web import logs
from tests.support import cast, story
from tests.support.pages import just_signed_in
from tests.support.world import TheirWorld


@pytest.fixture
def world(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner):
    return TheirWorld(
        practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner
    ).told()


@pytest.fixture
def signed_in(as_user):
    """signed_in(person): a browser whose person gave their password a moment ago."""

    def enter(person):
        browser = as_user(person)
        just_signed_in(browser)
        return browser

    return enter


@pytest.fixture
def whole(marisol, ines):
    """Marisol with something in every room; the ids of it."""
    return story.whole_course(marisol, ines)


@pytest.fixture
def schedule(practice, owner):
    """The practice keeps records as in Germany: ten years, by law."""
    from kith.keeping import actions

    return actions.choose_schedule(practice=practice, place="de", more_years=0, by=owner)


@pytest.fixture
def second(practice):
    """One more administrator."""
    return cast.make_staff(practice, "Astrid Administrator", "administrator")


@pytest.fixture(autouse=True)
def log_goes_back():
    """A command sets the log up for the output of its own test."""
    yield
    logs.configure(None)
