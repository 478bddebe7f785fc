"""What the pages of this room put together from several rows."""

from django.db.models import Q

from . import links
from .models import Assignment, Cover, Link, Practice, RoleGrant, User


def only_practice():
    """The one practice of this installation; None where there are several, or none yet."""
    found = list(Practice.objects.all()[:2])
    return found[0] if len(found) == 1 else None


def colleagues(practice_id, role=None):
    """Active staff of a practice, those with one role if asked."""
    held = Q(practice=practice_id, ended_at=None)
    if role:
        held &= Q(role=role)
    holders = RoleGrant.objects.filter(held).values("user")
    return User.objects.filter(practice=practice_id, is_active=True, pk__in=holders)


def clinicians(practice_id):
    """Who may read a client's answers when the own therapist cannot."""
    return colleagues(practice_id, "therapist")


def staff_rows(practice_id):
    """Everybody who works or worked here: account, roles in words, what state it is in."""
    names = dict(RoleGrant.ROLES)
    held = {}
    for grant in RoleGrant.objects.filter(practice=practice_id):
        held.setdefault(grant.user_id, [])
        if grant.ended_at is None:
            held[grant.user_id].append(names[grant.role])
    users = User.objects.filter(practice=practice_id, pk__in=held).select_related("practice")
    rows = [{"user": user, "roles": held[user.pk], "state": state(user)} for user in users]
    return sorted(rows, key=lambda row: (not row["user"].is_active, row["user"].name.casefold()))


def state(user) -> str:
    """active, invited or closed."""
    if not user.is_active:
        return "closed"
    return "active" if user.has_usable_password() else "invited"


def own_covers(user):
    """Own absences, all of them."""
    return Cover.objects.filter(user=user)


def covers_ahead(user, today):
    """Own absences that are not over."""
    rows = own_covers(user).filter(until_on__gte=today)
    return rows.select_related("covered_by__practice")


def cared_by(client, user):
    """The present assignments of a client that `user` may see, with their therapists."""
    rows = Assignment.objects.for_user(user).filter(client=client, ended_at=None)
    return rows.select_related("therapist__practice").order_by("began_at")


def carers(client, user):
    """The therapists who care for a client at present."""
    return User.objects.filter(pk__in=cared_by(client, user).order_by().values("therapist"))


def invitation(kind, about_id):
    """The newest link of that kind to somebody, and whether it still works."""
    link = Link.objects.filter(kind=kind, about_id=about_id).order_by("-made_at").first()
    return {"link": link, "works": links.works(link)} if link else None
