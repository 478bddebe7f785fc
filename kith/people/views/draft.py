"""Words typed and not yet saved: kept each few seconds, for the one who typed them (REL-07)."""

import json

from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_POST

from kith.web.forms import clean_text
from kith.web.trouble import too_much

from .. import drafts

FIELDS, LONGEST = 1_000, 20_000


@require_POST
def draft(request):
    """Keep what was typed at `place`, the path of a page. 204, or a refusal in numbers."""
    try:
        place, typed = _from_json(request) if _is_json(request) else _from_form(request)
    except (ValueError, RecursionError):
        return HttpResponse(status=422)
    if not _is_a_page(place):
        return HttpResponse(status=422)
    if len(typed) > FIELDS or any(len(word) > LONGEST for word in _words(typed)):
        return too_much(request)
    drafts.keep(request.user, place, typed)
    return HttpResponse(status=204)


def _is_json(request):
    return request.content_type == "application/json"


def _from_form(request):
    """Field by field; a field given several times is a list.

    A form with a field of its own called place says the page in the address instead.
    """
    given = request.POST.lists()
    typed = {name: values if len(values) > 1 else values[0] for name, values in given}
    place = request.GET.get("place") or typed.pop("place", "")
    return place, _clean(typed)


def _from_json(request):
    said = json.loads(request.body)
    if not isinstance(said, dict) or not isinstance(said.get("fields"), dict):
        raise ValueError("an object with place and fields")
    return said.get("place", ""), _clean(said["fields"])


def _clean(typed):
    cleaned = {}
    for name, value in typed.items():
        many = isinstance(value, list)
        words = value if many else [value]
        if not all(isinstance(word, str) for word in words):
            raise ValueError("only words are kept")
        words = [clean_text(word) for word in words]
        cleaned[clean_text(name)[:200]] = words if many else words[0]
    return cleaned


def _words(typed):
    for value in typed.values():
        yield from value if isinstance(value, list) else [value]


def _is_a_page(place):
    if not isinstance(place, str) or not place.startswith("/") or len(place) > 300:
        return False
    try:
        return bool(resolve(place.partition("#")[0]))
    except Resolver404:
        return False
