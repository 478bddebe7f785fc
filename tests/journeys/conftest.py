import pytest

from kith import clock
from kith.people.records import ScopedQuerySet

from .adapted import WEDNESDAY, Given


@pytest.fixture(autouse=True)
def scoped_reading(db):
    """Each sentence may open further pages; what they leave is taken back."""
    ScopedQuerySet.watch = True


@pytest.fixture
def given(marisol, ines, as_user):
    """given("ipsrt") is a course under that form; each with a client of its own."""
    with clock.frozen(WEDNESDAY):
        yield lambda protocol, client=None: Given(protocol, client or marisol, ines, as_user)
