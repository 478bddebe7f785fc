from django.db import transaction

from ipt import consents as book_consents
from ipt import protocol
from ipt.protocol import gates
from kith import clock
from kith.audit.actions import record
from kith.post.actions import withhold_all, write
from kith.web import once

from . import adapting, beside, releases, young
from .models import Consent, Contract, Course, Decision, FullStop, Passage, TaskMark
from .terms import plan_of


class GateClosed(ValueError):
    """A hard gate is not passed. `missing` holds the ids of the gates, in order."""

    def __init__(self, missing):
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


class NotYet(ValueError):
    """The deed does not fit the state that the course is in."""


@transaction.atomic
def open_course(
    *, client, therapist, by, protocol_id="ipt_standard", status="consultation", id=None
):
    """Open a course for a client: the first conversation is ahead."""
    plan = protocol.load(protocol_id)
    course, made = once.create(
        Course,
        id=id or once.row_id(once.fresh_key()),
        practice_id=client.practice_id,
        client_id=client.pk,
        therapist=therapist,
        protocol=plan.id,
        protocol_version=plan.version,
        status=status,
    )
    if made:
        Course.objects.filter(pk=course.pk).update(opened_by=by)
        record("care.course_opened", by=by, about=course)
        if client.practice.part2:
            releases.mark(course=course, because="", by=by, by_practice=True)
    return course


