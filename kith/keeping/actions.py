"""Giving out copies, holding and erasing records. Two persons erase; the key goes first."""

import re
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from kith import clock
from kith.audit.actions import record
from kith.care import disclosure
from kith.intake.models import Enquiry
from kith.people.actions import touch_directory
from kith.people.models import Assignment, Client, User
from kith.post.actions import withhold_all
from kith.vault import shelf, store
from kith.web import once, tenancy

from . import clearing, copies, periods, reading
from .models import UNDERWAY, Erasing, Hold, Schedule

AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # whatever else the store holds


class NotNow(ValueError):
    """The record cannot be erased now. `args[0]`: a set word, see `reading.Standing.refusal`,
    or "not_confirmed", "same_person", "no_copy", "why_early"."""


class NotAllowed(ValueError):
    """The copy may not leave. `args[0]` says why, in a sentence."""


def take_copy(*, client, audience, by, release=None) -> bytes:
    """A copy of a record, a ZIP, noted in the audit before it goes out.

    release   the yes under which a therapist's copy leaves, where 42 CFR Part 2 asks for one
    NotAllowed where it does and there is none.
    """
    notice = ""
    if audience != "client":
        found = disclosure.of_record(client, release)
        if not found.allowed:
            raise NotAllowed(found.why)
        notice = found.notice
    made = copies.pack(client, audience, notice)
    action = reading.COPY_TAKEN if audience == "client" else "keeping.record_exported"
    record(action, by=by, about=client, reason=str(release or ""))
    return made


@transaction.atomic
def choose_schedule(*, practice, place, more_years, by):
    """How long this practice keeps a record from now on."""
    if place not in periods.rules():
        raise ValueError(place)
    now, present = clock.now(), reading.schedule(practice.pk)
    if present and (present.place, present.more_years) == (place, more_years):
        return present
    Schedule.objects.filter(practice=practice, ended_at=None).update(ended_at=now)
    row = Schedule.objects.create(
        practice=practice, place=place, more_years=more_years, set_at=now, set_by=by
    )
    record("keeping.schedule_chosen", by=by, about=row, reason=f"{place} +{more_years}")
    return row


@transaction.atomic
def hold(*, client, kind, because, until_on, by, id):
    """This record stays for now, whatever the schedule says."""
    row, made = once.create(
        Hold,
        id=id,
        practice_id=client.practice_id,
        client_id=client.pk,
        kind=kind,
        because=because,
        until_on=until_on,
        placed_by=by,
    )
    if made:
        record("keeping.held", by=by, about=row)
    return row


@transaction.atomic
def lift(*, hold, by):
    """The record need not be held any more."""
    found = Hold.objects.filter(pk=hold.pk, lifted_at=None)
    if found.update(lifted_at=clock.now(), lifted_by=by):
        record("keeping.hold_lifted", by=by, about=hold)


@transaction.atomic
def ask(*, client, by, why, copy="", from_client=False):
    """Ask that a record be erased. What was asked before stays as it is."""
    there = reading.underway(client)
    if there:
        return there
    row = Erasing.objects.create(
        practice_id=client.practice_id,
        client=client,
        erased_id=client.pk,
        why=why,
        asked_at=clock.now(),
        asked_by=by,
        by_client=from_client,
        copy=copy,
    )
    record("keeping.erasing_asked", by=by, about=row, reason=why)
    return row


@transaction.atomic
def take_back(*, erasing, by):
    """It is not to be erased after all; possible until it is carried out."""
    found = Erasing.objects.filter(pk=erasing.pk, state__in=("asked", "confirmed"))
    if found.update(state="withdrawn"):
        record("keeping.erasing_taken_back", by=by, about=erasing)


@transaction.atomic
def confirm(*, erasing, copy, by):
    """The therapist, as the first of two, says that the record may go.

    copy   "taken" or "declined": the copy was offered, and what came of it
    """
    row = Erasing.objects.select_for_update().get(pk=erasing.pk)
    if row.state != "asked":
        return row
    if copy not in dict(Erasing.COPIES):
        raise NotNow("no_copy")
    row.state, row.copy, row.confirmed_at, row.confirmed_by = "confirmed", copy, clock.now(), by
    row.save(update_fields=["state", "copy", "confirmed_at", "confirmed_by"])
    record("keeping.erasing_confirmed", by=by, about=row, reason=copy)
    return row


