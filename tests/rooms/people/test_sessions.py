"""How long one stays signed in, what happens to words, and seeing and ending one's sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client as Browser

from kith import clock
from kith.people import actions, drafts, due
from kith.people.due import KEPT
from kith.people.models import OpenSession
from tests.rooms.people.conftest import PASSWORD, app_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits_hold")]
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
JSON = {"accept": "application/json"}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def minutes(count):
    return NOON + timedelta(minutes=count)


def is_in(browser):
    return browser.get("/account/").status_code == 200


def left(browser):
    answer = browser.get("/stay/", headers=JSON)
    return answer.json()["left"] if answer.status_code == 200 else answer.status_code


@pytest.mark.parametrize(("who", "idle"), [("staff", 15), ("client", 30)])
def test_SEC_16_a_session_ends_when_nothing_was_done_for_its_time(
    as_user, ines, marisol, at, who, idle
):
    user = ines if who == "staff" else marisol.user
    with at(NOON):
        browser = as_user(user)
    with at(minutes(idle) - timedelta(seconds=1)):
        assert is_in(browser)
    with at(minutes(2 * idle) - timedelta(seconds=2)):
        assert is_in(browser), "a page opened begins the time anew"
    with at(minutes(3 * idle)):
        answer = browser.get("/account/")
        assert (answer.status_code, answer.url) == (302, "/sign-in/?next=%2Faccount%2F")
        assert "You were signed out to keep this safe" in browser.get(answer.url).content.decode()
    with at(NOON):
        assert not is_in(browser), "ended is ended, whatever the clock says"


@pytest.mark.parametrize("who", ["staff", "client"])
def test_SEC_16_no_session_lasts_longer_than_twelve_hours(as_user, ines, marisol, at, who):
    with at(NOON):
        browser = as_user(ines if who == "staff" else marisol.user)
    for step in range(1, 72):
        with at(minutes(10 * step)):
            assert is_in(browser), step
    with at(minutes(720) - timedelta(seconds=1)):
        assert is_in(browser) and left(browser) == 1
    with at(minutes(720)):
        assert not is_in(browser)


def test_SEC_16_asking_how_long_is_left_is_no_activity(as_user, ines, at):
    with at(NOON):
        browser = as_user(ines)
    for minute in range(1, 15):
        with at(minutes(minute)):
            assert left(browser) == (15 - minute) * 60
            assert browser.get("/stay/").status_code == 200
    with at(minutes(15)):
        assert left(browser) == 401


def test_SEC_16_staying_begins_the_time_anew_with_script_and_without(as_user, ines, at):
    with at(NOON):
        browser = as_user(ines)
    with at(NOON + timedelta(seconds=30)):
        assert browser.post("/stay/", headers=JSON).json() == {"left": 900}
    with at(minutes(14)):
        assert browser.post("/stay/").url == "/stay/"
        assert left(browser) == 900


def test_SEC_16_nobody_who_is_not_signed_in_can_ask_or_stay(visitor):
    assert visitor.get("/stay/").url == "/sign-in/?next=%2Fstay%2F"
    assert visitor.get("/stay/", headers=JSON).status_code == 401
    assert visitor.post("/stay/").status_code == 401
    assert visitor.post("/account/sessions/end/", {"which": "others"}).status_code == 401


def test_SEC_16_a_page_read_writes_the_session_once_a_minute_at_most(as_user, ines, at):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def writes(browser):
        with CaptureQueriesContext(connection) as asked:
            browser.get("/account/")
        return [q for q in asked if q["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]

    with at(NOON):
        browser = as_user(ines)
    with at(NOON + timedelta(seconds=59)):
        assert writes(browser) == []
    with at(NOON + timedelta(seconds=60)):
        assert len(writes(browser)) == 1
        assert writes(browser) == []


def test_REL_07_words_sent_after_the_end_come_back_and_are_not_saved(as_user, ines, at):
    with at(NOON):
        browser = as_user(ines)
    with at(minutes(20)):
        said = {"name": "Ines with many words to keep", "version": 1}
        answer = browser.post("/account/", said)
        assert answer.status_code == 401
        assert "Ines with many words to keep" in answer.content.decode()
        ines.refresh_from_db()
        assert ines.name == "Ines Halvorsen"
        again = as_user(ines)
        assert again.post("/account/", said).status_code == 302


def test_REL_07_more_than_a_draft_holds_comes_back_all_the_same(as_user, ines, at):
    long = "x" * (drafts.LONGEST + 1)
    with at(NOON):
        browser = as_user(ines)
        drafts.keep(ines, "/account/", {"name": "Ines"})
    with at(minutes(20)):
        answer = browser.post("/account/", {"name": long, "version": 1})
        assert answer.status_code == 401 and long in answer.content.decode()
        assert drafts.found(ines, "/account/").typed == {"name": "Ines"}


def test_REL_07_words_kept_just_after_the_end_wait_for_the_next_sign_in(as_user, ines, at):
    with at(NOON):
        browser = as_user(ines)
    with at(minutes(20)):
        sent = browser.post("/drafts/", {"place": "/staff/", "story": "half a sentence"})
        assert sent.status_code == 401 and not is_in(browser)
        assert drafts.found(ines, "/staff/").typed == {"story": "half a sentence"}
        again = browser.post("/drafts/", {"place": "/staff/", "story": "of a stranger"})
        assert again.status_code == 401
        assert drafts.found(ines, "/staff/").typed == {"story": "half a sentence"}


def test_REL_07_a_form_with_a_draft_sent_too_late_leaves_its_newest_words_there(as_user, ines, at):
    with at(NOON):
        browser = as_user(ines)
        browser.post("/drafts/", {"place": "/staff/", "story": "half a sentence"})
    with at(minutes(20)):
        sent = browser.post("/staff/", {"story": "a whole sentence", "password": "never kept"})
        assert sent.status_code == 401
        assert drafts.found(ines, "/staff/").typed == {"story": "a whole sentence"}


def test_SEC_09_another_site_cannot_have_words_kept_with_an_ended_session(ines, at):
    browser = Browser(enforce_csrf_checks=True)
    with at(NOON):
        browser.force_login(ines)
    with at(minutes(20)):
        sent = browser.post("/drafts/", {"place": "/staff/", "story": "planted"})
        assert sent.status_code == 403
        assert drafts.found(ines, "/staff/") is None


def test_an_open_page_is_simply_open_after_the_end(as_user, marisol, at):
    with at(NOON):
        browser = as_user(marisol.user)
    with at(minutes(31)):
        assert browser.get("/sign-in/").status_code == 200
        assert "_auth_user_id" not in browser.session


def come_in(browser, address, password, **more):
    return browser.post("/sign-in/", {"login": address, "password": password, **more})


def test_PRIV_09_one_tick_makes_a_shared_device_five_minutes_and_one_hour(visitor, marisol, at):
    with at(NOON):
        come_in(visitor, "marisol@example.org", "a quiet password", shared="on")
        assert left(visitor) == 300
        cookie = visitor.cookies["kith"]
        assert not cookie["max-age"] and not cookie["expires"]
    for step in range(1, 15):
        with at(minutes(4 * step)):
            assert is_in(visitor), step
    with at(minutes(59)):
        assert left(visitor) == 60
    with at(minutes(60)):
        assert not is_in(visitor)


def test_PRIV_09_the_tick_holds_over_the_second_step_and_not_for_the_next_sign_in(
    visitor, ines, with_app, at
):
    with_app(ines)
    with at(NOON):
        come_in(visitor, "ines@lindenhof.example", PASSWORD, shared="on")
        visitor.post("/sign-in/second-step/", {"code": app_code()})
        assert left(visitor) == 300
    with at(minutes(6)):
        assert not is_in(visitor)
        come_in(visitor, "ines@lindenhof.example", PASSWORD)
        visitor.post("/sign-in/second-step/", {"code": app_code()})
        assert left(visitor) == 900


def test_PRIV_09_the_tick_holds_over_a_mailed_code(visitor, marisol, at):
    import re

    from tests.rooms.people.conftest import last_letter

    with at(NOON):
        visitor.post("/sign-in/code/", {"email": "marisol@example.org", "shared": "on"})
        code = re.search(r"^\d{8}$", last_letter().body, re.M).group()
        visitor.post("/sign-in/code/enter/", {"code": code})
        assert left(visitor) == 300


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/code/"])
def test_PRIV_09_the_ways_in_offer_the_tick(visitor, practice, path):
    page = visitor.get(path).content.decode()
    assert 'type="checkbox" name="shared"' in page and "Others use this device too" in page


@pytest.mark.parametrize("who", ["staff", "client"])
def test_SEC_16_A11Y_the_page_says_politely_when_it_ends_and_works_without_script(
    as_user, ines, marisol, at, who
):
    with at(NOON):
        browser = as_user(ines if who == "staff" else marisol.user)
        page = browser.get("/account/").content.decode()
    seconds, clock = ("900", "12:15") if who == "staff" else ("1800", "12:30")
    warning = page[page.index("<stay-signed-in") : page.index("</stay-signed-in>")]
    assert f'data-seconds="{seconds}" data-url="/stay/"' in warning
    assert '<div role="status"><div class="stay note warm" data-notice hidden>' in warning
    assert clock in warning and '<a href="/stay/">' in warning and "csrfmiddlewaretoken" in warning
    with at(NOON):
        assert clock in browser.get("/stay/").content.decode()


def test_SEC_16_people_see_their_sessions_and_end_one(visitor, as_user, marisol, at):
    with at(NOON):
        there = Browser(headers={"user-agent": FIREFOX})
        come_in(there, "marisol@example.org", "a quiet password", shared="on")
        here = as_user(marisol.user)
    with at(minutes(2)):
        page = here.get("/account/").content.decode()
        assert "Firefox on Linux, a shared device" in page and "this one" in page
        assert page.count("Sign out there") == 1
        row = OpenSession.objects.exclude(session_key=here.session.session_key).get()
        assert here.post("/account/sessions/end/", {"which": row.pk}).url == "/account/"
        assert not is_in(there) and is_in(here)
        assert "Sign out there" not in here.get("/account/").content.decode()


def test_SEC_16_all_others_end_at_once_and_this_one_stays(as_user, marisol):
    others = [as_user(marisol.user) for _ in range(3)]
    here = as_user(marisol.user)
    here.post("/account/sessions/end/", {"which": "others"})
    assert is_in(here) and not any(is_in(other) for other in others)
    assert OpenSession.objects.filter(user=marisol.user).count() == 1


def test_SEC_03_a_session_of_somebody_else_is_neither_seen_nor_ended(as_user, ines, omar):
    theirs, mine = as_user(omar), as_user(ines)
    row = OpenSession.objects.get(user=omar)
    for which in (row.pk, "others", "", "x", "\x00"):
        assert mine.post("/account/sessions/end/", {"which": which}).status_code == 302
    assert str(row.pk) not in mine.get("/account/").content.decode()
    assert is_in(theirs) and is_in(mine)


def test_SEC_32_ending_a_session_leaves_a_trace(as_user, ines):
    from kith.audit.models import AuditEvent

    as_user(ines)
    as_user(ines).post("/account/sessions/end/", {"which": "others"})
    assert AuditEvent.objects.filter(action="people.session_ended", actor_id=ines.pk).count() == 1


def test_SEC_16_sessions_that_are_over_are_not_shown_and_leave_no_rows(as_user, ines, at):
    with at(NOON):
        as_user(ines)
        gone = as_user(ines)
        gone.post("/sign-out/")
        assert OpenSession.objects.filter(user=ines).count() == 1
    with at(minutes(30)):
        here = as_user(ines)
        assert "Sign out there" not in here.get("/account/").content.decode()


def test_SEC_16_the_list_follows_a_session_that_gets_a_new_id(as_user, freshly_in, ines):
    other, here = as_user(ines), freshly_in(ines)
    before = here.session.session_key
    assert here.post("/account/password/", {"password": "a brand new evening"}).status_code == 302
    assert here.session.session_key != before and is_in(here) and not is_in(other)
    page = here.get("/account/").content.decode()
    assert "this one" in page and "Sign out there" not in page


@pytest.mark.parametrize("deed", ["disable", "give", "end"])
def test_SEC_16_T8_a_closed_account_or_another_role_ends_sessions_within_one_request(
    as_user, omar, owner, deed
):
    browser = as_user(omar)
    assert is_in(browser)
    if deed == "disable":
        actions.disable(user=omar, by=owner)
    elif deed == "give":
        actions.give_role(user=omar, role="coordinator", by=owner)
    else:
        actions.end_role(user=omar, role="therapist", by=owner)
    assert browser.get("/account/").url.startswith("/sign-in/")


def test_SEC_16_ones_own_role_gives_this_session_a_new_id_and_ends_the_others(as_user, owner):
    other, here = as_user(owner), as_user(owner)
    before = here.session.session_key
    here.post(f"/staff/{owner.pk}/", {"do": "give", "role": "coordinator"})
    assert is_in(here) and not is_in(other) and here.session.session_key != before


def test_SEC_16_sessions_that_ended_long_ago_are_forgotten_and_no_others(as_user, ines, marisol):
    as_user(ines), as_user(marisol.user)
    theirs = OpenSession.objects.get(user=ines).session_key
    stranger = SessionStore()
    stranger.create()
    stored = Session.objects.filter(session_key__in=[theirs, stranger.session_key])
    for ended, left in ((KEPT - timedelta(hours=1), 2), (3 * KEPT, 0)):
        stored.update(expire_date=clock.now() - ended)
        due.run(ines.practice)
        due.forget_strangers()
        assert stored.count() == left
        assert OpenSession.objects.filter(user=ines).exists() is bool(left)
    hers = OpenSession.objects.get(user=marisol.user)
    assert Session.objects.filter(session_key=hers.session_key).exists()
