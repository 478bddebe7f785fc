"""Writing a note, signing it, adding to it; agreeing on a practice and hearing how it went."""

from django.db import transaction

from kith import clock
from kith.audit.actions import record
from kith.care.actions import NotYet
from kith.care.models import Course
from kith.inventory import reading as inventory
from kith.people.history import SomebodyElseSaved, change
from kith.safety.actions import stop_for
from kith.schedule import actions as schedule
from kith.web import once

from .models import Addendum, Homework, NoteDraft, SessionRecord, SignedAlready


class PracticeWaits(ValueError):
    """A practice with a person waits for the private question. `why` is a message id."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why


class NotSafeWith(ValueError):
    """A practice with somebody with whom a joint session was noted as not safe."""

    def __init__(self, name):
        super().__init__("not safe with this person")
        self.name = name


def _lock(meeting):
    Course.objects.select_for_update().get(pk=meeting.course_id)


@transaction.atomic
def keep_draft(*, meeting, by, typed, version):
    """Keep what is typed so far. `version` is the draft that was on the page, 0 for none.

    SomebodyElseSaved when the same person kept other words elsewhere meanwhile.
    """
    _lock(meeting)
    if SessionRecord.objects.filter(appointment=meeting).exists():
        raise SignedAlready
    draft = NoteDraft.objects.filter(appointment=meeting, author=by).first()
    if draft is None:
        return NoteDraft.objects.create(
            practice_id=meeting.practice_id,
            client_id=meeting.client_id,
            appointment=meeting,
            author=by,
            typed=typed,
        )
    if draft.typed == typed:
        return draft
    if draft.version != version:
        raise SomebodyElseSaved(draft)
    draft.typed, draft.kept_at = typed, clock.now()
    draft.version += 1
    draft.save(update_fields=["typed", "kept_at", "version"])
    return draft


@transaction.atomic
def sign(*, meeting, by, facts, said, practice=None):
    """Sign the note of a meeting: from now on it stays as it is. Signed twice, it is one.

    said       opening, back, worked_on, summary, time_left_said
    practice   what is agreed to be tried, None for nothing this week
    facts      for the gates, should the meeting still have to be noted as held
    """
    _lock(meeting)
    there = SessionRecord.objects.filter(appointment=meeting).first()
    if there:
        raise SignedAlready
    meeting = _held(meeting, by, facts)
    _look_back(meeting, by, said.get("back") or {})
    agreed = agree_practice(meeting=meeting, by=by, **practice) if practice else None
    note = SessionRecord.objects.create(
        practice_id=meeting.practice_id,
        client_id=meeting.client_id,
        course_id=meeting.course_id,
        appointment=meeting,
        author=by,
        practice_agreed=_as_agreed(agreed),
        signed_at=clock.now(),
        **said,
    )
    NoteDraft.objects.filter(appointment=meeting, author=by).delete()
    schedule.noted(meeting=meeting)
    record("notes.signed", by=by, about=note)
    return note


def _held(meeting, by, facts):
    if meeting.state == "held":
        return meeting
    if meeting.state != "planned":
        raise NotYet(meeting.state)
    return schedule.hold(meeting=meeting, version=meeting.version, by=by, facts=facts)


def _look_back(meeting, by, back):
    """What was said about the last practice goes to it, unless the client wrote it themselves."""
    homework = Homework.objects.filter(pk=back.get("practice")).first()
    if homework is None or not back.get("result") or homework.told == "screen":
        return
    report(
        homework=homework,
        version=homework.version,
        by=by,
        told="said",
        state=back["result"],
        happened=back.get("happened", ""),
        learned=back.get("learned", ""),
    )


def _as_agreed(homework):
    if homework is None:
        return {}
    names = ["what", "with_whom", "when", "obstacle", "help"]
    return {name: getattr(homework, name) for name in names}


@transaction.atomic
def agree_practice(
    *,
    meeting,
    by,
    what,
    person=None,
    someone_else=False,
    with_whom="",
    when="",
    obstacle="",
    help="",
):
    """Agree on one small practice, one a meeting; agreed again, it is put right.

    someone_else   with somebody who is not in the inventory

    PracticeWaits when it is with a person and the private question is open or positive;
    NotSafeWith when a joint session with that person was noted as not safe.
    """
    _lock(meeting)
    if person or someone_else:
        _may_be_tried_with(meeting, person, with_whom, by)
    values = {
        "what": what,
        "person": person,
        "someone_else": someone_else,
        "with_whom": with_whom,
        "when": when,
        "obstacle": obstacle,
        "help": help,
    }
    there = Homework.objects.filter(appointment=meeting).first()
    if there:
        return change(there, version=there.version, by=by, **values)
    homework = Homework.objects.create(
        practice_id=meeting.practice_id,
        client_id=meeting.client_id,
        course_id=meeting.course_id,
        appointment=meeting,
        made_by=by,
        **values,
    )
    record("notes.practice_agreed", by=by, about=homework)
    return homework


def _may_be_tried_with(meeting, person, name, by):
    why = stop_for(meeting.course, "practice_with_person")
    if why:
        record("notes.practice_stopped", by=by, about=meeting, reason=why)
        raise PracticeWaits(why)
    if str(person) in map(str, inventory.noted_unsafe(meeting.client_id)):
        record("notes.practice_stopped", by=by, about=meeting, reason="unsafe")
        raise NotSafeWith(name)


@transaction.atomic
def report(*, homework, version, by, state, told, happened="", learned=""):
    """How the practice went, in the client's words: on their screen or said in the room."""
    changed = change(
        homework,
        version=version,
        by=by,
        state=state,
        told=told,
        happened=happened,
        learned=learned,
    )
    if changed.version != homework.version:
        Homework.objects.filter(pk=changed.pk).update(told_at=clock.now(), told_by=by)
        record("notes.practice_told", by=by, about=changed, reason=f"{state}/{told}")
    return changed


@transaction.atomic
def add(*, note, by, words, id):
    """Add to a signed note."""
    addendum, made = once.create(
        Addendum,
        id=id,
        practice_id=note.practice_id,
        client_id=note.client_id,
        record=note,
        author=by,
        words=words,
    )
    if made:
        record("notes.added", by=by, about=addendum)
    return addendum
