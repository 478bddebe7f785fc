"""The rows of one client's copy, as plain values: what record.json holds."""

from datetime import date, datetime, time
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import ForeignKey, Q

from kith.audit import words as audit_words
from kith.audit.models import AuditEvent
from kith.intake.models import Enquiry
from kith.people.models import Client, Draft, Link, Notice, Revision, User
from kith.post.models import Letter

from . import plan

LINKED = ("client", "checkin")  # kinds of link that lead to somebody's own pages


def rows(client, audience: str) -> dict[str, list[dict]]:
    """By model label, every row of the copy with its fields; ids and moments as text.

    audience   "client" for their own copy, "staff" for one that the therapist makes
    """
    found = {part.label: _part(part, client, audience) for part in plan.copied(audience)}
    return {label: lines for label, lines in found.items() if lines}


def _part(part, client, audience):
    names = part.shown_to(audience)
    fields = [part.model._meta.get_field(name) for name in names]
    lines = [
        {f.name: plain(getattr(row, f.attname)) for f in fields} for row in _find(part, client)
    ]
    if part.label == "audit.AuditEvent" and audience == "client":
        lines = [{**line, "action": audit_words.told(line["action"])} for line in lines]
    if part.label == "people.Revision":
        lines = [line for line in (_former(line, audience) for line in lines) if line]
    return lines


def _former(line, audience):
    """Former words, cut to the fields that the copy shows of their row."""
    part = plan.parts().get(line["label"])
    shown = part.shown_to(audience) if part else ()
    said = {name: value for name, value in line["said"].items() if name in shown}
    return {**line, "said": said} if said else None


def plain(value):
    """A value as JSON takes it."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _find(part, client):
    finder = FINDERS.get(part.label)
    found = finder(client) if finder else part.model._base_manager.filter(client=client)
    return found.select_related(None)


def course_ids(client):
    """Ids of every course of the client."""
    from kith.care.models import Course

    return Course._base_manager.filter(client=client).values("pk")


def _links(client):
    about = Q(about_id=client.pk) | Q(about_id__in=course_ids(client))
    return Link.objects.filter(about, kind__in=LINKED).order_by("made_at")


def _audit(client):
    """What the client reads under "who opened my record" (kith.audit.reading.of_client)."""
    found = AuditEvent.objects.filter(practice_id=client.practice_id, client_id=client.pk)
    if client.user_id:
        found = found.exclude(actor_id=client.user_id)
    return found.exclude(actor_id=None).order_by("seq")


def _letters(client):
    about = Q(client=client) | (Q(user=client.user_id) if client.user_id else Q())
    return Letter._base_manager.filter(about).order_by("made_at")


FINDERS = {
    "people.Client": lambda client: Client._base_manager.filter(pk=client.pk),
    "people.User": lambda client: User.objects.filter(pk=client.user_id),
    "people.Draft": lambda client: Draft._base_manager.filter(author=client.user_id),
    "people.Notice": lambda client: Notice._base_manager.filter(user=client.user_id),
    "mfa.Authenticator": lambda client: Authenticator.objects.filter(user=client.user_id),
    "intake.Enquiry": lambda client: Enquiry._base_manager.filter(client=client),
    "people.Revision": lambda client: Revision._base_manager.filter(client=client).order_by(
        "saved_at"
    ),
    "people.Link": _links,
    "post.Letter": _letters,
    "audit.AuditEvent": _audit,
}


def people(found: dict, client) -> dict[str, str]:
    """By id, the names of those who are named in the rows as having done something."""
    ids = set()
    for label, lines in found.items():
        model = plan.parts()[label].model
        names = [f.name for f in model._meta.concrete_fields if _to_user(f)]
        names += ["actor_id"] if label == "audit.AuditEvent" else []
        ids |= {line[name] for line in lines for name in names if line.get(name)}
    users = User.objects.filter(pk__in=ids, practice=client.practice_id)
    return {str(user.pk): user.name for user in users}


def _to_user(field):
    return isinstance(field, ForeignKey) and field.related_model is User
