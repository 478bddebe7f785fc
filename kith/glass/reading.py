"""Which opening is open, and what is told of it to whom."""

from django.core.paginator import Paginator

from kith import clock
from kith.audit.models import AuditEvent
from kith.care.models import Course
from kith.people import access
from kith.people.models import Client

from .models import Opening, Told

A_PAGE = 20


def may_start(user) -> bool:
    """Whether one of the person's roles gives break-glass at all."""
    return any(access.cell("break_glass", c).gives("C") for c in access.columns_of(user) - {"Cl"})


def open_client(user, opening_id):
    """The id of the client whom this opening opens to `user` now; None when it does not.

    Asked by `people.access` for every row that is read under it.
    """
    opening = own(user, opening_id)
    return opening.client_id if opening and opening.runs and may_start(user) else None


def own(user, opening_id):
    """An opening that this person began, open or over."""
    rows = Opening.objects.filter(opener=user, practice=user.practice_id, pk=opening_id)
    return rows.select_related("client__practice").first()


def open_now(user) -> list:
    """What this person has open."""
    now = clock.now()
    rows = Opening.objects.filter(opener=user, ended_at=None, began_at__lte=now, ends_at__gt=now)
    return list(rows.select_related("client"))


def courses(client) -> list:
    """The courses of a client, newest first, as keys to what lies in them."""
    return list(Course.objects.filter(client=client).order_by("-opened_at"))


def told(user):
    """Openings that `user` was told of, newest first; names only where the person may know them."""
    rows = Told.objects.filter(user=user, practice=user.practice_id)
    rows = rows.select_related("opening__opener", "opening__client")
    known = set(Client.objects.for_user(user).values_list("pk", flat=True))
    page = list(rows[:A_PAGE])
    for row in page:
        row.name = row.opening.client.name if row.opening.client_id in known else ""
    return page


def unseen(user) -> int:
    """How many openings wait to be looked at by `user`."""
    return Told.objects.filter(user=user, seen_at=None).count()


def all_of(user):
    """Every opening of the practice for who reviews them, those not reviewed first; in pages."""
    rows = Opening.objects.for_user(user).select_related("opener", "ended_by", "reviewed_by")
    return Paginator(sorted(rows, key=_open_first), A_PAGE)


def _open_first(row):
    return (row.reviewed_at is not None, -row.began_at.timestamp())


def read_under(openings) -> dict:
    """By opening id: the actions that were done under it, in order, each once."""
    codes = {opening.code: opening.pk for opening in openings}
    rows = AuditEvent.objects.filter(reason__in=codes, action__startswith="opened.glass_")
    found = {}
    for code, action in rows.order_by("seq").values_list("reason", "action"):
        found.setdefault(codes[code], {})[action] = None
    return {pk: list(actions) for pk, actions in found.items()}
