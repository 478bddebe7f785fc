"""Leaving in a hurry: nothing of the page is left, whatever is pressed next."""

import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.browser
# A harmless page that the test itself can serve; for real it is another site.
ELSEWHERE = f"http://localhost:{settings.PORT}/robots.txt"
TELLING = re.compile("Marisol|meeting|practice|flatmates|Devin|session", re.I)
PHONE = {"width": 390, "height": 800}


@pytest.fixture
def at_home(walk_as, story, watch):
    """at_home(javascript=True): a client's browser, with a neutral site to go to."""
    watch.expect("favicon.ico")  # a page without an icon of its own
    story.practice.exit_site = ELSEWHERE
    story.practice.save()

    def go(address="/my/people/", **looks):
        page = walk_as("client", **PHONE, **looks)
        page.goto("/home/")
        page.goto(address)
        return page

    return go


def shows_nothing_any_more(page):
    """Neither Back, nor reload, nor the address itself shows what was there."""
    for step in (page.go_back, page.go_back, page.reload):
        try:
            step(wait_until="load")
        except Exception:
            pass
        body = page.locator("body").inner_text() if page.url != "about:blank" else ""
        assert not TELLING.search(body), (page.url, body[:200])
    page.goto("/my/people/")
    assert "/sign-in/" in page.url


def left(page):
    page.wait_for_url(ELSEWHERE)
    names = {cookie["name"] for cookie in page.context.cookies(f"http://localhost:{settings.PORT}")}
    assert settings.SESSION_COOKIE_NAME not in names


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_PRIV_06_A11Y_08_quick_exit_by_its_button(at_home, javascript):
    page = at_home(javascript=javascript)
    page.locator(".topbar-ways").get_by_role("link", name="Quick exit").click()
    left(page)
    shows_nothing_any_more(page)


def test_PRIV_06_quick_exit_by_shift_three_times(at_home):
    page = at_home()
    for _ in range(3):
        page.keyboard.press("Shift")
    left(page)
    shows_nothing_any_more(page)


def test_PRIV_06_quick_exit_is_the_first_thing_after_the_skip_link(at_home):
    page = at_home()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    left(page)
    shows_nothing_any_more(page)


def test_PRIV_06_the_page_left_is_not_in_the_history(at_home):
    page = at_home()
    before = page.evaluate("history.length")
    page.locator(".topbar-ways").get_by_role("link", name="Quick exit").click()
    left(page)
    assert page.evaluate("history.length") == before


def test_PRIV_06_shift_while_writing_does_not_leave(at_home):
    page = at_home("/my/plan/?edit=1")
    page.get_by_role("textbox").first.focus()
    for letter in "ABC":
        page.keyboard.press(f"Shift+{letter}")
    assert page.url.endswith("/my/plan/?edit=1")


def test_PRIV_06_the_open_page_is_covered_before_anything_is_answered(at_home):
    page = at_home()
    seen = page.evaluate(
        """() => {
          document.querySelector('.topbar-ways quick-exit a').click();
          return [getComputedStyle(document.documentElement).display, document.title.trim()];
        }"""
    )
    assert seen == ["none", ""]
    left(page)


def test_PRIV_06_a_page_kept_whole_by_the_browser_shows_nothing_when_it_comes_back(at_home, watch):
    """As when Back brings a page from the browser's memory, not from the house (bfcache)."""
    watch.expect("401 (Unauthorized)")
    page = at_home()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert not page.locator("main h1").is_visible(), "covered before the house has answered"
    page.get_by_text("You have been signed out").wait_for()
    assert not page.locator("main h1").is_visible() and page.title() == "Kith"


def test_PRIV_06_other_windows_are_covered_as_one_leaves(at_home, watch):
    watch.expect("401 (Unauthorized)")
    page = at_home()
    other = page.context.new_page()
    other.goto(page.url)
    other.bring_to_front()
    page.locator(".topbar-ways").get_by_role("link", name="Quick exit").click()
    left(page)
    other.locator("html[data-covered]").wait_for(state="attached")
    assert not other.locator("main h1").is_visible() and other.title() == "Kith"
    other.wait_for_timeout(2500)
    assert not other.locator("main h1").is_visible()


def test_PRIV_06_every_page_of_a_client_has_the_way_out(at_home, story):
    for address in ("/home/", "/my/people/", "/my/plan/", "/my/contact/", "/account/", "/help/"):
        page = at_home(address)
        assert page.locator(".skip", has_text="Quick exit").count() == 1, address
        assert page.locator(".topbar-ways").get_by_role("link", name="Quick exit").is_visible()
        page.context.close()


@pytest.mark.parametrize("persona, address", [("client", "/my/people/"), ("therapist", "/today/")])
def test_PRIV_07_after_signing_out_back_shows_nothing(walk_as, story, persona, address):
    page = walk_as(persona, width=1280, height=800)
    page.goto(address)
    with page.expect_response(lambda answer: answer.url.endswith("/sign-out/")) as gone:
        page.get_by_role("button", name="Sign out").click()
    assert "cache" in gone.value.all_headers()["clear-site-data"]
    page.wait_for_url(lambda where: not where.endswith((address, "/sign-out/")))
    page.go_back()
    assert not TELLING.search(page.locator("main").inner_text())
    page.reload()
    assert not TELLING.search(page.locator("main").inner_text())


def test_PRIV_07_nothing_is_kept_by_the_browser(walk_as, story):
    page = walk_as("client", **PHONE)
    for address in ("/home/", "/my/people/", "/my/plan/"):
        page.goto(address)
    kept = page.evaluate(
        """async () => [localStorage.length, sessionStorage.length,
          (await indexedDB.databases()).length, (await caches.keys()).length,
          (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert kept == [0, 0, 0, 0, 0]
