"""What every page may show: the practice's words, whether this is the demo, who is here."""

from django.conf import settings


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
        "me": here,
        "own_client": getattr(request, "client", None),
    }
