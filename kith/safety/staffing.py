"""Who reads what comes in, and by when: hours, covers and the duty clinician of one practice."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ipt.safety.hours import NoHours, WeekHours, read_by
from ipt.safety.owner import Cover as Standing
from ipt.safety.owner import OwnerFacts, passes_to
from kith.people.models import Assignment, Cover, Practice, RoleGrant, User, WorkHours

LOOK_AHEAD_DAYS = 21


class Staffing:
    """The clinicians of a practice as they are now, read in five queries, asked as often as needed.

    A clinician counts as current who may sign in, holds the therapist's role and has working
    hours: of the others nobody can say when they will read something.
    """

    def __init__(self, practice_id):
        self.practice = Practice.objects.get(pk=practice_id)
        self.zone = ZoneInfo(self.practice.time_zone)
        self.closed = self.practice.closed_days
        grants = RoleGrant.objects.filter(
            practice_id=practice_id, role="therapist", ended_at=None, user__is_active=True
        )
        people = User.objects.filter(pk__in=grants.values("user")).select_related("practice")
        self.hours = self._hours(people)
        self.people = {person.pk: person for person in people if person.pk in self.hours}
        self.covers = list(Cover.objects.filter(practice_id=practice_id))
        self.cared_for_by = set(
            Assignment.objects.filter(practice_id=practice_id, ended_at=None).values_list(
                "client_id", "therapist_id"
            )
        )

    def _hours(self, people):
        weeks = defaultdict(lambda: defaultdict(list))
        for block in WorkHours.objects.filter(practice=self.practice).order_by("weekday", "starts"):
            weeks[block.user_id][block.weekday].append((block.starts, block.ends))
        return {
            person.pk: WeekHours(
                {day: _apart(blocks) for day, blocks in weeks[person.pk].items()}, person.zone
            )
            for person in people
            if person.pk in weeks
        }

    def facts(self, course, day) -> OwnerFacts:
        """Who could own the answers of a course on a day."""
        away = {c.user_id for c in self.covers if c.from_on <= day <= c.until_on}
        duty = self.practice.duty_clinician_id
        asked = [c for c in self.covers if c.user_id == course.therapist_id]
        asked += [c for c in self.covers if c.user_id == duty and duty != course.therapist_id]
        return OwnerFacts(
            therapist=course.therapist_id,
            therapist_current=self.cares(course, course.therapist_id),
            covers=[
                Standing(c.covered_by_id, c.from_on, c.until_on) for c in asked if c.covered_by_id
            ],
            duty=duty,
            current=frozenset(set(self.people) - away),
        )

    def cares(self, course, user_id) -> bool:
        """Whether this person may see the client's record now."""
        return (course.client_id, user_id) in self.cared_for_by

    def reader(self, course, at, passed=()):
        """(person, due time) of whoever reads what comes in at `at`; None when nobody will.

        passed   ids of those who had it and let the time pass. Somebody who will be away when the
                 time comes is not asked: the one who stands in then is, from the start.
        """
        today = at.astimezone(self.zone).date()
        for ahead in range(LOOK_AHEAD_DAYS):
            day = today + timedelta(days=ahead)
            start = at if not ahead else datetime.combine(day, time(0), self.zone)
            who = self._first(course, start, passed)
            if who is None:
                continue
            try:
                due = read_by(self.hours[who], at, closed=self.closed, not_before=start)
            except NoHours:
                return self.reader(course, at, [*passed, who])
            if self._first(course, due, passed) == who:
                return self.people[who], due
        return None

    def backup(self, course, at, owner):
        """Who is told beside the owner; None if there is nobody else."""
        found = self.reader(course, at, passed=[owner.pk])
        return found[0] if found else None

    def _first(self, course, moment, passed):
        local = moment.astimezone(self.zone)
        return passes_to(self.facts(course, local.date()), local, passed)


def _apart(blocks):
    """Blocks of a day in order; those that touch or overlap become one."""
    joined = []
    for start, end in sorted(blocks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
