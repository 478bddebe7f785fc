"""Making people and giving them their place. Sign-in itself is in `signing_in`,

changes of settings, staff and contact in `changes`, invitations in `invitations`.
"""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F

from kith import clock
from kith.audit.actions import record
from kith.audit.models import AuditEvent
from kith.vault import store
from kith.web import once

from . import addresses, links, notices
from .models import Assignment, Client, Practice, RoleGrant, User


class AddressTaken(ValueError):
    """Another account of this installation uses the address. Said only to those who may know."""


class StillNeeded(ValueError):
    """The practice cannot do without this person yet. `args[0]`: "administrator" or "duty"."""


class NotYourself(ValueError):
    """It would open records to whoever does it, and a colleague is there who can do it."""


class SecondPerson(ValueError):
    """Where somebody signs in and their second step: nobody changes both within a week."""


A_WEEK = timedelta(days=7)


def by_two(user, by, other):
    """SecondPerson when `by` would do the other half of what lets a stranger in as `user`.

    `other` is the deed in the trace that may be the first half. Whoever did it waits a week, and so
    does whoever became an administrator after it, for that may be the same person. Nobody waits for
    what people do to their own account, nor the house itself (`by` None).
    """
    if by is None or by.pk == user.pk:
        return
    done = AuditEvent.objects.filter(
        practice_id=user.practice_id,
        action=other,
        about_id=str(user.pk),
        at__gt=clock.now() - A_WEEK,
        actor_id__isnull=False,
    )
    halves = list(done.exclude(actor_id=user.pk).order_by("seq").values_list("actor_id", "at"))
    if halves and (by.pk in dict(halves) or not _kept_accounts_before(by, halves[0][1])):
        raise SecondPerson


def _kept_accounts_before(by, moment):
    held = RoleGrant.objects.filter(user=by, role="administrator", ended_at=None)
    return held.filter(granted_at__lt=moment).exists()


def _by_a_colleague(by, *roles):
    held = RoleGrant.objects.filter(
        practice_id=by.practice_id, role__in=roles, ended_at=None, user__is_active=True
    )
    if held.exclude(user=by).exists():
        raise NotYourself


def _another_administrator(user):
    others = RoleGrant.objects.filter(
        practice_id=user.practice_id, role="administrator", ended_at=None, user__is_active=True
    )
    if "administrator" in user.roles and not others.exclude(user=user).exists():
        raise StillNeeded("administrator")


def _another_on_duty(user):
    if Practice.objects.filter(pk=user.practice_id, duty_clinician=user).exists():
        raise StillNeeded("duty")


@transaction.atomic
def make_user(*, practice, name, address, password=None, roles=(), by=None, id=None):
    """An account, with its roles. Without a password it waits for the person's own link.

    With an `id` made from a form key, a repeat gives back the account that is there.
    """
    there = User.objects.filter(pk=id, practice=practice).first() if id else None
    if there:
        return there
    if User.objects.filter(email=addresses.veil(address)).exists():
        raise AddressTaken
    user = User(practice=practice, email=addresses.veil(address), address=address, name=name)
    user.pk = id or user.pk
    store.newest("practice", str(practice.pk))  # is there from the first account on
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save(force_insert=True)
    for role in roles:
        give_role(user=user, role=role, by=by)
    record("people.account_made", by=by, about=user)
    return user


@transaction.atomic
def give_role(*, user, role, by):
    """Add a role; it counts from the next request on.

    NotYourself where an administrator would become a clinician and another one could say so.
    """
    if by == user and role in ("therapist", "supervisor") and role not in user.roles:
        _by_a_colleague(by, "administrator")
    grant, made = RoleGrant.objects.get_or_create(
        practice_id=user.practice_id,
        user=user,
        role=role,
        ended_at=None,
        defaults={"granted_by": by, "granted_at": clock.now()},
    )
    if made:
        _end_sessions(user)
        record("people.role_given", by=by, about=user, reason=role)
    return grant


