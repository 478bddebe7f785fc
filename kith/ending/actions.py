"""Announcing the ending, reviewing, planning for the time after, closing, going on differently."""

from django.db import transaction

from ipt.protocol import states
from kith import clock
from kith.audit.actions import record
from kith.care import actions as care
from kith.care.actions import NotYet
from kith.care.models import Course
from kith.people.history import change
from kith.post.actions import write
from kith.schedule import actions as schedule
from kith.schedule.reading import held_count
from kith.web import once

from .models import Announcement, Closing, EndingReview, FollowUp, Gain, KeepingWellPlan


class PlanChanged(ValueError):
    """The plan was saved elsewhere meanwhile. `saved` is the version that stands now."""

    def __init__(self, saved):
        super().__init__("the plan was saved elsewhere")
        self.saved = saved


def _lock(course):
    return Course.objects.select_for_update().select_related("client__practice").get(pk=course.pk)


def _of(course):
    return {"practice_id": course.practice_id, "client_id": course.client_id, "course": course}


def kind_of(course):
    """Which agreement is ending: "acute" or "maintenance"."""
    contract = care.current_contract(course)
    return contract.kind if contract else "acute"


@transaction.atomic
def announce(*, course, by, said_on, last_on, reaction="", version=0):
    """The ending was named. The course is in its last part from now on."""
    course = _lock(course)
    kind = kind_of(course)
    there = Announcement.objects.filter(course=course, kind=kind).first()
    if there:
        said = {"said_on": said_on, "last_on": last_on, "reaction": reaction}
        return change(there, version=version, by=by, **said)
    announcement = Announcement.objects.create(
        **_of(course),
        kind=kind,
        session=held_count(course, kind),
        said_on=said_on,
        last_on=last_on,
        reaction=reaction,
        by=by,
    )
    record("ending.announced", by=by, about=announcement)
    if course.status == "active":
        final = "final" if states.can_move_phase(course.phase, "final") else None
        care.move(course=course, by=by, status="ending", phase=final)
    return announcement


@transaction.atomic
def save_review(*, course, by, version, **said):
    """Keep the review as far as it goes; what it said before is kept too."""
    course = _lock(course)
    kind = kind_of(course)
    there = EndingReview.objects.filter(course=course, kind=kind).first()
    if there:
        review = change(there, version=version, by=by, **said)
    else:
        review = EndingReview.objects.create(**_of(course), kind=kind, made_by=by, **said)
    record("ending.reviewed", by=by, about=review)
    return review


@transaction.atomic
def add_gain(*, course, by, id, what, how="", person=None, with_whom=""):
    """Name something that was gained; the credit is the client's."""
    course = _lock(course)
    values = {"what": what, "how": how, "person": person, "with_whom": with_whom}
    gain, made = once.create(Gain, id=id, **_of(course), by=by, **values)
    if made:
        record("ending.gain_named", by=by, about=gain)
    return gain


@transaction.atomic
def drop_gain(*, gain, by):
    """Take a gain off the list; the row stays."""
    Gain.objects.filter(pk=gain.pk, dropped_at=None).update(dropped_at=clock.now())
    record("ending.gain_dropped", by=by, about=gain)


@transaction.atomic
def save_plan(*, course, by, parts, read_number):
    """Save a version of the keeping-well plan. `read_number` was on the page, 0 for none.

    The same words again make no version. PlanChanged when another was saved since.
    """
    course = _lock(course)
    present = KeepingWellPlan.objects.filter(course=course).order_by("-number").first()
    if present and present.parts == parts:
        return present
    if (present.number if present else 0) != read_number:
        raise PlanChanged(present)
    plan = KeepingWellPlan.objects.create(
        **_of(course), number=read_number + 1, parts=parts, saved_by=by, saved_at=clock.now()
    )
    record("ending.plan_saved", by=by, about=plan)
    return plan


