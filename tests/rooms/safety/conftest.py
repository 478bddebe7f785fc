"""A course with an open door to concerns, and a practice with a cover and a duty clinician."""

from datetime import datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from kith import clock
from kith.people.models import WorkHours
from kith.safety import actions
from tests.support.cast import make_staff

LONDON = ZoneInfo("Europe/London")
FRIDAY_EVENING = datetime(2026, 3, 6, 20, 0, tzinfo=LONDON)
MONDAY_NOON = datetime(2026, 3, 9, 12, 0, tzinfo=LONDON)


def works(practice, user, days=range(5), starts=time(9), ends=time(17)):
    for weekday in days:
        WorkHours.objects.create(
            practice=practice, user=user, weekday=weekday, starts=starts, ends=ends
        )
    return user


@pytest.fixture
def duty(practice, ines):
    """The practice's duty clinician, somebody else than the therapist."""
    person = works(practice, make_staff(practice, "Dora Duty", "therapist"))
    practice.duty_clinician = person
    practice.save()
    return person


@pytest.fixture
def cover(practice):
    return works(practice, make_staff(practice, "Carl Cover", "therapist"))


@pytest.fixture
def raised(course):
    """raised(value) takes in an answer to the risk item of a form, now."""

    def take(value=1, *, item="phq9-9", source=None, level=None):
        return actions.raise_concern(
            client=course.client,
            course=course,
            source_label="checkins.Response",
            source_id=source or uuid4(),
            measure="phq-9" if item == "phq9-9" else "epds",
            item=item,
            value=value,
            level=level or ("high_review" if value >= 2 else "review"),
            at=clock.now(),
        )

    return take