@transaction.atomic
def end_role(*, user, role, by):
    """Take a role away; it counts from the next request on (SEC-07).

    StillNeeded when the practice would be left without an administrator or a duty clinician.
    """
    if role == "administrator":
        _another_administrator(user)
    if role == "therapist":
        _another_on_duty(user)
    ended = RoleGrant.objects.filter(user=user, role=role, ended_at=None).update(
        ended_at=clock.now()
    )
    if ended:
        _end_sessions(user)
        record("people.role_ended", by=by, about=user, reason=role)


def _end_sessions(user):
    """Whoever may do more or less than before signs in anew (SEC-16)."""
    user.__dict__.pop("roles", None)
    been_here = User.objects.filter(pk=user.pk, last_login__isnull=False)
    been_here.update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])


@transaction.atomic
def register_client(*, practice, name, by, id=None, **details):
    """Remember a client. No account and no letter yet."""
    client, made = once.create(
        Client,
        id=id or once.row_id(once.fresh_key()),
        practice_id=practice.pk,
        name=name,
        **details,
    )
    if made:
        touch_directory(practice.pk)
        record("people.client_registered", by=by, about=client)
    return client


@transaction.atomic
def disable(*, user, by):
    """Close an account: every session of it ends with the next request (SEC-07)."""
    _another_administrator(user)
    _another_on_duty(user)
    links.revoke("staff", user.pk)
    if _set_active(user, False):
        record("people.account_closed", by=by, about=user)


@transaction.atomic
def enable(*, user, by):
    """Open an account again; sessions from before stay ended."""
    if _set_active(user, True):
        record("people.account_opened", by=by, about=user)


def _set_active(user, active):
    user.is_active = active
    return User.objects.filter(pk=user.pk, is_active=not active).update(
        is_active=active, session_round=F("session_round") + 1
    )


@transaction.atomic
def reset_factor(*, user, by):
    """Somebody lost phone and codes: they set up a second factor at the next sign-in.

    They hear of it, and so do the other administrators. SecondPerson when whoever does it moved
    their address within the week.
    """
    user = User.objects.select_for_update().select_related("practice").get(pk=user.pk)
    by_two(user, by, "people.address_changed")
    Authenticator.objects.filter(user=user).delete()
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    record("people.factor_reset", by=by, about=user)
    notices.tell(user, "factor_reset")
    notices.tell_administrators(user.practice_id, "colleague_reset", but=(user, by))


@transaction.atomic
def sign_out_everywhere(*, user, by):
    """Every session of `user` ends with its next request."""
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    record("people.signed_out_everywhere", by=by, about=user)


def touch_directory(practice_id):
    """Names or addresses changed: directories in memory are read again."""
    Practice.objects.filter(pk=practice_id).update(directory_version=F("directory_version") + 1)


@transaction.atomic
def make_client_account(*, client, password=None):
    """The client's own account, made when they accept their invitation."""
    client = Client.objects.select_for_update().get(pk=client.pk)
    if client.user_id:
        return client.user
    user = make_user(
        practice=client.practice, name=client.name, address=client.email, password=password
    )
    client.user = user
    client.save(update_fields=["user"])
    return user


@transaction.atomic
def assign(*, client, therapist, by):
    """A therapist cares for this client from now on.

    NotYourself for somebody whom others treat or treated, while a colleague could say so: in an
    emergency there is break-glass.
    """
    if by == therapist and _known_to_others(client, therapist):
        _by_a_colleague(by, "administrator", "coordinator")
    assignment, made = Assignment.objects.get_or_create(
        practice_id=client.practice_id,
        client_id=client.pk,
        therapist=therapist,
        ended_at=None,
        defaults={"began_by": by, "began_at": clock.now()},
    )
    if made:
        record("people.assigned", by=by, about=assignment)
    return assignment


def _known_to_others(client, therapist):
    theirs = Assignment.objects.filter(client_id=client.pk)
    return (
        theirs.exclude(therapist=therapist).exists()
        and not theirs.filter(therapist=therapist, ended_at=None).exists()
    )


@transaction.atomic
def end_assignment(*, client, therapist, by):
    """The therapist no longer sees this record, from the next request on (SEC-07)."""
    ended = Assignment.objects.filter(client=client, therapist=therapist, ended_at=None).update(
        ended_at=clock.now(), ended_by=by
    )
    if ended:
        record("people.assignment_ended", by=by, client=client)
