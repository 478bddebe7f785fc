"""Who was within whose reach, and when: the dates that `audit.lists` reckons with.

Present rows say it exactly. Of an erased client only the trace is left: it has the days of their
record and not in whose care they were, so they count as near everybody who treats.
"""

from dataclasses import dataclass
from uuid import UUID

from kith.audit.lists import EVER, Reach, Stay
from kith.audit.models import AuditEvent
from kith.intake.importing import UNDO_WITHIN
from kith.intake.models import Enquiry
from kith.people.models import Assignment, Client

from .models import Erasing

REGISTERED, ASSIGNED = "people.client_registered", "people.assigned"
RECEIVED, TAKEN_BACK = "intake.enquiry_received", "intake.enquiry_taken_back"
DECIDED = ("intake.accepted", TAKEN_BACK)


@dataclass(frozen=True)
class People:
    """The people of a practice, those erased too.

    reach      who was within reach of whom
    became     {enquiry id: client id} of those who were taken on
    enquiries  ids of those who asked for help and became no client
    gone       ids of clients who were erased and of enquiries that were taken back
    """

    reach: Reach
    became: dict
    enquiries: frozenset
    gone: frozenset

    def whose(self, event) -> UUID | None:
        """The client whose record an event is about, also if they had only asked by then."""
        return event.client_id or self.became.get(asked_in(event))


def asked_in(event) -> UUID | None:
    """The enquiry that an event is about."""
    return UUID(event.about_id) if event.about_kind == "intake.Enquiry" else None


def people(practice_id) -> People:
    """Everybody of a practice, with when they were within reach. A constant number of queries."""
    clients = list(
        Client.objects.filter(practice=practice_id).values_list("pk", "created_at", "user")
    )
    erased = _erased(practice_id, {pk for pk, _at, _user in clients})
    asked, taken_back = _asked(practice_id)
    known = [Stay(pk, at) for pk, at, _user in clients]
    near = [Stay(pk, at, near=user) for pk, at, user in clients if user]
    lost_known, lost_near = _stays_of_erased(practice_id, erased)
    return People(
        Reach(
            care=(*_care(practice_id), *near, *lost_near),
            practice=(*known, *lost_known),
            asked=tuple(Stay(client or pk, at, until) for pk, client, at, until in asked),
        ),
        became={pk: client for pk, client, _at, _until in asked if client},
        enquiries=frozenset(pk for pk, client, _at, _until in asked if not client),
        gone=frozenset(erased) | taken_back,
    )


def _care(practice_id):
    rows = Assignment.objects.filter(practice=practice_id)
    rows = rows.values_list("client", "began_at", "ended_at", "therapist")
    return [Stay(*row) for row in rows]


def _erased(practice_id, there):
    """{client id: when} of those whose rows are gone."""
    rows = Erasing.objects.filter(practice=practice_id, state="erased").order_by("-erased_at")
    found = dict(rows.values_list("erased_id", "erased_at"))
    return {pk: at for pk, at in found.items() if pk not in there}


def _stays_of_erased(practice_id, erased):
    """Their stays in the practice, and in somebody's care, from the trace."""
    rows = AuditEvent.objects.filter(practice_id=practice_id, action__in=(REGISTERED, ASSIGNED))
    rows = rows.exclude(client_id=None).order_by("-seq")
    began = {(pk, action): at for pk, action, at in rows.values_list("client_id", "action", "at")}
    known = [Stay(pk, began.get((pk, REGISTERED), EVER), at) for pk, at in erased.items()]
    near = [Stay(one.who, began.get((one.who, ASSIGNED), one.began), one.ended) for one in known]
    return known, near


def _asked(practice_id):
    """[(id, client, from, until)] of everybody who asked, and the ids of what was taken back."""
    rows = Enquiry.objects.filter(practice=practice_id)
    rows = rows.values_list("pk", "client", "received_at", "decided_at", "file__settled_at")
    here = [
        (pk, client, max(at, taken_in or at), decided if client else None)
        for pk, client, at, decided, taken_in in rows
    ]
    gone = _asked_and_gone(practice_id, {pk for pk, *_rest in here})
    return here + gone, frozenset(pk for pk, client, *_times in gone if not client)


def _asked_and_gone(practice_id, there):
    """The same of those whose rows are gone, from the trace."""
    events = AuditEvent.objects.filter(practice_id=practice_id, about_kind="intake.Enquiry")
    found = {}
    for event in events.filter(action__startswith="intake.").order_by("seq"):
        pk = asked_in(event)
        client, began, until = found.get(pk, (None, _began(event), None))
        until = event.at if event.action in DECIDED else until
        found[pk] = (client or event.client_id, began, until)
    return [(pk, *rest) for pk, rest in found.items() if pk not in there]


def _began(event):
    """Since when somebody who asked was there, by the first event; a file leaves none for each."""
    if event.action == TAKEN_BACK:
        return event.at - UNDO_WITHIN
    return event.at if event.action == RECEIVED else EVER
