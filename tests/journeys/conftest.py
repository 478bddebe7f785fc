import pytest

from kith.people.records import ScopedQuerySet


@pytest.fixture(autouse=True)
def scoped_reading(db):
    """Each sentence may open further pages; what they leave is taken back."""
    ScopedQuerySet.watch = True
