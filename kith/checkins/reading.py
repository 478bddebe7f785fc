"""What other rooms and pages want to know about questionnaires and answers."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, Q

from ipt.measures import scoring
from kith import clock
from kith.care.actions import stopped
from kith.care.consents import paused
from kith.care.reading import Agreements, plan_of
from kith.measures import shelf
from kith.schedule.reading import last_held_on

from . import expected, positions, said, sending
from .models import Checkin, ExpectedShown, MeasurePlan, Response
from .picture import draw
from .scores import CaseScores, Score

PRIMARY = "phq-9"


def _answered(user, course_ids):
    """Responses that count: gone through, whether or not the check-in goes on, or left in the
    middle when the next one came."""
    return _told(user, course_ids, COUNTED)


COUNTED = Q(completed_at__isnull=False) | Q(checkin__replaced_at__isnull=False)
COUNTED &= Q(answered__gt=0)
TO_ASK = Q(risk_unanswered=True)


def _told(user, course_ids, which):
    found = Response.objects.for_user(user).filter(which, course__in=course_ids)
    return found.order_by("for_on", "began_at", "measure")


# In the order of the fields of Score. The answers themselves stay sealed, and in the database.
IN_CLEAR = (
    "measure",
    "for_on",
    "total",
    "band",
    "prorated",
    "risk_level",
    "risk_unanswered",
    "source",
)


def case_scores(course, user, agreed=None, counted=None, told=None) -> CaseScores:
    """All scores of one course, each at its place among the sessions.

    agreed, counted   see positions.of_course
    told              a dict that hears whether the client may see the expected course
    """
    found = _answered(user, [course.pk])
    if told is not None:
        found = found.annotate(shown=Exists(_shown(course, user)))
        rows = list(found.values_list(*IN_CLEAR, "shorter", "shown"))
        told["shown"] = any(row[-1] for row in rows)
        rows = [row[:-1] for row in rows]
    else:
        rows = list(found.values_list(*IN_CLEAR, "shorter"))
    places = positions.of_course(course, {row[1] for row in rows}, agreed, counted)
    return CaseScores([Score(*row, places[row[1]], shorter) for *row, shorter in rows])


def course_points(course, user) -> dict:
    """By measure: its scores in order, first, latest, the change between them, and why no gain
    may be told of it, if so."""
    case = case_scores(course, user)
    withheld = case.gain_withheld(course)
    return {
        measure: {
            "points": case.of(measure),
            "first": case.first(measure),
            "latest": case.latest(measure),
            "change": case.change(measure),
            "withheld": withheld,
        }
        for measure in case.measures()
    }


def for_caseload(course_ids, user) -> dict:
    """By course id: CaseScores. A constant number of queries."""
    found = {id: CaseScores() for id in course_ids}
    rows = _answered(user, list(course_ids))
    for *row, shorter, course_id in rows.values_list(*IN_CLEAR, "shorter", "course_id"):
        found[course_id].scores.append(Score(*row, None, shorter))
    asking = {id: case.answered_on for id, case in found.items() if case.risk_level}
    risky = rows.filter(course__in=asking, for_on__in=set(asking.values())).exclude(risk_level="")
    for response in risky if asking else ():
        if response.for_on == asking[response.course_id]:
            found[response.course_id].risk_value = risk_value(response)
    for checkin in _waiting(course_ids, user):
        found[checkin.course_id].unanswered_days = (clock.now() - checkin.sent_at).days
    return found


class Total(NamedTuple):
    """What one answered questionnaire came to, and when it came in; None: no total."""

    measure: str
    for_on: date
    total: float | None
    at: datetime


def totals(course_ids, user) -> dict:
    """By course id: what was answered, oldest first. One query."""
    found = {}
    rows = _answered(user, course_ids)
    names = ("course_id", "measure", "for_on", "total", "saved_at")
    for course_id, *row in rows.values_list(*names):
        found.setdefault(course_id, []).append(Total(*row))
    return found


def _waiting(course_ids, user):
    present = Checkin.objects.for_user(user).filter(course__in=list(course_ids), replaced_at=None)
    return present.filter(state__in=["sent", "opened"], sent_at__isnull=False)


def risk_value(response) -> float | None:
    """The highest answer to a risk item of this response; where a rule is on a scale, its sum."""
    definition = shelf.here().load(response.measure, response.measure_version)
    given = [response.answers[item] for item in definition.risk_items if item in response.answers]
    sums = [hit.value for hit in scoring.risk(definition, response.answers)]
    return max(given or sums, default=None)


def ribbons(course, user, audience="desk", agreed=None, counted=None) -> list:
    """A picture of each measure answered, the primary one first (see positions.of_course)."""
    agreed, told = agreed or Agreements(course), {}
    case = case_scores(course, user, agreed, counted, told)
    shown, frame = audience == "desk" or told["shown"], agreed.treatment
    return [draw(course, case, measure, audience, shown, frame) for measure in drawn(case)]


def drawn(case) -> list[str]:
    """The measures of which there is a picture, the primary one first."""
    return sorted(case.measures(), key=lambda measure: measure != PRIMARY)


def ribbon(course, user, audience="desk", measure=None):
    """The picture of a measure, by default the primary; else of the first that was answered."""
    shown = audience == "desk" or expected_shown(course, user)
    return picture(course, case_scores(course, user), measure, audience, shown)


def picture(course, case, measure=None, audience="desk", shown=True):
    """The picture of a measure from scores that were read already; None where there are none."""
    there = drawn(case)
    if not there:
        return None
    return draw(course, case, measure if measure in there else there[0], audience, bool(shown))


def expected_shown(course, user=None):
    """The row that lets the client see the expected course, or None."""
    return _shown(course, user).first()


def _shown(course, user):
    found = ExpectedShown.objects.for_user(user) if user else ExpectedShown.objects.all()
    return found.filter(course=course, ended_at=None)


def second_look(course, case):
    """What the scores say about a second look (see ipt.progress.review), for the one open review
    of a course; None before the first score."""
    return expected.review(course, case, PRIMARY)


def verdicts(course, user, case=None) -> list[dict]:
    """What the change since the start comes to, in words, for staff: [{words, kind}]."""
    case = case or case_scores(course, user)
    return said.verdicts(case, case.gain_withheld(course), caseness=plan_of(course).names_illness)


def since_last(course, user) -> list[str]:
    """What was answered since the last session: for the opening of the next one. Of one that is
    still in the middle, that a risk item is to be asked about."""
    last = last_held_on(course)
    found = _told(user, [course.pk], COUNTED | TO_ASK).select_related("checkin")
    rows = [row for row in found if row.answered or row.answers or row.skipped]
    new = [row for row in rows if last is None or row.for_on > last]
    latest = max((row.for_on for row in new), default=None)
    _without_bands(course, rows)
    newest = sorted(
        (row for row in new if row.for_on == latest), key=lambda row: row.measure != PRIMARY
    )
    return [line for row in newest for line in said.lines(row, rows)]


def answers(course, user) -> list[dict]:
    """Every response, newest first, with its answers in words, for the therapist's page."""
    rows = (
        Response.objects.for_user(user)
        .filter(course=course)
        .filter(Q(answered__gt=0) | Q(completed_at__isnull=False) | TO_ASK)
    )
    rows = rows.select_related("entered_by", "checkin").order_by("-for_on", "-began_at")
    return [said.answers(row) for row in _without_bands(course, list(rows))]


