import structlog
from django.db import DatabaseError, connection, transaction

from kith import clock
from kith.web import tenancy, trouble
from kith.web.marks import request_id

from . import chain
from .models import AuditEvent, AuditHead

log = structlog.get_logger("kith.audit")


def record(action, *, by=None, about=None, **more):
    """Write one link of the chain, in the transaction of the deed itself (SEC-33).

    action    what happened, "room.deed"
    by        who did it; None: the house itself
    about     the row it was done to, or its class
    client    the client whose record it touches (row or id), found on `about` if left out
    reason    ids or set words only, never what somebody typed

    Reading ("opened.…") goes on where the disk takes nothing more, for whoever is in care must be
    looked up (REL-03): it then stands in the log of the machine, ids only. Gives None.
    """
    try:
        return _record(action, by, about, **more)
    except DatabaseError as problem:
        reads = action.startswith("opened.") and not connection.in_atomic_block
        if not (reads and trouble.unwritable(problem)):
            raise
        ids = {"by": str(getattr(by, "pk", "")), "about": str(getattr(about, "pk", ""))}
        log.error("reading_not_recorded", action=action, **ids)
        return None


@transaction.atomic
def _record(action, by, about, client=None, reason="", practice=None, role=None):
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


def tells_of(client_id):
    """What is answered now tells of this client: what they keep to themself is kept in it."""
    tenancy.kept().setdefault("opened", set()).add(client_id)


def opened(about, *, by, client=None, what="", reason=""):
    """Note that `by` read `about` (a row), before the page is shown."""
    tells_of(getattr(client, "pk", client) or _client_of(about))
    action = f"opened.{what or about._meta.model_name}"
    return record(action, by=by, about=about, client=client, reason=reason)
