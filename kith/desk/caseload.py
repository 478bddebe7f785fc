"""The caseload: everybody in reach, who needs a look first on top. Constant numbers of queries."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _

from ipt import protocol
from ipt.protocol.attention import CaseFacts, reasons
from kith import clock
from kith.care import reading as care
from kith.care.models import Course
from kith.checkins import reading as checkins
from kith.ending import afterwards
from kith.ending import reading as ending
from kith.focus import reading as focus
from kith.focus import reading_formulation as formulation
from kith.intake import after
from kith.measures import shelf
from kith.notes import reading as notes
from kith.people import access
from kith.safety import reading as safety
from kith.schedule import reading as schedule
from kith.web import book

from . import facts

ALARM, WATCH, GOOD = "alarm", "watch", "good"
KINDS = {
    "concern_unread": ALARM,
    "risk_high": ALARM,
    "risk_check": ALARM,
    "risk_answered": WATCH,
    "worse": WATCH,
    "worse_again": WATCH,
    "missed": WATCH,
    "risk_up": WATCH,
    "decision_due": WATCH,
    "look_again": WATCH,
    "contact_due": WATCH,
    "ending_due": WATCH,
    "improved": GOOD,
    "recovered": GOOD,
}
CLOSED = ("closed", "completed")
SHOWN_AT_MOST = 3
UNANSWERED_FROM = 2


def page(user):
    """Context of the caseload page."""
    rows = build(user)
    return {
        "rows": rows,
        "figures": _figures(rows),
        "after": afterwards.to_look_at(user),
        "measure": shelf.here().words(checkins.PRIMARY).short,
        "new_url": reverse("intake:new"),
    }


def build(user):
    """A row for each open course this person treats, most pressing first."""
    courses = list(
        Course.objects.for_user(user).exclude(status__in=CLOSED).select_related("client__practice")
    )
    ids = [course.pk for course in courses]
    met = schedule.by_course(ids)
    known = {
        "frames": care.frames(courses),
        "met": met,
        "today": clock.today(user.zone),
        "scores": checkins.for_caseload(ids, user),
        "concerns": safety.for_caseload(ids, user),
        "checks": safety.next_checks(ids, user),
        "areas": focus.held_by_course(ids, user),
        "formulated": formulation.formulated(ids, user),
        "owed": Counter(meeting.course_id for meeting in notes.owed(user)),
        "announced": ending.announced(ids),
        "decided": facts.decided(ids),
        "contact": after.due_by_course(courses, user),
    }
    rows = [_row(course, known) for course in courses]
    return sorted(rows, key=lambda row: (row["rank"], -row["order"], row["sort_name"]))


def _row(course, known):
    case = case_facts(course, known)
    found, second = reasons(case), _second_look(course, case, known)
    frame, met = known["frames"][course.pk], known["met"][course.pk]
    scores = known["scores"].get(course.pk)
    return {
        "course": course,
        "name": course.client.name,
        "sort_name": course.client.name.casefold(),
        "url": reverse("desk:course", args=[course.pk]),
        "phase": _where(course),
        "reasons": [_said(reason) for reason in found[:SHOWN_AT_MOST]] + _added(second),
        "order": second.order if second else 0.0,
        "rank": found[0].rank if found else 1000,
        "pressing": any(KINDS.get(reason.id) in (ALARM, WATCH) for reason in found),
        "improved": any(reason.id in ("improved", "recovered") for reason in found),
        "areas": known["areas"].get(course.pk, []),
        "held": met.held_for(frame.contract.kind if frame.contract else "acute"),
        "planned": frame.contract.sessions_planned if frame.contract else None,
        "planned_or_most": frame.planned,
        "values": scores.values(checkins.PRIMARY) if scores else [],
        "now": _plain(scores.latest(checkins.PRIMARY)) if scores else None,
        "answered": bool(scores and scores.answered_on),
        "next": met.next.starts_at if met.next else None,
        "ending": course.phase == "final",
        "missed": facts.calling(course, met),
    }


def _where(course):
    """The phase; of somebody who waits, that they do."""
    return course.get_status_display() if course.status == "waiting" else course.get_phase_display()


def _banded(course):
    """Whether a line between ill and well may be spoken of in this course."""
    return care.plan_of(course).names_illness


def case_facts(course, known) -> CaseFacts:
    """What the book needs to know to say why this course should be looked at."""
    frame, met = known["frames"][course.pk], known["met"][course.pk]
    scores, concern = known["scores"].get(course.pk), known["concerns"].get(course.pk)
    areas = known["areas"].get(course.pk, [])
    started = course.status in ("active", "ending")
    book_facts = facts.of_many(course, frame, met, scores, known["decided"])
    return CaseFacts(
        status=course.status,
        concern=concern.level if concern else None,
        risk_value=scores.risk_value if scores else None,
        risk_level=scores.risk_level if scores else None,
        risk_check_due=_come(known["checks"].get(course.pk), known["today"]),
        changes=scores.changes if scores else {},
        recovered=scores.recovered if scores and _banded(course) else None,
        gain_withheld=bool(scores and scores.gain_withheld(course)),
        missed_in_a_row=met.missed_in_a_row,
        decision=protocol.open_review(protocol.CourseFacts(**book_facts), known["today"]),
        sessions_held=met.held,
        sessions_planned=frame.contract.sessions_planned if frame.contract else None,
        ending_from=frame.announce_from if frame.contract and started else None,
        ending_announced=course.pk in known["announced"],
        notes_owed=known["owed"].get(course.pk, 0),
        has_formulation=course.pk in known["formulated"] or not _formulates(course),
        has_contract=frame.contract is not None,
        has_focus=bool(areas),
        check_in_days=_unanswered(scores),
        contact_in_days=_days_until(known["contact"].get(course.pk), known["today"]),
        is_new=course.status == "consultation" and met.last is None,
    )


def _formulates(course):
    """Whether the protocol of a course has a formulation of its own at all."""
    return any(task.id == "initial.formulation" for task in care.plan_of(course).tasks)


def _second_look(course, case, known):
    """What the expected course adds to a review that is open; it opens none of its own."""
    scores = known["scores"].get(course.pk)
    return checkins.second_look(course, scores) if case.decision and scores else None


def _added(second):
    reasons = second.reasons if second else ()
    return [{"id": "second_look", "words": book.say(each), "kind": WATCH} for each in reasons]


def _days_until(day, today):
    return (day - today).days if day else None


def _come(day, today):
    return day is not None and day <= today


def _unanswered(scores):
    """Days that a check-in has waited, once it is worth a word."""
    days = scores.unanswered_days if scores else None
    return days if days is not None and days >= UNANSWERED_FROM else None


def _said(reason):
    values = dict(reason.values)
    if "points" in values:
        values["points"] = _plain(values["points"])
    if "value" in values:
        values["value"] = _plain(values["value"])
    if "measure" in values:
        values["measure"] = shelf.here().words(values["measure"]).short
    words = book.text(reason.message, **values)
    return {"id": reason.id, "words": words, "kind": KINDS.get(reason.id, "")}


def _plain(value):
    """A score as it is said: whole numbers without a point."""
    return int(value) if value is not None and float(value).is_integer() else value


def _figures(rows):
    answered = [row for row in rows if row["values"]]
    return [
        {"label": _("Need a look"), "value": sum(row["pressing"] for row in rows)},
        {
            "label": _("Reliable improvement"),
            "value": sum(row["improved"] for row in rows),
            "aside": _("of %(number)d with answers") % {"number": len(answered)},
        },
        {"label": _("In the last phase"), "value": sum(row["ending"] for row in rows)},
        {"label": _("People"), "value": len(rows)},
    ]


def _meetings(course, user):
    """The way to somebody's meetings, for those who plan them."""
    row = access.route("schedule:series")
    if course is None or not access.may_enter(user, row, "GET"):
        return ""
    return reverse("schedule:series", args=[course.pk])


def with_courses(clients, user):
    """Found clients with the way to them: the course for those who treat, else the contact page."""
    ids = [client.pk for client in clients]
    found = Course.objects.for_user(user, minimal=True).filter(client__in=ids).order_by("opened_at")
    newest = {course.client_id: course for course in found}
    treats = access.full(user, "episode")
    rows = []
    for client in clients:
        course = newest.get(client.pk)
        target = ("desk:course", course.pk) if course and treats else ("people:client", client.pk)
        rows.append(
            {
                "name": client.name,
                "url": reverse(target[0], args=[target[1]]),
                "state": course.get_status_display() if course else _("no course yet"),
                "meetings_url": _meetings(course, user),
            }
        )
    return rows
