"""The people of the worked cases, made through the same actions that the pages use."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Browser

from kith import clock
from kith.web import tenancy

WEDNESDAY = datetime(2026, 3, 4, 9, 0, tzinfo=ZoneInfo("Europe/London"))


def new_id():
    """The id that a form would bring."""
    from kith.web import once

    return once.row_id(once.fresh_key())


@pytest.fixture
def at():
    """at(moment) holds the clock there."""
    return clock.frozen


def make_practice(name="Lindenhof Practice", slug="lindenhof"):
    from kith.people.models import Practice

    return Practice.objects.create(
        name=name,
        slug=slug,
        discreet_name="Lindenhof",
        time_zone="Europe/London",
        emergency_number="112",
        crisis_line="Lifeline 0800 000 000, day and night",
        out_of_hours="In the evening and at weekends call the crisis line.",
    )


def make_staff(practice, name, *roles, address=None):
    from allauth.mfa.models import Authenticator

    from kith.people.actions import make_user

    user = make_user(
        practice=practice,
        name=name,
        address=address or f"{name.split()[0].casefold()}@{practice.slug}.example",
        password="a long and quiet password",
        roles=roles,
        by=None,
    )
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    return user


@pytest.fixture
def practice(db):
    house = make_practice()
    with tenancy.within(house.pk):
        yield house


@pytest.fixture
def other_practice(practice):
    return make_practice("Rosengarten", "rosengarten")


@pytest.fixture
def owner(practice):
    return make_staff(practice, "Petra Lindenhof", "administrator")


def give_hours(user):
    """Monday to Friday, nine to five."""
    from kith.people.models import WorkHours

    for weekday in range(5):
        WorkHours.objects.create(
            practice_id=user.practice_id, user=user, weekday=weekday, starts=time(9), ends=time(17)
        )


@pytest.fixture
def ines(practice):
    user = make_staff(practice, "Ines Halvorsen", "therapist")
    give_hours(user)
    practice.duty_clinician = user
    practice.save()
    return user


@pytest.fixture
def omar(practice):
    """A therapist of the same practice who treats none of these people."""
    return make_staff(practice, "Omar Outsider", "therapist")


@pytest.fixture
def kwame(practice):
    return make_staff(practice, "Kwame Aduba", "supervisor")


@pytest.fixture
def coordinator(practice):
    return make_staff(practice, "Carla Coordinator", "coordinator")


@pytest.fixture
def outcomes(practice):
    return make_staff(practice, "Otto Outcomes", "outcomes_lead")


def make_client(practice, name, therapist, *, account=True, **more):
    from kith.people.actions import assign, make_client_account, register_client

    client = register_client(
        practice=practice,
        name=name,
        email=f"{name.split()[0].casefold()}@example.org" if account else "",
        by=therapist,
        **more,
    )
    assign(client=client, therapist=therapist, by=therapist)
    if account:
        make_client_account(client=client, password="a quiet password")
        client.refresh_from_db()
    return client


@pytest.fixture
def marisol(practice, ines):
    return make_client(practice, "Marisol Quintero-Hale", ines)


@pytest.fixture
def aoife(practice, ines):
    return make_client(practice, "Aoife Brennan-Okafor", ines)


@pytest.fixture
def teodor(practice, ines):
    """Works without a screen."""
    return make_client(practice, "Teodor Lindqvist", ines, account=False, on_paper=True)


@pytest.fixture
def course(marisol, ines):
    from kith.care.actions import open_course

    return open_course(client=marisol, therapist=ines, by=ines)


@pytest.fixture
def as_user():
    """as_user(person) gives a browser that is signed in, second factor done."""

    def enter(user):
        browser = Browser()
        if user is not None:
            browser.force_login(getattr(user, "user", user))
        return browser

    return enter
