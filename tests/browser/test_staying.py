"""The warning before a session ends, and what covers the page then."""

from datetime import timedelta

import pytest

from kith import clock
from tests.support.seeing import every_rule

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("limits_hold")]
SIGNED_OUT = "You have been signed out. What you typed is still on this page."


@pytest.fixture
def later(monkeypatch):
    """later(minutes=28): the house's clock, from when the test began."""
    came = clock.now()
    return lambda **more: monkeypatch.setattr(clock, "now", lambda: came + timedelta(**more))


def look(page):
    """As when somebody comes back to the window."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def nothing_shows(page):
    """No word of the page can be seen or read out, nor the title."""
    page.get_by_text(SIGNED_OUT).wait_for()
    assert page.evaluate("getComputedStyle(document.querySelector('main h1')).visibility") == (
        "hidden"
    )
    assert not page.locator("main h1").is_visible()
    assert page.title() == "Kith"
    box = page.locator("dialog.cover").bounding_box()
    size = page.evaluate("[innerWidth, innerHeight]")
    assert [box["x"], box["y"]] == [0, 0] and [box["width"], box["height"]] == size


def test_SEC_16_A11Y_a_page_warns_offers_to_stay_and_goes_on(walk_as, watch, later):
    watch.expect("401 (Unauthorized)")
    page = walk_as("client")
    page.goto("/account/")
    notice = page.locator("stay-signed-in [data-notice]")
    assert not notice.is_visible()
    later(minutes=28, seconds=30)
    look(page)
    notice.wait_for(state="visible")
    # It lies over the page, where axe cannot tell which colour is behind.
    assert [one for one in every_rule(page) if not one.startswith("color-contrast")] == []
    notice.get_by_role("button", name="Stay signed in").click()
    notice.wait_for(state="hidden")
    later(minutes=90)
    look(page)
    nothing_shows(page)


@pytest.mark.parametrize(
    ("persona", "place"), [("client", "/my/people/"), ("therapist", "/today/")]
)
def test_PRIV_06_SEC_16_an_open_page_is_covered_when_the_session_is_over(
    walk_as, watch, later, persona, place
):
    watch.expect("401 (Unauthorized)")
    page = walk_as(persona, width=390, height=800)
    page.goto(place)
    later(minutes=31)
    look(page)
    nothing_shows(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show the page again").click()
    nothing_shows(page)
    assert every_rule(page) == []


def test_PRIV_06_it_is_covered_also_when_the_house_does_not_answer(walk_as, watch, later):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = walk_as("client")
    page.clock.install()
    page.goto("/my/people/")
    page.context.set_offline(True)
    page.clock.fast_forward(31 * 60 * 1000)
    nothing_shows(page)
    page.context.set_offline(False)
    look(page)
    page.locator("main h1").wait_for(state="visible")


def test_REL_07_after_signing_in_elsewhere_the_page_and_its_words_are_back(
    walk_as, watch, later, story
):
    watch.expect("401 (Unauthorized)")
    page = walk_as("client")
    page.goto("/my/contact/")
    page.get_by_label("What we call you").or_(page.get_by_role("textbox").first).first.fill("Mari")
    later(minutes=31)
    look(page)
    nothing_shows(page)
    come_in(page, story, "client")
    page.get_by_role("button", name="Show the page again").click()
    page.locator("main h1").wait_for(state="visible")
    assert "Mari" in page.evaluate("[...document.querySelectorAll('input')].map((i) => i.value)")


def test_REL_07_somebody_else_who_signs_in_here_does_not_see_it(walk_as, watch, later, story):
    watch.expect("401 (Unauthorized)")
    page = walk_as("client")
    page.goto("/my/people/")
    later(minutes=31)
    look(page)
    nothing_shows(page)
    come_in(page, story, "therapist")
    page.get_by_role("button", name="Show the page again").click()
    page.wait_for_timeout(300)
    nothing_shows(page)


def come_in(page, story, persona):
    """Another window of the same browser signs in."""
    from django.conf import settings

    from tests.support.pages import browser_of

    name = settings.SESSION_COOKIE_NAME
    value = browser_of(story, persona).cookies[name].value
    page.context.add_cookies(
        [{"name": name, "value": value, "url": f"http://localhost:{settings.PORT}"}]
    )


def test_a_form_that_asks_for_an_action_is_sent_without_a_script_error(walk_as, watch, story):
    watch.expect("422 (Unprocessable")
    page = walk_as("therapist")
    page.goto("/courses/{course_id}/screen/".format(**story.ids))
    assert page.locator("form [name=action]").count() == 1
    with page.expect_navigation():
        page.get_by_role("button", name="Record this screen").click()
