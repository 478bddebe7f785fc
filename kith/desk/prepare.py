"""Prepare: what matters before the next meeting, gathered from the rooms on one page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ipt import protocol
from ipt.protocol import gates
from ipt.protocol.due import CALL
from ipt.words import Message
from kith import clock
from kith.care import adapting, consents
from kith.care import reading as care
from kith.checkins import reading as checkins
from kith.focus import reading as focus
from kith.intake import reading as intake
from kith.measures import shelf
from kith.notes import reading as notes
from kith.people import access
from kith.safety import reading as safety
from kith.schedule import reading as schedule
from kith.web import book
from kith.worksheets import sheets

from . import beginning, day
from . import facts as gathered

DUE_AT_MOST = 12
PLACES = {
    "review": "care:decision",
    "contact.private_question": "safety:screen",
    "contact.risk_check": "safety:screen",
    "contact.fear_told": "safety:screen",
    "consult.risk_screen": "safety:screen",
    "consult.consent": "care:consents",
    "consult.suitability": "intake:fit",
    "consult.outcome": "intake:fit",
    "consult.baseline_measures": "checkins:schedule",
    "initial.safety_plan": "safety:plan",
    "initial.timeline": "desk:timeline",
    "initial.interpersonal_inventory": "inventory:people",
    "teen.closeness_circle": "inventory:people",
    "initial.problem_area_review": "focus:rate",
    "initial.focus_agreed": "focus:choose",
    "initial.formulation": "focus:formulation",
    "initial.goals": "focus:goals",
    "middle.goal_review": "focus:goal_review",
    "initial.contract": "care:contract",
    "maintenance.contract": "care:contract",
    "final.announce": "ending:prepare",
    "final.review_gains": "ending:review",
    "final.feelings_about_ending": "ending:review",
    "final.maintenance_plan": "ending:keeping_well",
    "final.close": "ending:close",
    "followup.contact": "ending:follow_up",
    "contact.reach_out": "schedule:series",
    "measure": "checkins:schedule",
    "rhythm.prescriber": "care:protocol",
    "eating.medical_monitor": "care:protocol",
    "medical_monitoring": "care:protocol",
    "medical_stop": "care:protocol",
    "peri.baby_card": "care:protocol",
    "parent_intro": "care:protocol",
    "parent_joint": "care:protocol",
    "parent_end": "care:protocol",
}
ALONE = ("contact.private_question", "contact.fear_told")  # for no eyes but the therapist's
# Tasks of the first conversation, by the step of it in which they are done.
STEPS = {
    "consult.enquiry": "brings",
    "consult.presenting": "brings",
    "consult.relationship_patterns": "people",
    "consult.hopes": "hopes",
    "consult.explain_ipt": "hopes",
}


def page(course, user):
    """Context of the page; what the asker's roles do not reach is left out."""
    appointment = schedule.next_for(course.client, user)
    context = {"course": course, "tab": "prepare", "zone": user.zone, "appointment": appointment}
    if not access.full(user, "measure_answers"):
        return context
    facts = gathered.gather(course, user)
    today = clock.today(course.client.zone)
    held = adapting.partner_stop(course)
    newest = notes.latest_practice(course, user)
    review = _with_second_look(protocol.open_review(facts, today), course, user)
    return {
        **context,
        "write_url": reverse("notes:write", args=[course.pk, appointment.pk])
        if appointment
        else "",
        "checkins_url": reverse("checkins:schedule", args=[course.pk]),
        "paused": course.open and consents.paused(course),
        "partner_stop": book.text(held) if held else "",
        "concerns": [day.concern_line(c) for c in safety.open_concerns(user, course)],
        "ribbons": checkins.ribbons(course, user, audience="desk"),
        "verdicts": checkins.verdicts(course, user),
        "steps": _steps(course, facts),
        "beginning": beginning.groups(course, facts, lambda task: _page_of(course, task)),
        "agenda": _agenda(course, facts),
        "coming": facts.coming,
        "due": _due(course, facts, today),
        "done_today": _done_today(course, facts, today),
        "since": checkins.since_last(course, user),
        "last_link": _last_link(course, user),
        "decision": _said(review),
        "people": focus.people(course, user),
        "goals": focus.goals(course, user),
        "practice_now": newest,
        "practice_held_back": notes.held_back(course, [newest]).get(newest.pk) if newest else "",
    }


def _with_second_look(review, course, user):
    """The one open review, with what the expected course has to say; it opens none of its own."""
    if review is None:
        return None
    second = checkins.second_look(course, checkins.case_scores(course, user))
    return review.adding(second.reasons) if second else review


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


def _said(review):
    if review is None:
        return None
    return {
        "reasons": [words_of(reason) for reason in review.reasons],
        "suggestions": review.ask,
        "about": ",".join(review.settles),
    }


def words_of(message):
    """The words of a reason, with the names of measures as people know them."""
    values = dict(message.values)
    if "measure" in values:
        values["measure"] = shelf.here().words(values["measure"]).short
    return book.text(message.id, **{k: _inner(v) for k, v in values.items()})


def _inner(value):
    return words_of(value) if isinstance(value, Message) else value


def _agenda(course, facts):
    if course.status not in ("active", "ending") or not facts.left:
        return []
    return protocol.agenda(facts, session=facts.coming)


def _due(course, facts, today):
    """What is due and why, most pressing first; what can be noted as done says so."""
    found = [one for one in protocol.due(facts, on=today) if _shown(one)]
    known = {CALL, *(each.id for each in (*facts.plan.tasks, *facts.plan.watches))}
    return [
        {
            "id": one.id,
            "alone": one.id in ALONE,
            "title": words_of(one.title),
            "why": words_of(one.why),
            "since": one.since,
            "actor": one.actor,
            "may_mark": one.kind in ("task", "safety") and one.id in known,
            "url": _place(course, one),
        }
        for one in found[:DUE_AT_MOST]
    ]


def _done_today(course, facts, today):
    """What was noted as done today, so that a slip can be taken back."""
    known, marks = (*facts.plan.tasks, *facts.plan.watches), care.marks(course)
    return [
        {"id": each.id, "title": book.text(each.title)}
        for each in known
        if marks.get(each.id) == today
    ]


def _shown(one):
    return one.kind != "measure" or one.id in shelf.here().ids()


def _place(course, one):
    """Where a thing due is done, as far as Kith has a page for it."""
    page = PLACES.get(one.id) or PLACES.get(one.kind)
    return reverse(page, args=[course.pk]) if page else _page_of(course, one.id)


def _page_of(course, task):
    """The page on which a task of the protocol is done, "" where there is none."""
    if page := PLACES.get(task):
        return reverse(page, args=[course.pk])
    if step := STEPS.get(task):
        return intake.step_url(course, step)
    sheet = sheets.for_task(course, task)
    return reverse("worksheets:sheet", args=[course.pk, sheet]) if sheet else ""
