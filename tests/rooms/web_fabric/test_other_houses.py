"""No page of ours asks anything of anybody else's server (PRIV-01)."""

import re

import pytest

from tests.support import routes

ADDRESSES = "src|href|action|srcset|poster|data|formaction|hx-(?:get|post|put|patch|delete|action)"
ASKING = re.compile(rf"""\s(?:{ADDRESSES})="([^"]*)\"""")
LOCAL = re.compile(r"(/(?!/)|#|\?|tel:|mailto:|data:image/svg\+xml;base64,|$)")


@pytest.mark.parametrize("who", ["nobody", "ines", "marisol", "owner", "coordinator"])
def test_PRIV_01_every_address_on_every_page_is_our_own(who, course, practice, request, as_user):
    browser = as_user(None if who == "nobody" else request.getfixturevalue(who))
    exit_site, pages = practice.exit_site, 0
    for name, path in routes.addresses(course_id=course):
        if name == "home:leave":
            continue
        answer = browser.get(path)
        pages += answer.status_code == 200
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        foreign = [a for a in ASKING.findall(answer.text) if not LOCAL.match(a) and a != exit_site]
        assert not foreign, (name, foreign)
    assert pages > 3


def test_PRIV_01_no_cookie_but_our_own_two_is_ever_set(course, ines, as_user, settings):
    browser = as_user(ines)
    for name, path in routes.addresses(course_id=course):
        if name != "home:leave":
            browser.get(path)
    ours = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    assert set(browser.cookies) <= ours
