from django.db import transaction

from kith import clock
from kith.web import tenancy
from kith.web.marks import request_id

from . import chain
from .models import AuditEvent, AuditHead


@transaction.atomic
def record(action, *, by=None, about=None, client=None, reason="", practice=None, role=None):
    """Write one link of the chain, in the transaction of the deed itself (SEC-33).

    action    what happened, "room.deed"
    by        who did it; None: the house itself
    about     the row it was done to, or its class
    client    the client whose record it touches (row or id), found on `about` if left out
    reason    ids or set words only, never what somebody typed
    """
    practice_id = getattr(practice, "pk", practice) or _practice_of(by, about)
    if practice_id in (tenancy.current(), tenancy.HOUSE):
        return _append(practice_id, action, by, about, client, reason, role)
    with tenancy.within(practice_id):
        return _append(practice_id, action, by, about, client, reason, role)


def _append(practice_id, action, by, about, client, reason, role):
    head = _head(practice_id)
    client_id = getattr(client, "pk", client) or _client_of(about)
    row = {
        "practice_id": practice_id,
        "seq": head.seq + 1,
        "at": clock.now(),
        "actor_id": getattr(by, "pk", None),
        "actor_role": role if role is not None else getattr(by, "role_words", ""),
        "action": action,
        "about_kind": getattr(getattr(about, "_meta", None), "label", "") if about else "",
        "about_id": str(getattr(about, "pk", "") or ""),
        "client_id": client_id,
        "reason": reason[:200],
        "request_id": request_id(),
    }
    event = AuditEvent.objects.create(**row, mac=chain.link(head.mac, row))
    head.seq, head.mac = event.seq, event.mac
    head.save(update_fields=["seq", "mac"])
    return event


def _head(practice_id):
    """The end of the chain, held until this transaction ends."""
    found = AuditHead.objects.select_for_update().filter(practice_id=practice_id).first()
    if found is None:
        AuditHead.objects.get_or_create(practice_id=practice_id)
        found = AuditHead.objects.select_for_update().get(practice_id=practice_id)
    return found


def _practice_of(by, about):
    for thing in (about, by):
        found = getattr(thing, "practice_id", None)
        if found and not callable(found):
            return found
    return tenancy.current() or tenancy.HOUSE


def _client_of(about):
    if getattr(getattr(about, "_meta", None), "label", "") == "people.Client":
        return about.pk
    return getattr(about, "client_id", None)


def opened(about, *, by, client=None, what=""):
    """Note that `by` read `about` (a row), before the page is shown."""
    return record(f"opened.{what or about._meta.model_name}", by=by, about=about, client=client)
