"""Guessing is slowed at each door, and nobody who guesses can lock somebody else out."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client as Browser

from kith.audit.models import AuditEvent
from kith.people import limits, opening
from kith.people.models import Notice, Tries
from tests.rooms.people.conftest import PASSWORD, app_code, bare, last_letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits_hold")]
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
MARISOL = {"login": "marisol@example.org", "password": "a quiet password"}
WRONG = {**MARISOL, "password": "wrong wrong wrong"}


def after(**more):
    return NOON + timedelta(**more)


def is_in(browser):
    return browser.get("/account/").status_code == 200


GUESSERS = "203.0.113.7"


def guess(times, address="marisol@example.org", door=GUESSERS):
    """Somebody guesses, each time from a browser that is not known."""
    said = {"login": address, "password": "wrong wrong wrong"}
    return [Browser(REMOTE_ADDR=door).post("/sign-in/", said) for _ in range(times)]


def beside_them():
    """A browser that is not known, at the network address of whoever guesses."""
    return Browser(REMOTE_ADDR=GUESSERS)


def ask_for(what, email="marisol@example.org", door=GUESSERS):
    """Somebody asks for a code or a reset, from a browser that is not known."""
    place = {"code": "/sign-in/code/", "reset": "/password/reset/"}[what]
    browser = Browser(REMOTE_ADDR=door)
    return browser, browser.post(place, {"email": email}).status_code


def code_in_letter():
    return re.search(r"^\d{8}$", last_letter().body, re.M).group()


def test_SEC_15_after_five_wrong_passwords_the_next_try_waits_longer_each_time(marisol, at):
    with at(NOON):
        guess(5)
        assert not is_in(come_in(beside_them())), "the right one waits too"
    moment, waits = NOON, []
    for wait in (1, 2, 4, 8, 15, 15):
        with at(moment + timedelta(minutes=wait, seconds=-1)):
            waits.append("Too many tries" in guess(1)[0].content.decode())
        moment += timedelta(minutes=wait)
        with at(moment):
            waits.append("do not go together" in guess(1)[0].content.decode())
    assert waits == [True] * 12
    with at(moment + timedelta(minutes=15)):
        assert is_in(come_in(beside_them())), "never for good"


def come_in(browser, **more):
    browser.post("/sign-in/", {**MARISOL, **more})
    return browser


def test_SEC_15_the_right_password_forgets_the_wrong_ones_and_an_hour_does_too(marisol, at):
    with at(NOON):
        for _ in range(3):
            guess(4)
            assert is_in(come_in(beside_them()))
        guess(5)
    with at(after(minutes=61)):
        assert all("do not go together" in page.content.decode() for page in guess(5))


def test_SEC_14_SEC_15_an_invented_name_waits_just_the_same(marisol, at):
    with at(NOON):
        known, unknown = guess(6)[5], guess(6, "nobody77@example.org", "203.0.113.8")[5]
    assert bare(known, "marisol@example.org") == bare(unknown, "nobody77@example.org")
    assert known.status_code == unknown.status_code == 422


def test_SEC_15_somebody_else_cannot_lock_a_client_out_of_a_browser_of_theirs(marisol, at):
    with at(NOON):
        own = come_in(Browser())
        own.post("/sign-out/")
        guess(25)
        assert not is_in(come_in(beside_them())), "an unknown browser waits beside them"
        assert is_in(come_in(own)), "their own does not"
    with at(after(minutes=1)):
        own.post("/sign-out/")
        own.post("/sign-in/", WRONG)
        assert is_in(come_in(own))


def test_SEC_15_a_known_browser_is_slowed_for_itself(marisol, at):
    with at(NOON):
        own = come_in(Browser())
        own.post("/sign-out/")
        for _ in range(5):
            own.post("/sign-in/", WRONG)
        assert not is_in(come_in(own))
        assert is_in(come_in(Browser())), "and only for itself"


@pytest.mark.parametrize("mark", ["", ".", "x.y", "a" * 3000])
def test_SEC_15_a_mark_of_ones_own_making_is_no_known_browser(marisol, at, mark):
    stolen = come_in(Browser()).cookies["kith-device"].value
    proof = stolen.partition(".")[2]
    with at(NOON):
        guess(5)
        for value in (mark, f"other.{proof}"):
            browser = beside_them()
            browser.cookies["kith-device"] = value
            assert not is_in(come_in(browser))
        guess(5, "aoife@example.org", "203.0.113.9")
        browser = Browser(REMOTE_ADDR="203.0.113.9")
        browser.cookies["kith-device"] = stolen
        browser.post("/sign-in/", {"login": "aoife@example.org", "password": "a quiet password"})
        assert not is_in(browser), "the mark of somebody else"


def test_SEC_15_a_mailed_code_lets_the_client_in_while_somebody_guesses(marisol, at):
    with at(NOON):
        guess(25)
        browser = Browser()
        browser.post("/sign-in/code/", {"email": "marisol@example.org"})
        code = re.search(r"^\d{8}$", last_letter().body, re.M).group()
        browser.post("/sign-in/code/enter/", {"code": code})
        assert is_in(browser)


def test_SEC_15_codes_asked_for_by_somebody_else_do_not_keep_the_client_from_theirs(marisol, at):
    with at(NOON):
        own = come_in(Browser())
        own.post("/sign-out/")
        for _ in range(5):
            Browser().post("/sign-in/code/", {"email": "marisol@example.org"})
        codes = [letter for letter in mail.outbox if "code" in letter.subject]
        assert len(codes) == 3
        own.post("/sign-in/code/", {"email": "marisol@example.org"})
        code = re.search(r"^\d{8}$", last_letter().body, re.M).group()
        own.post("/sign-in/code/enter/", {"code": code})
        assert is_in(own)


def poll(at, start, seconds, tried):
    """`tried` once every two seconds: what it gives, of all of them."""
    seen = []
    for second in range(0, seconds, 2):
        with at(start + timedelta(seconds=second)):
            seen.append(tried())
    return seen


def test_SEC_15_a_client_on_a_new_device_comes_in_while_somebody_polls_every_two_seconds(
    marisol, at
):
    def heard():
        return "Too many tries" in guess(1)[0].content.decode()

    assert poll(at, NOON, 180, heard).count(False) == 6, "five, and one after the first wait"
    with at(after(seconds=179)):
        new = Browser(REMOTE_ADDR="198.51.100.20")
        new.post("/sign-in/", WRONG)
        assert is_in(come_in(new)), "she does not wait, one slip included"
        new.post("/sign-out/")
    assert poll(at, after(seconds=180), 60, heard).count(False) == 1, "her coming in frees none"


def test_SEC_15_a_shared_device_comes_in_too_each_time(marisol, at):
    with at(NOON):
        guess(25)
        for _ in range(4):
            library = come_in(Browser(REMOTE_ADDR="198.51.100.20"), shared="on")
            assert is_in(library) and "kith-device" not in library.cookies


@pytest.mark.parametrize(("what", "most"), [("code", 3), ("reset", 3)])
def test_SEC_15_a_code_and_a_reset_reach_the_client_while_somebody_polls_for_them(
    marisol, at, what, most
):
    asked = poll(at, NOON, 60, lambda: ask_for(what)[1])
    assert asked.count(302) == most == len(mail.outbox)
    with at(after(seconds=61)):
        browser, status = ask_for(what, door="198.51.100.20")
        assert status == 302 and len(mail.outbox) == most + 1
        enter = {"code": "/sign-in/code/enter/", "reset": "/password/reset/code/"}[what]
        assert browser.post(enter, {"code": code_in_letter()}).status_code == 302
        assert what == "reset" or is_in(browser)
        assert ask_for(what)[1] == 422, "whoever polls waits on"


@pytest.mark.parametrize(
    ("what", "usual", "spare"), [("password", 5, 20), ("code", 3, 10), ("reset", 3, 10)]
)
def test_SEC_15_from_however_many_addresses_an_account_bears_no_more(
    marisol, at, what, usual, spare
):
    def tried(door):
        if what != "password":
            return ask_for(what, door=door)[1] == 302
        return "do not go together" in guess(1, door=door)[0].content.decode()

    with at(NOON):
        doors = [f"203.0.113.{n}" for n in range(1, 41)]
        assert sum(tried(door) for door in doors for _ in range(2)) == usual + spare
    assert len(mail.outbox) == (0 if what == "password" else usual + spare)
    with at(after(seconds=10)):
        assert not tried("198.51.100.20"), "then a new browser waits"


def test_SEC_15_one_address_has_three_tries_an_hour_beside_those_of_all(marisol, at):
    with at(NOON):
        guess(5)
        fresh = [guess(1, door="203.0.113.8")[0].content.decode() for _ in range(4)]
        assert ["Too many tries" in page for page in fresh] == [False] * 3 + [True]
    with at(after(minutes=40)):
        assert "Too many tries" not in guess(1)[0].content.decode(), "the account's own wait"
        assert "Too many tries" in guess(1, door="203.0.113.8")[0].content.decode()


@pytest.mark.parametrize("what", ["code", "reset"])
def test_SEC_14_SEC_15_an_invented_name_has_its_own_tries_just_the_same(marisol, at, what):
    def seen(email):
        doors = [GUESSERS] * 4 + ["198.51.100.20"] * 2
        return [ask_for(what, email, door)[1] for door in doors]

    with at(NOON):
        known, unknown = seen("marisol@example.org"), seen("nobody77@example.org")
    assert known == unknown == [302, 302, 302, 422, 302, 422]


def test_SEC_15_three_resets_an_hour(marisol, at):
    def ask():
        return Browser().post("/password/reset/", {"email": "marisol@example.org"}).status_code

    with at(NOON):
        assert [ask() for _ in range(4)] == [302, 302, 302, 422]
        assert len(mail.outbox) == 3
    with at(after(minutes=59)):
        assert ask() == 422
    with at(after(minutes=60)):
        assert ask() == 302


def test_SEC_15_thirty_a_minute_from_one_address_whatever_is_tried(marisol, at):
    def knock(n, door="203.0.113.7"):
        said = {"login": f"n{n}@example.org", "password": "x"}
        return Browser(REMOTE_ADDR=door).post("/sign-in/", said).status_code

    with at(NOON):
        assert [knock(n) for n in range(31)] == [422] * 30 + [429]
        assert knock(0, "203.0.113.8") == 422
    with at(after(seconds=60)):
        assert knock(0) == 422


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
    ],
)
def test_SEC_15_a_visitor_is_an_address_or_a_network_of_ipv6(rf, one, other, same):
    first, second = (limits.visitor(rf.get("/", REMOTE_ADDR=a)) for a in (one, other))
    assert (first == second) is same


@pytest.mark.parametrize("proxy", ["", "192.0.2.1"])
def test_SEC_15_a_spoofed_x_forwarded_for_counts_only_as_the_proxy_saw_it(
    marisol, at, settings, proxy
):
    settings.KITH_TRUSTED_PROXY = proxy
    with at(NOON):
        seen = [
            Browser(
                REMOTE_ADDR=proxy or "203.0.113.7",
                headers={"x-forwarded-for": f"10.0.0.{n}, 203.0.113.7"},
            ).post("/sign-in/", {"login": f"n{n}@example.org", "password": "x"})
            for n in range(31)
        ]
    assert [answer.status_code for answer in seen] == [422] * 30 + [429]


def test_SEC_15_five_codes_of_the_second_step_in_a_quarter_of_an_hour(ines, with_app, at):
    with_app(ines)

    def second_step(browser, code):
        said = {"login": "ines@lindenhof.example", "password": PASSWORD}
        browser.post("/sign-in/", said)
        return browser.post("/sign-in/second-step/", {"code": code})

    with at(NOON):
        own = Browser()
        second_step(own, app_code())
        own.post("/sign-out/")
        seen = [second_step(Browser(), "000000").content.decode() for _ in range(6)]
        assert ["Too many tries" in page for page in seen] == [False] * 5 + [True]
    with at(after(minutes=14)):
        assert second_step(Browser(), app_code()).status_code == 422
        assert second_step(own, app_code()).status_code == 302, "a known browser goes on"
    with at(after(minutes=16)):
        assert second_step(Browser(), app_code()).status_code == 302


def test_SEC_15_who_knows_the_password_cannot_keep_its_owner_from_the_second_step(
    ines, with_app, at
):
    with_app(ines)

    def second_step(door, code):
        browser = Browser(REMOTE_ADDR=door)
        browser.post("/sign-in/", {"login": "ines@lindenhof.example", "password": PASSWORD})
        return browser.post("/sign-in/second-step/", {"code": code}).status_code

    with at(NOON):
        assert [second_step(GUESSERS, "000000") for _ in range(8)] == [422] * 8
        assert second_step(GUESSERS, app_code()) == 422
        assert second_step("198.51.100.20", app_code()) == 302
        tried = [second_step(f"203.0.113.{n}", "000000") for n in range(20, 30)]
        assert tried == [422] * 10
        assert second_step("198.51.100.21", app_code(steps=-1)) == 422, "five such in all"


def test_SEC_15_ten_thousand_invented_names_do_not_make_the_table_grow(db, monkeypatch, at):
    monkeypatch.setattr(limits, "MOST", 500)
    with at(NOON):
        for _ in range(5):
            limits.take("password", "marisol|")
        with transaction.atomic():  # as one, so that no test waits for ten thousand commits
            for n in range(10_000):
                assert limits._take("password", limits._key("password", f"invented{n}|"))
        assert Tries.objects.count() <= 500
        assert not limits.take("password", "marisol|"), "what was tried most is kept"


def test_SEC_15_the_house_keeps_five_thousand_at_most(db):
    assert limits.MOST <= 5_000


def test_SEC_15_what_is_over_goes_first_when_room_is_needed(db, monkeypatch, at):
    monkeypatch.setattr(limits, "MOST", 10)
    with at(NOON):
        for n in range(10):
            limits.take("door", n)
    with at(after(minutes=2)):
        limits.take("door", "new")
    assert Tries.objects.count() == 1


def test_SEC_15_SEC_24_no_name_and_no_network_address_lies_in_the_table(marisol):
    guess(2, "quetzal@example.org", "203.0.113.77")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_tries")
        seen = str(cursor.fetchall())
    assert "quetzal" not in seen and "203.0.113" not in seen
    assert Tries.objects.count() == 3, "the door, the account, the account from there"


def test_SEC_15_REL_11_a_clock_set_back_keeps_nobody_waiting(marisol, at):
    with at(NOON):
        guess(5)
    with at(after(hours=-5)):
        assert is_in(come_in(Browser()))


def test_SEC_15_all_processes_count_together(marisol, at):
    """Nothing is held in memory: another process would find the same row."""
    from django.core.cache import cache

    with at(NOON):
        guess(5)
        cache.clear()
        assert "Too many tries" in guess(1)[0].content.decode()


@pytest.fixture
def many(practice, ines, monkeypatch):
    """Five records of Ines, and a limit of three an hour."""
    from tests.support.cast import make_client

    opening.forget()
    monkeypatch.setitem(limits.RATES, "records", limits.Rate(3, 3600))
    return [make_client(practice, f"C{n} Client", ines, account=False) for n in range(5)]


def test_SEC_15_a_hundred_and_twenty_records_an_hour():
    assert limits.RATES["records"] == limits.Rate(120, 3600)


def test_SEC_15_who_opens_very_many_records_proves_who_they_are_and_it_is_told(
    as_user, ines, owner, many, at
):
    def look(browser, n):
        return browser.get(f"/clients/{many[n].pk}/")

    with at(NOON):
        browser, other = as_user(ines), as_user(ines)
        for _ in range(4):
            assert [look(browser, n).status_code for n in range(3)] == [200] * 3
        asked = look(browser, 3)
        assert asked.url.startswith("/again/password/?next=%2Fclients%2F")
        assert many[3].name not in asked.content.decode()
        assert look(browser, 0).status_code == 302, "nothing more on the desk until then"
        assert look(other, 4).status_code == 302, "nor in another window"
        assert Notice.objects.get(user=owner).kind == "many_records"
        assert AuditEvent.objects.filter(action="people.many_records", actor_id=ines.pk).exists()
        assert browser.post(asked.url, {"password": PASSWORD}).url == f"/clients/{many[3].pk}/"
        assert look(browser, 3).status_code == 200
    opening.forget()
    with at(after(minutes=1)):
        assert [look(browser, n).status_code for n in (0, 1, 2, 3)] == [200] * 4, (
            "each once an hour"
        )
