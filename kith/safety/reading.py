"""What other rooms and pages may ask about safety."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from ipt.safety import owner as owners
from ipt.safety.concerns import rank
from ipt.safety.hours import due_words
from kith import clock
from kith.care import consents
from kith.measures import shelf
from kith.people.models import Assignment, Cover, User
from kith.web import book

from .models import Concern, ConcernEntry, EmergencyContact, RiskScreen, SafetyPlan
from .staffing import Staffing

WATCHFUL_DAYS = 14


@dataclass(frozen=True)
class Reader:
    """Who reads what comes in now, and by when; both None when nobody will."""

    who: User | None
    due_at: datetime | None

    def words(self, zone) -> str:
        """For the client: when it is read, and that nobody watches meanwhile."""
        watching = book.text("safety.nobody_watching")
        if self.due_at is None:
            return watching
        due = self.due_at.astimezone(ZoneInfo(str(zone)))
        return f"{book.say(due_words(due, clock.now()))} {watching}"


def facts(course) -> dict:
    """For the gates and stops: whether a risk screen is there, and the private question."""
    return {
        "risk_screen_recorded": RiskScreen.objects.filter(course=course).exists(),
        "private_question": private_question(course),
    }


ASKED_ALONE = ("at", "private_said", "client", "practice", "course")


def private_question(course) -> str:
    """The private question as last asked: a screen in which it was left out changes nothing."""
    return _asked_alone(RiskScreen.objects.filter(course=course))[0]


def fear_told_at(course, user) -> datetime | None:
    """When fear or harm was last told of alone; None if the last answer says otherwise."""
    said, at = _asked_alone(RiskScreen.objects.for_user(user).filter(course=course))
    return at if said == "positive" else None


def _asked_alone(screens):
    """(answer, when) as last asked alone; of two at one moment the one that tells of fear."""
    asked = screens.filter(private_said__isnull=False).order_by("-at")
    asked = [(row.at, row.private_question) for row in asked.only(*ASKED_ALONE)]
    newest = {said for at, said in asked if at == asked[0][0]}
    said = "positive" if "positive" in newest else next(iter(newest), "not_asked")
    return said, asked[0][0] if asked else None


def reader(course, at=None) -> Reader:
    """Who will read an answer given at `at` (default now), and by when."""
    found = Staffing(course.practice_id, course).reader(course, at or clock.now())
    return Reader(*found) if found else Reader(None, None)


def owner(course, at=None) -> User | None:
    """The clinician who owns the answers of this course at a moment; None when nobody does."""
    return reader(course, at).who


def may_send(course, measure, at=None) -> bool:
    """Whether a questionnaire may go out: one with a risk item only if somebody owns it."""
    definition = shelf.here().load(measure)
    return not definition.risk or owners.may_send(definition, owner(course, at))


def told(course) -> Reader:
    """What the client is told after an answer: the open concern's reader, else who would read."""
    present = list(
        Concern.objects.filter(course=course, acknowledged_at=None, due_at__gt=clock.now())
    )
    if present:
        last = max(present, key=lambda concern: concern.due_at)
        return Reader(last.owner, last.due_at)
    return reader(course)


def concerns(user, course=None, *, only_open=False, minimal=False) -> list:
    """Concerns this person may see, each with its story: open ones first, by when they are due."""
    found = Concern.objects.for_user(user, minimal=minimal)
    if course is not None:
        found = found.filter(course=course)
    if only_open:
        found = found.filter(acknowledged_at=None)
    found = found.select_related("client__practice", "course", "owner", "acknowledged_by")
    rows = list(found.prefetch_related("entries__by", "entries__to"))
    rows.sort(key=lambda concern: concern.opened_at, reverse=True)
    return sorted(
        rows, key=lambda c: (not c.open, c.due_at.timestamp() if c.open and c.due_at else 0)
    )


def open_concerns(user, course=None, *, minimal=False) -> list:
    """Open concerns this person may see, those due first coming first."""
    return concerns(user, course, only_open=True, minimal=minimal)


def for_caseload(course_ids, user) -> dict:
    """By course id: its highest open concern, and whether it is late. One query."""
    found = {}
    waiting = Concern.objects.for_user(user).filter(course__in=course_ids, acknowledged_at=None)
    for concern in waiting:
        there = found.get(concern.course_id)
        if there is None or rank(concern.level) > rank(there.level):
            found[concern.course_id] = concern
    return found


