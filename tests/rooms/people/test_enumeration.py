"""Nobody learns at the door who is known here: the same words, the same length, the same work.

Time is not measured here (`make audit` does that on a served house); what takes time is counted.
"""

from contextlib import contextmanager

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kith.audit.actions import record
from kith.people import links
from kith.people.models import Tries
from kith.web import tenancy
from tests.rooms.people.conftest import bare

pytestmark = pytest.mark.django_db
WRITES = ("INSERT", "UPDATE", "DELETE")
KNOWN = ("marisol@example.org", "ines@lindenhof.example", "codes@example.org", "gone@example.org")
DOORS = {
    "/sign-in/": lambda email: {"login": email, "password": "wrong wrong wrong"},
    "/sign-in/code/": lambda email: {"email": email},
    "/password/reset/": lambda email: {"email": email},
}
AFTER = {"/sign-in/code/": "/sign-in/code/enter/", "/password/reset/": "/password/reset/code/"}


@pytest.fixture
def people(practice, ines, marisol):
    """A client, staff, a client without a password, a closed account; and the house's own chain."""
    from kith.people import actions
    from tests.support.cast import make_client

    codes = make_client(practice, "Codes Only", ines).user
    codes.set_unusable_password()
    codes.save()
    gone = make_client(practice, "Gone Away", ines).user
    actions.disable(user=gone, by=ines)
    record("people.sign_in_failed", practice=tenancy.HOUSE)
    mail.outbox.clear()


@contextmanager
def counted(monkeypatch):
    """Hashes made and checked, and what the database was asked."""
    hashes, real = [], hashers.MD5PasswordHasher.encode
    with monkeypatch.context() as patch, CaptureQueriesContext(connection) as asked:

        def encode(self, *args):
            hashes.append(1)
            return real(self, *args)

        patch.setattr(hashers.MD5PasswordHasher, "encode", encode)
        said = {}
        yield said
    said["hashes"] = len(hashes)
    statements = [query["sql"] for query in asked if not query["sql"].startswith(("SAVE", "RELE"))]
    said["queries"] = len(statements)
    said["writes"] = sum(sql.startswith(WRITES) for sql in statements)


def asked(monkeypatch, door, email):
    Tries.objects.all().delete()
    browser = Browser()
    browser.get("/sign-in/")
    with counted(monkeypatch) as work:
        answer = browser.post(door, DOORS[door](email))
    return browser, answer, work


def forty(door):
    """Twenty known and twenty unknown addresses of many lengths, typed at one door."""
    return [*(KNOWN * 5), *(f"{'n' * n}obody{n}@example{n}.org" for n in range(1, 21))]


@pytest.mark.parametrize("door", DOORS)
def test_SEC_14_forty_tries_give_the_same_status_words_and_size(people, monkeypatch, door):
    seen, sizes = set(), set()
    for email in forty(door):
        browser, answer, _work = asked(monkeypatch, door, email)
        seen.add((answer.status_code, answer.headers.get("Location"), bare(answer, email)))
        sizes.add(len(answer.content) - answer.content.count(email.encode()) * len(email))
        if door in AFTER:
            page = browser.get(AFTER[door])
            seen.add((page.status_code, "", bare(page, email)))
            wrong = browser.post(AFTER[door], {"code": "00000000"})
            seen.add((wrong.status_code, "wrong", bare(wrong, email)))
            sizes.add(len(answer.content))
    assert len(seen) == (3 if door in AFTER else 1)
    assert max(sizes) - min(sizes) <= 16


@pytest.mark.parametrize("door", DOORS)
def test_SEC_14_the_same_work_is_done_for_everybody(people, monkeypatch, queue, door):
    """The work of the page: letters are written afterwards, in the background."""
    done = {}
    for email in (*KNOWN, "nobody@example.org", "somebody.else@example.net"):
        done[email] = asked(monkeypatch, door, email)[2]
    assert len({tuple(sorted(work.items())) for work in done.values()}) == 1, done
    assert done["nobody@example.org"]["hashes"] == (1 if door == "/sign-in/" else 0)


def test_SEC_14_letters_go_out_in_the_background_alone(people, monkeypatch, queue):
    """The page never waits for the mail server: there a queue takes what is to be sent."""
    for email in ("marisol@example.org", "nobody@example.org"):
        for door in AFTER:
            asked(monkeypatch, door, email)
    assert len(queue()) == 4 and not mail.outbox


@pytest.mark.parametrize("door", AFTER)
def test_SEC_14_asking_for_a_code_takes_its_time_for_everybody(people, monkeypatch, settings, door):
    from kith.people.views import sign_in

    settings.KITH_LEAST_AT_DOOR, rested = 1000, []
    monkeypatch.setattr(sign_in.time, "sleep", rested.append)
    for email in ("marisol@example.org", "nobody@example.org"):
        asked(monkeypatch, door, email)
    assert len(rested) == 2 and all(900 < rest <= 1000 for rest in rested)


@pytest.mark.parametrize("place", ["/welcome/", "/join/", "/set-up/"])
def test_SEC_14_a_link_that_is_spent_and_one_that_never_was_look_the_same(people, practice, place):
    kind = {"/welcome/": "client", "/join/": "staff", "/set-up/": "setup"}[place]
    token = links.make(kind, practice=practice, about_id=practice.pk)
    links.revoke(kind, practice.pk)
    seen = {
        (method, answer.status_code, bare(answer, path))
        for path in (f"{place}{token}/", f"{place}{'x' * 22}/")
        for method, answer in (
            ("GET", Browser().get(path)),
            ("POST", Browser().post(path, {"password": "a brand new evening"})),
        )
    }
    assert len(seen) == 2 and {status for _method, status, _page in seen} == {410}


def test_SEC_14_nobody_signs_up_by_themself(people):
    for path in ("/signup/", "/sign-up/", "/accounts/signup/"):
        assert Browser().get(path).status_code == 404
    first, second = Browser(), Browser()
    said = {"email": "marisol@example.org"}, {"email": "nobody@example.org"}
    pages = [b.post("/ask/lindenhof/", s) for b, s in zip((first, second), said, strict=True)]
    assert pages[0].status_code == pages[1].status_code
