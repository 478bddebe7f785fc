"""Sessions: how long they last, which ones are open, and their end (SEC-16, PRIV-09).

Times stand in the session itself, so that a page read asks nothing more of the database; a row
for each session says whose it is, so that its owner can see and end it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import HASH_SESSION_KEY, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare

from kith import clock
from kith.audit.actions import record

from . import devices
from .models import OpenSession, User

MINUTE, HOUR = 60, 3600
STAFF = (15 * MINUTE, 12 * HOUR)  # idle, absolute
CLIENT = (30 * MINUTE, 12 * HOUR)
SHARED = (5 * MINUTE, 1 * HOUR)
FRESH = 10 * MINUTE  # how long a password, code or passkey counts as just given (SEC-17)
MARK, ON_SHARED = "kith.session", "kith.shared"
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Seen:
    """One open session as its owner sees it; `seen_at` is true to the minute."""

    pk: object
    browser: str
    system: str
    began_at: datetime
    seen_at: datetime
    shared: bool
    here: bool


def begin(request, user) -> None:
    """Start the two clocks of a session that has just been opened for `user`."""
    session, now = request.session, _now()
    if session.session_key is None:
        session.create()
    _tidy(user, session.get(MARK))
    row = OpenSession.objects.create(
        user=user, practice_id=user.practice_id, session_key=session.session_key
    )
    browser, system = device(request.META.get("HTTP_USER_AGENT", ""))
    session[MARK] = {
        "row": str(row.pk),
        "began": now,
        "seen": now,
        "proved": now,
        "shared": bool(session.pop(ON_SHARED, False)),
        "browser": browser,
        "system": system,
    }


def _tidy(user, former):
    """Forget rows whose session is gone, and that of a session which is begun anew."""
    rows = OpenSession.objects.filter(user=user)
    kept = Session.objects.filter(session_key__in=list(rows.values_list("session_key", flat=True)))
    rows.exclude(session_key__in=list(kept.values_list("session_key", flat=True))).delete()
    if former:
        OpenSession.objects.filter(pk=former["row"]).delete()


def device(agent: str) -> tuple[str, str]:
    """The browser and the system that a user agent names; "" for what is not known."""
    found = (
        next((words for sign, words in known if sign in agent), "") for known in (BROWSERS, SYSTEMS)
    )
    return tuple(found)


def limits(staff: bool, mark: dict) -> tuple[int, int]:
    """Seconds a session of somebody who works here, or not, may be idle, and may last in all."""
    if mark.get("shared"):
        return SHARED
    return STAFF if staff else CLIENT


def left(request) -> int:
    """Seconds until this session ends if nothing more is done; 0 or less when it is over."""
    return _left(request.user.is_staff_member, request.session.get(MARK))


def end_for_good(staff: bool, data: dict) -> bool:
    """Mark the content of a session that has run out, so that no clock revives it (REL-11).

    Gives whether that is new.
    """
    mark = data.get(MARK)
    if not mark or mark.get("over") or _left(staff, mark) > 0:
        return False
    data[MARK] = {**mark, "over": True}
    return True


def _left(staff, mark):
    if not mark or mark.get("over"):
        return 0
    idle, absolute = limits(staff, mark)
    now = _now()
    if mark["began"] - now > absolute:  # begun in a year that never was
        return 0
    return min(mark["seen"] + idle, mark["began"] + absolute) - now


def ends_at(request) -> datetime:
    """When this session ends if nothing more is done."""
    return clock.now() + timedelta(seconds=left(request))


def seen(request, *, at_once=False) -> None:
    """Something was done here: the idle time starts anew. Written at most once a minute."""
    mark, now = request.session[MARK], _now()
    if at_once or abs(now - mark["seen"]) >= MINUTE:
        request.session[MARK] = {**mark, "seen": now}


def on_shared(request) -> bool:
    """Whether the person said that others use this device too (PRIV-09)."""
    return bool((request.session.get(MARK) or {}).get("shared"))


def proved(request) -> None:
    """The person has just proved again who they are: a new session id, the same session."""
    request.session[MARK] = {**request.session[MARK], "proved": _now(), "hold": False}
    request.session.cycle_key()


def hold(request) -> None:
    """Nothing more on the desk until they prove who they are."""
    request.session[MARK] = {**request.session[MARK], "hold": True}


def held(request) -> bool:
    """Whether this session waits for that."""
    return bool((request.session.get(MARK) or {}).get("hold"))


def alone(request) -> None:
    """The person's other sessions end and their other browsers are new; this session goes on under
    a new id (SEC-16)."""
    user = request.user
    with devices.kept(request):
        User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    update_session_auth_hash(request, user)


def fresh(request) -> bool:
    """Whether they did so minutes ago. A clock that was set back does not make it longer."""
    mark = request.session.get(MARK) or {}
    return abs(_now() - mark.get("proved", 0)) < FRESH


def follow(request, former: str | None) -> None:
    """The row keeps pointing at a session that was given a new key."""
    key, mark = request.session.session_key, request.session.get(MARK)
    if key and key != former and mark:
        OpenSession.objects.filter(pk=mark["row"]).update(session_key=key)


def forget(request) -> None:
    """The session is about to end: its row goes with it."""
    mark = request.session.get(MARK)
    if mark:
        OpenSession.objects.filter(pk=mark["row"]).delete()


def of(user, present: str) -> list[Seen]:
    """The open sessions of `user`, the one with the key `present` first, then the newest."""
    rows = list(OpenSession.objects.filter(user=user))
    stored = Session.objects.in_bulk([row.session_key for row in rows])
    found = []
    for row in rows:
        session = stored.get(row.session_key)
        mark = _counts(user, session.get_decoded()) if session else None
        if mark:
            found.append(_shown(row, mark, present))
    return sorted(found, key=lambda one: (one.here, one.began_at), reverse=True)


def _counts(user, data):
    mark, known = data.get(MARK), data.get(HASH_SESSION_KEY, "")
    fits = constant_time_compare(known, user.get_session_auth_hash())
    return mark if fits and _left(user.is_staff_member, mark) > 0 else None


def _shown(row, mark, present):
    zone = clock.now().tzinfo
    return Seen(
        pk=row.pk,
        browser=mark["browser"],
        system=mark["system"],
        began_at=datetime.fromtimestamp(mark["began"], zone),
        seen_at=datetime.fromtimestamp(mark["seen"], zone),
        shared=mark["shared"],
        here=row.session_key == present,
    )


@transaction.atomic
def end(*, user, pk, by) -> bool:
    """End one session of `user`; it counts from the next request on. False when there is none."""
    return _end(OpenSession.objects.filter(user=user, pk=pk), user, by) > 0


@transaction.atomic
def end_others(*, user, present: str, by) -> int:
    """End all sessions of `user` but the one with the key `present`; how many."""
    return _end(OpenSession.objects.filter(user=user).exclude(session_key=present), user, by)


def _end(rows, user, by):
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    for _key in keys:
        record("people.session_ended", by=by, about=user)
    return len(keys)


def _now():
    return int(clock.now().timestamp())
