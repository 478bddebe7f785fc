"""`python -m kith.bench.seed N VISITORS`: a practice with N courses; says how to sign in (JSON).

Where the practice is there already, it only opens new sessions: they end when nobody works.
"""

import json
import sys
from datetime import time, timedelta

import django

BATCH = 200  # courses a transaction


def main(courses: int, visitors: int) -> dict:
    from kith.people.models import Practice
    from kith.serving import database
    from kith.web import tenancy

    practice = Practice.objects.filter(slug="bench").first()
    if practice is None:
        practice = _practice(courses)
        database.take_stock()
    with tenancy.within(practice.pk):
        return _ways_in(practice, visitors)


def _practice(courses):
    from kith import clock
    from kith.people.actions import make_user
    from kith.people.models import Client, Practice, WorkHours
    from kith.web import tenancy

    from . import bulk, circle
    from .rows import EACH, TABLES, Draw, insert

    now = clock.now()
    practice = Practice.objects.create(
        name="Bench Practice",
        slug="bench",
        discreet_name="Bench",
        emergency_number="999",
        crisis_line="116 123",
        out_of_hours="Call.",
        created_at=now - timedelta(days=400),
    )
    with tenancy.within(practice.pk), bulk.in_haste(TABLES):
        staff = [
            make_user(
                practice=practice,
                name=f"Therapist {n}",
                address=f"therapist-{n}@example.org",
                roles=("therapist",),
            )
            for n in range((courses + EACH - 1) // EACH)
        ]
        hours = [
            WorkHours(practice=practice, user=user, weekday=d, starts=time(9), ends=time(17))
            for user in staff
            for d in range(7)
        ]
        WorkHours.objects.bulk_create(hours)
        practice.duty_clinician = staff[0]
        practice.save(update_fields=["duty_clinician"])
        for start in range(0, courses, BATCH):
            some = range(start, min(start + BATCH, courses))
            draws = [Draw(practice, staff[n // EACH], n, now) for n in some]
            insert(draws)
            if start == 0:
                circle.draw(Client.objects.get(pk=draws[0].client_id), staff[0])
    return practice


def _ways_in(practice, visitors) -> dict:
    """Sessions for a therapist and for some clients, and what their pages must show."""
    from django.conf import settings
    from django.test import Client as Browser

    from kith import clock
    from kith.care.models import Course
    from kith.checkins.models import Checkin
    from kith.people.actions import make_client_account
    from kith.people.models import Client

    from .rows import EACH, Draw

    def session(user):
        browser = Browser()
        browser.force_login(user)
        return browser.cookies[settings.SESSION_COOKIE_NAME].value

    draws = [Draw(practice, None, number, clock.now()) for number in range(max(EACH, visitors))]
    courses = {
        course.pk: course for course in Course.objects.filter(pk__in=[d.course_id for d in draws])
    }
    draws = [draw for draw in draws if draw.course_id in courses]
    therapist = courses[draws[0].course_id].therapist
    found = []
    for draw in draws[:visitors]:
        client = Client.objects.get(pk=draw.client_id)
        checkin = Checkin.objects.get(course_id=draw.course_id, replaced_at=None)
        user = client.user or make_client_account(client=client)
        found.append({"session": session(user), "checkin": str(checkin.pk), "name": client.name})
    names = [Client.objects.get(pk=draw.client_id).name for draw in draws[:EACH]]
    return {
        "cookie": settings.SESSION_COOKIE_NAME,
        "therapist": session(therapist),
        "coordinator": session(_coordinator(practice, therapist)),
        "names": names,
        "clients": found,
    }


def _coordinator(practice, therapist):
    """Who sees the whole practice; made at the first time. Both are given a second factor."""
    from allauth.mfa.models import Authenticator

    from kith.people.actions import make_user
    from kith.people.models import RoleGrant

    held = RoleGrant.objects.filter(practice=practice, role="coordinator").first()
    if held:
        return held.user
    user = make_user(
        practice=practice,
        name="Coordinator",
        address="coordinator@example.org",
        roles=("coordinator",),
    )
    for who in (therapist, user):
        Authenticator.objects.create(user=who, type=Authenticator.Type.TOTP, data={"secret": ""})
    return user


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
