"""What the book asks of a course, gathered from the rooms that know it: one set of facts."""

from dataclasses import replace
from datetime import date

from ipt import consents as book_consents
from ipt import inventory as book
from ipt import protocol
from kith import clock
from kith.care import adapting
from kith.care import reading as care
from kith.checkins import reading as checkins
from kith.ending import reading as ending
from kith.focus import facts as gate_facts
from kith.focus import reading as focus
from kith.focus import reading_formulation as formulation
from kith.intake import reading as intake
from kith.inventory import reading as inventory
from kith.measures import shelf
from kith.notes import reading as notes
from kith.safety import reading as safety
from kith.schedule import reading as schedule
from kith.timeline import reading as timeline
from kith.worksheets import reading as worksheets

from . import agreed

GOALS_SEEN = "middle.goal_review"
PLAN = "initial.safety_plan"


def gather(course, user) -> protocol.CourseFacts:
    """Everything known of one course, as the asker may see it."""
    met = schedule.by_course([course.pk])[course.pk]
    scores = checkins.for_caseload([course.pk], user)[course.pk]
    known = of_many(course, care.frame(course), met, scores, decided([course.pk]))
    named = ending.announcement(course, user)
    marks = adapting.done(course) | care.marks(course)
    plan_asked_on = _plan_asked_on(course, user, marks)
    return replace(
        gate_facts.gather(course),
        **known,
        before=_before(course, known["protocol"]),
        numbered=met.held_for("acute"),
        secondary_focus=_secondary(course, user),
        risk_hit=bool(safety.open_concerns(user, course)),
        fear_told_on=_fear_told_on(course, user),
        plan_asked_on=plan_asked_on,
        next_check_on=safety.next_checks([course.pk], user).get(course.pk),
        risk_lately=bool(safety.to_call_today(calling(course, met))),
        practice_open=notes.latest_practice(course, user) is not None,
        ending_announced_on=named.said_on if named else None,
        done=_with_goals_seen(_without(marks, PLAN, plan_asked_on), course, user),
        recorded=_recorded(course, user)
        | _baseline(course, user, scores)
        | _baby(course, user)
        | ({"safety_plan": 0} if plan_asked_on else {}),
        flags=_flags(course, user),
        follow_ups={row.name: row.on for row in ending.follow_ups(course, user)},
    )


def _fear_told_on(course, user):
    """Since when fear, told of alone, waits; None once the safeguarding sheet is whole."""
    told = safety.fear_told_at(course, user)
    if told is None or worksheets.whole_since(course, user, "safeguarding", told):
        return None
    return _day(course, told)


def _day(course, moment):
    """The day of a moment where the client lives."""
    return clock.day_of(moment, course.client.zone)


def _plan_asked_on(course, user, marks):
    """Since when risk asks for a safety plan; None once one was saved, or noted as done, after."""
    asked = safety.plan_asked_at(course, user)
    day = asked and _day(course, asked)
    return None if day is None or marks.get(PLAN, date.min) >= day else day


def _without(marks, task, asked_again_on):
    return {id: day for id, day in marks.items() if id != task or not asked_again_on}


def calling(course, met) -> dict:
    """By course id, the day of the meeting that was missed last; empty where one was held since."""
    missed = [day for day in met.missed_on() if met.last is None or day > met.last.on]
    return {course.pk: missed[-1]} if missed else {}


def _with_goals_seen(marks, course, user):
    """What was noted as done; the goals count as looked at once each was rated."""
    days = [day for day in (marks.get(GOALS_SEEN), focus.goals_seen_on(course, user)) if day]
    return marks | {GOALS_SEEN: max(days)} if days else marks


def _baby(course, user):
    """Whether the baby has a card of their own in the circle (an adaptation asks for it)."""
    named = {str(person.person) for person in adapting.named(course) if person.role == "baby"}
    cards = {id for id, _name in agreed.children(course, user)} if named else set()
    return {"baby_in_circle": len(named & cards)}


def _flags(course, user):
    """What calls for tasks and questions of safety, as far as rooms know it."""
    found = set(adapting.flags(course))
    if book_consents.asks_assent(course.protocol):
        found |= {"parent_in_focus"} if _with_whom(course, user) in PARENTS else set()
    return frozenset(found)


PARENTS = ("parent", "step_parent")


def _with_whom(course, user):
    """The relation of the person whom the primary focus is about; None if it is about nobody."""
    held = focus.held_areas(course, user)
    person = next((one.choice.person_id for one in held if one.rank == "primary"), None)
    people = {one.id: one.relation_id for one in inventory.present(course, user)}
    return people.get(person)


# Decision points that the review of the ending settles: which one a protocol has differs.
AT_THE_END = ("need_for_more", "ipc_outcome")


