"""Words typed and not yet saved: kept each few seconds, for the one who typed them (REL-07)."""

import json

from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_POST

from kith.web.trouble import too_much

from .. import drafts


@require_POST
def draft(request):
    """Keep what was typed at `place`, the path of a page. 204, or a refusal in numbers."""
    try:
        place, typed = _from_json(request) if _is_json(request) else _from_form(request)
    except (ValueError, RecursionError):
        return HttpResponse(status=422)
    if not _is_a_page(place):
        return HttpResponse(status=422)
    try:
        drafts.keep(request.user, place, typed)
    except drafts.TooMuch:
        return too_much(request)
    return HttpResponse(status=204)


def _is_json(request):
    return request.content_type == "application/json"


def _from_form(request):
    """A form with a field of its own called place says the page in the address instead."""
    typed = drafts.sent(request.POST)
    return request.GET.get("place") or typed.pop("place", ""), typed


def _from_json(request):
    said = json.loads(request.body)
    if not isinstance(said, dict) or not isinstance(said.get("fields"), dict):
        raise ValueError("an object with place and fields")
    return said.get("place", ""), drafts.cleaned(said["fields"])


def _is_a_page(place):
    if not isinstance(place, str) or not place.startswith("/") or len(place) > 300:
        return False
    try:
        path, _sign, name = place.partition("#")
        return bool(resolve(path)) and (not name or name.isidentifier() and name.isascii())
    except Resolver404:
        return False