def _without_bands(course, rows):
    """Where a course names no illness no band of severity is shown, whatever was kept before."""
    if not plan_of(course).names_illness:
        for row in rows:
            row.band = ""
    return rows


def answered(course, user, measure, on) -> bool:
    """Whether a questionnaire has answers for a day, finished or begun."""
    rows = Response.objects.for_user(user).filter(course=course, measure=measure, for_on=on)
    return any(row.answers or row.skipped for row in rows)


def typed_in(course, user, measure, on) -> Response | None:
    """The answers to a questionnaire that staff typed in for a day; None where there are none."""
    rows = Response.objects.for_user(user).filter(course=course, measure=measure, for_on=on)
    return rows.exclude(source="screen").exclude(completed_at=None).first()


def checkins(course, user) -> list:
    """The check-ins of a course, newest first."""
    return list(Checkin.objects.for_user(user).filter(course=course).order_by("-for_on"))


def present(course, user=None):
    """The present check-in of a course, whatever its state."""
    found = Checkin.objects.for_user(user) if user else Checkin.objects.all()
    there = found.filter(course=course, replaced_at=None).order_by().first()
    if there:
        there.course = course
    return there


def answerable(course, checkin) -> bool:
    """Whether a check-in may be put before the client now: not held, not over, owned, with numbers
    for help on its pages, and not while their yes to treatment is taken back."""
    if checkin is None or checkin.state == "held" or course.status == "closed":
        return False
    if checkin.unsent_because == "only_on_paper" or stopped(course) or paused(course):
        return False
    return sending.ready(course) and sending.owned(course, checkin.measures)


def current_for(course, user):
    """What the client is asked now: the present check-in, if it is not answered yet."""
    checkin = present(course, user)
    if checkin is None or checkin.state == "finished":
        return None
    return checkin if answerable(course, checkin) else None


def next_on(course, after=None):
    """The moment at which the next check-in goes out, if the rhythm is known."""
    found = sending.next_turn(course, after)
    return found.send_at if found else None


def held(user, course=None):
    """Check-ins held back (see sending.HELD), as a QuerySet: for the desk."""
    found = Checkin.objects.for_user(user, minimal=True).filter(state="held", replaced_at=None)
    if course is not None:
        found = found.filter(course=course)
    return found.select_related("client__practice", "course")


def plans(course, user) -> list:
    """Which questionnaires go out; before anybody set them, none."""
    return list(MeasurePlan.objects.for_user(user).filter(course=course, ended_at=None))
