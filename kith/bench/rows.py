"""The rows of many made-up courses, the same every time, as the house's own deeds make them."""

import random
from datetime import datetime, time, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from ipt import protocol
from ipt.measures import library, scoring
from kith.care.models import Consent, Contract, Course
from kith.checkins.answering import facts
from kith.checkins.models import Checkin, MeasurePlan, Response
from kith.people.models import Assignment, Client
from kith.schedule.models import Appointment
from kith.vault import store

from . import bulk

ZONE = ZoneInfo("Europe/London")
WEEKS, EACH = 16, 25  # weeks a course, clients a therapist
SHEETS = 60  # different sheets of answers a questionnaire and level
MEASURES = ("phq-9", "gad-7", "epds")
FIRST = (
    "Ana Bjørn Chloé Đorđe Émile Fatma Güneş Håkan Inés Jürgen Kōji Łucja Mária Noël Óscar".split()
)
LAST = "Ångström Brown Çelik Dvořák Evans Fernández Grüber Hansen Iñárritu Jansen Kim López".split()
LAST += (
    "Müller Nguyễn O'Brien Petrović Quintero Rossi Smith Szymańska Taylor Ünal Vega Žižek".split()
)


class Draw:
    """A course of one client; every value follows from its number."""

    def __init__(self, practice, therapist, number, now):
        self.practice, self.therapist, self.number, self.now = practice, therapist, number, now
        self.dice = random.Random(number)
        self.client_id = self.id()
        self.course_id = self.id()
        self.base = {"practice_id": practice.pk, "client_id": self.client_id}
        slot = number % EACH
        self.at = time(9 + slot // 5, slot % 5 * 10)
        last = now.astimezone(ZONE).date() + timedelta(days=1)
        self.first_on = last - timedelta(days=7 * (WEEKS - 1))
        self.started = self.moment(self.first_on) - timedelta(days=10, minutes=number % 1009)

    def id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)

    def moment(self, day, hours=0) -> datetime:
        """The wall time of the meeting on a day; never the same second for two clients."""
        there = datetime.combine(day, self.at, ZONE) + timedelta(hours=hours)
        return there + timedelta(seconds=self.number % 599, microseconds=self.number)

    def days(self):
        return [self.first_on + timedelta(days=7 * week) for week in range(WEEKS)]

    def client(self):
        name = f"{self.dice.choice(FIRST)} {self.dice.choice(LAST)}"
        email = f"bench-{self.number}@example.org"
        return {
            "id": self.client_id,
            "practice_id": self.practice.pk,
            "name": name,
            "email": email,
            "created_at": self.started,
        }

    def frame(self):
        """Course, assignment, contract, consent and the plans of measures."""
        course = {**self.base, "course_id": self.course_id}
        therapist = self.therapist.pk
        yield (
            Course,
            {
                "id": self.course_id,
                **self.base,
                "therapist_id": therapist,
                "protocol_version": protocol.load("ipt_standard").version,
                "status": "active",
                "phase": "middle",
                "opened_at": self.started,
                "opened_by_id": therapist,
            },
        )
        yield (
            Assignment,
            {
                **self.base,
                "therapist_id": therapist,
                "began_at": self.started,
                "began_by_id": therapist,
            },
        )
        yield (
            Contract,
            {
                **course,
                "number": 1,
                "sessions_planned": WEEKS,
                "starts_on": self.first_on,
                "planned_last_on": self.days()[-1],
                "author_id": therapist,
                "made_at": self.started,
                "agreed_by_therapist_at": self.started,
                "agreed_by_client_at": self.started,
                "client_agreed_how": "said",
            },
        )
        yield (
            Consent,
            {
                **course,
                "kind": "messaging",
                "given": True,
                "text_version": "1",
                "language": "en",
                "how": "said",
                "answered_at": self.started,
                "answered_by_id": therapist,
            },
        )
        for measure in MEASURES:
            yield MeasurePlan, {**course, "measure": measure, "set_at": self.started}

    def weeks(self):
        """Meetings, check-ins and answers; the last check-in is the present one, not yet begun."""
        level = self.dice.uniform(1.2, 2.6)
        for week, day in enumerate(self.days()):
            present = week == WEEKS - 1
            yield self._meeting(week, day, present)
            checkin = self._checkin(day, present)
            yield Checkin, checkin
            level *= self.dice.uniform(0.86, 1.06)
            if not present:
                yield from (self._response(checkin, measure, level) for measure in MEASURES)

    def _meeting(self, week, day, present):
        starts = datetime.combine(day, self.at, ZONE) + timedelta(microseconds=self.number)
        held = {} if present else {"state": "held", "number": week + 1, "counts_for": "acute"}
        return Appointment, {
            **self.base,
            "course_id": self.course_id,
            "therapist_id": self.therapist.pk,
            "on": day,
            "at": self.at,
            "zone": ZONE.key,
            "starts_at": starts,
            "ends_at": starts + timedelta(minutes=50),
            "noted_at": None if present else starts + timedelta(hours=2),
            "made_at": self.started,
            "made_by_id": self.therapist.pk,
            **held,
        }

    def _checkin(self, day, present):
        sent = self.moment(day - timedelta(days=1))
        done = {} if present else {"finished_at": sent + timedelta(hours=3), "opened_at": sent}
        return {
            "id": self.id(),
            **self.base,
            "course_id": self.course_id,
            "for_on": day,
            "measures": list(MEASURES),
            "state": "sent" if present else "finished",
            "made_at": sent,
            "sent_at": sent,
            "letters": 1,
            "replaced_at": None if present else sent + timedelta(days=7),
            **done,
        }

    def _response(self, checkin, id, level):
        items = library.load(id).main.items
        answers, follows = self.dice.choice(scored(id, round(4 * min(level, 3))))
        return Response, {
            "id": self.id(),
            **self.base,
            "checkin_id": checkin["id"],
            "course_id": self.course_id,
            "for_on": checkin["for_on"],
            "measure": id,
            "measure_version": library.load(id).version,
            "language": "en",
            "answers": answers,
            "expected": len(items),
            "began_at": checkin["opened_at"],
            "saved_at": checkin["finished_at"],
            "completed_at": checkin["finished_at"],
            **follows,
        }


@lru_cache
def scored(id, quarter) -> list[tuple[dict, dict]]:
    """Sheets of answers round a level (in quarters of a point), risk items 0, each with what
    follows from it: scored once, for very many rows."""
    measure, dice = library.load(id), random.Random(f"{id} {quarter}")
    sheets = []
    for _ in range(SHEETS):
        given = [min(3, max(0, round(dice.gauss(quarter / 4, 0.6)))) for _ in measure.main.items]
        answers = dict(zip(measure.main.items, given, strict=True))
        answers |= {item: 0 for item in measure.risk_items}
        sheets.append((answers, facts(scoring.score(measure, answers), finished=True)))
    return sheets


def insert(draws):
    """Put the rows of some courses into the database, table by table."""
    ids = [draw.client_id for draw in draws]
    store.make_many("client", ids)
    store.open_many("client", ids)
    with transaction.atomic():
        bulk.put((Client, draw.client()) for draw in draws)
        for part in ("frame", "weeks"):
            bulk.put(row for draw in draws for row in getattr(draw, part)())


TABLES = (
    Client,
    Course,
    Assignment,
    Contract,
    Consent,
    MeasurePlan,
    Appointment,
    Checkin,
    Response,
)
