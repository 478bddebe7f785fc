"""Pages met on the way: the first run, signing in step by step, a factor, refusals."""

import pytest

from kith.people import links
from tests.browser.test_therapists_week import PASSWORD, come_in
from tests.journeys.ground import jobs_at_once
from tests.support import cast, factor, looking
from tests.support.seeing import contrast, every_rule

pytestmark = pytest.mark.browser


@pytest.fixture
def look(watch):
    """look(page): everything that every page must be; collected to the end."""
    wrong = []
    watch.expect("422 (Unprocessable")

    def at(page, least=24):
        page.wait_for_load_state()
        found = [*every_rule(page), *looking.heading_trouble(page), *looking.keyboard_trouble(page)]
        page.set_viewport_size({"width": 320, "height": 640})
        found += page.evaluate(looking.OVERFLOW) + page.evaluate(looking.SMALL_TARGETS, least)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme="dark")
        found += contrast(page)
        page.emulate_media(color_scheme="light")
        wrong.extend(f"{page.url}: {one}" for one in found)

    yield at
    assert not wrong, "\n".join(wrong)


def test_A11Y_01_the_first_run(open_page, db, look):
    page = open_page(f"/set-up/{links.make('setup')}/", reduced_motion="reduce")
    look(page)
    page.locator("main form button").last.click()
    page.get_by_role("alert").first.wait_for()
    look(page)


def test_A11Y_01_A11Y_09_signing_in_step_by_step(open_page, practice, ines, look):
    """No puzzle on the way: an address, a password that may be pasted, six digits (3.3.8)."""
    factor.give_app(ines)
    page = open_page("/sign-in/", reduced_motion="reduce")
    page.get_by_role("button", name="Sign in", exact=True).click()
    look(page, 44)
    page.get_by_label("E-mail").fill(ines.address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    assert (
        page.get_by_label("Password", exact=True).get_attribute("autocomplete")
        == "current-password"
    )
    page.get_by_role("button", name="Sign in", exact=True).click()
    look(page, 44)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("alert").first.wait_for()
    look(page, 44)


def test_A11Y_01_codes_by_mail(open_page, marisol, look):
    page = open_page("/sign-in/code/", reduced_motion="reduce")
    page.get_by_label("E-mail").fill("marisol@example.org")
    with jobs_at_once():
        page.get_by_role("button").first.click()
    page.wait_for_url("**/enter/")
    look(page, 44)
    page.goto("/password/reset/")
    page.get_by_label("E-mail").fill("marisol@example.org")
    page.get_by_role("button").first.click()
    look(page, 44)


def test_A11Y_01_A11Y_02_setting_up_a_second_factor(open_page, practice, look):
    from allauth.mfa.models import Authenticator

    nora = cast.make_staff(practice, "Nora New", "therapist")
    Authenticator.objects.filter(user=nora).delete()
    page = open_page("/sign-in/", reduced_motion="reduce")
    page.get_by_label("E-mail").fill(nora.address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/second-step/**")
    look(page)
    page.goto("/second-step/app/")
    look(page)
    page.goto("/second-step/passkey/")
    look(page)


def test_A11Y_01_proving_oneself_again_and_leaving(open_page, practice, ines, look):
    factor.give_app(ines)
    page = open_page("/sign-in/", reduced_motion="reduce")
    come_in(page, ines)
    page.wait_for_url("**/today/")
    for address in ("/again/password/", "/again/code/", "/second-step/app/remove/", "/sign-out/"):
        page.goto(address)
        look(page)


@pytest.mark.parametrize("address", ["/ask/lindenhof/", "/enquiries/new/", "/staff/"])
def test_A11Y_05_a_refused_form_is_for_everybody_too(
    open_page, practice, ines, owner, address, look
):
    user = None if address.startswith("/ask") else owner if "staff" in address else ines
    page = open_page(address, user=user, reduced_motion="reduce")
    page.locator("main form:has(button.primary) button.primary").last.click()
    page.get_by_role("alert").first.wait_for()
    look(page, 44 if user is None else 24)


def test_PRIV_01_SEC_11_SEC_22_pages_ask_only_their_own_house(open_page, practice, watch):
    """Own files, own cookies, a policy that says so, nothing else (a violation fails the test)."""
    page = open_page("/ask/lindenhof/")
    for address in ("/", "/help/", "/sign-in/", "/what-each-role-sees/"):
        answer = page.goto(address)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "require-trusted-types-for 'script'" in policy
    assert len(watch.requests) > 10
    assert {url.split("/")[2] for url in watch.requests} == {page.url.split("/")[2]}
    assert {cookie["domain"] for cookie in page.context.cookies()} <= {"localhost"}
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"kith", "kith-csrf"}