@transaction.atomic
def set_follow_ups(*, course, by, days):
    """Say on which days a check-in goes out after the ending (days: name to day or None)."""
    course = _lock(course)
    there = {row.name: row for row in FollowUp.objects.filter(course=course)}
    for name, on in days.items():
        _set_follow_up(course, there.get(name), name, on, by)
    record("ending.follow_ups_set", by=by, about=course)


def _set_follow_up(course, row, name, on, by):
    if row is None:
        if on:
            FollowUp.objects.create(**_of(course), name=name, on=on)
    elif row.state in ("planned", "dropped"):
        state = "planned" if on else "dropped"
        change(row, version=row.version, by=by, on=on or row.on, state=state)


@transaction.atomic
def note_follow_up(*, follow_up, by, version, **said):
    """What was told at a follow-up: events, use of the plan, whether contact is wanted."""
    changed = change(follow_up, version=version, by=by, **said)
    FollowUp.objects.filter(pk=changed.pk).update(noted_at=clock.now(), noted_by=by)
    record("ending.follow_up_noted", by=by, about=changed)
    return changed


@transaction.atomic
def look_at_follow_up(*, follow_up, by):
    """Somebody looked at what came of a follow-up, and was in touch where that was wanted."""
    FollowUp.objects.filter(pk=follow_up.pk).update(looked_at=clock.now(), looked_by=by)
    record("ending.follow_up_looked_at", by=by, about=follow_up)


@transaction.atomic
def close(*, course, by, reason, words=""):
    """Close the course with its reason. Meetings still planned are taken out, without a letter."""
    course = _lock(course)
    if not course.open:
        raise NotYet(course.status)
    completed = reason == "completed" and _may_complete(course)
    if reason == "deceased":
        care.stop_everything(course=course, reason="death", words="", by=by)
    schedule.cancel_rest(course=course, by=by)
    closing = Closing.objects.create(
        **_of(course), reason=reason, words=words, at=clock.now(), by=by
    )
    if completed and course.status == "active":
        course = care.move(course=course, by=by, status="ending")
    course = care.move(
        course=course,
        by=by,
        status="completed" if completed else "closed",
        phase="followup" if completed else None,
        why=reason,
    )
    Course.objects.filter(pk=course.pk).update(closed_at=closing.at, close_reason=reason)
    record("ending.closed", by=by, about=closing, reason=reason)
    if completed:
        _plan_is_ready(course)
    return closing


def _may_complete(course):
    return course.status in ("active", "ending", "maintenance", "on_hold")


def _plan_is_ready(course):
    """A neutral letter leads the client to their plan, if there is one and they can open it."""
    client, plan = course.client, course.plans.order_by("-number").first()
    if plan and client.user_id and client.may_write and not care.stopped(course):
        write(
            "plan",
            event=f"keeping-well:{course.pk}:{plan.number}",
            practice=client.practice,
            client=client,
            route="ending:own_plan",
        )


@transaction.atomic
def propose_maintenance(*, course, by, id, terms):
    """Offer maintenance: a new contract with its own length, rhythm and focus."""
    return care.propose_contract(
        course=course, by=by, id=id, terms={**terms, "kind": "maintenance"}
    )


@transaction.atomic
def begin_maintenance(*, course, by):
    """From the treatment into maintenance, once both have agreed to that contract."""
    course = _lock(course)
    contract = care.current_contract(course)
    if contract is None or contract.kind != "maintenance" or course.status == "maintenance":
        raise NotYet(course.status)
    if course.status in ("active", "ending"):
        course = care.move(course=course, by=by, status="ending")
        course = care.move(course=course, by=by, status="completed")
    if not states.can_move(course.status, "maintenance"):
        raise NotYet(course.status)
    Closing.objects.filter(course=course, taken_up_at=None).update(taken_up_at=clock.now())
    Course.objects.filter(pk=course.pk).update(closed_at=None, close_reason="")
    return care.move(course=course, by=by, status="maintenance", phase="maintenance")
