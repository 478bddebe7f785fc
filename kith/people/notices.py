"""What a person should hear of about their own sign-in: by letter, and inside at the next sign-in.

The letter says only that something changed. Who asked never to be written to hears it inside.
"""

from django.contrib import messages
from django.db import transaction
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith import clock

from .models import Assignment, Client, Notice, RoleGrant

WRITER = "kith.post.actions.write"
KEPT, SHOWN = 50, 10
WORDS = {
    "address_moved": gettext_lazy("Another e-mail address signs you in."),
    "client_address": gettext_lazy("Somebody you see signs in with another e-mail address."),
    "client_contact": gettext_lazy("The e-mail address of somebody you see was changed."),
    "client_joined": gettext_lazy("Somebody you see opened their own pages."),
    "code_used": gettext_lazy("A recovery code was used to sign in or to prove it is you."),
    "codes_made": gettext_lazy("New recovery codes were made; older ones no longer work."),
    "colleague_moved": gettext_lazy(
        "An administrator moved the address that a colleague signs in with. The trace says whose."
    ),
    "colleague_reset": gettext_lazy(
        "The second step of a colleague was reset. The trace says whose, and who did it."
    ),
    "factor_added": gettext_lazy("A second step was added."),
    "factor_removed": gettext_lazy("A second step was taken away."),
    "factor_reset": gettext_lazy("Your second step was reset by an administrator."),
    "many_records": gettext_lazy("Somebody here opened very many records in one hour."),
    "new_device": gettext_lazy("A device that was not known here signed in as you."),
    "password_changed": gettext_lazy("Your password was changed."),
}


@transaction.atomic
def tell(user, kind: str, *, letter=True) -> Notice:
    """Keep the notice, and write the letter with it. `kind` is a key of WORDS."""
    row = Notice.objects.create(practice_id=user.practice_id, user=user, kind=kind)
    older = Notice.objects.filter(user=user).values_list("pk", flat=True)[KEPT:]
    Notice.objects.filter(pk__in=list(older)).delete()
    if letter:
        _write(row)
    return row


def _write(row):
    client = Client.objects.filter(user=row.user_id).first()
    import_string(WRITER)(
        practice=row.user.practice,
        kind="sign_in_notice",
        event=f"sign_in_notice:{row.pk}",
        route="people:account",
        client=client,
        user=None if client else row.user,
    )


def tell_carers(client, kind: str, *, but=None) -> None:
    """Everybody who treats this client hears of it, `but` whoever did it."""
    for care in Assignment.objects.filter(client=client, ended_at=None).select_related("therapist"):
        if but is None or care.therapist_id != but.pk:
            tell(care.therapist, kind)


def tell_administrators(practice_id, kind: str, *, but=()) -> None:
    """Everybody who keeps the accounts of this practice hears of it, `but` these users."""
    others = [user.pk for user in but if user]
    held = RoleGrant.objects.filter(
        practice_id=practice_id, role="administrator", ended_at=None, user__is_active=True
    )
    for grant in held.exclude(user__in=others).select_related("user__practice"):
        tell(grant.user, kind)


def say(request, user) -> None:
    """On the page after a sign-in: what happened since the last one."""
    waiting = list(Notice.objects.filter(user=user, told_at=None)[:SHOWN])
    for row in reversed(waiting):
        messages.info(request, f"{_day(row, user)}: {words(row)} {_('See “Your account”.')}")
    if waiting:
        Notice.objects.filter(user=user, told_at=None).update(told_at=clock.now())


def _day(row, user):
    return date_format(localtime(row.at), "DATE_FORMAT")


def words(row) -> str:
    """What a notice says."""
    return str(WORDS.get(row.kind, _("How you sign in was changed.")))


def latest(user) -> list:
    """The newest notices of `user`, as (words, when)."""
    return [(words(row), row.at) for row in Notice.objects.filter(user=user)[:SHOWN]]
