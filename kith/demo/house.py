"""Lindenhof Practice (demo): the practice, its people, their hours and who stands in."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kith.audit.actions import record
from kith.measures import actions as measures
from kith.people import changes
from kith.people.actions import make_user
from kith.people.models import Practice
from kith.web import once, tenancy

from .people import PERSONAS
from .views import mailbox

ZONE = ZoneInfo("Europe/London")
ROLES = {
    "therapist": ("therapist",),
    "coordinator": ("coordinator",),
    "supervisor": ("supervisor",),
    "outcomes_lead": ("outcomes_lead",),
    "owner": ("administrator",),
    "outsider": ("therapist",),
}
SECOND_CLINICIAN = ("second", "Marta Szymańska", ("therapist",))
CREDENTIALS = {
    "therapist": "Clinical psychologist, IPT practitioner",
    "second": "Psychiatrist, IPT practitioner",
    "supervisor": "IPT supervisor and trainer",
    "outsider": "Psychotherapist",
}


@dataclass
class House:
    """The practice with its staff by key; `today` is the day on which the demo is made."""

    practice: Practice
    now: datetime
    staff: dict = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    @property
    def ines(self):
        return self.staff["therapist"]

    @property
    def second(self):
        return self.staff["second"]

    @property
    def coordinator(self):
        return self.staff["coordinator"]


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """The moment at which the clock on the practice's wall shows that."""
    return datetime.combine(day, time(hour, minute), ZONE)


def found() -> Practice:
    """The practice itself, marked as fictional for good."""
    practice = Practice.objects.create(
        name="Lindenhof Practice (demo)",
        slug="lindenhof",
        discreet_name="Lindenhof",
        time_zone=ZONE.key,
        emergency_number="999",
        crisis_line="116 123, day and night",
        out_of_hours="In the evening and at weekends nobody here reads messages. "
        "Call 111, or 999 if somebody is in danger.",
        attendance_text="If you cannot come, tell us a day before: then we can move it.",
        fee_text="60 (demo currency) a session.",
        confidentiality_text="What is said stays between us, and with the supervisor without your "
        "name if you said yes. If a life is in danger, or a child, we have to act; we tell you "
        "first where we can.",
        age_of_consent=16,
        consents_below="one",
        fictional=True,
    )
    with tenancy.within(practice.pk):
        record("people.practice_founded", about=practice, practice=practice)
    return practice


def people_it(house: House) -> None:
    """Staff, their hours, the duty clinician, and a cover for the next time Ines is away."""
    known = {persona.key: persona.name for persona in PERSONAS}
    wanted = [(key, known[key], roles) for key, roles in ROLES.items()]
    for key, name, roles in [*wanted, SECOND_CLINICIAN]:
        user = make_user(practice=house.practice, name=name, address=mailbox(key), roles=roles)
        house.staff[key] = user
        if key in CREDENTIALS:
            changes.change_account(
                user=user, version=user.version, by=user, credentials=CREDENTIALS[key]
            )
    owner = house.staff["owner"]
    for key in ("therapist", "second", "supervisor", "outsider", "coordinator"):
        week = {weekday: (time(9), time(17)) for weekday in range(5)}
        changes.set_hours(user=house.staff[key], spans=week, by=house.staff[key])
    house.practice = changes.change_practice(
        practice=house.practice,
        version=house.practice.version,
        by=owner,
        duty_clinician=house.ines,
    )
    for user in house.staff.values():
        user.refresh_from_db()


def shelve_it(house: House) -> None:
    """The practice may use one more questionnaire: its work is not commercial."""
    owner = house.staff["owner"]
    measures.confirm(
        practice=house.practice,
        measure="who-5",
        kind="non_commercial",
        statement="Lindenhof is a public clinic and sells nothing.",
        by=owner,
        id=once.row_id("demo-who-5", owner),
    )


def cover_it(house: House) -> None:
    """Ines will be away in four weeks; her colleague reads for her then."""
    monday = house.today + timedelta(days=28 - house.today.weekday())
    changes.add_cover(
        user=house.ines,
        covered_by=house.second,
        from_on=monday,
        until_on=monday + timedelta(days=4),
        by=house.ines,
        id=once.row_id("demo-cover", house.ines),
    )