def next_checks(course_ids, user) -> dict:
    """By course id: the day that its newest risk screen set for the next check. One query."""
    found = RiskScreen.objects.for_user(user).filter(course__in=course_ids)
    return _newest_checks(found)


def _newest_checks(screens) -> dict:
    rows = screens.order_by("at", "pk").values_list("course_id", "next_check_on")
    return {course_id: day for course_id, day in dict(rows).items() if day}


def checks_of_those_away(user) -> list[tuple]:
    """(name, number): of whom `user` stands in for today, how many checks are due with clients
    whom `user` does not treat. It names no client: standing in opens no record. Two queries."""
    today = clock.today(user.zone)
    away = Cover.objects.filter(
        practice_id=user.practice_id, covered_by=user, from_on__lte=today, until_on__gte=today
    )
    names = {each.user_id: each.user.name for each in away.select_related("user__practice")}
    screens = RiskScreen.objects.filter(course__therapist__in=list(names))
    screens = screens.exclude(client__in=Assignment.client_ids(user))
    screens = screens.exclude(course__status__in=("closed", "completed"))
    of = dict(screens.values_list("course", "course__therapist").order_by())
    late = Counter(of[id] for id, day in _newest_checks(screens).items() if day <= today)
    return [(names[id], number) for id, number in late.items()]


def to_call_today(missed) -> set:
    """Those courses in which a missed meeting asks for a call: a concern is open, or the risk item
    was answered above 'not at all' in the two weeks before. Two queries.

    missed   by course id, the day of the meeting that was missed last
    """
    if not missed:
        return set()
    waiting = Concern.objects.filter(course__in=missed, acknowledged_at=None)
    answered = ConcernEntry.objects.filter(
        concern__course__in=missed,
        kind__in=["raised", "joined"],
        at__date__gt=min(missed.values()) - timedelta(days=WATCHFUL_DAYS),
    )
    lately = {
        course_id
        for course_id, at in answered.values_list("concern__course_id", "at")
        if at.date() > missed[course_id] - timedelta(days=WATCHFUL_DAYS)
    }
    return set(waiting.values_list("course_id", flat=True)) | lately


def plan_asked_at(course, user) -> datetime | None:
    """When the last sign of risk asked for a safety plan; None if there is none, or a newer plan.

    Signs: any concern of the course, open or closed; a risk answer in the last two weeks; the
    newest screen, if its level is not low. Four queries.
    """
    since = clock.now() - timedelta(days=WATCHFUL_DAYS)
    opened = Concern.objects.for_user(user).filter(course=course).order_by("-opened_at")
    answered = ConcernEntry.objects.for_user(user).filter(
        concern__course=course, kind__in=["raised", "joined"], at__gt=since
    )
    asked = RiskScreen.objects.for_user(user).filter(course=course).order_by("-at", "-pk")
    at, level = asked.values_list("at", "clinician_level").first() or (None, "low")
    signs = [
        opened.values_list("opened_at", flat=True).first(),
        answered.order_by("-at").values_list("at", flat=True).first(),
        at if level != "low" else None,
    ]
    last = max((sign for sign in signs if sign), default=None)
    newer = last and SafetyPlan.objects.for_user(user).filter(
        client=course.client_id, saved_at__gte=last
    )
    return None if last is None or newer.exists() else last


def screens(course, user) -> list:
    """The risk screens of a course, newest first."""
    found = RiskScreen.objects.for_user(user).filter(course=course)
    return list(found.select_related("author").order_by("-at", "-pk"))


def plans(client, user) -> list:
    """Every version of a client's safety plan, newest first."""
    found = SafetyPlan.objects.for_user(user).filter(client=client)
    return list(found.select_related("saved_by").order_by("-number"))


def contact(client, user) -> EmergencyContact | None:
    """Whom to call for a client."""
    return EmergencyContact.objects.for_user(user).filter(client=client).first()


def said_no_to_calling(client) -> bool:
    """Whether the client's last word on calling somebody in an emergency is a no."""
    return consents.refused_by(client, "emergency_contact")


def help_numbers(practice) -> dict:
    """The practice's numbers, as components/help_numbers.html takes them."""
    return {
        "emergency": practice.emergency_number,
        "crisis": practice.crisis_line,
        "crisis_name": _("To talk to someone at any hour"),
        "hours": practice.out_of_hours,
    }
