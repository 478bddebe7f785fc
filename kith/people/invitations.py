"""Asking people in: staff by the administrator, clients by those who treat them.

The letter is written by a room further on, named in WRITER and loaded when it is needed, in the
same transaction. The link is made as the letter goes out, so no token ever lies in the database.
"""

from django.db import transaction
from django.utils.module_loading import import_string

from kith import clock
from kith.audit.actions import record
from kith.web import once

from . import addresses, links, notices
from .actions import AddressTaken, make_client_account, make_user
from .models import Client, Link, User

WRITER = "kith.post.actions.write"
WRITTEN = "kith.post.actions.written"


class NotReady(ValueError):
    """The practice lacks what must be there first. `lacks` names it, in order."""

    def __init__(self, lacks):
        super().__init__(", ".join(lacks))
        self.lacks = tuple(lacks)


class NoWay(ValueError):
    """No letter may go. `args[0]`: no_address, never_write, on_paper, has_account, taken."""


class LinkOver(ValueError):
    """The link was used, revoked or is too old."""


@transaction.atomic
def invite_staff(*, practice, name, address, roles, by, form_key):
    """An account that waits, and a letter with the link that opens it."""
    user = make_user(
        practice=practice,
        name=name,
        address=address,
        roles=roles,
        by=by,
        id=once.row_id(form_key, by),
    )
    _tell_staff(user, form_key)
    record("people.staff_invited", by=by, about=user)
    return user


@transaction.atomic
def invite_staff_again(*, user, by, form_key):
    """A fresh link; the older ones stop working."""
    if not _sent_already(user.practice, f"staff_invitation:{user.pk}:{form_key}"):
        links.revoke("staff", user.pk)
    _tell_staff(user, form_key)
    record("people.staff_invited", by=by, about=user)


def _tell_staff(user, form_key):
    import_string(WRITER)(
        practice=user.practice,
        kind="staff_invitation",
        event=f"staff_invitation:{user.pk}:{form_key}",
        route="people:join",
        about_id=user.pk,
        user=user,
        client=None,
    )


def hindrance(client) -> str:
    """Why no invitation can go to this client; "" when one can."""
    if client.user_id:
        return "has_account"
    if client.on_paper:
        return "on_paper"
    if not client.may_write:
        return "never_write"
    if not client.email:
        return "no_address"
    taken = User.objects.filter(email=addresses.veil(client.email)).exists()
    return "taken" if taken else ""


@transaction.atomic
def invite_client(*, client, by, form_key):
    """A letter with the link by which a client opens their own pages.

    NotReady before the practice has all it needs to be live; NoWay when no letter may go.
    """
    client = Client.objects.select_for_update().get(pk=client.pk)
    lacks = client.practice.lacks()
    if lacks:
        raise NotReady(lacks)
    why = hindrance(client)
    if why:
        raise NoWay(why)
    event = f"client_invitation:{client.pk}:{form_key}"
    if not _sent_already(client.practice, event):
        links.revoke("client", client.pk)
    import_string(WRITER)(
        practice=client.practice,
        kind="client_invitation",
        event=event,
        route="people:accept",
        about_id=client.pk,
        user=None,
        client=client,
    )
    record("people.client_invited", by=by, about=client)


def _sent_already(practice, event):
    """The button pressed again with one page: the link on its way goes on working."""
    return import_string(WRITTEN)(practice, event)


def who(link):
    """The client that a link was made for."""
    return Client.objects.select_related("practice").get(pk=link.about_id)


def _use(link):
    """Spend a link; LinkOver when somebody was faster."""
    if not links.works(link):
        raise LinkOver
    spent = Link.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now())
    if not spent:
        raise LinkOver
    links.revoke(link.kind, link.about_id)


@transaction.atomic
def join(*, link, password):
    """Staff choose their password and are in."""
    _use(link)
    user = User.objects.get(pk=link.about_id)
    if not user.is_active or user.has_usable_password():
        raise LinkOver
    user.set_password(password)
    user.save(update_fields=["password"])
    record("people.staff_joined", by=user, about=user)
    return user


@transaction.atomic
def accept(*, link, password=None):
    """A client opens their own account, with a password or with mailed codes alone."""
    _use(link)
    client = Client.objects.select_for_update().get(pk=link.about_id)
    if client.user_id or hindrance(client) not in ("", "taken"):
        raise LinkOver
    if not client.email or User.objects.filter(email=addresses.veil(client.email)).exists():
        raise AddressTaken
    user = make_client_account(client=client, password=password)
    record("people.client_joined", by=user, about=client)
    notices.tell_carers(client, "client_joined")
    return user
