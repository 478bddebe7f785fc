import pytest

from kith import clock
from tests.rooms.schedule import underway


@pytest.fixture(autouse=True)
def long_after():
    """These stories lie in the past of the clock, unless a test moves it."""
    with clock.frozen(underway.london(2026, 12, 1)):
        yield


@pytest.fixture
def counted(course, ines):
    """Marisol's course, with risk screen, consents and contract: its sessions count."""
    return underway.agreed(course, ines)
