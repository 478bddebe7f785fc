"""Changing what is known about the practice and its people: nobody's words are lost (REL-06)."""

from datetime import date, time

from allauth.account.models import EmailAddress
from django.db import transaction

from kith.audit.actions import record
from kith.web import once

from . import addresses, history
from .actions import AddressTaken, touch_directory
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


class TheirOwnAddress(ValueError):
    """Somebody signs in with this address: nobody else may move it, or they could come in."""


@transaction.atomic
def change_password(*, user, password, by):
    """A new password; the person's other sessions end."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record("people.password_changed", by=by, about=user)


@transaction.atomic
def change_client(*, client, version, by, **values):
    """Set identity, contact or discretion choices of a client; former words are kept."""
    was = Client.objects.select_for_update().get(pk=client.pk)
    old_name, old_address = (was.name, was.call_me), was.email
    if was.user_id and values.get("email", old_address) != old_address and by.pk != was.user_id:
        raise TheirOwnAddress
    row = history.change(client, version=version, by=by, **values)
    if row.version == was.version:
        return row
    if (row.name, row.call_me) != old_name:
        touch_directory(row.practice_id)
    if row.user_id and row.email != old_address:
        _move_account(row, by)
    record("people.contact_changed", by=by, about=row)
    return row


def _move_account(client, by):
    """The client signs in with the new address from now on."""
    veiled = addresses.veil(client.email)
    if User.objects.filter(email=veiled).exclude(pk=client.user_id).exists():
        raise AddressTaken
    user = User.objects.get(pk=client.user_id)
    user.email, user.address = veiled, client.email
    user.save(update_fields=["email", "address"])
    EmailAddress.objects.filter(user=user).delete()
    record("people.address_changed", by=by, about=user, client=client)


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
