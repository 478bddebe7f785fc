"""Who waits on the way in: from the first words to the first session, for the coordinator.

Days and states only: no word that was said to a therapist, no score, no reason of an outcome.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ipt import consents as book_consents
from ipt import intake as book_intake
from ipt.intake import waiting as book_waiting
from kith import clock
from kith.care.models import Consent, Course, Passage
from kith.checkins.models import Checkin, MeasurePlan
from kith.intake import after
from kith.intake.actions import BEFORE_TREATMENT
from kith.intake.models import Enquiry, Fit
from kith.schedule.models import Appointment
from kith.web import book

BEGUN_WITHIN = timedelta(days=30)
REPEAT_AFTER = timedelta(days=28)


@dataclass
class Known:
    """What is known of the way of one course, as rows of the rooms."""

    enquiry: Enquiry | None = None
    meetings: list = field(default_factory=list)
    consents: set = field(default_factory=set)
    asked: list = field(default_factory=list)
    declined: list = field(default_factory=list)
    fit: Fit | None = None
    waiting_since: object = None
    contacted_on: object = None


def page(user, wanted=""):
    """Context of the page; `wanted`: the id of a stage, or "" for all."""
    zone = ZoneInfo(user.practice.time_zone)
    today = clock.today(zone.key)
    rows = sorted(
        _rows(user, zone, today), key=lambda row: (not row["urgent"], row["since"], row["name"])
    )
    counts = {id: 0 for id in book_waiting.stages()}
    for row in rows:
        counts[row["stage"]] += 1
    wanted = wanted if wanted in counts else ""
    return {
        "rows": [row for row in rows if wanted in ("", row["stage"])],
        "ways": _ways(counts, len(rows), wanted),
        "stalled": sum(bool(row["stalled"]) for row in rows),
        "begun": _begun(user),
        "new_url": reverse("intake:new"),
        "files_url": reverse("intake:files"),
    }


def _ways(counts, everybody, wanted):
    here = reverse("desk:waiting")
    every = {"label": _("Everybody"), "url": here, "current": not wanted, "count": everybody}
    return [every] + [
        {
            "label": book.text(f"intake.stage.{id}"),
            "url": f"{here}?stage={id}",
            "current": id == wanted,
            "count": count,
        }
        for id, count in counts.items()
        if count or id == wanted
    ]


def _begun(user):
    """How many treatments have begun lately."""
    found = Passage.objects.for_user(user, minimal=True).filter(
        to_status="active", from_status__in=BEFORE_TREATMENT, at__gt=clock.now() - BEGUN_WITHIN
    )
    return found.count()


def _rows(user, zone, today):
    asked = Enquiry.objects.for_user(user).filter(state="waiting")
    for enquiry in asked:
        way = book_waiting.Way(asked_on=enquiry.received_at.astimezone(zone).date())
        url = reverse("intake:enquiry_open", args=[enquiry.pk])
        yield _row(enquiry.name, url, book_waiting.stage(way, today), today, urgent=enquiry.urgent)
    courses = list(
        Course.objects.for_user(user, minimal=True)
        .filter(status__in=BEFORE_TREATMENT)
        .select_related("client", "therapist")
    )
    known = _known(user, [course.pk for course in courses])
    for course in courses:
        there = known[course.pk]
        stage = book_waiting.stage(_way(course, there, zone, today), today)
        yield _row(
            course.client.name,
            _place(course, there),
            stage,
            today,
            urgent=bool(there.enquiry and there.enquiry.urgent),
            therapist=course.therapist.name if course.therapist else "",
            book_url=_to_book(course, stage),
            next_on=_ahead(there, today),
        )


def _row(name, url, stage, today, *, urgent, therapist="", book_url="", next_on=None):
    days = (today - stage.since).days
    return {
        "name": name,
        "url": url,
        "stage": stage.id,
        "label": book.text(f"intake.stage.{stage.id}"),
        "since": stage.since,
        "days": ngettext("%d day", "%d days", days) % days,
        "waits_for": [book.text(f"intake.waits_for.{id}") for id in stage.waits_for],
        "stalled": _stalled(stage.stalled),
        "urgent": urgent,
        "therapist": therapist,
        "book_url": book_url,
        "next_on": next_on,
    }


def _stalled(message):
    if message is None:
        return ""
    day = message.values.get("day")
    said = date_format(day, "j F") if day else ""
    return book.text(message.id, **{**message.values, "day": said})


def _place(course, known):
    """Where a coordinator goes on with somebody."""
    if known.enquiry:
        return reverse("intake:enquiry_open", args=[known.enquiry.pk])
    return reverse("people:client", args=[course.client_id])


TO_BOOK = {"date", "second_date", "first_session"}


def _to_book(course, stage):
    """The way to plan the meeting that is waited for."""
    return reverse("schedule:series", args=[course.pk]) if TO_BOOK & set(stage.waits_for) else ""


def _known(user, ids):
    """{course id: Known}, in the same number of queries for few and for many."""
    found = defaultdict(Known)
    for enquiry in Enquiry.objects.for_user(user).filter(course__in=ids):
        found[enquiry.course_id].enquiry = enquiry
    for meeting in Appointment.objects.for_user(user).filter(course__in=ids).order_by("starts_at"):
        found[meeting.course_id].meetings.append(meeting)
    present = Consent.objects.for_user(user, minimal=True).filter(withdrawn_at=None, course__in=ids)
    for course_id, kind in present.values_list("course", "kind"):
        found[course_id].consents.add(kind)
    for checkin in Checkin.objects.for_user(user, minimal=True).filter(course__in=ids):
        found[checkin.course_id].asked.append(checkin)
    plans = MeasurePlan.objects.for_user(user, minimal=True).filter(ended_at=None, course__in=ids)
    for course_id, declined in plans.values_list("course", "declined"):
        found[course_id].declined.append(declined)
    fits = Fit.objects.for_user(user, minimal=True).filter(course__in=ids).order_by("signed_at")
    for fit in fits:
        found[fit.course_id].fit = fit
    since, contacted = after.waited(ids, user)
    for course_id in ids:
        found[course_id].waiting_since = since.get(course_id)
        found[course_id].contacted_on = contacted.get(course_id)
    return found


def _way(course, known, zone, today):
    """How far the course has come, as the book asks for it."""

    def day(moment):
        return moment.astimezone(zone).date()

    waits = course.status == "waiting"
    enquiry, fit = known.enquiry, known.fit
    signed_on = day(fit.signed_at) if fit else None
    held = [each.on for each in known.meetings if each.state == "held"]
    planned = [each.on for each in known.meetings if each.state == "planned"]
    unasked, unanswered = _papers(known)
    since = known.waiting_since or course.opened_at
    return book_waiting.Way(
        asked_on=day(enquiry.received_at if enquiry else course.opened_at),
        accepted_on=day(course.opened_at),
        planned_on=planned[-1] if planned else None,
        held_on=held[-1] if held else None,
        unasked=unasked,
        unanswered=unanswered,
        verdict=book_intake.outcome(fit.outcome).verdict if fit else "",
        judged_on=signed_on,
        again_on=fit.next_on if fit else None,
        waiting_on=day(since) if waits else None,
        contacted_on=known.contacted_on,
        repeat_due=waits and _repeat_due(known, today),
    )


def _papers(known):
    """(never asked, not come back) of consents and first questionnaires."""
    needed = set(book_consents.asked_before_start())
    unasked, unanswered = [], []
    if needed - known.consents:
        (unanswered if known.consents & needed else unasked).append("consents")
    declined = known.declined and all(known.declined)
    if not declined and not any(each.state == "finished" for each in known.asked):
        (unanswered if known.asked else unasked).append("baseline")
    return tuple(unasked), tuple(unanswered)


def _repeat_due(known, today):
    answered = [each.for_on for each in known.asked if each.state == "finished"]
    return not answered or max(answered) + REPEAT_AFTER <= today


def _ahead(known, today):
    """The day of the next meeting, if one is planned."""
    ahead = [m.on for m in known.meetings if m.state == "planned" and m.on >= today]
    return min(ahead, default=None)
