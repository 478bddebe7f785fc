"""Which questionnaires go out in a course: the protocol's, until a therapist sets it otherwise."""

from django.db import transaction

from ipt.measures import library
from kith import clock
from kith.audit.actions import record
from kith.care.models import Course
from kith.care.reading import plan_of

from .models import Checkin, MeasurePlan

USUAL = ("phq-9", "gad-7")


def usual(course) -> dict[str, int]:
    """The protocol's measures for each so many sessions, as far as they are on the shelf."""
    wanted = {
        row["id"]: row["every_sessions"]
        for row in plan_of(course).measures
        if "every_sessions" in row
    }
    return {id: every for id, every in wanted.items() if id in library.ids()} or dict.fromkeys(
        USUAL, 1
    )


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
def set_plan(*, course, measure, every, declined, by):
    """Say how often a questionnaire goes out (0: not at all), or that the client declines it."""
    Course.objects.select_for_update().get(pk=course.pk)
    library.load(measure)
    ensure(course)
    there = MeasurePlan.objects.filter(course=course, measure=measure, ended_at=None).first()
    if there and (there.every, there.declined) == (every, declined):
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
        declined=declined,
        set_by=by,
        set_at=clock.now(),
    )


def asked_at(course, on) -> list[str]:
    """Ids of the measures whose turn it is at the check-in of a day."""
    nth = Checkin.objects.filter(course=course, for_on__lt=on).count()
    plans = ensure(course)
    return [p.measure for p in plans if not p.declined and nth % p.every == 0]
