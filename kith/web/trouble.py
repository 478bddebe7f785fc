"""Pages for what went wrong. They say what to do next and nothing about the inside."""

from django.shortcuts import render


def _page(request, name, status, **headers):
    answer = render(None, name, {}, status=status)
    for key, value in headers.items():
        answer.headers[key.replace("_", "-")] = value
    return answer


def not_found(request, exception=None):
    """Not there, or not for you: the same bytes (SEC-03)."""
    return _page(request, "404.html", 404)


def went_wrong(request):
    return _page(request, "500.html", 500)


def bad_request(request, exception=None):
    return _page(request, "400.html", 400)


def forbidden(request, exception=None):
    return not_found(request)


def csrf_failed(request, reason=""):
    return _page(request, "403_csrf.html", 403)


def too_much(request):
    return _page(request, "413.html", 413)


def too_often(request):
    return _page(request, "429.html", 429, Retry_After="60")


def busy(request):
    """The database was locked too long: what was typed is offered back by the page itself."""
    from .kept import kept_page

    return kept_page(request)
