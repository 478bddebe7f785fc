"""A course brought as far as a test needs it, through the actions that the pages use."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from kith import clock
from kith.care import actions as care
from kith.safety.actions import record_screen
from kith.schedule import actions as schedule
from kith.schedule import gathered, times
from kith.schedule.models import Appointment
from kith.web import once

LONDON = "Europe/London"
FIRST = date(2026, 3, 10)


def fresh():
    return once.row_id(once.fresh_key())


def screened(course, by, private="asked_no_fear"):
    return record_screen(
        course=course,
        by=by,
        id=fresh(),
        clinician_level="low",
        rationale="No thoughts of death.",
        answers={},
        private_question=private,
    )


def consented(course, by):
    kinds = ["treatment", "data", "supervision_share", "recording", "emergency_contact"]
    kinds += ["gp_contact", "research", "messaging"]
    for kind in kinds:
        care.answer_consent(
            course=course, kind=kind, given=True, how="said", by=by, text_version="1"
        )


def contracted(course, by, sessions=14, starts_on=FIRST, **terms):
    contract = care.propose_contract(
        course=course,
        by=by,
        id=fresh(),
        terms={"sessions_planned": sessions, "every_days": 7, "starts_on": starts_on, **terms},
    )
    return care.agree_to_contract(contract=contract, by=by, how="said")


def agreed(course, by, **terms):
    """Risk screen, consents, contract: sessions count."""
    screened(course, by)
    consented(course, by)
    contracted(course, by, **terms)
    return care.move(course=course, by=by, status="active", phase="initial")


def meet(course, by, on=FIRST, at=time(17), zone=LONDON, **more):
    return schedule.book(
        course=course, therapist=by, on=on, at=at, zone=zone, by=by, id=fresh(), **more
    )


def held(course, by, on=FIRST, **more):
    """A session planned and held, told an hour after it began."""
    meeting = meet(course, by, on=on, **more)
    with clock.frozen(times.moment(on, time(18), LONDON)):
        return schedule.hold(
            meeting=meeting, version=meeting.version, by=by, facts=gathered.facts(course)
        )


def again(meeting):
    return Appointment.objects.get(pk=meeting.pk)


def london(year, month, day, hour=9, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(LONDON))
