"""`python -m kith.bench.seed N VISITORS`: a practice with N courses; says how to sign in (JSON)."""

import json
import sys
from datetime import time, timedelta

import django

BATCH = 200  # courses a transaction


def main(courses: int, visitors: int) -> dict:
    from django.db import connection

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
        first = []
        for start in range(0, courses, BATCH):
            some = range(start, min(start + BATCH, courses))
            draws = [Draw(practice, staff[n // EACH], n, now) for n in some]
            insert(draws)
            first += draws[: BATCH - len(first)]
    with tenancy.within(practice.pk):
        told = _ways_in(staff[0], first, visitors)
        circle.draw(Client.objects.get(pk=first[0].client_id), staff[0])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return told


def _ways_in(therapist, draws, visitors) -> dict:
    """Sessions for a therapist and for some clients, and what their pages must show."""
    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.test import Client as Browser

    from kith.checkins.models import Checkin
    from kith.people.actions import make_client_account, make_user
    from kith.people.models import Client

    def session(user):
        browser = Browser()
        browser.force_login(user)
        return browser.cookies[settings.SESSION_COOKIE_NAME].value

    coordinator = make_user(
        practice=therapist.practice,
        name="Coordinator",
        address="coordinator@example.org",
        roles=("coordinator",),
    )
    for user in (therapist, coordinator):
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    found = []
    for draw in draws[:visitors]:
        client = Client.objects.get(pk=draw.client_id)
        checkin = Checkin.objects.get(course_id=draw.course_id, replaced_at=None)
        user = make_client_account(client=client)
        found.append({"session": session(user), "checkin": str(checkin.pk), "name": client.name})
    names = [Client.objects.get(pk=draw.client_id).name for draw in draws[:25]]
    return {
        "cookie": settings.SESSION_COOKIE_NAME,
        "therapist": session(therapist),
        "coordinator": session(coordinator),
        "names": names,
        "clients": found,
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
