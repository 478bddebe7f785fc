"""What every answer says to the browser, errors and files included (SEC-11, PRIV-07)."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client as Browser

from tests.support import routes

FIXED = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "object-src": "'none'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "htmx",
}


def policy(answer) -> dict:
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in parts)}


def check(answer, where):
    for name, value in FIXED.items():
        assert answer.headers.get(name) == value, (where, name)
    assert "camera=()" in answer.headers["Permissions-Policy"], where
    assert answer.headers["Cache-Control"] == "no-store", where
    told = policy(answer)
    script = told.pop("script-src")
    assert told == POLICY, where
    assert script == "'self'" or script.startswith("'self' 'nonce-"), where
    assert "unsafe" not in answer.headers["Content-Security-Policy"], where
    assert "Server" not in answer.headers and "X-Powered-By" not in answer.headers


@pytest.mark.parametrize("who", ["nobody", "ines", "marisol", "owner"])
def test_SEC_11_and_PRIV_07_every_route_has_them(who, course, request, as_user):
    browser = as_user(None if who == "nobody" else request.getfixturevalue(who))
    browser.raise_request_exception = False
    seen = set()
    for name, path in routes.addresses(course_id=course):
        answer = browser.get(path)
        seen.add(answer.status_code)
        check(answer, f"{name} {answer.status_code}")
        assert answer.status_code < 500, name
        if name == "home:leave":  # quick exit ends the visit
            browser = as_user(None if who == "nobody" else request.getfixturevalue(who))
    assert len(seen) > 1


@pytest.mark.parametrize(
    "status, ask",
    [
        (404, lambda b: b.get("/nothing/here/")),
        (404, lambda b: b.get("/" + "x" * 3000)),
        (405, lambda b: b.post("/healthz")),
        (
            403,
            lambda b: b.post(
                "/sign-in/", {"login": "x"}, headers={"Origin": "https://evil.example"}
            ),
        ),
        (413, lambda b: b.post("/sign-in/", {"login": "x" * 1_000_001})),
        (400, lambda b: b.post("/sign-in/", {f"n{n}": "x" for n in range(1100)})),
        (400, lambda b: b.get("/", headers={"Host": "evil.example"})),
    ],
)
def test_SEC_11_errors_have_them_too(db, status, ask):
    browser = Browser(raise_request_exception=False)
    answer = ask(browser)
    assert answer.status_code in (status, 404) if status == 405 else answer.status_code == status
    check(answer, status)


def test_SEC_11_a_fault_of_ours_has_them_too(db, monkeypatch):
    part = next(part for name, part in routes.patterns() if name == "web:healthz")

    def explode(request):
        raise ZeroDivisionError

    monkeypatch.setattr(part, "callback", explode)
    answer = Browser(raise_request_exception=False).get("/healthz")
    assert answer.status_code == 500
    check(answer, 500)


def test_SEC_11_no_nonce_is_used_twice(db):
    pages = [Browser().get("/sign-in/") for _ in range(3)]
    nonces = {policy(page)["script-src"] for page in pages}
    assert len(nonces) == 3
    for page in pages:
        nonce = policy(page)["script-src"].split("'nonce-")[1].rstrip("'")
        assert f'nonce="{nonce}"' in page.text
        assert '"includeIndicatorCSS":false' in page.text and '"extensions":"hx-csp"' in page.text


def test_SEC_11_static_files_have_them(settings, tmp_path):
    (tmp_path / "a.css").write_text("p { color: red }")
    settings.STATIC_ROOT = tmp_path
    answer = Browser().get("/static/a.css")
    assert answer.status_code == 200
    for name, value in FIXED.items():
        assert answer.headers.get(name) == value, name
    assert "no-store" not in answer.headers.get("Cache-Control", "")


def test_SEC_11_behind_https_it_stays_https(tmp_path):
    """With an https address: HSTS of a year or more, and cookies that only https carries."""
    names = "SECURE_HSTS_SECONDS SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE "
    names += "SESSION_COOKIE_HTTPONLY SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SAMESITE"
    code = f"from kith import settings as s; print([getattr(s, n) for n in {names.split()!r}])"
    env = {k: v for k, v in os.environ.items() if not k.startswith("KITH_")}
    env |= {"KITH_DATA": str(tmp_path / "d"), "KITH_URL": "https://kith.example.org"}
    said = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    seconds, *rest = eval(said.stdout)  # noqa: S307
    assert seconds >= 31_536_000
    assert rest == [True, True, True, True, "__Host-kith", "__Host-kith-csrf", "Lax"]


def test_PRIV_07_signing_out_clears_what_the_browser_kept(ines, as_user):
    answer = as_user(ines).post("/sign-out/")
    assert '"cache"' in answer.headers.get("Clear-Site-Data", "")


def test_PRIV_07_the_session_cookie_holds_nothing_and_dies_with_the_window(ines):
    typed = {"login": "ines@lindenhof.example", "password": "a long and quiet password"}
    cookie = Browser().post("/sign-in/", typed).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie["max-age"] == cookie["expires"] == ""
    assert len(cookie.value) == 32
