"""What an incident touched, from the audit: who, which records, what, when. Ids, no content.

A record that was opened or changed stands in the trace by its id. A list is one link for all whom
it names: whom it could name then is worked out from dates, and kept apart.

A notice within 72 hours (GDPR article 33; HIPAA 45 CFR 164.404 to 164.408) says what happened, how
many people it concerns and what kinds of data; this gathers those facts and judges none of them.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kith.audit import chain, lists
from kith.audit.models import AuditEvent

from . import reach

COPIES = ("keeping.copy_taken", "keeping.record_exported")
NO_TOUCH = ("people.signed_in", "people.signed_out", "people.sign_in_failed")


@dataclass
class Touched:
    """One account, or one client, in the time that was asked about."""

    id: UUID | None
    first: datetime
    last: datetime
    roles: set = field(default_factory=set)
    others: set = field(default_factory=set)
    kinds: Counter = field(default_factory=Counter)
    records: set = field(default_factory=set)
    copies: list = field(default_factory=list)
    glass: int = 0
    refused: Counter = field(default_factory=Counter)
    failed: int = 0
    signed_in: int = 0

    def add(self, event, other):
        """One event more; `other`: the client of an account, or the account of a client."""
        self.first, self.last = min(self.first, event.at), max(self.last, event.at)
        self.roles |= set(filter(None, event.actor_role.split(",")))
        room = event.action.partition(".")[0]
        if room == "refused":
            self.refused[event.reason] += 1
            return
        if event.action in NO_TOUCH:
            self.failed += event.action == "people.sign_in_failed"
            self.signed_in += event.action == "people.signed_in"
            return
        self.kinds[event.action] += 1
        if other:
            self.others.add(other)
        if event.about_id:
            self.records.add((event.about_kind, event.about_id))
        if event.action in COPIES:
            self.copies.append((event.at, event.client_id, event.action))
        self.glass += event.action == "glass.opened"


@dataclass(frozen=True)
class Report:
    """The facts of one practice.

    clients    those whose record was opened or changed
    enquiries  the same of people who asked for help and are no clients
    seen       {id: lists.Seen} of everybody whom a list could name, clients and enquiries
    asked      ids of those in `seen` who are no clients
    gone       ids of clients erased since, and of enquiries taken back
    fault      what is wrong with the chain itself, "" when whole
    """

    since: datetime
    until: datetime
    events: int
    accounts: list
    clients: list
    enquiries: list
    seen: dict
    asked: frozenset
    gone: frozenset
    fault: str

    @property
    def opened(self) -> list:
        """The clients whose record somebody opened or changed."""
        return [one for one in self.clients if one.others]

    def only_seen(self, *, asked=False) -> list:
        """Clients (or people who only asked for help) named in a list and opened by nobody."""
        opened = {one.id for one in (self.enquiries if asked else self.opened)}
        found = [one for id, one in self.seen.items() if id not in opened]
        return _sorted({one.id: one for one in found if (one.id in self.asked) == asked})


def report(practice_id, *, since, until, account=None) -> Report:
    """Who touched what from `since` up to `until` (aware). `account`: one account alone.

    Tries to sign in that failed have no actor; they are counted at the account that was tried.
    """
    found = AuditEvent.objects.filter(practice_id=practice_id, at__gte=since, at__lt=until)
    if account:
        tried = Q(action="people.sign_in_failed", about_id=str(account))
        found = found.filter(Q(actor_id=account) | tried)
    people, pages, count = reach.people(practice_id), [], 0
    accounts, clients, enquiries = {}, {}, {}
    for event in found.order_by("seq").iterator():
        count += 1
        client = people.whose(event)
        _note(accounts, _whose(event), event, client)
        if event.actor_id:
            _note(clients, client, event, event.actor_id)
            _note(enquiries, None if client else reach.asked_in(event), event, event.actor_id)
        pages += [event] if lists.names_people(event) else []
    return Report(
        since,
        until,
        count,
        _sorted(accounts),
        _sorted(clients),
        _sorted(enquiries),
        lists.seen(pages, people.reach),
        people.enquiries,
        people.gone,
        chain.verify(practice_id).fault,
    )


def _whose(event):
    if event.actor_id is None and event.action == "people.sign_in_failed" and event.about_id:
        return UUID(event.about_id)
    return event.actor_id


def _note(found, id, event, other):
    if id is None:
        return
    if id not in found:
        found[id] = Touched(id, event.at, event.at)
    found[id].add(event, other)


def _sorted(found):
    return sorted(found.values(), key=lambda one: (one.first, str(one.id)))
