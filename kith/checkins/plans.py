"""Which questionnaires go out in a course: the protocol's, until a therapist sets it otherwise."""

from datetime import timedelta

from django.db import transaction

from kith import clock
from kith.audit.actions import record
from kith.care.actions import current_contract
from kith.care.models import Course
from kith.care.reading import plan_of
from kith.measures import shelf

from .models import Checkin, ExpectedShown, MeasurePlan, Response

USUAL = ("phq-9", "gad-7")
RARE = 4  # so seldom that the end of the course is asked about too


def usual(course) -> dict[str, int]:
    """The protocol's measures for each so many sessions, as far as they are on the shelf."""
    wanted = {
        row["id"]: row["every_sessions"]
        for row in plan_of(course).measures
        if "every_sessions" in row
    }
    on = shelf.here().ids()
    return {id: every for id, every in wanted.items() if id in on} or dict.fromkeys(USUAL, 1)


def recommended(course) -> list[str]:
    """What the protocol of a course names and may be used here, in its order."""
    on = shelf.here().ids()
    return [row["id"] for row in plan_of(course).measures if row["id"] in on]


@transaction.atomic
def ensure(course):
    """The present plans of a course; made from its protocol where nobody has set them yet."""
    if not MeasurePlan.objects.filter(course=course).exists():
        Course.objects.select_for_update().get(pk=course.pk)
        for id, every in usual(course).items():
            MeasurePlan.objects.get_or_create(
                practice_id=course.practice_id,
                client_id=course.client_id,
                course=course,
                measure=id,
                ended_at=None,
                defaults={"every": every, "set_at": clock.now()},
            )
    return list(present(course))


def present(course):
    """The plans in force, in the order in which they were set."""
    found = MeasurePlan.objects.filter(course=course, ended_at=None)
    order = list(usual(course))
    return sorted(found, key=lambda p: order.index(p.measure) if p.measure in order else len(order))


@transaction.atomic
def set_plan(*, course, measure, every, declined, by, times="every"):
    """Say how often a questionnaire goes out (0: not at all), or that the client declines it.

    times   every: each so many check-ins; once, ends: see MeasurePlan
    """
    Course.objects.select_for_update().get(pk=course.pk)
    shelf.here().load(measure)
    ensure(course)
    there = MeasurePlan.objects.filter(course=course, measure=measure, ended_at=None).first()
    if there and (there.every, there.times, there.declined) == (every, times, declined):
        return there
    if there is None and not every:
        return None
    if there:
        there.ended_at, there.ended_by = clock.now(), by
        there.save(update_fields=["ended_at", "ended_by"])
    record("checkins.planned", by=by, about=course, reason=f"{measure}/{every}")
    if not every:
        return None
    return MeasurePlan.objects.create(
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        measure=measure,
        every=every,
        times=times,
        declined=declined,
        set_by=by,
        set_at=clock.now(),
    )


@transaction.atomic
def show_expected(*, course, show, by):
    """Let the client see the expected course, or no longer. Off until a therapist says so."""
    Course.objects.select_for_update().get(pk=course.pk)
    there = ExpectedShown.objects.filter(course=course, ended_at=None).first()
    if bool(there) == show:
        return there
    record("checkins.expected_shown" if show else "checkins.expected_hidden", by=by, about=course)
    if show:
        return ExpectedShown.objects.create(
            practice_id=course.practice_id,
            client_id=course.client_id,
            course=course,
            shown_by=by,
        )
    there.ended_at, there.ended_by = clock.now(), by
    there.save(update_fields=["ended_at", "ended_by"])
    return there


def asked_at(course, on) -> list[str]:
    """Ids of the measures whose turn it is at the check-in of a day."""
    nth = Checkin.objects.filter(course=course, for_on__lt=on).count()
    last = _is_last(course, on)
    wanted = [plan for plan in ensure(course) if not plan.declined]
    return [plan.measure for plan in wanted if _its_turn(plan, nth, on, last)]


def _its_turn(plan, nth, on, last) -> bool:
    if plan.times == "every":
        return nth % plan.every == 0 or (last and plan.every >= RARE)
    return (last and plan.times == "ends") or not _answered(plan, on)


def _answered(plan, on) -> bool:
    """Whether it was answered since it was set, before the check-in of a day."""
    return Response.objects.filter(
        course=plan.course_id,
        measure=plan.measure,
        answered__gt=0,
        saved_at__gte=plan.set_at,
        for_on__lt=on,
    ).exists()


def _is_last(course, on) -> bool:
    """Whether no other meeting of the agreement comes after this day."""
    contract = current_contract(course)
    return contract is not None and on + timedelta(contract.every_days) > contract.planned_last_on
