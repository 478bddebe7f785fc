"""The warning before a session ends, in a real browser, as the server's time decides."""

from datetime import timedelta

import pytest

from kith import clock
from tests.support.browser import axe

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("limits_hold")]


def test_SEC_16_A11Y_a_page_warns_offers_to_stay_and_goes_on(walk_as, watch, monkeypatch):
    watch.expect("401 (Unauthorized)")
    page = walk_as("client")
    page.goto("/account/")
    notice = page.locator("stay-signed-in [data-notice]")
    assert not notice.is_visible()
    came = clock.now()
    monkeypatch.setattr(clock, "now", lambda: came + timedelta(minutes=28, seconds=30))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    notice.wait_for(state="visible")
    # It lies over the page, where axe cannot tell which colour is behind.
    assert [one for one in axe(page) if not one.startswith("color-contrast")] == []
    notice.get_by_role("button", name="Stay signed in").click()
    notice.wait_for(state="hidden")
    monkeypatch.setattr(clock, "now", lambda: came + timedelta(minutes=90))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_text("You have been signed out. What you typed is still on this page.").wait_for()
