"""The browser of the tests is strict: what goes wrong in a page fails the test."""

import pytest

from tests.support.browser import Watch

pytestmark = pytest.mark.browser


def test_a_page_opens_on_localhost_and_asks_nobody_else(open_page, watch):
    watch.expect("favicon.ico")  # asked for where a page names no icon of its own
    page = open_page("/healthz")
    assert page.evaluate("window.isSecureContext")
    assert watch.requests and not watch.unexpected


def test_an_error_in_a_script_is_seen(chromium):
    seen = Watch("http://localhost")
    page = chromium.new_page()
    seen.follow(page)
    page.evaluate("setTimeout(() => { throw new Error('torn') })")
    page.evaluate("() => console.error('crooked')")
    page.wait_for_function("() => true")
    page.close()
    assert any("torn" in trouble for trouble in seen.trouble)
    seen.expect("torn")
    assert [trouble for trouble in seen.unexpected if "crooked" in trouble]
