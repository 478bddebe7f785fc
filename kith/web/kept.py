"""When a save could not be done, the words come back in a page that sends them again (REL-04)."""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

SECRET_FIELDS = ("password", "code", "csrfmiddlewaretoken", "token", "secret")
PAGES = {503: "503_kept.html", 401: "401_kept.html", 403: "403_kept.html"}


def kept_page(request, *, signed_out=False, status=503):
    """503 (401 when signed out) with everything that was typed, and a button to send it again.

    Made without the database: no context processor runs.
    """
    status = 401 if signed_out else status
    sent = typed(request)
    context = {"typed": sent, "path": request.path, "readable": readable(sent)}
    context["csrf_token"] = get_token(request)
    answer = HttpResponse(render_to_string(PAGES[status], context), status=status)
    if status == 503:
        answer.headers["Retry-After"] = "5"
    return answer


def typed(request) -> list[tuple[str, str]]:
    """What was sent, as (name, value); never passwords and codes."""
    if request.method != "POST":
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(part in name.lower() for part in SECRET_FIELDS)
    ]


def readable(typed) -> list[str]:
    """The values that are sentences."""
    return [value for name, value in typed if len(value) > 20 and " " in value.strip()]
