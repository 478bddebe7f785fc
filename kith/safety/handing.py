"""To whom a concern goes: its owner, the second reader, and who is next when nobody has read it."""

from datetime import timedelta

from kith import clock
from kith.audit.actions import record
from kith.people.actions import assign
from kith.people.models import Assignment
from kith.post.actions import write

from .models import ConcernEntry
from .staffing import Staffing

REMIND_AFTER = timedelta(hours=24)
STAND_IN_ENDS_AFTER = timedelta(hours=72)


def entry(concern, kind, **values):
    """A line in the story of a concern, not yet saved."""
    return ConcernEntry(
        practice_id=concern.practice_id,
        client_id=concern.client_id,
        concern=concern,
        kind=kind,
        **values,
    )


def opened(line, course):
    """A new concern gets its owner, and at the higher level a second reader."""
    staff = Staffing(course.practice_id, course)
    _hand_over(line, course, staff, staff.reader(course, line.at))
    if line.concern.level != "review" and line.concern.owner:
        _tell_second(line, course, staff)


def joined(line, course):
    """An answer that joins is read with the rest; past the time, someone is asked afresh."""
    concern = line.concern
    if concern.owner_id and concern.due_at and concern.due_at > line.at:
        line.save(force_insert=True)
        return
    staff = Staffing(course.practice_id, course)
    _hand_over(line, course, staff, staff.reader(course, line.at))


def _hand_over(line, course, staff, found):
    concern = line.concern
    concern.owner, concern.due_at = found or (None, None)
    concern.save(update_fields=["owner", "due_at"])
    _give(line, course, staff, concern.owner)


def _give(line, course, staff, person):
    """Let a person see the client for this concern, and write to them."""
    line.to = person
    if person and not staff.cares(course, person.pk):
        line.stands_in = assign(client=course.client, therapist=person, by=None)
        staff.cared_for_by.add((course.client_id, person.pk))
    line.save(force_insert=True)
    if person:
        _write(person, f"concern:{line.pk}", line)


def _write(person, event, line):
    write(
        "concern",
        event=event,
        practice=person.practice,
        route="safety:concern",
        user=person,
        about_id=line.concern_id,
    )


def _tell_second(line, course, staff):
    person = staff.backup(course, line.at, line.concern.owner)
    if person:
        _give(entry(line.concern, "told", at=line.at), course, staff, person)


def tell_second_later(concern, staff):
    """Where nobody could be told beside the owner at first: whoever can be by now."""
    if concern.level == "review" or not concern.owner or _asked(concern) > 1:
        return
    _tell_second(entry(concern, "told", at=clock.now()), concern.course, staff)


def _asked(concern):
    return concern.entries.exclude(to=None).values("to").distinct().order_by().count()


def pass_on(concern, staff):
    """An unread concern goes to the next in line; at the end of the line, a reminder a day."""
    now = clock.now()
    course = concern.course
    found = staff.reader(course, now, passed=_had_it(concern))
    if found is None and not _still_there(concern, staff):
        found = staff.reader(course, now)
    if found is None:
        return _remind(concern, now)
    line = entry(concern, "passed", at=now)
    _hand_over(line, course, staff, found)
    record("safety.concern_passed", about=concern)
    return line


def _had_it(concern):
    """Ids of those who have been asked since the last answer that was handed out afresh."""
    asked = []
    for line in concern.entries.filter(kind__in=["raised", "joined", "passed"]).exclude(to=None):
        asked = [*asked, line.to_id] if line.kind == "passed" else [line.to_id]
    return asked


def _still_there(concern, staff):
    return concern.owner_id in staff.people and staff.cares(concern.course, concern.owner_id)


def needs_passing(concern, staff):
    """Whether the time has passed, or its owner is not there any more."""
    return concern.late or not _still_there(concern, staff)


def _remind(concern, now):
    last = concern.entries.exclude(kind__in=["noted", "changed"]).order_by("-at").first()
    if not concern.owner or (last and now - last.at < REMIND_AFTER):
        return None
    line = entry(concern, "reminded", at=now, to=concern.owner)
    line.save(force_insert=True)
    _write(concern.owner, f"concern:{line.pk}", line)
    return line


def end_stand_ins(practice):
    """Who stood in for a concern sees the client no more, three days after it was closed."""
    over = clock.now() - STAND_IN_ENDS_AFTER
    lines = ConcernEntry.objects.filter(
        practice=practice, stands_in__ended_at=None, stands_in__isnull=False
    ).select_related("stands_in", "concern__course")
    for line in lines:
        given = line.stands_in
        if _still_needed(given, over) or line.concern.course.therapist_id == given.therapist_id:
            continue
        Assignment.objects.filter(pk=given.pk, ended_at=None).update(ended_at=clock.now())
        record("people.assignment_ended", about=given, reason="stood_in")


def _still_needed(given, over):
    mine = ConcernEntry.objects.filter(client_id=given.client_id, to_id=given.therapist_id)
    return (
        mine.filter(concern__acknowledged_at=None).exists()
        or mine.filter(concern__acknowledged_at__gt=over).exists()
    )
