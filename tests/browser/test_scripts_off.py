"""Kith without scripts: signing in, the safety plan, help, the other person's list (A11Y_08)."""

import re

import pytest

from kith.safety.models import SafetyPlan
from kith.web import tenancy
from tests.browser.test_therapists_week import come_in
from tests.journeys.ground import jobs_at_once
from tests.support import factor

pytestmark = pytest.mark.browser
OFF = {"javascript": False, "width": 320, "height": 640}


def test_A11Y_08_a_therapist_signs_in_with_two_steps(open_page, practice, ines):
    factor.give_app(ines)
    page = open_page("/help/", **OFF)
    come_in(page, ines)
    assert page.url.endswith("/today/")


def test_A11Y_08_a_client_signs_in_with_a_mailed_code(open_page, marisol, mailoutbox):
    page = open_page("/sign-in/", **OFF)
    page.get_by_role("link", name="Send me a code by e-mail").click()
    page.get_by_label("E-mail").fill("marisol@example.org")
    with jobs_at_once():
        page.get_by_role("button").first.click()
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mailoutbox[-1].body, re.M).group(1)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button").filter(has_text=re.compile("Sign in|Continue")).first.click()
    assert page.url.endswith("/home/")


def test_A11Y_08_a_client_reads_and_changes_the_safety_plan(walk_as, story):
    page = walk_as("client", **OFF)
    page.goto("/home/")
    page.get_by_role("navigation").get_by_role("link", name="Plan").click()
    assert "quiet" in page.locator("main").inner_text()
    page.get_by_role("link", name="Change my plan").click()
    page.get_by_role("textbox").first.fill("I stop answering the phone")
    page.locator("main form button.primary").first.click()
    assert "I stop answering the phone" in page.locator("main").inner_text()
    with tenancy.within(story.practice.pk):
        assert SafetyPlan.objects.filter(client=story.marisol).count() == 2


def test_A11Y_08_help_is_one_link_away_and_needs_nothing(walk_as, story):
    page = walk_as("client", **OFF)
    page.goto("/my/people/")
    page.get_by_role("banner").get_by_role("link", name="Help now").click()
    assert page.get_by_role("link", name="112").get_attribute("href") == "tel:112"
