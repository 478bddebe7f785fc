"""The client's check-in on a small phone: with the keyboard alone, and with scripts off."""

import re

import pytest

from kith import clock
from kith.checkins import actions as checkins
from kith.checkins.models import Checkin, Response
from kith.people import links
from kith.safety.models import Concern
from kith.web import tenancy
from tests.support import looking, story
from tests.support.seeing import every_rule

pytestmark = pytest.mark.browser
PHONE = {"width": 320, "height": 640}
PHQ, GAD = "233322201", "3222121"
QUESTIONS = len(PHQ) + len(GAD) + 1  # and the one about difficulty, which is not counted


@pytest.fixture
def link(live_server, practice, ines, course):
    """A course under treatment, its check-in sent, and the address of the mailed link."""
    course = story.begin(course, ines)
    checkins.prepare(course=course, on=clock.today("Europe/London"))
    return f"/c/{links.make('checkin', practice=practice, about_id=course.pk)}/"


def answers():
    """What to answer to each question in turn."""
    return iter([*PHQ, "1", *GAD, "1"])


def on_question(page):
    return re.search(r"/\d+/$", page.url) and "/support/" not in page.url


def tab_to(page, what, most=30):
    """Press Tab until the control with this role and name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if what.evaluate("(e) => e === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {what}")


def by_keys(page, digit):
    """Choose an answer with Tab and arrows, then send it with the button."""
    page.evaluate(looking.TO_THE_TOP)
    tab_to(page, page.get_by_role("radio").first)
    for _ in range(int(digit)):
        page.keyboard.press("ArrowDown")
    if digit == "0":
        page.keyboard.press("Space")
    assert page.get_by_role("radio").nth(int(digit)).is_checked()
    tab_to(page, page.get_by_role("button", name="Continue", exact=True))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def by_tap(page, digit):
    """With scripts a tap is enough."""
    with page.expect_navigation():
        page.locator("label").filter(has=page.get_by_role("radio")).nth(int(digit)).click()


def by_button(page, digit):
    """Without scripts: choose, then the button."""
    page.get_by_role("radio").nth(int(digit)).check(force=True)
    page.get_by_role("button", name="Continue", exact=True).click()


def go_through(page, address, answer, each=None):
    """From the link to the thank-you; gives the kinds of pages met, in order."""
    met, ready = [], answers()
    page.goto(address)
    met.append("start")
    if each:
        each()
    page.get_by_role("link", name="Start", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for _ in range(QUESTIONS * 3):
        page.wait_for_load_state()
        if "/support/" in page.url:
            met.append("help")
            if each:
                each()
            page.get_by_role("link", name="Go on").click()
        elif on_question(page):
            if each and len(met) in (1, 4):
                each()
            met.append("question")
            answer(page, next(ready))
        else:
            met.append("thanks")
            return met
    raise AssertionError(f"never done: {met}")


def kept(course):
    with tenancy.within(course.practice_id):
        totals = dict(Response.objects.filter(course=course).values_list("measure", "total"))
        return totals, Concern.objects.filter(course=course).count()


def test_A11Y_02_A11Y_06_the_check_in_is_done_with_the_keyboard_alone(open_page, link, course):
    page = open_page("/help/", reduced_motion="reduce", **PHONE)
    wrong = []

    def look():
        wrong.extend(f"{page.url}: {one}" for one in every_rule(page))
        wrong.extend(f"{page.url}: {one}" for one in page.evaluate(looking.SMALL_TARGETS, 44))
        wrong.extend(f"{page.url}: {one}" for one in page.evaluate(looking.OVERFLOW))

    met = go_through(page, link, by_keys, each=look)
    assert not wrong, "\n".join(wrong)
    assert kept(course) == ({"phq-9": 18, "gad-7": 13}, 1)
    assert met.index("help") < met.index("thanks")
    assert "Thank you" in page.get_by_role("heading", level=1).inner_text()
    assert not every_rule(page)


def test_A11Y_08_the_check_in_is_done_with_scripts_off(open_page, link, course):
    page = open_page("/help/", javascript=False, **PHONE)
    met = go_through(page, link, by_button)
    assert met.count("help") == 1 and met.index("help") < met.index("thanks")
    assert kept(course) == ({"phq-9": 18, "gad-7": 13}, 1)


def test_IPT13_12_help_comes_at_once_after_a_risk_answer_and_promises_nobody(open_page, link):
    page = open_page(link, **PHONE)
    page.get_by_role("link", name="Start", exact=True).click()
    for _ in range(8):
        by_tap(page, "0")
    by_tap(page, "1")
    page.wait_for_url("**/support/**")
    words = page.locator("main").inner_text()
    assert "112" in words and "Lifeline" in words
    assert "Nobody is watching now" in words or "Read by" in words
    assert not re.search("thank you|we monitor", words, re.I)
    assert page.get_by_role("link", name=re.compile("plan")).count() == 1


def test_PRIV_05_by_link_alone_the_page_knows_no_name_and_no_earlier_answer(open_page, link):
    page = open_page(link, **PHONE)
    page.get_by_role("link", name="Start", exact=True).click()
    by_tap(page, "2")
    page.goto(link)
    page.get_by_role("link", name="Continue", exact=True).click()
    page.get_by_role("link", name="Back", exact=True).click()
    assert not page.get_by_role("radio", checked=True).count()
    assert "Marisol" not in page.content() and "Quintero" not in page.content()


def test_a_tap_saves_and_leads_on(open_page, link, course):
    page = open_page(link, has_touch=True, **PHONE)
    page.get_by_role("link", name="Start", exact=True).click()
    with page.expect_navigation():
        page.locator("label").filter(has=page.get_by_role("radio")).nth(2).tap()
    assert page.url.endswith("/2/")
    with tenancy.within(course.practice_id):
        assert Checkin.objects.get(course=course).state != "finished"
        assert Response.objects.get(course=course).answers == {"phq9-1": 2}
