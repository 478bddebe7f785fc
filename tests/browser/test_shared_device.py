"""A device that others use too: signed out soon, and nothing of anybody is offered again."""

from datetime import timedelta

import pytest
from django.conf import settings

from kith import clock

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("limits_hold")]
FORGETS = """() => [...document.querySelectorAll('input, textarea, select')]
  .filter((field) => field.type !== 'hidden')
  .filter((field) => !['off', 'one-time-code'].includes(
    field.autocomplete || field.form?.autocomplete))
  .map((field) => field.outerHTML)"""
PAGES = ("/my/people/", "/my/plan/?edit=1", "/my/contact/", "/account/", "/account/password/")


@pytest.fixture
def shared(open_page, story):
    """A client who has ticked that others use the device."""
    page = open_page("/sign-in/", width=390)
    page.fill("[name=login]", story.user("client").address)
    page.fill("[name=password]", "a quiet password")
    page.get_by_label("Others use this device too").check()
    page.click("main button.primary")
    page.wait_for_url(lambda address: "sign-in" not in address)
    return page


def test_PRIV_09_no_form_is_remembered(shared):
    fields = 0
    for address in PAGES:
        shared.goto(address)
        assert shared.evaluate(FORGETS) == [], address
        fields += shared.locator("main input:not([type=hidden]), main textarea").count()
    assert fields > 10


def test_PRIV_09_nothing_lies_in_the_browser_but_one_cookie_of_the_session(shared):
    shared.goto("/home/")
    cookies = shared.context.cookies(f"http://localhost:{settings.PORT}")
    names = {cookie["name"]: cookie["expires"] for cookie in cookies}
    assert names[settings.SESSION_COOKIE_NAME] == -1, "gone with the window"
    assert settings.KITH_DEVICE_COOKIE not in names
    kept = shared.evaluate(
        """async () => [localStorage.length, sessionStorage.length,
          (await indexedDB.databases()).length, (await caches.keys()).length,
          (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert kept == [0, 0, 0, 0, 0]


def test_PRIV_09_no_name_is_there_for_the_next_person(shared):
    shared.get_by_role("button", name="Sign out").click()
    shared.goto("/sign-in/")
    assert shared.input_value("[name=login]") == "" and shared.input_value("[name=password]") == ""
    assert "Marisol" not in shared.content()
    assert not shared.get_by_label("Others use this device too").is_checked()


def test_PRIV_09_five_minutes_without_a_touch_cover_the_page(shared, watch, monkeypatch):
    watch.expect("401 (Unauthorized)")
    shared.goto("/my/people/")
    came = clock.now()
    monkeypatch.setattr(clock, "now", lambda: came + timedelta(minutes=5, seconds=1))
    shared.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    shared.get_by_text("You have been signed out").wait_for()
    assert not shared.locator("main h1").is_visible()
    shared.goto("/my/people/")
    assert "/sign-in/" in shared.url
