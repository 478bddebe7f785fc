"""What every answer passes through: a mark, headers, limits, same origin, and trouble."""

import structlog
from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from . import marks, trouble

PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer browsing-topics camera display-capture geolocation gyroscope "
        "magnetometer microphone midi payment usb"
    ).split()
)
FORM_AROUND_A_FILE = 20_000  # bytes: the token, the names, the borders
SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
log = structlog.get_logger("kith.web")


class Visitor:
    """Where a visitor comes from: the proxy's word counts only from the proxy we were told of.

    Of the forwarded addresses the last is the one that our own proxy has seen (SEC-15).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        proxy = settings.KITH_TRUSTED_PROXY
        if proxy and seen and request.META.get("REMOTE_ADDR") == proxy:
            request.META["REMOTE_ADDR"] = seen
        request.META.pop("HTTP_X_FORWARDED_FOR", None)
        return self.get_response(request)


class RequestMark:
    """Gives each request an id; the log line knows route and status, never the query."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        marks.begin()
        answer = self.get_response(request)
        match = getattr(request, "resolver_match", None)
        log.info(
            "answered",
            request=marks.request_id(),
            method=request.method,
            route=match.view_name if match else "",
            status=answer.status_code,
        )
        return answer


def static_headers(headers, path, url):
    """The same headers on files as on pages."""
    for name, value in fixed_headers().items():
        headers[name] = value


def fixed_headers():
    """Headers that never vary (SEC-11)."""
    return {
        "Permissions-Policy": PERMISSIONS,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


class Headers:
    """Headers on every page, and nothing kept by browser or proxy (PRIV-07)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        for name, value in fixed_headers().items():
            answer.headers.setdefault(name, value)
        a_file = request.path.startswith(f"/{settings.STATIC_URL.lstrip('/')}")
        if not a_file or answer.status_code >= 400:
            answer.headers["Cache-Control"] = "no-store"
            patch_vary_headers(answer, ["Cookie", "HX-Request"])
        return answer


def takes_a_file(most):
    """Marks a view to which a file of up to `most` bytes may be sent (SEC-18)."""

    def mark(view):
        view.longest_body = most + FORM_AROUND_A_FILE
        return view

    return mark


class Limits:
    """Refuses bodies over 1 MB, but where a page takes a file, and addresses over 2,000
    characters, with a page (SEC-21)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > self._longest(request, int(length)):
            return trouble.too_much(request)
        if len(request.get_full_path()) > 2000 or "\x00" in request.path:
            return trouble.not_found(request)
        return self.get_response(request)

    @staticmethod
    def _longest(request, length):
        usual = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length <= usual:
            return usual
        try:
            view = resolve(request.path_info).func
        except Resolver404:
            return usual
        return getattr(view, "longest_body", usual)


class SameOrigin:
    """A deed asked for by another site is refused, whatever its token says (SEC-09)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        own = trouble.own_page(request)
        if own is False:
            return trouble.csrf_failed(request)
        if own and request.headers.get("Origin") == "null":  # Django's own check wants it named
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return self.get_response(request)


class Sessions(SessionMiddleware):
    """A visit that cannot be noted keeps nobody from reading, or from what was done (REL-03)."""

    def process_response(self, request, response):
        try:
            return super().process_response(request, response)
        except (SessionInterrupted, DatabaseError) as problem:
            if not any(map(trouble.passes, causes(problem))):
                raise
            log.warning("session_not_noted")
            return response


def causes(problem):
    """An error, the error that it came from, and so on."""
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__


class Trouble:
    """A database that stays locked is 'try again', not a fault of the page (REL-04)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return trouble.busy(request) if trouble.passes(exception) else None
