"""A passkey is made and then opens the door alone, in a real browser."""

import pytest

from tests.support.cast import make_practice
from tests.support.seeing import every_rule

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def newcomer():
    from kith.people.actions import make_user
    from kith.web import tenancy

    practice = make_practice()
    with tenancy.within(practice.pk):
        return make_user(
            practice=practice,
            name="Nora New",
            address="nora@lindenhof.example",
            password="a long and quiet password",
            roles=["outcomes_lead"],
        )


def with_passkeys(context):
    page = context.new_page()
    talk = context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    talk.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return page


def test_SEC_13_staff_make_a_passkey_and_come_in_with_it_alone(newcomer, open_context, watch):
    page = with_passkeys(open_context())
    page.goto("/sign-in/")
    assert every_rule(page) == []
    page.fill("[name=login]", "nora@lindenhof.example")
    page.fill("[name=password]", "a long and quiet password")
    page.click("main button.primary")
    page.wait_for_url("**/second-step/")
    assert every_rule(page) == []
    page.click("text=Make a passkey")
    page.click("pass-key button")
    page.wait_for_url("**/second-step/codes/")
    assert page.locator("main li code").count() == 10
    assert every_rule(page) == []
    page.click("main button.primary")
    page.goto("/sign-out/")
    page.click("main button.primary")
    page.wait_for_url("**/sign-in/")
    page.click("text=Sign in with a passkey")
    page.wait_for_url(lambda address: "sign-in" not in address)
    page.goto("/account/")
    assert page.locator("main li", has_text="Passkey 1").count() == 1
    assert every_rule(page) == []


def test_A11Y_01_the_door_at_320_px_without_scripts(newcomer, open_page):
    page = open_page("/sign-in/", width=320, javascript=False)
    assert not page.locator("pass-key").is_visible()
    page.click("text=Send me a code by e-mail")
    assert page.locator("h1").inner_text() == "A code by e-mail"