def carry_out(*, erasing, early_because="", by):
    """An administrator, as the second of two, has the record erased. NotNow when it may not be.

    First it is written down that it goes, and only when that is safe on disk its key is destroyed
    and then its rows are cleared. Wherever this is broken off, `finish_all` goes on from there.
    """
    row = _begin(erasing.pk, early_because, by)
    if row.state == "going":
        transaction.on_commit(lambda: finish(row), robust=True)
    return row


@transaction.atomic
def _begin(pk, early_because, by):
    row = Erasing.objects.select_for_update().get(pk=pk)
    if row.state in ("going", "erased"):
        return row
    if row.state != "confirmed":
        raise NotNow("not_confirmed")
    if row.confirmed_by_id == by.pk:
        raise NotNow("same_person")
    standing = reading.standing(row.client)
    if standing.refusal:
        raise NotNow(standing.refusal)
    if standing.early and not early_because.strip():
        raise NotNow("why_early")
    row.state, row.carried_at, row.carried_by = "going", clock.now(), by
    row.place = reading.schedule(row.practice_id).place
    row.kept_until = standing.until_in_writing
    row.early_because = early_because if standing.early else ""
    row.save()
    _shut(row.client)
    record("keeping.erasing_carried_out", by=by, about=row)
    return row


def _shut(client):
    """Nobody comes near it any more: care ends, the account is shut, letters stay here."""
    now = clock.now()
    Assignment.objects.filter(client=client, ended_at=None).update(ended_at=now)
    if client.user_id:
        User.objects.filter(pk=client.user_id).update(
            is_active=False, session_round=F("session_round") + 1
        )
    withhold_all(client, reason="erased")


def finish(row) -> None:
    """Go on with an erasing that has begun: the keys, then the rows, then the file's leftovers."""
    with tenancy.within(row.practice_id):
        owners = _keys_of(row)
        for scope, owner in owners:
            store.destroy(scope, str(owner))
        if row.keys_at is None:
            row.keys_at = clock.now()
            Erasing.objects.filter(pk=row.pk).update(keys_at=row.keys_at)
        _clear(row)
    leave_no_trace()


def _keys_of(row):
    """(scope, owner) of every key that opens something of this client alone."""
    client = Client._base_manager.filter(pk=row.erased_id).values("user").first()
    found = [("client", row.erased_id)]
    enquiries = Enquiry._base_manager.filter(client=row.erased_id)
    found += [("client", pk) for pk in enquiries.values_list("pk", flat=True)]
    if client and client["user"]:
        found.append(("author", client["user"]))
    return found


@transaction.atomic
def _clear(row):
    gone = clearing.clear(row.erased_id)
    row.client, row.asked_by_id = None, None if row.by_client else row.asked_by_id
    row.state, row.erased_at = "erased", clock.now()
    row.save(update_fields=["client", "asked_by", "state", "erased_at"])
    touch_directory(row.practice_id)
    record(
        "keeping.erased",
        about=row,
        client=row.erased_id,
        practice=row.practice_id,
        reason=f"{sum(gone.values())} rows",
    )


def leave_no_trace():
    """What a deleted row leaves in the write-ahead log of SQLite goes too."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def finish_all(practice) -> int:
    """Finish what was broken off, and erase again what a restored backup brought back.

    The key store remembers whose key was destroyed; whatever else is there of them goes.
    """
    rows = list(Erasing.objects.filter(practice=practice, state="going"))
    known = {row.erased_id for row in rows}
    back = Client._base_manager.filter(practice=practice, pk__in=_without_key())
    rows += [_again(practice, pk) for pk in back.values_list("pk", flat=True) if pk not in known]
    for row in rows:
        finish(row)
    return len(rows)


def _without_key() -> list[UUID]:
    """Ids of every client of the installation whose key was destroyed."""
    with shelf.reading() as link:
        found = link.execute(
            "SELECT DISTINCT owner FROM wrapped_key WHERE scope=? AND destroyed_at IS NOT NULL",
            ("client",),
        ).fetchall()
    return [UUID(owner) for (owner,) in found if AN_ID.fullmatch(owner)]


@transaction.atomic
def _again(practice, client_id):
    """The key is gone, the rows are there: the erasing of before, or one of its own."""
    row = Erasing.objects.filter(client=client_id, state__in=UNDERWAY).first()
    if row is None:
        row = Erasing(practice=practice, client_id=client_id, why="came_back")
        row.asked_at = clock.now()
    row.erased_id, row.state, row.carried_at = client_id, "going", clock.now()
    row.save()
    record("keeping.erasing_again", about=row, practice=practice)
    return row
