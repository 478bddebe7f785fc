"""A browser that is known: until its owner takes that back, and never without being asked."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client as Browser
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from kith.people import devices, links, sessions, setup
from kith.people.models import Notice, User
from tests.rooms.people.conftest import PASSWORD, app_code, last_letter
from tests.rooms.people.test_first_run import TYPED, path
from tests.support.cast import make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits_hold")]
QUIET, NEW = "a quiet password", "a brand new evening"


def come_in(browser, password=QUIET, login="marisol@example.org", **more):
    browser.post("/sign-in/", {"login": login, "password": password, **more})
    assert browser.get("/account/").status_code == 200
    return browser


def knows(browser, user):
    """Whether this browser counts as one of the person's, as the account stands now."""
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in browser.cookies.items()}
    return bool(devices.known(request, User.objects.get(pk=user.pk).email))


@pytest.fixture
def two(marisol):
    """Two browsers of a client, both signed in and known."""
    both = come_in(Browser()), come_in(Browser())
    assert all(knows(browser, marisol.user) for browser in both)
    return both


def change_password(browser):
    return browser.post("/account/password/", {"password": NEW})


def end_all_others(browser):
    return browser.post("/account/sessions/end/", {"which": "others"})


def move_away(browser):
    browser.post("/my/contact/address/", {"email": "new@example.org"})
    code = re.search(r"^\d{8}$", last_letter().body, re.M).group()
    return browser.post("/my/contact/address/", {"code": code})


def add_app(browser):
    page = browser.get("/second-step/app/").content.decode()
    secret = "".join(re.search(r"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", page).group().split())
    return browser.post("/second-step/app/", {"code": app_code(secret)})


@pytest.mark.parametrize("deed", [change_password, end_all_others, move_away, add_app])
def test_SEC_16_what_ends_the_other_sessions_makes_their_browsers_new(two, marisol, deed):
    here, elsewhere = two
    assert deed(here).status_code == 302
    assert elsewhere.get("/account/").status_code == 302, "signed out there"
    assert not knows(elsewhere, marisol.user)
    assert here.get("/account/").status_code == 200
    assert knows(here, marisol.user), "this one stays"


def test_SEC_16_a_lost_phone_without_a_session_is_new_again_too(two, marisol):
    here, phone = two
    phone.post("/sign-out/")
    page = here.get("/account/").content.decode()
    assert "Sign out everywhere else" in page
    end_all_others(here)
    assert not knows(phone, marisol.user) and knows(here, marisol.user)


def test_SEC_16_a_browser_that_was_known_is_told_of_after_a_new_password(two, marisol):
    here, elsewhere = two
    change_password(here)
    Notice.objects.all().delete()
    mail.outbox.clear()
    come_in(elsewhere, NEW)
    assert [notice.kind for notice in Notice.objects.all()] == ["new_device"]
    assert len(mail.outbox) == 1
    elsewhere.post("/sign-out/")
    come_in(elsewhere, NEW)
    assert Notice.objects.count() == 1, "known from then on"


def test_SEC_15_a_browser_that_was_known_has_no_count_of_its_own_any_more(two, marisol):
    here, elsewhere = two
    change_password(here)
    elsewhere.cookies.pop("kith-session", None)
    for _ in range(5):
        Browser().post("/sign-in/", {"login": "marisol@example.org", "password": "wrong wrong"})
    page = elsewhere.post("/sign-in/", {"login": "marisol@example.org", "password": NEW})
    assert "Too many tries" in page.content.decode()


def test_SEC_16_a_reset_password_makes_every_browser_new(two, marisol, visitor):
    visitor.post("/password/reset/", {"email": "marisol@example.org"})
    code = re.search(r"^\d{8}$", last_letter().body, re.M).group()
    step = visitor.post("/password/reset/code/", {"code": code}, follow=True)
    visitor.post(step.request["PATH_INFO"], {"password": NEW})
    assert User.objects.get(pk=marisol.user_id).check_password(NEW)
    assert not any(knows(browser, marisol.user) for browser in two)


@pytest.mark.parametrize("do", ["out", "reset", "close"])
def test_SEC_16_what_an_administrator_ends_makes_the_browsers_of_a_colleague_new(
    as_user, owner, ines, omar, with_app, do
):
    browser = Browser()
    browser.post("/sign-in/", {"login": omar.address, "password": PASSWORD})
    with_app(omar)
    browser.post("/sign-in/second-step/", {"code": app_code()})
    assert knows(browser, omar)
    assert as_user(owner).post(f"/staff/{omar.pk}/", {"do": do}).status_code == 302
    assert not knows(browser, omar)


@pytest.fixture
def invited(practice, ines):
    """The path of an invitation that a client has not opened yet."""
    client = make_client(practice, "Carla Client", ines, account=False)
    client.email = "carla@example.org"
    client.save()
    return f"/welcome/{links.make('client', practice=practice, about_id=client.pk)}/"


def test_PRIV_09_an_invitation_asks_whether_others_use_the_device(invited, visitor):
    assert "Others use this device too" in visitor.get(invited).content.decode()
    visitor.post(invited, {"way": "password", "password": "an evening of ours", "shared": "on"})
    assert visitor.get("/account/").status_code == 200
    assert visitor.session[sessions.MARK]["shared"]
    assert "kith-device" not in visitor.cookies


def test_PRIV_09_a_device_of_ones_own_is_known_from_the_invitation_on(invited, visitor):
    visitor.post(invited, {"way": "password", "password": "an evening of ours"})
    assert not visitor.session[sessions.MARK]["shared"]
    visitor.post("/sign-out/")
    Notice.objects.all().delete()
    come_in(visitor, "an evening of ours", "carla@example.org")
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("shared", "known"), [({"shared": "on"}, False), ({}, True)])
def test_PRIV_09_a_colleague_is_asked_too(practice, visitor, shared, known):
    from kith.people.actions import make_user

    user = make_user(
        practice=practice, name="Nora New", address="nora@example.org", roles=["therapist"]
    )
    page = f"/join/{links.make('staff', practice=practice, about_id=user.pk)}/"
    assert "Others use this device too" in visitor.get(page).content.decode()
    visitor.post(page, {"password": PASSWORD, **shared})
    assert visitor.session[sessions.MARK]["shared"] is bool(shared)
    assert knows(visitor, user) is known


def test_PRIV_09_where_nobody_was_asked_no_browser_is_known(db, visitor):
    visitor.post(path(setup.link_if_needed()), TYPED)
    assert visitor.get("/second-step/").status_code == 200
    assert "kith-device" not in visitor.cookies


def test_SEC_14_a_mark_is_looked_at_in_the_same_way_whoever_is_named(two, marisol):
    asked = []
    for login in ("marisol@example.org", "nobody@example.org"):
        browser = Browser()
        browser.cookies["kith-device"] = two[0].cookies["kith-device"].value.replace(".", "x.")
        browser.get("/sign-in/")
        with CaptureQueriesContext(connection) as queries:
            browser.post("/sign-in/", {"login": login, "password": "wrong wrong wrong"})
        asked.append(sum("people_user" in query["sql"] for query in queries))
    assert asked[0] == asked[1]
