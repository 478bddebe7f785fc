from django.db import IntegrityError, transaction

from ipt.measures.scoring import RiskHit
from ipt.safety import concerns, stops
from kith import clock
from kith.audit.actions import record
from kith.care.models import Course
from kith.people.history import SomebodyElseSaved, change
from kith.people.models import Client
from kith.web import once

from . import handing, reading
from .models import Concern, ConcernEntry, EmergencyContact, RiskScreen, SafetyPlan


class AcknowledgedAlready(ValueError):
    """Somebody closed the concern meanwhile. `concern` says who and what was done."""

    def __init__(self, concern):
        super().__init__("acknowledged already")
        self.concern = concern


class PlanChanged(ValueError):
    """The safety plan was saved elsewhere meanwhile. `saved` is the version that stands now."""

    def __init__(self, saved):
        super().__init__("the plan was saved elsewhere")
        self.saved = saved


@transaction.atomic
def record_screen(*, course, by, id, **said):
    """Write down a risk screen. A later one is a new row; none is ever changed."""
    Course.objects.select_for_update().get(pk=course.pk)
    screen, made = once.create(
        RiskScreen,
        id=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        author=by,
        **said,
    )
    if made:
        record("safety.screened", by=by, about=screen, reason=screen.clinician_level)
    return screen


def stop_for(course, act):
    """Why a single act has to wait (`joint_session`, `practice_with_person`, `letter_home`), as a
    message id of the book, or None if it may go on."""
    return stops.stopped(act, reading.private_question(course))


@transaction.atomic
def raise_concern(
    *, client, course, source_label, source_id, measure, item, value, level, at, version="", by=None
):
    """Take in an answer that somebody has to see: it opens a concern or joins an open one.

    The same answer sent again changes nothing; an equal or lower one joins; a rise opens. Call it
    in the transaction that saves the answer. Returns the concern.
    """
    course = Course.objects.select_for_update().select_related("client").get(pk=course.pk)
    last = _last_answer(source_id, item)
    if last and last.answer == {"value": value}:
        return last.concern
    present = list(Concern.objects.select_for_update().filter(client=client, acknowledged_at=None))
    hit = RiskHit("", item, value, level)
    levels = [concern.level for concern in present]
    entry = ConcernEntry(
        practice_id=course.practice_id,
        client_id=course.client_id,
        at=at,
        by=by,
        source_label=source_label,
        source_id=source_id,
        measure=measure,
        measure_version=version,
        item=item,
        nth=last.nth + 1 if last else 1,
        answer={"value": value},
    )
    if concerns.decide(hit, levels, open_values=_values(present, measure, item)) == "join":
        entry.concern, entry.kind = _highest(present), "joined"
        handing.joined(entry, course)
    else:
        entry.concern, entry.kind = _open(course, measure, item, level, at), "raised"
        handing.opened(entry, course)
    record(f"safety.concern_{entry.kind}", by=by, about=entry.concern, reason=level)
    return entry.concern


def _open(course, measure, item, level, at):
    return Concern.objects.create(
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        measure=measure,
        item=item,
        level=level,
        opened_at=at,
    )


def _highest(present):
    return max(present, key=lambda concern: concerns.rank(concern.level))


def _last_answer(source_id, item):
    found = ConcernEntry.objects.filter(source_id=source_id, item=item).exclude(nth=None)
    return found.select_related("concern").order_by("-nth").first()


def known_answer(source_id, item):
    """The last answer of this form to an item (or sum of a scale) that a concern holds, or None."""
    last = _last_answer(source_id, item)
    return last.answer["value"] if last else None


def _values(present, measure, item):
    entries = ConcernEntry.objects.filter(
        concern__in=present, measure=measure, item=item, kind__in=["raised", "joined"]
    )
    return [entry.answer["value"] for entry in entries]


@transaction.atomic
def answer_changed(*, course, source_label, source_id, item, value, at, by=None):
    """The answer behind a concern was lowered to nothing, or taken back (value None). The concern
    stays as it is; whoever reads it learns of the change."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    last = _last_answer(source_id, item)
    if last is None or last.answer == {"value": value}:
        return None
    return ConcernEntry.objects.create(
        practice_id=course.practice_id,
        client_id=course.client_id,
        concern=last.concern,
        kind="changed",
        at=at,
        by=by,
        source_label=source_label,
        source_id=source_id,
        measure=last.measure,
        measure_version=last.measure_version,
        item=item,
        nth=last.nth + 1,
        answer={"value": value},
    )


@transaction.atomic
def acknowledge(*, concern, done, by):
    """A clinician has read it and says what was done: the only way a concern closes."""
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    if not concern.open:
        raise AcknowledgedAlready(concern)
    now = clock.now()
    concern.acknowledged_at, concern.acknowledged_by, concern.done = now, by, done
    concern.save(update_fields=["acknowledged_at", "acknowledged_by", "done"])
    handing.entry(concern, "acknowledged", at=now, by=by, words=done).save(force_insert=True)
    record("safety.concern_acknowledged", by=by, about=concern)
    return concern


@transaction.atomic
def add_note(*, concern, words, by, id=None):
    """Add to a concern what else was done, open or closed."""
    note, made = once.create(
        ConcernEntry,
        id=id or once.row_id(once.fresh_key()),
        practice_id=concern.practice_id,
        client_id=concern.client_id,
        concern=concern,
        kind="noted",
        by=by,
        words=words,
    )
    if made:
        record("safety.concern_noted", by=by, about=concern)
    return note


@transaction.atomic
def save_plan(*, client, parts, read_number, by, course=None):
    """Save a version of the safety plan. `read_number` is the version that was on the page (0 for
    none); PlanChanged when another has been saved since."""
    Client.objects.select_for_update().get(pk=client.pk)
    present = SafetyPlan.objects.filter(client=client).order_by("-number").first()
    if present and present.parts == parts:
        return present
    if (present.number if present else 0) != read_number:
        raise PlanChanged(present)
    plan = SafetyPlan.objects.create(
        practice_id=client.practice_id,
        client_id=client.pk,
        course=course or (present.course if present else None),
        number=read_number + 1,
        parts=parts,
        saved_by=by,
        saved_at=clock.now(),
    )
    record("safety.plan_saved", by=by, about=plan)
    return plan


@transaction.atomic
def save_contact(*, client, version, by, **said):
    """Keep whom to call. `version` 0 where nothing was kept yet; what it said before stays."""
    Client.objects.select_for_update().get(pk=client.pk)
    present = EmergencyContact.objects.filter(client=client).first()
    if present is None:
        try:
            with transaction.atomic():
                present = EmergencyContact.objects.create(
                    practice_id=client.practice_id, client_id=client.pk, asked_by=by, **said
                )
        except IntegrityError:
            raise SomebodyElseSaved(EmergencyContact.objects.get(client=client)) from None
    else:
        present = change(present, version=version, by=by, **said)
    record("safety.contact_kept", by=by, about=present)
    return present
