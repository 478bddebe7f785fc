"""When a save could not be done, the words come back in a page that sends them again (REL-04)."""

from django.shortcuts import render

SECRET_FIELDS = ("password", "code", "csrfmiddlewaretoken", "token", "secret")


def kept_page(request, *, signed_out=False):
    """503 (or 401 when signed out) with everything that was typed, and a button to send it again."""
    typed = []
    if request.method == "POST":
        typed = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if not any(part in name.lower() for part in SECRET_FIELDS)
        ]
    context = {
        "typed": typed,
        "path": request.path,
        "readable": _readable(typed),
        "signed_out": signed_out,
    }
    answer = render(request, "kept.html", context, status=401 if signed_out else 503)
    answer.headers["Retry-After"] = "5"
    return answer


def _readable(typed):
    return [value for name, value in typed if len(value) > 20]
