"""Leaving in a hurry from a page that went wrong: the same way, the same script."""

import pytest

from tests.browser.test_leaving import at_home, left, shows_nothing_any_more  # noqa: F401

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("how", ["button", "shift"])
def test_PRIV_06_a_page_that_is_not_there_is_left_at_once(at_home, watch, how):  # noqa: F811
    watch.expect("404 (Not Found)")
    page = at_home("/nowhere/")
    if how == "button":
        page.locator(".topbar-ways").get_by_role("link", name="Quick exit").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    left(page)
    shows_nothing_any_more(page)


def test_PRIV_06_a_page_that_is_not_there_is_covered_first(at_home, watch):  # noqa: F811
    watch.expect("404 (Not Found)")
    page = at_home("/nowhere/")
    seen = page.evaluate(
        """() => {
          document.querySelector('.topbar-ways quick-exit a').click();
          return [getComputedStyle(document.documentElement).display, document.title.trim()];
        }"""
    )
    assert seen == ["none", ""]