def decided(course_ids) -> dict:
    """By course id: what was decided and when ({id: day}), and when to look again. Two queries."""
    found = care.decided(course_ids)
    for course_id, day in ending.decided(course_ids).items():
        settled, again = found.get(course_id, ({}, None))
        found[course_id] = (dict.fromkeys(AT_THE_END, day) | settled, again)
    return found


def of_many(course, frame, met, scores, decisions) -> dict:
    """What follows from the frame, the meetings, the scores and the decisions of a course."""
    contract = frame.contract
    kind = contract.kind if contract else "acute"
    keeping = kind == "maintenance"
    held = met.held_on(kind)
    primary = _points(scores, _plan(course, keeping).primary)
    settled, again = decisions.get(course.pk, ({}, None))
    return {
        "protocol": "ipt_maintenance" if keeping else course.protocol,
        "version": None if keeping else course.protocol_version,
        "status": course.status,
        "phase": course.phase,
        "planned": contract.sessions_planned if contract else None,
        "starts_on": contract.starts_on if contract else None,
        "contract_version": contract.number if contract else 0,
        "missed_counts": bool(contract and contract.missed == "counts"),
        "held": held,
        "missed": met.missed_on(),
        "falls": protocol.falls_by_session(held, primary),
        "scores": _latest(scores),
        "measured": _measured(scores),
        "worse": _worse(scores),
        "risk_up_on": scores.risk_up_on() if scores else None,
        "decided": settled,
        "next_review_on": again,
    }


def _plan(course, keeping):
    return protocol.load("ipt_maintenance") if keeping else care.plan_of(course)


def _points(scores, measure):
    return [(score.for_on, score.total) for score in scores.of(measure)] if scores else []


def _totals(scores, measure):
    return [(day, total) for day, total in _points(scores, measure) if total is not None]


def _latest(scores):
    found = {measure: scores.latest(measure) for measure in scores.measures()} if scores else {}
    return {measure: total for measure, total in found.items() if total is not None}


def _measured(scores):
    return {score.measure: score.for_on for score in scores.scores} if scores else {}


def _worse(scores):
    """By measure, since when it is reliably worse than at its best."""
    since = {
        measure: protocol.worse_since(shelf.here().load(measure), _totals(scores, measure))
        for measure in (scores.measures() if scores else ())
    }
    return {measure: day for measure, day in since.items() if day}


def _before(course, plan_id):
    """Days of the meetings before those that count, once the treatment has begun."""
    if protocol.load(plan_id).first or course.status == "consultation":
        return ()
    held = course.appointments.filter(kind="consultation", state="held")
    begun = care.begun_on(course)
    return tuple(held.filter(on__gte=begun).values_list("on", flat=True)) if begun else ()


def _secondary(course, user):
    held = focus.held_areas(course, user)
    return next((one.area for one in held if one.rank == "secondary"), None)


def _recorded(course, user):
    """How many there are of what the book counts as done, as far as Kith keeps it."""
    parts = {
        name: intake.part(model, course, user) is not None for name, model in intake.STEPS.items()
    }
    people = inventory.present(course, user)
    review = ending.review(course, user)
    plan = ending.plan(course, user)
    return worksheets.facts(course, user) | {
        "enquiry": course.status != "enquiry",
        "presenting": parts["brings"],
        "patterns": parts["people"],
        "hopes": parts["hopes"],
        "explained": intake.explained(course, user) is not None,
        "fit_signed": len(intake.fits(course, user)),
        "safety_plan": len(safety.plans(course.client, user)),
        **timeline.counted(course, user),
        "people": len(people),
        "few_people": int(inventory.few_people(course, user)),
        "inner_told": int(book.inner_told((each.ring, _noted(each)) for each in people)),
        "areas_rated": focus.rated(course, user),
        "formulation_shared": formulation.written(course, user),
        "goals": len(focus.goals(course, user)),
        "gains": len(ending.gains(course, user)),
        "ending_feelings": len(review.feelings) if review else 0,
        "scores_seen_together": bool(review and review.scores_seen),
        "keeping_well_plan": plan is not None,
        "warning_signs": len(plan.parts.get("signs", ())) if plan else 0,
        "hard_days": len(plan.parts.get("ahead", ())) if plan else 0,
    }


def _baseline(course, user, scores):
    """Whether the first questionnaires came back, or the client declined all of them."""
    plans = checkins.plans(course, user)
    return {
        "baseline_answered": bool(scores and _measured(scores)),
        "measures_declined": bool(plans) and all(plan.declined for plan in plans),
    }


def _noted(person):
    """What the inventory holds on a person, by the field of the book."""
    names = ("name", "relation", "status", "ring")
    return {name: getattr(person, name) for name in names} | person.answers
