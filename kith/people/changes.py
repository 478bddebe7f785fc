"""Changing what is known about the practice and its people: nobody's words are lost (REL-06)."""

from datetime import date, time

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string

from kith.audit.actions import record
from kith.web import once

from . import addresses, history, jobs, links, notices
from .actions import AddressTaken, by_two, touch_directory
from .models import Client, Cover, Practice, PracticeRevision, User, WorkHours

NAMES = {"name", "call_me"}


@transaction.atomic
def change_practice(*, practice, version, by, **values):
    """Set the practice's settings, read at `version`; what they said before is kept."""
    row = Practice.objects.select_for_update().get(pk=practice.pk)
    before = _as_text(row, values)
    if before == {name: _text(value) for name, value in values.items()}:
        return row
    if row.version != version:
        raise history.SomebodyElseSaved(row)
    PracticeRevision.objects.create(practice=row, version=row.version, said=before, saved_by=by)
    _set(row, values)
    record("people.settings_changed", by=by, about=row)
    return row


@transaction.atomic
def change_account(*, user, version, by, **values):
    """Set name, credentials, time zone or language of an account."""
    row = User.objects.select_for_update().get(pk=user.pk)
    if _as_text(row, values) == {name: _text(value) for name, value in values.items()}:
        return row
    if row.version != version:
        raise history.SomebodyElseSaved(row)
    _set(row, values)
    record("people.account_changed", by=by, about=row)
    return row


def _text(value):
    return "" if value is None else str(getattr(value, "pk", value))


def _as_text(row, values):
    return {name: _text(getattr(row, name)) for name in values}


def _set(row, values):
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])


MAILED = "kith.checkins.actions.end_links_of"  # what lies in the former mailbox opens nothing
WAYS = ("email", "may_write", "on_paper")


class TheirOwnAddress(ValueError):
    """Somebody signs in with this address: it moves by `move_address` alone."""


@transaction.atomic
def change_password(*, user, password, by):
    """A new password; the person's other sessions end, and they hear of it.

    A password hashed anew at sign-in ends nothing: the round of sessions stays.
    """
    user.set_password(password)
    user.save(update_fields=["password"])
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    record("people.password_changed", by=by, about=user)
    notices.tell(user, "password_changed")


@transaction.atomic
def change_client(*, client, version, by, **values):
    """Set identity, contact or discretion choices of a client; former words are kept."""
    was = Client.objects.select_for_update().get(pk=client.pk)
    known, old_address = (was.name, was.call_me, was.email, was.phone), was.email
    if was.user_id and values.get("email", old_address) != old_address:
        raise TheirOwnAddress
    row = history.change(client, version=version, by=by, **values)
    if row.version == was.version:
        return row
    if (row.name, row.call_me, row.email, row.phone) != known:
        touch_directory(row.practice_id)
    record("people.contact_changed", by=by, about=row)
    if _reaches_them_otherwise(was, row):
        links.revoke("client", row.pk)
    if row.email != old_address:
        import_string(MAILED)(client=row, by=by)
        notices.tell_carers(row, "client_contact", but=by)
    return row


def _reaches_them_otherwise(was, row):
    """Whether an invitation that is under way must not open anything any more."""
    return any(getattr(was, name) != getattr(row, name) for name in WAYS)


@transaction.atomic
def move_address(*, user, address, by):
    """`user` signs in with `address` from now on, and signs in anew everywhere else.

    The old address and the new one are told; who treats a client, or keeps the accounts of staff,
    hears of it. AddressTaken when another account has the address, SecondPerson when whoever does
    it reset their second step within the week. Returns the account as it is now.
    """
    veiled = addresses.veil(address)
    if User.objects.filter(email=veiled).exclude(pk=user.pk).exists():
        raise AddressTaken
    user = User.objects.select_for_update().select_related("practice").get(pk=user.pk)
    by_two(user, by, "people.factor_reset")
    old, client = user.address, Client.objects.filter(user=user).first()
    user.email, user.address, user.session_round = veiled, address, user.session_round + 1
    user.save(update_fields=["email", "address", "session_round"])
    EmailAddress.objects.filter(user=user).delete()
    links.revoke("staff", user.pk)
    if client:
        import_string(MAILED)(client=client, by=by)
        history.change(client, version=client.version, by=by, email=address)
        touch_directory(client.practice_id)
    record("people.address_changed", by=by, about=user, client=client)
    _tell_of_move(user, client, {old, address}, by)
    return user


def _tell_of_move(user, client, mailboxes, by):
    notices.tell(user, "address_moved", letter=False)
    if client is None or client.may_write:
        for mailbox in sorted(mailboxes):
            jobs.post_to(user, mailbox, "account/email/address_moved")
    if by.pk == user.pk:
        return
    if client:
        notices.tell_carers(client, "client_address")
    if user.is_staff_member:
        notices.tell_administrators(user.practice_id, "colleague_moved", but=(user, by))


@transaction.atomic
def set_hours(*, user, spans, by):
    """The week in which `user` reads what comes in: {weekday: (starts, ends)} in wall time."""
    WorkHours.objects.filter(user=user).delete()
    for weekday, (starts, ends) in sorted(spans.items()):
        WorkHours.objects.create(
            practice_id=user.practice_id, user=user, weekday=weekday, starts=starts, ends=ends
        )
    record("people.hours_set", by=by, about=user)


def hours_of(user) -> dict[int, tuple[time, time]]:
    """The present week of `user`, as `set_hours` takes it."""
    rows = WorkHours.objects.filter(user=user)
    return {row.weekday: (row.starts, row.ends) for row in rows}


@transaction.atomic
def add_cover(*, user, covered_by, from_on: date, until_on: date, by, id):
    """`user` is away on these days; `covered_by` reads meanwhile, None: nobody stands in."""
    cover, made = once.create(
        Cover,
        id=id,
        practice_id=user.practice_id,
        user=user,
        covered_by=covered_by,
        from_on=from_on,
        until_on=until_on,
    )
    if made:
        record("people.cover_added", by=by, about=cover)
    return cover


@transaction.atomic
def end_cover(*, cover, by):
    """The cover is not needed."""
    record("people.cover_ended", by=by, about=cover)
    cover.delete()
