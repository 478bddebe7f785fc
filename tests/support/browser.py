"""Chromium for tests: a page that fails its test on any error of console, script or policy.

    def test_something(open_page):
        page = open_page("/sign-in/", width=320, javascript=False)

Addresses are those of pytest-django's live server, on localhost (a secure context).
"""

import os
import shutil
from urllib.parse import urlsplit

import pytest

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
WATCH_POLICY = """
window.__policy = [];
document.addEventListener("securitypolicyviolation", (event) => {
  console.error("policy: " + event.violatedDirective + " " + event.blockedURI);
});
"""


def find_chromium():
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests of this process."""
    from playwright.sync_api import sync_playwright

    found = find_chromium()
    if not found:
        pytest.fail("Chromium is not there: scripts/need_chromium.sh installs it.")
    flags = FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=found, args=flags)
        yield browser
        browser.close()


class Watch:
    """What went wrong in the pages of one test, and which addresses they asked for."""

    def __init__(self, origin):
        self.origin, self.trouble, self.requests, self.expected = origin, [], [], []

    def follow(self, page):
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.trouble.append(f"script: {error}"))
        page.on("request", self.request)

    def console(self, message):
        if message.type in ("error", "warning"):
            self.trouble.append(f"console: {message.text} ({message.location.get('url', '')})")

    def request(self, request):
        self.requests.append(request.url)
        known = request.url.startswith((self.origin, "data:", "blob:", "about:"))
        if not known:
            self.trouble.append(f"asked another house: {urlsplit(request.url).netloc}")

    def expect(self, words):
        """Trouble with these words is part of the test: say, a refused form answers 422."""
        self.expected.append(words)

    @property
    def unexpected(self):
        return [t for t in self.trouble if not any(words in t for words in self.expected)]


@pytest.fixture
def watch(live_server):
    seen = Watch(live_server.url)
    yield seen
    assert not seen.unexpected


@pytest.fixture
def open_context(chromium, live_server, watch):
    """Make a browser of its own (cookies, size, scheme): open_context(width=320, javascript=…)."""
    made = []

    def make(width=1280, height=800, javascript=True, **more):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale=more.pop("locale", "en-GB"),
            **more,
        )
        context.set_default_timeout(15_000)
        if javascript:
            context.add_init_script(WATCH_POLICY)
        context.on("page", watch.follow)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def open_page(open_context):
    """Open an address of the live server in a browser of its own; signed in as `user` if given."""

    def open_(address="/", user=None, **looks):
        context = open_context(**looks)
        if user is not None:
            sign_in(context, user)
        page = context.new_page()
        page.goto(address)
        return page

    return open_


def sign_in(context, user):
    """Give the browser a session of this person, as sign-in with a second factor would."""
    from django.conf import settings
    from django.test import Client

    visitor = Client()
    visitor.force_login(user)
    origin = f"http://localhost:{settings.PORT}"
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": visitor.cookies[name].value, "url": origin}
    context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Lax"}])


def draw_by_finger(page, start, end, rest=300):
    """A finger put down at `start` (x, y in px), drawn to `end` after `rest` ms, lifted: as a phone
    sends it."""
    hand = page.context.new_cdp_session(page)

    def touch(kind, *points):
        at = [{"x": x, "y": y} for x, y in points]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    touch("touchStart", start)
    page.wait_for_timeout(rest)
    for part in (0.3, 0.6, 1):
        touch("touchMove", tuple(a + (b - a) * part for a, b in zip(start, end, strict=True)))
    touch("touchEnd")
