"""Pages for what went wrong. They say what to do next and nothing about the inside."""

import sqlite3
import sys
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from .kept import kept_page

AWAY = "https://www.wikipedia.org/"  # where a practice leads that names no other neutral site
PASSING = ("lock", "busy", "timeout", "timed out", "connect", "disk", "full", "i/o")
log = structlog.get_logger("kith.web")
# The one script of these pages is a file of our own, which the content policy lets in without a
# nonce: so each page is the same bytes each time (SEC-03).
SAME_EACH_TIME = {"csp_nonce": "none"}


def _page(request, name, status, **headers):
    answer = render(None, name, {"request": SAME_EACH_TIME}, status=status)
    for key, value in headers.items():
        answer.headers[key.replace("_", "-")] = value
    return answer


def not_found(request, exception=None):
    """Not there, or not for you: the same bytes (SEC-03)."""
    return _page(request, "404.html", 404)


def passes(trouble) -> bool:
    """Whether the database is only kept from answering now: locked, full, not reached."""
    words = str(trouble).lower()
    kept_from = OperationalError | InterfaceError | sqlite3.OperationalError  # the last: the keys
    return isinstance(trouble, kept_from) and any(word in words for word in PASSING)


def unwritable(trouble) -> bool:
    """Whether the disk takes nothing more: it is full, or it fails. Reading may go on."""
    words = str(trouble).lower()
    return passes(trouble) and any(word in words for word in ("full", "disk", "no space"))


def went_wrong(request):
    """Our mistake; but a database that does not answer is 'try again' wherever it showed."""
    trouble = sys.exc_info()[1]
    if _leaves(request):
        return away()
    return busy(request) if passes(trouble) else _page(request, "500.html", 500)


def _leaves(request):
    return request.path == reverse("home:leave")


def away(site=""):
    """Out of the house, to a practice's neutral site; the browser forgets everything (PRIV-06).

    So also when nothing can be looked up or written: the session then ends when it is idle.
    """
    answer = HttpResponseRedirect(site or AWAY)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    answer.delete_cookie(settings.SESSION_COOKIE_NAME)
    return answer


def bad_request(request, exception=None):
    return _page(request, "400.html", 400)


def forbidden(request, exception=None):
    return not_found(request)


def csrf_failed(request, reason=""):
    """403. What was typed comes back only when our own page sent it: an old tab, say."""
    if own_page(request) is True and request.method == "POST" and len(request.POST) > 1:
        return kept_page(request, status=403)
    return _page(request, "403_csrf.html", 403)


def own_page(request) -> bool | None:
    """Whether a page of ours asks, by what the browser says; None when it says nothing.

    Under `Referrer-Policy: no-referrer` browsers send `Origin: null` even for our own forms; then
    Sec-Fetch-Site, which no page can forge, decides.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in (None, "same-origin", "none"):
        return False
    if origin in (None, "null"):
        return True if site == "same-origin" else (None if origin is None else False)
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:  # no address at all
        return False


def too_much(request):
    return _page(request, "413.html", 413)


def too_often(request):
    return _page(request, "429.html", 429, Retry_After="60")


def busy(request):
    """The database was locked too long: what was typed is offered back by the page itself."""
    log.warning("database_busy")
    return away() if _leaves(request) else kept_page(request)
