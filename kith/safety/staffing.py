"""Who reads what comes in, and by when: hours, covers and the duty clinician of one practice."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ipt.safety.hours import NoHours, WeekHours, read_by
from ipt.safety.owner import Cover as Standing
from ipt.safety.owner import OwnerFacts, passes_to
from kith.people.models import Assignment, Cover, Practice, WorkHours

LOOK_AHEAD_DAYS = 21


class Staffing:
    """The clinicians of a practice as they are now, read in few queries, asked as often as needed.

    A clinician counts as current who may sign in, holds the therapist's role and has working
    hours: of the others nobody can say when they will read something.
    """

    def __init__(self, practice_id, course=None):
        """`course`: only those who could come to own its answers, and who cares for its client."""
        self.practice = course.client.practice if course else Practice.objects.get(pk=practice_id)
        self.zone = ZoneInfo(self.practice.time_zone)
        self.closed = self.practice.closed_days
        self.covers = list(Cover.objects.filter(practice_id=practice_id))
        self.people, self.hours = self._at_work(course)
        cared = Assignment.objects.filter(practice_id=practice_id, ended_at=None)
        cared = cared.filter(client=course.client_id) if course else cared
        self.cared_for_by = set(cared.values_list("client_id", "therapist_id"))

    def _at_work(self, course):
        """Clinicians and their hours by id: all of the practice, or those of the course's line."""
        blocks = WorkHours.objects.filter(practice=self.practice, user__is_active=True)
        blocks = blocks.filter(user__grants__role="therapist", user__grants__ended_at=None)
        if course:
            blocks = blocks.filter(user__in=self._line(course))
        people, weeks = {}, defaultdict(lambda: defaultdict(list))
        for block in blocks.select_related("user").order_by("weekday", "starts"):
            person = people.setdefault(block.user_id, block.user)
            person.practice = self.practice
            weeks[block.user_id][block.weekday].append((block.starts, block.ends))
        hours = {
            pk: WeekHours({day: _apart(week[day]) for day in week}, people[pk].zone)
            for pk, week in weeks.items()
        }
        return people, hours

    def _line(self, course):
        """Ids of the course's therapist, the duty clinician, and who stands in for them."""
        first = {course.therapist_id, self.practice.duty_clinician_id}
        return (first | {c.covered_by_id for c in self.covers if c.user_id in first}) - {None}

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
