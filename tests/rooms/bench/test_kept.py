"""What is kept in a process to be fast is never older than the database."""

import pytest

from kith.measures import shelf
from kith.measures.models import MeasureConfirmation
from kith.people.models import Practice
from kith.web import tenancy


def stands(practice):
    """Whether the shelf that a new request meets knows of a confirmation of the WHO-5."""
    with tenancy.within(practice.pk):
        tenancy.kept()[tenancy.PRACTICE] = Practice.objects.get(pk=practice.pk)
        return "who-5" in shelf.here()._confirmed


@pytest.fixture
def confirmed_elsewhere(practice, ines):
    """Another process has confirmed a measure: only the database knows."""

    def confirm():
        MeasureConfirmation.objects.create(
            practice=practice, measure="who-5", kind="licence", statement="Yes.", by=ines
        )

    return confirm


def test_a_shelf_is_kept_while_its_version_stands(practice, confirmed_elsewhere):
    assert not stands(practice)
    confirmed_elsewhere()
    assert not stands(practice)
    Practice.objects.filter(pk=practice.pk).update(shelf_version=2)
    assert stands(practice)


def test_what_is_taken_back_again_was_never_kept(practice, confirmed_elsewhere):
    assert not stands(practice)
    with tenancy.within(practice.pk):
        tenancy.kept()[tenancy.PRACTICE] = practice
        confirmed_elsewhere()
        shelf.forget()
        assert "who-5" in shelf.here()._confirmed
        MeasureConfirmation.objects.all().delete()
    assert not stands(practice)
