"""What may be read of the audit, and how it is put: ids and deeds, never words about people."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.core.paginator import Paginator

from . import heads, words
from .models import AuditEvent

A_PAGE = 50
ORDERS = {"newest": "-seq", "oldest": "seq"}


@dataclass(frozen=True)
class Trace:
    """One line of the client's own view: when, who (by id), as which role, and what."""

    at: datetime
    actor_id: UUID | None
    role: str
    sentence: str


def of_client(client, limit: int = 100) -> list[Trace]:
    """Who did what with this client's record, newest first; their own doings are left out.

    The caller looks up the names of `actor_id`. What the house did by itself has none.
    """
    found = AuditEvent.objects.filter(practice_id=client.practice_id, client_id=client.pk)
    if client.user_id:
        found = found.exclude(actor_id=client.user_id)
    rows = found.exclude(actor_id=None).order_by("-seq")[:limit]
    return [
        Trace(row.at, row.actor_id, words.role(row.actor_role), words.sentence(row.action))
        for row in rows
    ]


def of_practice(practice_id, *, kind="", actor=None, order="newest"):
    """A page-able list of a practice's events; filters by set words and ids only."""
    found = AuditEvent.objects.filter(practice_id=practice_id)
    if kind:
        found = found.filter(action__startswith=f"{kind}.")
    if actor:
        found = found.filter(actor_id=actor)
    return Paginator(found.order_by(ORDERS[order]), A_PAGE)


def staff_names(practice_id, ids) -> dict[UUID, str]:
    """Names of those among `ids` who are staff; clients stay ids."""
    users = apps.get_model("people", "User")._base_manager.filter(pk__in=set(ids))
    return {user.pk: user.name for user in users.filter(practice_id=practice_id, as_client=None)}


def state(practice_id) -> dict | None:
    """What the last check of the chain found: at (aware), seq, fault; None before the first."""
    last = heads.last(practice_id)
    return last and {**last, "at": datetime.fromisoformat(last["at"])}
