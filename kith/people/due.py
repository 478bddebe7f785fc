"""What the tick does here: what has run out stays so, even when the clock goes back (REL-11)."""

from django.contrib.sessions.models import Session
from django.db.models import F

from kith import clock

from . import sessions
from .models import Link, OpenSession


def run(practice) -> int:
    """End links and sessions whose time is over, for good; how many."""
    return links_over(practice) + sessions_over(practice)


def links_over(practice) -> int:
    rows = Link.objects.filter(practice=practice, used_at=None, revoked_at=None)
    return rows.filter(expires_at__lte=clock.now()).update(revoked_at=F("expires_at"))


def sessions_over(practice) -> int:
    """The session itself stays a while: its owner's next form is still kept (REL-07)."""
    rows = OpenSession.objects.filter(practice=practice).select_related("user")
    owners = {row.session_key: row.user for row in rows}
    ended = 0
    for stored in Session.objects.filter(session_key__in=list(owners)):
        data = stored.get_decoded()
        if sessions.end_for_good(owners[stored.session_key], data):
            coded = Session.objects.encode(data)
            ended += Session.objects.filter(pk=stored.pk, session_data=stored.session_data).update(
                session_data=coded
            )
    return ended
