import pytest
from django.urls import reverse

from kith.worksheets import actions, sheets


@pytest.fixture
def kind_of(course):
    """kind_of("sick_role") is that form as the course's protocol has it."""
    return lambda form, of=None: {k.form.id: k for k in sheets.kinds(of or course)}[form]


@pytest.fixture
def address(course, kind_of):
    """address("sick_role") is the therapist's page of it."""

    def of(form, number=1):
        return reverse("worksheets:sheet", args=[course.pk, kind_of(form).row_id(course, number)])

    return of


@pytest.fixture
def filled(course, kind_of, ines):
    """filled("sick_role", **answers) saves a sheet as the therapist."""

    def in_(form, version=0, number=1, by=None, **answers):
        return actions.save(
            course=course, kind=kind_of(form), number=number, version=version,
            answers=answers, by=by or ines,
        )  # fmt: skip

    return in_
