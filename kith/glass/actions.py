"""Starting, ending and reviewing break-glass (SEC-34)."""

from datetime import timedelta

from django.db import transaction

from kith import clock
from kith.audit.actions import record
from kith.audit.models import AuditEvent
from kith.people import limits
from kith.people import reading as people
from kith.people.models import Assignment, Client, User
from kith.post.actions import write

from . import finding
from .models import LASTS, Opening, Told

MISSES, WITHIN = 5, timedelta(hours=1)
OPENINGS, A_DAY = 10, timedelta(days=1)


class NobodyFound(LookupError):
    """No client has this name, or several have it. Which of the two is not said."""


class TooMany(Exception):
    """Too many tries, or too many openings in a day."""


class Theirs(Exception):
    """The person treats this client: `args[0]`. There is nothing to break."""


class OwnOpening(Exception):
    """Nobody reviews what they opened themself."""


def start(*, opener, name, reason, id, contact=""):
    """Open the record of the client with this name for an hour; who must know is told at once.

    Gives the opening; the one that runs already, if there is one.
    """
    again = Opening.objects.filter(pk=id, opener=opener).first()
    if again:
        return again
    if _too_many(opener) or not limits.take("glass", opener.pk):
        record("glass.too_many", by=opener)
        raise TooMany
    client = finding.named(opener, name, contact)
    if client is None:
        record("glass.not_found", by=opener)
        raise NobodyFound
    return _open(opener, client, reason, id)


def _too_many(user):
    now = clock.now()
    done = AuditEvent.objects.filter(practice_id=user.practice_id, actor_id=user.pk)
    misses = done.filter(at__gt=now - WITHIN, at__lte=now, action="glass.not_found")
    begun = Opening.objects.filter(opener=user, began_at__gt=now - A_DAY)
    return misses.count() >= MISSES or begun.count() >= OPENINGS


@transaction.atomic
def _open(opener, client, reason, id):
    client = Client.objects.select_for_update().get(pk=client.pk)
    if Assignment.objects.filter(client=client, therapist=opener, ended_at=None).exists():
        raise Theirs(client)
    there = Opening.objects.filter(opener=opener, client=client)
    again = next((row for row in there if row.pk == id), None)
    running = next((row for row in there if row.ended_at is None and row.runs), None)
    if again or running:
        return again or running
    now = clock.now()
    opening = Opening(
        pk=id, client=client, opener=opener, reason=reason, began_at=now, ends_at=now + LASTS
    )
    opening.save(force_insert=True)
    record("glass.opened", by=opener, about=opening, reason=opening.code)
    for user in _who_is_told(client, opener):
        _tell(opening, user)
    return opening


def _who_is_told(client, opener):
    """Who treats the client, and who answers for privacy here: the administrators."""
    carers = Assignment.objects.filter(client=client, ended_at=None).values("therapist")
    found = list(User.objects.filter(pk__in=carers, is_active=True))
    found += people.colleagues(client.practice_id, "administrator")
    return {user.pk: user for user in found if user.pk != opener.pk}.values()


def _tell(opening, user):
    Told.objects.create(practice_id=opening.practice_id, opening=opening, user=user)
    write(
        "glass",
        event=f"glass:{opening.pk}:{user.pk}",
        practice=user.practice,
        route="desk:today",
        user=user,
    )


@transaction.atomic
def end(*, opening, by):
    """Close it before its time; from the next request on nothing is read under it."""
    opening = Opening.objects.select_for_update().get(pk=opening.pk)
    if not opening.runs:
        return False
    opening.ended_at, opening.ended_by = clock.now(), by
    opening.save(update_fields=["ended_at", "ended_by"])
    record("glass.ended", by=by, about=opening, reason=opening.code)
    return True


@transaction.atomic
def review(*, opening, by, note):
    """Somebody else than the opener has looked into it. Once; a later review changes nothing."""
    opening = Opening.objects.select_for_update().get(pk=opening.pk)
    if opening.opener_id == by.pk:
        raise OwnOpening
    if opening.reviewed_at is not None:
        return False
    opening.reviewed_at, opening.reviewed_by, opening.review_note = clock.now(), by, note
    opening.save(update_fields=["reviewed_at", "reviewed_by", "review_note"])
    record("glass.reviewed", by=by, about=opening, reason=opening.code)
    return True


@transaction.atomic
def seen(*, user, ids):
    """The person has read what they were told."""
    return Told.objects.filter(user=user, pk__in=ids, seen_at=None).update(seen_at=clock.now())
