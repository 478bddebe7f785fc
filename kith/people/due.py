"""What the tick does here: what has run out stays so, even when the clock goes back (REL-11)."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db.models import Exists, F, OuterRef

from kith import clock

from . import sessions
from .directory import batched
from .models import Link, OpenSession, RoleGrant

KEPT = timedelta(days=1)  # sessions that nobody can use any more
AT_ONCE = 1000


def run(practice) -> int:
    """End links and sessions whose time is over, for good, and forget old ones; how many."""
    return links_over(practice) + sessions_over(practice) + forget_sessions(practice)


def links_over(practice) -> int:
    rows = Link.objects.filter(practice=practice, used_at=None, revoked_at=None)
    return rows.filter(expires_at__lte=clock.now()).update(revoked_at=F("expires_at"))


def sessions_over(practice) -> int:
    """The session itself stays a while: its owner's next form is still kept (REL-07)."""
    staff = RoleGrant.objects.filter(user=OuterRef("user"), ended_at=None)
    rows = OpenSession.objects.filter(practice=practice).annotate(staff=Exists(staff))
    works_here = dict(rows.values_list("session_key", "staff"))
    ended = 0
    for keys in batched(iter(works_here), AT_ONCE):
        for stored in Session.objects.filter(session_key__in=keys):
            ended += _end(stored, works_here[stored.session_key])
    return ended


def _end(stored, staff) -> int:
    data = stored.get_decoded()
    if not sessions.end_for_good(staff, data):
        return 0
    coded = Session.objects.encode(data)
    return Session.objects.filter(pk=stored.pk, session_data=stored.session_data).update(
        session_data=coded
    )


def forget_sessions(practice) -> int:
    """Sessions that ended long ago go, with the rows that say whose they were; how many."""
    ended = Session.objects.filter(
        session_key=OuterRef("session_key"), expire_date__lt=clock.now() - KEPT
    )
    rows = OpenSession.objects.filter(Exists(ended), practice=practice)
    keys = list(rows.values_list("session_key", flat=True)[:AT_ONCE])
    OpenSession.objects.filter(practice=practice, session_key__in=keys).delete()
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def forget_strangers() -> int:
    """The same for sessions of nobody: whoever began to sign in, and left."""
    gone, _kinds = Session.objects.filter(expire_date__lt=clock.now() - 2 * KEPT).delete()
    return gone
