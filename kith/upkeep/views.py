from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kith.audit.actions import record
from kith.serving import database
from kith.vault import fit
from kith.web import trouble

from . import facts, numbers, state

A_PAGE = 50
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
def house(request):
    """How the house stands, and the letters that have not gone; of people no word."""
    practice = request.user.practice_id
    parts = state.readings(practice)
    page = Paginator(facts.unsent(practice), A_PAGE).get_page(request.GET.get("page"))
    record("opened.upkeep", by=request.user)
    worst = next((s for s in ("wrong", "look") if any(p.state == s for p in parts)), "ok")
    return render(request, "upkeep/house.html", {"parts": parts, "page": page, "worst": worst})


@require_safe
def metrics(request):
    """Numbers for monitoring, to the addresses that were named; absent for everybody else."""
    if request.META.get("REMOTE_ADDR") not in settings.KITH_METRICS_FROM:
        return trouble.not_found(request)
    return HttpResponse(numbers.text(), content_type=PROMETHEUS)


@require_safe
def readyz(request):
    """200 when pages can be served and words be saved; else 503 and the part that is missing."""
    missing = [name for name, sound in CHECKS.items() if not _sound(sound)]
    words = " ".join(missing) or "ready"
    return HttpResponse(words, status=503 if missing else 200, content_type="text/plain")


def _sound(sound) -> bool:
    try:
        return sound()
    except (DatabaseError, ImproperlyConfigured, OSError):
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return not database.waiting_migrations()


def _keys() -> bool:
    fit.refuse_strange_keys()
    return True


def _room() -> bool:
    return facts.free_bytes() > state.FREE_LEAST


CHECKS = {"database": _database, "keys": _keys, "disk": _room}
