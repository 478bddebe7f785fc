"""What every page may show: the practice's words, whether this is the demo, who is here."""

from django.conf import settings
from django.urls import reverse

from kith.vault import keys

from . import reading, sessions

DOOR = ("account_", "mfa_authenticate")  # pages on which somebody comes in


def house(request):
    """Context of all templates."""
    if request is None:
        return {}
    user = getattr(request, "user", None)
    here = user if getattr(user, "is_authenticated", False) else None
    practice = here.practice if here else getattr(request, "practice", None)
    return {
        "demo_mode": settings.KITH_DEMO,
        "demo_url": "/" if here else "",
        "practice": practice,
        "door": None if here else _door(request),
        "me": here,
        "own_client": getattr(request, "client", None),
        **(_idle(request) if here else {}),
    }


def _door(request):
    """The practice whose name and logo stand where one signs in; None where there are several."""
    match = getattr(request, "resolver_match", None)
    at_the_door = match and (match.view_name or "").startswith(DOOR)
    return reading.only_practice() if at_the_door else None


def whose(user) -> str:
    """A sign for one person that names nobody: a page knows by it whether it is still theirs."""
    return keys.keyed_hash("whose", str(user.pk))[:12]


def _idle(request):
    """When this session ends, for the page to warn of it; nothing where that is not known."""
    left = sessions.left(request)
    if left <= 0:
        return {}
    ends = sessions.ends_at(request)
    about = {"idle_seconds": left, "idle_ends": ends, "idle_url": reverse("people:stay")}
    return {**about, "idle_whose": whose(request.user)}
