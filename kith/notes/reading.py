"""What other rooms and pages want to know from the notes."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ipt.ending import WeekFact
from kith import clock
from kith.inventory import reading as inventory
from kith.safety.actions import stop_for
from kith.schedule.models import Appointment
from kith.web import book

from . import words
from .models import Homework, NoteDraft, SessionRecord


def owed(user):
    """Sessions of this therapist without a signed note, oldest first: held ones, and planned ones
    that are over. Each has `draft_kept_at` if a draft is there."""
    waiting = (
        Appointment.objects.for_user(user)
        .filter(therapist=user, kind="session", noted_at=None, ends_at__lte=clock.now())
        .filter(state__in=["held", "planned"])
        .select_related("client__practice", "course", "therapist__practice")
        .order_by("starts_at")
    )
    rows = list(waiting)
    drafts = NoteDraft.objects.for_user(user).filter(appointment__in=rows)
    kept = dict(drafts.values_list("appointment_id", "kept_at"))
    for row in rows:
        row.draft_kept_at = kept.get(row.pk)
    return rows


def _homework(course, user):
    found = Homework.objects.for_user(user) if user else Homework.objects.all()
    return found.filter(course=course)


def latest_practice(course, user=None):
    """What is to be tried now: the newest practice of the course, None before the first."""
    return _homework(course, user).order_by("-appointment__starts_at").first()


def practice_before(meeting, user):
    """The last practice agreed before a meeting: it is looked back at in that meeting."""
    earlier = _homework(meeting.course, user).filter(appointment__starts_at__lt=meeting.starts_at)
    return earlier.order_by("-appointment__starts_at").first()


def practices(course, user=None):
    """Every practice of a course, newest first."""
    return list(_homework(course, user).order_by("-appointment__starts_at"))


def waits(course) -> str:
    """Why no practice with a person is agreed on now, in words; "" when it may be."""
    why = stop_for(course, "practice_with_person")
    return book.text(why) if why else ""


def held_back(course, practices) -> dict:
    """By id, why the client is not shown an open practice now, in words.

    One with a person waits as agreeing on it would: what was safe to try may be so no longer.
    """
    asked = [each for each in practices if each and each.with_somebody and each.open]
    if not asked:
        return {}
    if why := waits(course):
        return {each.pk: why for each in asked}
    unsafe = inventory.noted_unsafe(course.client_id)
    why = _("It was noted that a joint session with this person is not safe.")
    return {each.pk: why for each in asked if each.person in unsafe}


def own_practice(course, user):
    """What the client is shown to try now: the newest practice, None while it is held back."""
    newest = latest_practice(course, user)
    return None if held_back(course, [newest]) else newest


def _records(course, user):
    found = SessionRecord.objects.for_user(user).filter(course=course)
    return found.select_related("appointment").order_by("appointment__starts_at")


@dataclass(frozen=True)
class Link:
    """Mood and what happened, as one record of a session."""

    appointment_id: object
    session: int | None
    on: date
    before: int | None
    after: int | None
    mood_now: int | None
    change: str
    event: str
    people: tuple
    names: tuple
    feelings: tuple
    sentence: str


def links(course, user):
    """Mood tied to event and people, session by session, oldest first. One query."""
    return [_link(note) for note in _records(course, user)]


def _link(note):
    said = note.opening
    return Link(
        appointment_id=note.appointment_id,
        session=note.appointment.number,
        on=note.appointment.on,
        before=said.get("before"),
        after=said.get("after"),
        mood_now=said.get("mood_now"),
        change=said.get("change") or "",
        event=said.get("event") or "",
        people=tuple(said.get("people") or ()),
        names=tuple(said.get("names") or ()),
        feelings=tuple(said.get("feelings") or ()),
        sentence=words.link(said),
    )


def weeks(course, user):
    """Each session with its lowest mood and what it went with, for the ending's proposals."""
    rows = [(link, _lowest(link)) for link in links(course, user)]
    return [
        WeekFact(
            session=link.session or 0,
            mood_low=low,
            event=words.Truncator(link.event).words(16),
            person=", ".join(link.names),
        )
        for link, low in rows
        if low is not None
    ]


def _lowest(link):
    said = [mood for mood in (link.mood_now, link.before, link.after) if mood is not None]
    return min(said) if said else None


def of_course(course, user):
    """Rows of the sessions page: every meeting that was or is due, with its note and practice."""
    meetings = list(
        Appointment.objects.for_user(user)
        .filter(course=course, starts_at__lte=clock.now())
        .select_related("therapist__practice")
        .order_by("-starts_at")
    )
    notes = {n.appointment_id: n for n in _records(course, user)}
    tried = {h.appointment_id: h for h in _homework(course, user)}
    held = held_back(course, tried.values())
    drafts = set(
        NoteDraft.objects.for_user(user)
        .filter(appointment__in=meetings)
        .values_list("appointment_id", flat=True)
    )
    return [
        {
            "meeting": meeting,
            "note": notes.get(meeting.pk),
            "sentence": words.link(notes[meeting.pk].opening) if meeting.pk in notes else "",
            "lacks": words.lacks(notes[meeting.pk].opening) if meeting.pk in notes else "",
            "practice": tried.get(meeting.pk),
            "held_back": held.get(tried[meeting.pk].pk, "") if meeting.pk in tried else "",
            "draft": meeting.pk in drafts,
        }
        for meeting in meetings
    ]
