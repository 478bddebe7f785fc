"""Every row about one client, taken away at once: what no key is needed to read.

Foreign keys are checked at the end of the transaction, so the order does not matter; were a row
left that leans on one of these, nothing would be taken away.
"""

import re

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import CASCADE, SET_NULL
from django_tasks_db.models import DBTaskResult

from kith.people.models import Client, Draft, Link, OpenSession, RoleGrant, User
from kith.people.records import ClientRecord
from kith.post.models import Letter

from .models import Erasing

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def records() -> list[type]:
    """Every model whose rows are about one client."""
    return [model for model in apps.get_models() if issubclass(model, ClientRecord)]


def clear(client_id) -> dict[str, int]:
    """Take away the rows of a client, their account and their letters; how many of each kind.

    To be called inside a transaction, in the client's practice.
    """
    client = Client._base_manager.filter(pk=client_id).values("pk", "practice", "user").first()
    if client is None:
        return {}
    gone, ids = {}, {str(client_id)}
    _leaning(gone, client_id)
    for model in records():
        rows = model._base_manager.filter(client=client_id)
        ids |= {str(pk) for pk in rows.values_list("pk", flat=True)}
        _take(gone, rows)
    _take(gone, Link.objects.filter(about_id__in=ids))
    _others_drafts(gone, client["practice"], ids)
    _take(gone, Client._base_manager.filter(pk=client_id))
    if client["user"]:
        _account(gone, client["user"])
    return {label: count for label, count in gone.items() if count}


def _leaning(gone, client_id):
    """Rows that name a row of the client without naming the client: who was told of it, say."""
    ours = {*records(), Client}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            other = field.related_model
            if model in ours or other not in ours or field.remote_field.on_delete is SET_NULL:
                continue
            which = {field.name: client_id}
            if other is not Client:
                which = {f"{field.name}__in": other._base_manager.filter(client=client_id)}
            if model is Letter:
                _jobs(gone, Letter._base_manager.filter(**which).values_list("pk", flat=True))
            _take(gone, model._base_manager.filter(**which))


def _take(gone, rows):
    label = rows.model._meta.label
    gone[label] = gone.get(label, 0) + (rows._raw_delete(connection.alias) or 0)


def _jobs(gone, ids):
    """Jobs whose arguments name one of these ids."""
    wanted = {str(id) for id in ids}
    rows = DBTaskResult.objects.values_list("pk", "args_kwargs")
    named = [pk for pk, said in rows.iterator() if wanted & set(UUID.findall(str(said)))]
    for start in range(0, len(named), 500):
        _take(gone, DBTaskResult.objects.filter(pk__in=named[start : start + 500]))


def _others_drafts(gone, practice, ids):
    """What staff typed and did not save on pages about this client."""
    rows = Draft._base_manager.filter(practice=practice).values_list("pk", "place")
    about = [pk for pk, place in rows if ids & {id.lower() for id in UUID.findall(place)}]
    _take(gone, Draft._base_manager.filter(pk__in=about))


def _account(gone, user_id):
    """The account and what hangs on it; one that also belongs to staff stays."""
    if RoleGrant._base_manager.filter(user=user_id).exists():
        return
    sessions = OpenSession._base_manager.filter(user=user_id)
    _take(gone, Session.objects.filter(session_key__in=sessions.values("session_key")))
    _jobs(gone, Letter._base_manager.filter(user=user_id).values_list("pk", flat=True))
    _take(gone, Letter._base_manager.filter(user=user_id))
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is User and field.remote_field.on_delete is CASCADE:
                _take(gone, model._base_manager.filter(**{field.name: user_id}))
    Erasing._base_manager.filter(asked_by=user_id).update(asked_by=None)
    _jobs(gone, [user_id])
    _take(gone, Link.objects.filter(about_id=user_id))
    _take(gone, User.objects.filter(pk=user_id))
