"""Whatever went wrong, a client leaves the page at once (PRIV-06)."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import Http404
from django.template.loader import get_template
from django.test import Client as Browser
from django.test import RequestFactory

from kith.people.models import Practice
from kith.web import kept, trouble

pytestmark = pytest.mark.django_db
WORDS = "My sister rang again and we did not quarrel"
SENT = {"words": WORDS}
LEAVE = re.compile(r'<quick-exit><a class="([^"]+)" href="/leave/" rel="noreferrer nofollow">')
SCRIPT = re.compile(r'<script type="module" src="[^"]*/quick-exit[^"]*\.js"')


def leads_out(answer):
    """The skip link, the button beside "Help now", and the script that covers the page."""
    page = answer.content.decode()
    bar = page[page.index("<header") : page.index("</header>")]
    ways = LEAVE.findall(bar)
    assert ways == ["skip", "button quiet"], bar
    assert bar.index("button quiet") < bar.index("help-now")
    assert bar.index("<quick-exit>") < bar.index("house-name"), "the first thing of the page"
    assert len(SCRIPT.findall(page)) == 1
    return page


def test_PRIV_06_a_page_that_is_not_there_leads_out(as_user, marisol):
    answer = as_user(marisol.user).get("/nowhere/")
    assert answer.status_code == 404
    leads_out(answer)


@pytest.mark.parametrize(
    ("odd", "status"),
    [
        (SuspiciousOperation(), 400),
        (PermissionDenied(), 404),
        (Http404(), 404),
        (ValueError("our mistake"), 500),
        (OperationalError("database is locked"), 503),
    ],
)
def test_PRIV_06_a_page_that_broke_leads_out(as_user, marisol, monkeypatch, odd, status):
    def breaks(*args, **kwargs):
        raise odd

    browser = as_user(marisol.user)
    browser.raise_request_exception = False
    monkeypatch.setattr("kith.people.views.account._ways_in", breaks)
    answer = browser.get("/account/")
    assert answer.status_code == status
    leads_out(answer)


def test_PRIV_06_too_much_leads_out(as_user, marisol):
    answer = as_user(marisol.user).post("/account/", SENT, CONTENT_LENGTH="5000000")
    assert answer.status_code == 413
    leads_out(answer)


def test_PRIV_06_too_often_leads_out(practice, visitor_often):
    assert visitor_often.status_code == 429
    leads_out(visitor_often)


@pytest.fixture
def visitor_often(monkeypatch):
    from kith.people import limits

    monkeypatch.setattr(limits, "take", lambda *what: False)
    return Browser().post("/sign-in/", {"login": "n@example.org", "password": "x"})


def test_PRIV_06_a_form_without_its_token_leads_out(practice):
    answer = Browser(enforce_csrf_checks=True).post("/sign-in/", SENT)
    assert answer.status_code == 403 and WORDS not in answer.content.decode()
    leads_out(answer)


@pytest.mark.parametrize(
    ("status", "how"), [(503, {}), (403, {"status": 403}), (401, {"signed_out": True})]
)
def test_PRIV_06_the_page_that_shows_what_was_typed_leads_out(status, how):
    asked = RequestFactory().post("/my/people/", SENT)
    answer = kept.kept_page(asked, **how)
    assert answer.status_code == status
    assert WORDS in leads_out(answer)


def test_PRIV_06_a_choice_made_too_late_stands_on_a_page_that_leads_out():
    """409, in the frame of a client's pages."""
    source = get_template("checkins/again.html").template.source
    assert source.startswith('{% extends "home.html" %}')


def test_PRIV_06_REL_04_none_of_them_asks_anything_of_the_database(django_assert_num_queries):
    asked = RequestFactory().post("/my/people/", SENT)
    pages = (trouble.not_found, trouble.bad_request, trouble.too_much, trouble.too_often)
    with django_assert_num_queries(0, connection=connection):
        for page in (*pages, trouble.went_wrong, trouble.busy):
            leads_out(page(asked))


def test_SEC_03_with_the_way_out_absent_is_still_the_same_bytes_each_time(as_user, marisol, ines):
    seen = {
        as_user(who).get(f"/clients/{marisol.pk}/x/").content for who in (marisol.user, ines, ines)
    }
    assert len(seen) == 1


def test_SEC_11_the_script_is_let_in_as_a_file_of_our_own(as_user, marisol):
    policy = as_user(marisol.user).get("/nowhere/").headers["Content-Security-Policy"]
    scripts = re.search(r"script-src ([^;]*)", policy).group(1).split()
    assert scripts == ["'self'"], "and no word of the page stands there as a nonce"


@pytest.mark.parametrize("odd", [OperationalError("database is locked"), ValueError("our mistake")])
def test_PRIV_06_quick_exit_leads_out_also_when_the_session_cannot_be_ended(
    as_user, marisol, monkeypatch, odd
):
    def breaks(request):
        raise odd

    browser = as_user(marisol.user)
    browser.raise_request_exception = False
    monkeypatch.setattr("kith.home.views.logout", breaks)
    answer = browser.get("/leave/")
    assert (answer.status_code, answer["Location"]) == (302, trouble.AWAY)
    assert answer["Location"] == Practice._meta.get_field("exit_site").default
    assert answer.cookies[settings.SESSION_COOKIE_NAME].value == ""
