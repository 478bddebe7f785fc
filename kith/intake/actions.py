from django.db import transaction

from ipt import intake as book
from ipt import protocol
from ipt.protocol import states
from kith import clock
from kith.audit.actions import record
from kith.care import actions as care
from kith.care.models import Course
from kith.people import actions as people
from kith.people.history import change
from kith.people.models import RoleGrant
from kith.post.actions import write
from kith.web import once

from .models import Enquiry, Explained, Fit, PrivateTwin, WaitingContact

BEFORE_TREATMENT = ("enquiry", "consultation", "waiting")
CLOSE_REASONS = {
    "other_therapy": "referred_on",
    "refer_specialist": "referred_on",
    "client_declines": "client_ended_early",
    "self_help_or_wellbeing": "not_suitable",
}


class CourseClosed(ValueError):
    """A closed course is judged no more; coming back is a new enquiry and a new course."""


class AlreadyDecided(ValueError):
    """The enquiry was accepted, declined or closed before."""


@transaction.atomic
def receive(*, practice, id, by=None, **words):
    """Keep an enquiry that came through the page, or a referral typed in; tell who reads it."""
    enquiry, made = once.create(
        Enquiry,
        id=id,
        practice_id=practice.pk,
        source="referral" if by else "own",
        typed_by=by,
        **words,
    )
    if made:
        record("intake.enquiry_received", by=by, about=enquiry, reason=enquiry.source)
        for reader in readers(practice):
            if reader != by:
                write(
                    "enquiry",
                    event=f"enquiry:{enquiry.pk}:{reader.pk}",
                    practice=practice,
                    route="intake:enquiries",
                    user=reader,
                )
    return enquiry


def readers(practice):
    """Who reads enquiries: the coordinators, else the duty clinician."""
    grants = RoleGrant.objects.filter(
        practice_id=practice.pk, role="coordinator", ended_at=None, user__is_active=True
    ).select_related("user")
    found = [grant.user for grant in grants]
    return found or [practice.duty_clinician] * bool(practice.duty_clinician_id)


@transaction.atomic
def accept(*, enquiry, therapist, by, existing=None, **details):
    """Register the client, give them a therapist and open the course: all or nothing, once.

    existing   a client who is already known here; then no second one is registered
    details    name and contact for a new client
    """
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    if enquiry.state == "accepted":
        return enquiry.course
    if enquiry.state != "waiting":
        raise AlreadyDecided(enquiry.state)
    client = existing or people.register_client(
        practice=enquiry.practice, by=by, id=once.row_id("client", enquiry), **details
    )
    people.assign(client=client, therapist=therapist, by=by)
    course = care.open_course(
        client=client, therapist=therapist, by=by, id=once.row_id("course", enquiry)
    )
    _decide(enquiry, "accepted", by, client=client, course=course)
    return course


@transaction.atomic
def turn_down(*, enquiry, reason, words, by):
    """Decline an enquiry, or close it, with the reason. Asked twice, it is done once."""
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    state = "declined" if reason in Enquiry.DECLINING else "closed"
    if (enquiry.state, enquiry.close_reason) == (state, reason):
        return enquiry
    if enquiry.state != "waiting":
        raise AlreadyDecided(enquiry.state)
    return _decide(enquiry, state, by, close_reason=reason, close_words=words)


def _decide(enquiry, state, by, **values):
    values = {"state": state, "decided_at": clock.now(), "decided_by": by, **values}
    for name, value in values.items():
        setattr(enquiry, name, value)
    enquiry.save(update_fields=list(values))
    record(f"intake.{state}", by=by, about=enquiry, reason=enquiry.close_reason)
    return enquiry


@transaction.atomic
def save_part(*, course, model, version, by, **words):
    """Write a part of the consultation: made at the first saving, later changed by versions."""
    Course.objects.select_for_update().get(pk=course.pk)
    return _save(model, {"course": course}, version, by, words)


@transaction.atomic
def save_twin(*, course, place, version, words, by):
    """Write what stands under "only for you"; nothing is made while nothing is written."""
    Course.objects.select_for_update().get(pk=course.pk)
    there = PrivateTwin.objects.filter(course=course, place=place).exists()
    if not there and not words.strip():
        return None
    return _save(PrivateTwin, {"course": course, "place": place}, version, by, {"words": words})


def _save(model, where, version, by, words):
    course = where["course"]
    row = model.objects.filter(**where).first()
    if row is None:
        row = model.objects.create(
            practice_id=course.practice_id,
            client_id=course.client_id,
            begun_by=by,
            **where,
            **words,
        )
    else:
        before = row.version
        row = change(row, version=version, by=by, **words)
        if row.version == before:
            return row
    record(f"intake.{model._meta.model_name}_saved", by=by, about=row)
    return row


@transaction.atomic
def explain(*, course, by):
    """Note that IPT was explained, by whom and when. Once."""
    Course.objects.select_for_update().get(pk=course.pk)
    there = Explained.objects.filter(course=course).first()
    if there:
        return there
    row = Explained.objects.create(
        practice_id=course.practice_id, client_id=course.client_id, course=course, by=by
    )
    record("intake.explained", by=by, about=row)
    return row


@transaction.atomic
def sign_fit(*, course, id, by, too_young=None, **judgement):
    """Sign whether IPT fits and what happens next; the course goes where the outcome leads.

    To start, the course stays in consultation until its gates are passed.
    too_young   whether they are too young to consent alone; None where that was not asked
    A course already in treatment is not moved: it ends in its own way. Raises CourseClosed.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    if course.status == "closed" and not Fit.objects.filter(pk=id).exists():
        raise CourseClosed
    fit, made = once.create(
        Fit,
        id=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        signed_by=by,
        **judgement,
    )
    if made:
        record("intake.fit_signed", by=by, about=fit, reason=fit.outcome)
        if too_young is not None:
            Course.objects.filter(pk=course.pk).update(too_young=too_young)
        _follow(course, fit, by)
    return fit


def _follow(course, fit, by):
    if course.status not in BEFORE_TREATMENT:
        return
    if fit.protocol and fit.protocol != course.protocol:
        plan = protocol.load(fit.protocol)
        Course.objects.filter(pk=course.pk).update(protocol=plan.id, protocol_version=plan.version)
    status = book.outcome(fit.outcome).status
    status = "consultation" if status == "active" else status
    if states.can_move(course.status, status):
        care.move(course=course, by=by, status=status, why=fit.reasons)
    if status == "closed":
        Course.objects.filter(pk=course.pk).update(
            closed_at=clock.now(), close_reason=CLOSE_REASONS[fit.outcome]
        )


@transaction.atomic
def note_contact(*, course, id, on, how, words, by):
    """Note that somebody on the waiting list was called or seen, and how they are."""
    Course.objects.select_for_update().get(pk=course.pk)
    row, made = once.create(
        WaitingContact,
        id=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        on=on,
        how=how,
        words=words,
        by=by,
    )
    if made:
        record("intake.waiting_contact", by=by, about=row, reason=how)
    return row
