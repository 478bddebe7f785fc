"""Adaptations: whom a form of treatment needs by name, medical checks, and going on in another."""

from django.db import transaction

from ipt import forms, protocol
from ipt.protocol import fit
from ipt.safety import medical, stops
from kith import clock
from kith.audit.actions import record
from kith.people import history
from kith.web import once

from . import beside, young
from .models import Course, MedicalCheck, NamedPerson, ProtocolChange

NOT_CHOSEN = fit.NOT_CHOSEN
PARTNER_ACTS = ("begin", "middle")


class StopHolds(ValueError):
    """A single act waits for a medical check or the private question. `why`: message id."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why


class NotOffered(ValueError):
    """This form of treatment cannot be chosen now. `offer` says why."""

    def __init__(self, offer):
        super().__init__(offer.protocol.id)
        self.offer = offer


def plan_of(course):
    """The form of treatment of a course, as `reading.plan_of`."""
    return protocol.load(course.protocol, course.protocol_version)


def named(course) -> list:
    """Those who are named now, in the order in which they were."""
    return list(NamedPerson.objects.filter(course=course, ended_at=None).order_by("added_at"))


def last_check(course):
    """The newest medical check; None before the first. Of two at once the careful one counts."""
    return MedicalCheck.objects.filter(course=course).order_by("on", "at", "-safe").last()


def medical_stop(course, plan=None) -> str | None:
    """Why the acts of the medical stop wait (a message id), or None where they may go on."""
    if "medical" not in (plan or plan_of(course)).stops:
        return None
    return _checked(course)


def partner_stop(course, plan=None) -> str | None:
    """Why work with the partner in the room waits (a message id), or None where it may go on."""
    if "partner" not in (plan or plan_of(course)).stops:
        return None
    return stops.stopped("partner_work", beside.asked_alone(course))


def _checked(course):
    row = last_check(course)
    said = row and medical.Check(row.on, row.safe, row.underweight, row.next_by_on)
    return medical.stopped(said, clock.today(course.client.zone))


def hold(course, act) -> None:
    """Raises StopHolds where a medical check is asked for and does not say that it is safe, or
    where the private question does not let the partner take part."""
    if act not in medical.acts():
        raise KeyError(act)
    why = medical_stop(course)
    if not why and act in PARTNER_ACTS:
        why = partner_stop(course)
    if why:
        raise StopHolds(why)


def hold_task(course, task) -> None:
    """As `hold`, for a task that is about to be noted as done."""
    if task in medical.stopped_tasks():
        hold(course, "eating_work")
    why = partner_stop(course) if task in stops.tasks("partner_work") else None
    if not why and task in _met_with_others(course):
        why = stops.stopped("joint_session", beside.asked_alone(course))
    if why:
        raise StopHolds(why)


def _met_with_others(course):
    """Ids of the tasks that are done in a session with somebody close, such as parents."""
    tasks = [task for task in plan_of(course).tasks if task.form]
    return {task.id for task in tasks if forms.load(task.form).stop == "joint_session"}


def met(course) -> set[str]:
    """Ids of the requirements that the record or the practice's settings meet."""
    roles = {person.role for person in named(course)}
    found = roles & {"prescriber", "medical_monitor"}
    if _checked(course) is None:
        found.add("medical_check")
    if young.practice_ready(course.client.practice):
        found.add("consent_age")
    if _supplied() <= beside.supplied(course):
        found.add("own_measure")
    return found


def _supplied() -> set[str]:
    """Ids of the measures that some form of treatment wants the practice to add."""
    return {id for each in protocol.ids() for id in protocol.load(each).supplied}


def offers(course, more=()) -> tuple:
    """Every form of treatment with whether it may be chosen, and why not.

    more   requirements that are met beside those of the record
    """
    known = young.known(course)
    return protocol.offers({*met(course), *more}, known.age, known.alone)


@transaction.atomic
def name_person(*, course, id, by, role, **said):
    """Write down somebody whom the form of treatment needs by name."""
    person, made = once.create(
        NamedPerson,
        id=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        role=role,
        added_by=by,
        **said,
    )
    if made:
        record("care.person_named", by=by, about=person, reason=role)
    return person


@transaction.atomic
def change_person(*, person, version, by, **said):
    """Correct what is known of a named person; former words are kept."""
    row = history.change(person, version=version, by=by, **said)
    if row.version != person.version:
        record("care.person_changed", by=by, about=row, reason=row.role)
    return row


@transaction.atomic
def end_person(*, person, by):
    """Somebody is not part of it any more; the row stays."""
    row = NamedPerson.objects.select_for_update().get(pk=person.pk)
    if row.ended_at is None:
        row.ended_at, row.ended_by = clock.now(), by
        row.save(update_fields=["ended_at", "ended_by"])
        record("care.person_ended", by=by, about=row, reason=row.role)
    return row


@transaction.atomic
def note_check(*, course, id, by, **said):
    """Keep what a doctor said of weight and physical risk."""
    check, made = once.create(
        MedicalCheck,
        id=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        by=by,
        **said,
    )
    if made:
        record(
            "care.medical_check", by=by, about=check, reason="safe" if check.safe else "not_safe"
        )
    return check


@transaction.atomic
def change_protocol(*, course, id, by, to, why, client_said, more=()):
    """Go on in another form of treatment: a decision of both, kept with its reason.

    The agreement stays as it is: where numbers differ a new version is written and agreed to.
    NotOffered where what the other form needs is not in place; StopHolds while the last medical
    check says that it is not safe: no other form makes it so.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    there = ProtocolChange.objects.filter(pk=id).first()
    if there:
        return there
    check = last_check(course)
    if check and (check.underweight or not check.safe) and medical_stop(course):
        raise StopHolds(medical_stop(course))
    known = young.known(course)
    offer = fit.offer(protocol.load(to), {*met(course), *more}, known.age, known.alone)
    if to == course.protocol or to in NOT_CHOSEN or not offer.offered:
        raise NotOffered(offer)
    row = ProtocolChange.objects.create(
        pk=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        from_protocol=course.protocol,
        from_version=course.protocol_version,
        to_protocol=offer.protocol.id,
        to_version=offer.protocol.version,
        why=why,
        client_said=client_said,
        at=clock.now(),
        by=by,
    )
    course.protocol, course.protocol_version = offer.protocol.id, offer.protocol.version
    course.save(update_fields=["protocol", "protocol_version"])
    record("care.protocol_changed", by=by, about=row, reason=f"{row.from_protocol}/{to}")
    return row


def agreement_lags(course, contract) -> bool:
    """Whether the agreement in force was written under another form of treatment."""
    if contract is None or contract.kind == "maintenance" or not contract.protocol:
        return False
    return contract.protocol != course.protocol


def done(course) -> dict:
    """By task or watch id, the day on which the record says it was done."""
    plan, found = plan_of(course), {}
    people = {person.role: person for person in named(course)}
    for role in plan.people:
        if role.task and role.id in people and role.id != "baby":
            person = people[role.id]
            found[role.task] = person.agreed_on or person.added_at.date()
    check = last_check(course) if "medical" in plan.stops else None
    return found | ({"medical_monitoring": check.on} if check else {})


def flags(course) -> frozenset[str]:
    """What is true of the course and calls for questions of safety."""
    if "medical" not in plan_of(course).stops:
        return frozenset()
    check = last_check(course)
    return frozenset({"medically_unstable"} if check and not check.safe else ())
