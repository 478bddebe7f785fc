"""Prepare: what matters before the next meeting, gathered from the rooms on one page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ipt import protocol
from ipt.protocol import gates
from ipt.protocol.planning import AgendaFacts
from kith.care import reading as care
from kith.checkins import reading as checkins
from kith.ending import reading as ending
from kith.focus import facts as gate_facts
from kith.focus import reading as focus
from kith.notes import reading as notes
from kith.people import access
from kith.safety import reading as safety
from kith.schedule import reading as schedule
from kith.web import book

from . import caseload, day

GATE_PAGES = {
    "risk_screen": "safety:screen",
    "consents": "care:consents",
    "contract": "care:contract",
    "focus": "focus:choose",
}


def page(course, user):
    """Context of the page; what the asker's roles do not reach is left out."""
    appointment = schedule.next_for(course.client, user)
    context = {"course": course, "tab": "prepare", "zone": user.zone, "appointment": appointment}
    if not access.full(user, "measure_answers"):
        return context
    frame, held = care.frame(course), schedule.held_count(course)
    facts = gate_facts.gather(course)
    decision = _decision(course, user, held, frame)
    return {
        **context,
        "write_url": reverse("notes:write", args=[course.pk, appointment.pk])
        if appointment
        else "",
        "checkins_url": reverse("checkins:schedule", args=[course.pk]),
        "concerns": [day.concern_line(c) for c in safety.open_concerns(user, course)],
        "ribbons": checkins.ribbons(course, user, audience="desk"),
        "verdicts": checkins.verdicts(course, user),
        "steps": _steps(course, facts),
        "lacking": _lacking(course, facts),
        "agenda": _agenda(course, user, frame, held, facts, decision),
        "coming": schedule.place_of(course),
        "since": checkins.since_last(course, user),
        "last_link": _last_link(course, user),
        "decision": _said(decision),
        "people": focus.people(course, user),
        "goals": focus.goals(course, user),
        "practice_now": notes.latest_practice(course, user),
    }


def _last_link(course, user):
    """What the last note says happened, with whom, and how mood moved."""
    links = notes.links(course, user)
    if not links or not links[-1].event:
        return None
    last = links[-1]
    return {"text": last.event, "who": last.sentence}


def _steps(course, facts):
    if course.status == "consultation" and not gates.missing(facts, "active"):
        return [{"id": "begin", "label": _("Begin the treatment")}]
    if course.phase == "initial":
        return [{"id": "middle", "label": _("Go on to the middle phase")}]
    return []


def _lacking(course, facts):
    if not course.open or course.phase not in ("consultation", "initial"):
        return []
    return [
        {
            "label": book.text(f"gate.{gate}.missing"),
            "url": reverse(GATE_PAGES[gate], args=[course.pk]),
            "gate": True,
        }
        for gate in gates.missing(facts, "middle")
    ]


def _decision(course, user, held, frame):
    if course.status not in ("active", "ending"):
        return None
    scores = checkins.for_caseload([course.pk], user).get(course.pk)
    fall = scores.percent_fall(caseload.PRIMARY) if scores else None
    return caseload.decision(course, held, frame.planned, fall)


def _said(decision):
    if decision is None:
        return None
    return {
        "words": caseload.decision_words(decision),
        "suggestions": decision.suggestions,
    }


def _agenda(course, user, frame, held, facts, decision):
    if course.status not in ("active", "ending") or held >= frame.planned:
        return []
    known = AgendaFacts(
        risk_hit=bool(safety.open_concerns(user, course)),
        missed_last=schedule.missed_in_a_row(course) > 0,
        practice_open=notes.latest_practice(course, user) is not None,
        decision=decision,
        ending_announced=course.pk in ending.announced([course.pk]),
        focus_agreed="focus" not in gates.missing(facts, "middle"),
        contract_agreed="contract" not in gates.missing(facts, "middle"),
    )
    coming = schedule.place_of(course)
    return protocol.agenda(care.plan_of(course), coming, max(frame.planned, coming), known)
