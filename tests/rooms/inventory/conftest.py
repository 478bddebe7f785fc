import pytest

from kith.inventory import actions
from kith.web.once import fresh_key


@pytest.fixture
def devin(marisol, ines, course):
    """Marisol's partner, in the outer ring."""
    return actions.add_person(
        client=marisol,
        id=fresh_key(),
        by=ines,
        display_name="Devin",
        relation="partner",
        ring="outer",
        good="steady, funny",
        hard="silent, phone at table",
    )
