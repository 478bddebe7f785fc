"""The timeline as a reader may see it: the client without the therapist's sorting."""

from dataclasses import dataclass, field
from uuid import UUID

from ipt import timeline as book_timeline
from ipt.focus import hue, toolbox
from ipt.timeline.dates import When, read
from kith.care.models import Course
from kith.inventory import reading as inventory
from kith.people.models import Revision
from kith.web import book

from . import when as said
from .models import ON_0_TO_10, Event, EventNote, LookedAt, MoodPoint, Onset, SymptomMarker

LIKE = {area.id: area.like for area in toolbox.extra_areas()}


@dataclass(frozen=True)
class Happened:
    """An event in words. area, hue and told_by are empty for the client.

    distance    from the beginning, in words; in_window: "yes", "perhaps", "no" or ""
    """

    id: UUID
    when: When
    words: str
    title: str
    kind: str
    kind_words: str
    valence: int | None
    people: list
    person_ids: list
    area: str
    area_words: str
    hue: str
    told_by: str
    hidden: bool
    distance: str = ""
    in_window: str = ""
    version: int = 1
    added_at: object = field(default=None, compare=False)

    def __str__(self):
        return self.title


def own(user, client_id) -> bool:
    """Whether the reader is the client."""
    return bool(user.own_client and user.own_client.pk == client_id)


def _client_id(of):
    return getattr(of, "client_id", of.pk)


def rows(model, of, user, *, aside=False) -> list:
    """The rows of one kind on the line, in order of time; those set aside when asked for.

    of   a Course or a Client
    """
    found = model.objects.for_user(user).filter(
        client=_client_id(of), set_aside_at__isnull=not aside
    )
    return sorted(found, key=lambda row: (read(row.when).middle, row.added_at))


def onset(course, user) -> Onset | None:
    """When it began, for this course; None while it was not said."""
    if course is None:
        return None
    return Onset.objects.for_user(user).filter(course=course).first()


def names(of, user) -> dict[str, str]:
    """By id, the names of the inventory as this reader may see them."""
    there = [*inventory.present(of, user), *inventory.aside(of, user)]
    return {str(person.id): person.name for person in there}


def events(of, user, *, shared=False, began=None, people=None) -> list[Happened]:
    """What happened, in order of time; for this room and for focus, as evidence.

    of       a Course or a Client
    shared   somebody else looks at the screen: what is kept from joint sessions is left out
    began    the Onset, if it was read already (else that of the course, if it is one)
    people   names by id, if they were read already
    """
    if began is None and isinstance(of, Course):
        began = onset(of, user)
    people = names(of, user) if people is None else people
    since = read(began.when) if began else None
    found = [
        _happened(row, since, people, own(user, _client_id(of))) for row in rows(Event, of, user)
    ]
    return [one for one in found if not (shared and one.hidden)]


def not_for_others(client_id) -> list[str]:
    """The titles of what the client keeps from joint sessions, as they stand."""
    kept = Event.objects.filter(client=client_id, hide_from_joint_sessions=True)
    return [title for row in kept if (title := row.title.strip())]


def _happened(row, since, people, client):
    at = read(row.when)
    area = "" if client else row.area
    return Happened(
        id=row.pk,
        when=at,
        words=said.words(at),
        title=row.title,
        kind=row.kind,
        kind_words=book.text(f"list.event_kind.{row.kind}") if row.kind else "",
        valence=row.valence,
        people=[people[id] for id in row.person_ids or [] if id in people],
        person_ids=list(row.person_ids or []),
        area=area,
        area_words=area_words(area),
        hue=area_hue(area),
        told_by="" if client else row.told_by,
        hidden=row.hide_from_joint_sessions,
        distance=said.distance(book_timeline.distance(since, at)) if since else "",
        in_window=book_timeline.in_window(since, at) if since else "",
        version=row.version,
        added_at=row.added_at,
    )


def area_words(area) -> str:
    """The therapist's name of a focus area."""
    return book.text(f"focus.{area}.title") if area else ""


def area_hue(area) -> str:
    """The colour name of a focus area; one that a protocol adds has that of its like."""
    return hue(LIKE.get(area, area)) if area else ""


def note(event, user) -> EventNote | None:
    """The therapist's own note on an event; None for everybody but the client's therapists."""
    return EventNote.objects.for_user(user).filter(event=event).first()


def noted(events, user) -> set:
    """Ids of the events with a note of the therapist's own."""
    ids = [event.id for event in events]
    found = EventNote.objects.for_user(user).filter(event__in=ids)
    return set(found.values_list("event_id", flat=True))


def looked_at(course, user) -> LookedAt | None:
    """The last time that client and therapist went through the line together."""
    if course is None:
        return None
    found = LookedAt.objects.for_user(user).filter(course=course).select_related("by")
    return found.first()


def counted(course, user) -> dict[str, int]:
    """What the book counts as done of the timeline (task initial.timeline)."""
    scales = MoodPoint.objects.for_user(user).filter(client=course.client_id, set_aside_at=None)
    return {
        "onset": int(Onset.objects.for_user(user).filter(course=course).exists()),
        "timeline_events": Event.objects.for_user(user)
        .filter(client=course.client_id, set_aside_at=None)
        .count(),
        "mood_line": int(book_timeline.line_drawn(scales.values_list("scale", flat=True))),
    }


def story(row) -> list[dict]:
    """What a mark said before, newest first: title or symptom or mood, when, by whom."""
    label = row._meta.label
    found = Revision.objects.filter(row_id=row.pk, label=label, client=row.client_id)
    return [
        {"by": before.saved_by, "at": before.saved_at, **_former(before.said)}
        for before in found.select_related("saved_by").order_by("-version")
    ]


def _former(before):
    return {
        "what": before.get("title") or before.get("symptom") or before.get("label") or "",
        "mood": before.get("mood"),
        "words": said.words(read(before["when"])) if "when" in before else "",
    }


MODELS = {"event": Event, "mood": MoodPoint, "symptom": SymptomMarker}
SCALE = ON_0_TO_10
