"""What stands on the client's pages: cards from the rooms, fetched through the client's eyes."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.audit import reading as audit
from kith.care import consents
from kith.care import reading as care
from kith.checkins import lines
from kith.checkins import reading as checkins
from kith.ending import reading as ending
from kith.focus import reading as focus
from kith.intake import reading as intake
from kith.notes import reading as notes
from kith.people.models import User
from kith.schedule import reading as schedule
from kith.timeline import pages

MOST_TRACES = 5000


def today(user, client):
    """Context of the first page."""
    course = care.present_course(user)
    context = {"client": client, "course": course, "zone": client.zone}
    if course is None:
        return context
    frame = care.frame(course)
    return {
        **context,
        "meeting": schedule.next_for(client),
        "checkin": checkins.current_for(course, user),
        "practice_now": notes.own_practice(course, user) if course.open else None,
        "agreement_waits": frame.draft,
        "asked_anew": consents.asked_anew(course, user) if course.open else 0,
        "ribbon": checkins.ribbon(course, user, audience="client"),
        "held": schedule.held_count(course),
        "frame": frame,
        "therapist": course.therapist,
        "keeping_well": ending.plan(course, user),
    }


def course(user):
    """Context of the course page: path, picture, focus."""
    course = care.present_course(user)
    if course is None:
        return {"course": None}
    agreed, counted = care.Agreements(course), schedule.counted(course)
    frame = agreed.frame
    kind = frame.contract.kind if frame.contract else "acute"
    return {
        "course": course,
        "decided": None if frame.contract else intake.for_client(course, user),
        "frame": frame,
        "held": sum(counts_for == kind for _on, _number, counts_for in counted),
        "ribbons": checkins.ribbons(course, user, "client", agreed, counted),
        "areas": focus.held_areas(course, user),
        "phases": _path(course, frame),
    }


def _path(course, frame):
    order = ["consultation", *(span.code for span in frame.spans), "followup"]
    here = order.index(course.phase) if course.phase in order else 0
    return [
        {"code": code, "state": "done" if i < here else "now" if i == here else "ahead"}
        for i, code in enumerate(order)
    ]


def timeline(request):
    """Context of the client's timeline: their line, and the scores of their course."""
    user, client = request.user, request.client
    course = care.present_course(user)
    drawn = lines.by_day(course, user, audience="client") if course else []
    shown = pages.context(client, course, user, zone=client.zone, asked=request.GET, lines=drawn)
    return {"course": course, **shown}


def more(user):
    """Context of the list of everything else."""
    places = [
        (_("Meetings"), "schedule:own_meetings"),
        (_("Check-in"), "checkins:own"),
        (_("Practice"), "notes:own_practice"),
        (_("What we work on"), "focus:own_focus"),
        (_("What we fill in together"), "worksheets:own_list"),
        (_("To read"), "leaflets:own_list"),
        (_("My timeline"), "home:timeline"),
        (_("How it hangs together"), "focus:own_formulation"),
        (_("My course"), "home:course"),
        (_("Keeping well"), "ending:own_plan"),
        (_("Our agreement"), "care:own_agreement"),
        (_("Your yes and no"), "care:own_consents"),
        (_("Who opened my record"), "home:opened"),
        (_("How we reach you"), "people:account"),
        (_("A copy of my record"), "keeping:own_copy"),
    ]
    return {"places": [{"label": label, "url": reverse(name)} for label, name in places]}


def opened(client):
    """Rows of "who opened my record", with names."""
    rows = audit.of_client(client, limit=MOST_TRACES)
    ids = {row.actor_id for row in rows}
    people = {u.pk: u for u in User.objects.filter(pk__in=ids, practice_id=client.practice_id)}
    return [{"row": row, "who": _who(row, people)} for row in rows]


def _who(row, people):
    person = people.get(row.actor_id)
    return person.name if person else _("Somebody of the practice")
