"""A deed is done only when a page of ours asks for it (SEC-09)."""

import re

import pytest
from django.test import Client as Browser

from kith.people import access
from kith.people.models import Draft
from tests.support import routes
from tests.support.disk import every_value

OURS = "http://testserver"
NOT_COMPARED = ("session", "audit")


def writing_routes():
    found = []
    for name, _ in routes.patterns():
        row = access.route(name)
        if row and row.letter("POST"):
            found.append(name)
    return found


def strict(user):
    browser = Browser(enforce_csrf_checks=True, raise_request_exception=False)
    if user is not None:
        browser.force_login(user)
    return browser


def everything():
    return sorted(value for value in every_value() if len(value) < 200)


@pytest.mark.parametrize("who", ["nobody", "ines", "marisol", "owner"])
def test_SEC_09_without_a_token_no_deed_is_done(who, course, request):
    person = None if who == "nobody" else request.getfixturevalue(who)
    browser = strict(getattr(person, "user", person) if person else None)
    before = everything()
    wanted = set(writing_routes())
    assert len(wanted) > 40
    for name, path in routes.addresses(course_id=course):
        if name in wanted:
            assert browser.post(path, {"words": "x"}).status_code == 403, name
            for method in (browser.put, browser.patch, browser.delete):
                assert method(path).status_code == 403, name
    assert everything() == before


def token_of(browser, path):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(path).text)[1]


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://testserver:81"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Origin": OURS, "Sec-Fetch-Site": "cross-site"},
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
]
OWN = [
    {},
    {"Origin": OURS},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": OURS, "Sec-Fetch-Site": "same-origin"},
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},  # what no-referrer makes of our forms
]


@pytest.fixture
def stop(course, ines):
    browser = strict(ines)
    path = f"/courses/{course.pk}/stop/"
    typed = {"reason": "danger", "words": "w", "csrfmiddlewaretoken": token_of(browser, path)}
    return lambda headers: browser.post(path, typed, headers=headers)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_SEC_09_another_site_is_refused_whatever_token_it_has(course, stop, headers):
    assert stop(headers).status_code == 403
    assert not course.stops.exists()


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_SEC_09_a_page_of_ours_is_heard(course, stop, headers):
    assert stop(headers).status_code == 302
    assert course.stops.exists()


def test_REL_07_a_page_of_ours_with_an_old_token_gives_the_words_back(course, ines):
    browser = strict(ines)
    path = f"/courses/{course.pk}/stop/"
    token_of(browser, path)
    words = "A long sentence <b>that</b> must not be lost"
    old = {"reason": "danger", "words": words, "csrfmiddlewaretoken": "x" * 64}
    answer = browser.post(path, old, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403 and not course.stops.exists()
    assert "that must not" not in answer.text and "&lt;b&gt;that&lt;/b&gt;" in answer.text
    fresh = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.text)[1]
    again = {"reason": "danger", "words": words, "csrfmiddlewaretoken": fresh}
    assert browser.post(path, again, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302
    assert course.stops.get().words == words


def test_SEC_09_words_that_another_site_sent_are_not_given_a_token(course, ines):
    browser = strict(ines)
    for headers in (*FOREIGN, {}):
        planted = {"words": "planted words by another"}
        answer = browser.post(f"/courses/{course.pk}/stop/", planted, headers=headers)
        assert answer.status_code == 403 and "planted" not in answer.text


def test_SEC_09_autosave_too_wants_a_token(ines):
    browser = strict(ines)
    answer = browser.post("/drafts/", {"place": "/x/", "words": "x"})
    assert answer.status_code == 403 and not Draft.objects.exists()
