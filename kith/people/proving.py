"""A fresh proof before what is delicate: asked here, for the routes marked `fresh` in the matrix.

Afterwards the person is back where they were. What they sent meanwhile waits for them, sealed for
their own eyes, behind one button; passwords and codes are not kept.
"""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from kith.web import kept, tenancy

from . import access, drafts, opening, sessions

PLACE, LONGEST = "again:", 290


def needed(request, row) -> bool:
    """Whether this route waits for a fresh proof. The demo has no passwords to ask for."""
    if settings.KITH_DEMO:
        return False
    if row.side == "desk" and sessions.held(request):
        return True
    return row.wants_proof(request.method) and not sessions.fresh(request)


def ask(request, row):
    """To the way of proof that the person has, and from there back."""
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=401)
    onward = urlencode({"next": _onward(request, row)})
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    if ways:
        return redirect(f"{ways[0]['url']}?{onward}")
    context = {"onward": f"{reverse('account_request_login_code')}?{onward}"}
    status = 422 if request.method == "POST" else 200
    return render(request, "people/prove.html", context, status=status)


def _onward(request, row):
    if request.method != "POST":
        return request.get_full_path()
    words = kept.typed(request)
    if words and len(request.path) <= LONGEST:
        drafts.keep(request.user, PLACE + request.path, {"sent": words})
        return f"{reverse('people:go_on')}?{urlencode({'place': request.path})}"
    return request.path if row.letter("GET") else reverse("people:account")


def guard(request, answer):
    """The answer, unless it opened more records than one person may without a fresh proof."""
    if "opened" not in tenancy.kept() or settings.KITH_DEMO or opening.judge(request):
        return answer
    return ask(request, access.route(request.resolver_match.view_name))


def waiting(request) -> list | None:
    """What was sent to the place in the address and waits: [(name, value)], or None."""
    draft = drafts.found(request.user, PLACE + request.GET.get("place", "")[:LONGEST])
    return draft.typed["sent"] if draft else None


def done(request) -> None:
    """It has arrived: what waited is forgotten."""
    drafts.drop(request.user, PLACE + request.path[:LONGEST])
