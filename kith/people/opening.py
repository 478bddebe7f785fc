"""How many different records one person opens in an hour; over the limit they prove who they are.

Counted are clients whose record was written down as opened (`kith.audit`), each once an hour. Who
opens more must give a password, code or passkey before going on, in every session, and the
administrators hear of it (SEC-15).
"""

from collections import OrderedDict
from threading import Lock

from kith import clock
from kith.audit.actions import record
from kith.web import tenancy

from . import limits, notices, sessions

MOST = 20_000  # pairs that this process remembers, so that it need not ask the database again
_lock = Lock()
_seen: OrderedDict = OrderedDict()  # (who, client, hour) -> nothing


def judge(request) -> bool:
    """Count what this request opened; False when it was more than may be."""
    opened = tenancy.kept().get("opened")
    if not opened or not request.user.is_staff_member:
        return True
    return all([_count(request, client) for client in opened])


def _count(request, client):
    user, hour = request.user, int(clock.now().timestamp()) // 3600
    pair = (user.pk, client, hour)
    if pair in _seen:
        return True
    if limits.once("record", f"{user.pk}|{client}|{hour}") and not limits.take("records", user.pk):
        limits.clear("record", f"{user.pk}|{client}|{hour}")
        _hold(request)
        return False
    with _lock:
        _seen[pair] = None
        if len(_seen) > MOST:
            _seen.popitem(last=False)
    return True


def _hold(request):
    if not sessions.held(request):
        sessions.hold(request)
        record("people.many_records", by=request.user, about=request.user)
        if limits.once("told", request.user.pk):
            notices.tell_administrators(request.user.practice_id, "many_records")


def forget() -> None:
    """Drop what this process remembers."""
    with _lock:
        _seen.clear()


def proved(user) -> None:
    """They proved who they are: they may open as many again."""
    limits.clear("records", user.pk)