@transaction.atomic
def move(*, course, by, status=None, phase=None, why=""):
    """Take the course to another state or phase, and keep the step."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    status, phase = status or course.status, phase or course.phase
    if (status, phase) == (course.status, course.phase):
        return course
    Passage.objects.create(
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        from_status=course.status,
        to_status=status,
        from_phase=course.phase,
        to_phase=phase,
        why=why,
        at=clock.now(),
        by=by,
    )
    course.status, course.phase = status, phase
    course.save(update_fields=["status", "phase"])
    record("care.moved", by=by, about=course, reason=f"{status}/{phase}")
    return course


@transaction.atomic
def begin_treatment(*, course, facts, by):
    """From consultation to treatment: risk screen and consents must be there (G1, G2)."""
    _pass_gates(facts, "active")
    adapting.hold(course, "begin")
    return move(course=course, by=by, status="active", phase="initial")


@transaction.atomic
def enter_middle(*, course, facts, by):
    """Into the middle phase: one agreed primary focus must be there (G4)."""
    if course.phase != "initial":
        raise NotYet(course.phase)
    _pass_gates(facts, "middle")
    adapting.hold(course, "middle")
    return move(course=course, by=by, phase="middle")


def _pass_gates(facts, entering):
    missing = gates.missing(facts, entering)
    if missing:
        raise GateClosed(missing)


def current_contract(course):
    """The contract that both agreed to and that no newer one replaced; None before."""
    return in_force(course.contracts).order_by("-number").first()


def in_force(contracts):
    """Those among `contracts` that both agreed to and that no newer one replaced."""
    return (
        contracts.filter(replaced_at=None)
        .exclude(agreed_by_client_at=None)
        .exclude(agreed_by_therapist_at=None)
    )


def draft_contract(course):
    """The newest contract that still waits for an agreement."""
    newest = course.contracts.order_by("-number").first()
    return None if newest is None or newest.agreed else newest


class Lacks(ValueError):
    """Something has to be written down first. `needs` holds the ids of what it is."""

    def __init__(self, needs):
        super().__init__(", ".join(needs))
        self.needs = tuple(needs)


@transaction.atomic
def propose_contract(*, course, by, id, terms):
    """Write a version of the contract. The therapist's agreement is given with it.

    What is worked on is kept as it stands; when the ending is named follows from the protocol.
    Lacks without the reason or the supervisor's note that the number of sessions needs.
    """
    Course.objects.select_for_update().get(pk=course.pk)
    there = Contract.objects.filter(pk=id).first()
    kind = terms.get("kind", "acute")
    plan = plan_of(course, kind)
    if there is None:
        _has_what_it_needs(course, plan, kind, terms)
    contract, made = once.create(
        Contract,
        id=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        number=there.number if there else course.contracts.count() + 1,
        author=by,
        protocol=plan.id,
        protocol_version=plan.version,
        planned_last_on=protocol.planned_dates(
            terms["starts_on"], terms["sessions_planned"], terms["every_days"]
        )[-1],
        ending_named_at=protocol.ending_announced_from(plan, terms["sessions_planned"]),
        work=there.work if there else beside.work(course, by),
        **terms,
    )
    if made:
        Contract.objects.filter(pk=contract.pk).update(agreed_by_therapist_at=clock.now())
        contract.refresh_from_db()
        record("care.contract_proposed", by=by, about=contract)
    return contract


def first_agreed(course, kind="acute"):
    """The number of sessions that both agreed to first; None before."""
    agreed = course.contracts.filter(kind=kind).exclude(agreed_by_client_at=None)
    return agreed.order_by("number").values_list("sessions_planned", flat=True).first()


def _has_what_it_needs(course, plan, kind, terms):
    needs = protocol.agreement_needs(plan, terms["sessions_planned"], first_agreed(course, kind))
    lacking = [need for need in needs if not (terms.get(need) or "").strip()]
    if lacking:
        raise Lacks(lacking)
    first = first_agreed(course, kind)
    if kind == "acute" and first and terms["sessions_planned"] > first:
        adapting.hold(course, "more_sessions")


class Replaced(ValueError):
    """A newer version took the place of this one."""


@transaction.atomic
def agree_to_contract(*, contract, by, how):
    """The client says yes, on their own screen or as noted by the therapist.

    Replaced where a newer version counts by now.
    """
    contract = Contract.objects.select_for_update().get(pk=contract.pk)
    if contract.agreed_by_client_at:
        return contract
    if contract.replaced_at:
        raise Replaced(contract.number)
    now = clock.now()
    contract.agreed_by_client_at, contract.client_agreed_how = now, how
    contract.save(update_fields=["agreed_by_client_at", "client_agreed_how"])
    contract.course.contracts.filter(number__lt=contract.number, replaced_at=None).update(
        replaced_at=now
    )
    record("care.contract_agreed", by=by, about=contract, reason=how)
    return contract


@transaction.atomic
def answer_consent(
    *,
    course,
    kind,
    given,
    how,
    by,
    text_version,
    language="en",
    asked="",
    given_as="self",
    giver="",
):
    """Keep an answer to one question of consent; an earlier answer is ended, not overwritten.

    asked      the words that were answered
    given_as   "guardian" where `giver` answered for a young person
    NotTheirs where a yes to treatment is not the one that the practice's rule asks for.
    """
    Course.objects.select_for_update().get(pk=course.pk)
    if kind == "treatment" and given:
        young.may_consent(course, given_as, giver)
    present = course.consents.filter(kind=kind, withdrawn_at=None).first()
    said = (given, text_version, given_as, giver)
    if present and (present.given, present.text_version, present.given_as, present.giver or "") == (
        said
    ):
        return present
    if present and present.given and not given:
        withdraw_consent(consent=present, by=by)
    elif present:
        _end(present, by)
    consent = Consent.objects.create(
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        kind=kind,
        given=given,
        text_version=text_version,
        language=language,
        asked=asked,
        given_as=given_as,
        giver=giver,
        how=how,
        answered_at=clock.now(),
        answered_by=by,
    )
    record(
        "care.consent_given" if given else "care.consent_refused", by=by, about=consent, reason=kind
    )
    return consent


@transaction.atomic
def withdraw_consent(*, consent, by):
    """Take a consent back: one step, no reason asked (PRIV-04).

    Of a yes without which there is no treatment the therapist is told: the therapy pauses.
    """
    if consent.withdrawn_at is None:
        _end(consent, by)
        record("care.consent_withdrawn", by=by, about=consent, reason=consent.kind)
        if consent.given and consent.kind in book_consents.pausing():
            _tell_therapist(consent, by)
    return consent


def _tell_therapist(consent, by):
    therapist = consent.course.therapist
    if therapist and therapist != by:
        write(
            "consent_told",
            event=f"consent:{consent.pk}",
            practice=consent.course.client.practice,
            user=therapist,
            route="desk:today",
        )


def _end(consent, by):
    consent.withdrawn_at, consent.withdrawn_by = clock.now(), by
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])


@transaction.atomic
def decide(*, course, id, by, settles, choice, why, next_review_on=None):
    """Write down how the course goes on, and why. It settles the reviews named.

    Nothing changes by itself: phase, contract and questionnaires stay as they are.
    """
    Course.objects.select_for_update().get(pk=course.pk)
    decision, made = once.create(
        Decision,
        id=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        settles=sorted(settles),
        choice=choice,
        why=why,
        next_review_on=next_review_on,
        by=by,
        on=_on_of(Decision, id, course),
    )
    if made:
        record("care.decided", by=by, about=decision, reason=choice)
    return decision


def _on_of(model, id, course):
    """The day of a row that may be there already, else today."""
    there = model.objects.filter(pk=id).first()
    return there.on if there else clock.today(course.client.zone)


@transaction.atomic
def mark_task(*, course, task, by):
    """Note that a task of the protocol was done today. Noted twice, it is one mark."""
    adapting.hold_task(course, task)
    Course.objects.select_for_update().get(pk=course.pk)
    on = clock.today(course.client.zone)
    mark, made = TaskMark.objects.get_or_create(
        course=course,
        task=task,
        on=on,
        defaults={"practice_id": course.practice_id, "client_id": course.client_id, "by": by},
    )
    if made:
        record("care.task_done", by=by, about=mark, reason=task)
    return mark


@transaction.atomic
def unmark_task(*, course, task, by):
    """Take today's mark of a task back."""
    on = clock.today(course.client.zone)
    mark = TaskMark.objects.filter(course=course, task=task, on=on).first()
    if mark:
        record("care.task_mark_taken_back", by=by, about=mark, reason=task)
        mark.delete()


def stopped(course):
    """The stop that holds this course still, if any."""
    return course.stops.filter(lifted_at=None).first()


@transaction.atomic
def stop_everything(*, course, reason, words, by):
    """End all messages to this client at once: death, complaint, danger."""
    Course.objects.select_for_update().get(pk=course.pk)
    there = stopped(course)
    if there:
        return there
    stop = FullStop.objects.create(
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        reason=reason,
        words=words,
        at=clock.now(),
        by=by,
    )
    withhold_all(course.client, reason="stopped")
    record("care.stopped", by=by, about=stop, reason=reason)
    return stop


@transaction.atomic
def lift_stop(*, stop, because, by):
    """Let messages go again, on purpose and with a reason. What was withheld stays withheld."""
    if stop.lifted_at is None:
        stop.lifted_at, stop.lifted_by, stop.lifted_because = clock.now(), by, because
        stop.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
        record("care.stop_lifted", by=by, about=stop)
    return stop
