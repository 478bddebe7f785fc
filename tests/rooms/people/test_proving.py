"""A fresh proof before what is delicate: asked wherever the matrix says so, and nothing is lost."""

from datetime import UTC, datetime, timedelta

import pytest

from kith.people import access, proving
from kith.people.models import Draft, User
from tests.rooms.people.conftest import PASSWORD, app_code
from tests.support import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits_hold")]
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ROWS = access.table()["routes"]
DELICATE = [(n, m) for n, row in ROWS.items() for m in row.methods if row.wants_proof(m)]
ALWAYS = """people:password people:own_address people:address people:move_address
mfa_activate_totp mfa_add_webauthn mfa_remove_webauthn
mfa_deactivate_totp mfa_generate_recovery_codes mfa_view_recovery_codes"""


@pytest.fixture
def somebody_for(ines, omar, coordinator, outcomes, owner, marisol):
    """somebody_for(row, method): who may go there at all."""
    people = (ines, coordinator, outcomes, owner, User.objects.get(pk=marisol.user_id))
    return lambda row, method: next(p for p in people if access.may_enter(p, row, method))


def send(browser, method, path):
    return browser.get(path) if method == "GET" else browser.post(path, {"reason": "words here"})


@pytest.mark.parametrize(("name", "method"), DELICATE)
def test_SEC_17_an_old_proof_leads_to_proving_and_a_fresh_one_in(
    as_user, long_in, somebody_for, name, method
):
    path = dict(routes.addresses())[name]
    user = somebody_for(ROWS[name], method)
    old = send(long_in(user), method, path)
    assert old.status_code == 302 and old.url.startswith("/again/"), (name, old.status_code)
    fresh = send(as_user(user), method, path)
    assert not fresh.headers.get("Location", "").startswith("/again/"), name
    assert fresh.status_code != 500


def test_SEC_17_what_must_ask_does():
    for name in ALWAYS.split():
        assert ROWS[name].fresh is True, name
    for name in ("people:colleague", "people:staff"):
        assert ROWS[name].wants_proof("POST"), name
    for name, row in ROWS.items():
        for method, letter in row.methods.items():
            leaves = letter == "X" or (row.object == "record_export" and method == "GET")
            acts = row.object in ("erase_client", "api_clients") and method == "POST"
            breaks = name == "glass:start"
            if leaves or acts or breaks:
                assert row.wants_proof(method), f"{method} {name}"


def test_SEC_17_ten_minutes_and_not_a_second_more(as_user, ines, at):
    with at(NOON):
        browser = as_user(ines)
    with at(NOON + timedelta(minutes=10, seconds=-1)):
        assert browser.get("/account/password/").status_code == 200
    with at(NOON + timedelta(minutes=10)):
        asked = browser.get("/account/password/")
        assert asked.url == "/again/password/?next=%2Faccount%2Fpassword%2F"
        assert browser.get("/account/").status_code == 200, "the rest goes on"
        assert browser.post(asked.url, {"password": PASSWORD}).url == "/account/password/"
        assert browser.get("/account/password/").status_code == 200


def test_SEC_17_a_clock_that_was_set_back_makes_no_old_proof_fresh(as_user, ines, at):
    with at(NOON):
        browser = as_user(ines)
    with at(NOON - timedelta(minutes=10)):
        assert browser.get("/account/password/").status_code == 302


def test_SEC_17_REL_07_what_was_sent_waits_and_then_arrives(long_in, owner, omar):
    browser = long_in(owner)
    place = f"/staff/{omar.pk}/"
    asked = browser.post(place, {"do": "give", "role": "coordinator", "note": "a whole sentence"})
    assert asked.url.startswith("/again/password/?next=") and "coordinator" not in omar.roles
    back = browser.post(asked.url, {"password": PASSWORD}).url
    assert back.startswith("/again/go-on/?place=%2Fstaff%2F")
    page = browser.get(back).content.decode()
    assert f'action="{place}"' in page and "a whole sentence" in page
    assert 'name="role" value="coordinator"' in page
    assert browser.post(place, {"do": "give", "role": "coordinator"}).url == place
    assert "coordinator" in User.objects.get(pk=omar.pk).roles
    assert browser.get(back).url == "/account/", "what has arrived waits no more"


def test_SEC_17_no_password_waits_and_nobody_else_finds_the_words(long_in, as_user, owner, ines):
    browser = long_in(owner)
    asked = browser.post("/account/password/", {"password": "a brand new evening"})
    assert asked.url == "/again/password/?next=%2Faccount%2Fpassword%2F"
    assert not Draft.objects.exists()
    browser.post("/staff/", {"name": "Nora New", "address": "nora@example.org"})
    assert Draft.objects.get().author == owner
    assert as_user(ines).get("/again/go-on/?place=/staff/").url == "/account/"
    assert b"nora@example.org" not in bytes(str(Draft.objects.values_list()), "utf-8")


def test_SEC_17_a_script_is_told_and_words_of_another_site_never_wait(long_in, owner):
    from django.test import Client as Browser

    told = long_in(owner).post("/staff/", {"name": "x"}, headers={"accept": "application/json"})
    assert told.status_code == 401
    stranger = Browser(enforce_csrf_checks=True)
    stranger.cookies = long_in(owner).cookies
    assert stranger.post("/staff/", {"name": "planted"}).status_code == 403
    assert not Draft.objects.filter(place=f"{proving.PLACE}/staff/").exists()


def test_SEC_17_a_code_of_the_app_proves_as_well(long_in, ines, with_app):
    with_app(ines)
    browser = long_in(ines)
    onward = "/again/code/?next=%2Faccount%2Fpassword%2F"
    assert browser.get(onward).status_code == 200
    assert browser.post(onward, {"code": "000000"}).status_code == 422
    assert browser.get("/account/password/").status_code == 302
    assert browser.post(onward, {"code": app_code()}).url == "/account/password/"
    assert browser.get("/account/password/").status_code == 200


def test_SEC_16_a_fresh_proof_and_a_sign_in_give_a_new_session_id(visitor, marisol, at):
    visitor.get("/sign-in/")
    visitor.post("/sign-in/", {"login": "marisol@example.org", "password": "wrong wrong wrong"})
    before = visitor.session.session_key
    visitor.post("/sign-in/", {"login": "marisol@example.org", "password": "a quiet password"})
    first = visitor.session.session_key
    assert first and first != before
    visitor.post("/again/password/?next=/account/", {"password": "a quiet password"})
    second = visitor.session.session_key
    assert second != first
    page = visitor.get("/account/").content.decode()
    assert "this one" in page and "Sign out there" not in page
    visitor.cookies["kith"] = first
    assert visitor.get("/account/").status_code == 302, "the former id opens nothing"
