import pytest

from tests.rooms.schedule import underway


@pytest.fixture
def counted(course, ines):
    """Marisol's course, with risk screen, consents and contract: its sessions count."""
    return underway.agreed(course, ines)
