"""Coming in: one page for everybody, nothing said about who is known, and the second step."""

import re

import pytest
from django.core import mail

from tests.rooms.people.conftest import PASSWORD, app_code, last_letter

pytestmark = pytest.mark.django_db


def sign_in(browser, address, password=PASSWORD):
    return browser.post("/sign-in/", {"login": address, "password": password})


def who(browser):
    return browser.session.get("_auth_user_id")


def test_a_client_comes_in_with_the_password_in_any_spelling_of_the_address(visitor, marisol):
    answer = sign_in(visitor, " Marisol@Example.ORG ", "a quiet password")
    assert answer.status_code == 302 and who(visitor) == str(marisol.user_id)


def test_SEC_14_the_page_says_the_same_whether_an_address_is_known_or_not(visitor, marisol):
    known = sign_in(visitor, "marisol@example.org", "wrong wrong wrong")
    unknown = sign_in(visitor, "nobody77@example.org", "wrong wrong wrong")
    assert known.status_code == unknown.status_code == 422
    texts = [
        strip(page, address)
        for page, address in ((known, "marisol@example.org"), (unknown, "nobody77@example.org"))
    ]
    assert texts[0] == texts[1]


def strip(page, address):
    text = page.content.decode().replace(address, "")
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", text)


@pytest.mark.parametrize("path", ["/sign-in/code/", "/password/reset/"])
def test_SEC_14_asking_for_a_code_looks_the_same_for_everybody(visitor, marisol, path):
    known = visitor.post(path, {"email": "marisol@example.org"})
    sent = len(mail.outbox)
    visitor.cookies.clear()
    unknown = visitor.post(path, {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert (sent, len(mail.outbox)) == (1, 1)
    assert last_letter().to == ["marisol@example.org"]


def test_a_client_comes_in_with_a_mailed_code(visitor, marisol):
    visitor.post("/sign-in/code/", {"email": "marisol@example.org"})
    code = re.search(r"^\d{8}$", last_letter().body, re.M).group()
    wrong = visitor.post("/sign-in/code/enter/", {"code": "000000" if code != "000000" else "1"})
    assert wrong.status_code == 422
    answer = visitor.post("/sign-in/code/enter/", {"code": f" {code} "})
    assert answer.status_code == 302 and who(visitor) == str(marisol.user_id)


def test_PRIV_05_a_mailed_code_says_nothing_else(visitor, marisol):
    visitor.post("/sign-in/code/", {"email": "marisol@example.org"})
    letter = last_letter()
    assert letter.from_email.startswith("Lindenhof <")
    words = f"{letter.subject} {letter.body}".casefold()
    for never in ("marisol", "halvorsen", "therap", "session", "phq", "practice", "mood"):
        assert never not in words


def test_staff_get_no_code_by_mail(visitor, ines):
    answer = visitor.post("/sign-in/code/", {"email": "ines@lindenhof.example"})
    assert answer.status_code == 302 and not mail.outbox


def test_SEC_13_staff_pass_a_second_step_with_their_app(visitor, ines, with_app):
    with_app(ines)
    answer = sign_in(visitor, "ines@lindenhof.example")
    assert answer.url == "/sign-in/second-step/" and who(visitor) is None
    assert visitor.post(answer.url, {"code": "123456"}).status_code == 422
    assert visitor.post(answer.url, {"code": app_code()}).status_code == 302
    assert who(visitor) == str(ines.pk)


def test_SEC_13_a_code_of_the_app_counts_once_and_one_step_around_now(ines, with_app, at):
    from datetime import UTC, datetime, timedelta

    from kith.people import factors

    with_app(ines)
    noon = datetime(2026, 3, 4, 12, 0, 10, tzinfo=UTC)
    with at(noon):
        code, early, late = app_code(), app_code(steps=-2), app_code(steps=2)
        assert not factors.check(ines, early) and not factors.check(ines, late)
        assert factors.check(ines, code)
        assert not factors.check(ines, code)
    with at(noon + timedelta(seconds=45)):
        assert not factors.check(ines, code), "nor later, inside the window"


def test_SEC_13_ten_recovery_codes_are_kept_as_hashes_and_work_once(visitor, ines, with_app):
    from kith.people import factors

    with_app(ines)
    codes = factors.fresh_codes(ines)
    row = factors.Authenticator.objects.get(user=ines, type="recovery_codes")
    assert len(set(codes)) == 10
    assert not any(code.replace("-", "") in str(row.data) for code in codes)
    sign_in(visitor, "ines@lindenhof.example")
    answer = visitor.post("/sign-in/second-step/", {"code": codes[3].upper()})
    assert answer.status_code == 302 and who(visitor) == str(ines.pk)
    assert factors.check(ines, codes[3]) is None and factors.codes_left(ines) == 9


def test_SEC_13_a_reset_password_leaves_the_second_step(visitor, ines, with_app):
    with_app(ines)
    visitor.post("/password/reset/", {"email": "ines@lindenhof.example"})
    code = re.search(r"^\d{8}$", last_letter().body, re.M).group()
    visitor.post("/password/reset/code/", {"code": code})
    short = visitor.post("/password/reset/new/", {"password": "too short 14ch"})
    assert short.status_code == 422
    done = visitor.post("/password/reset/new/", {"password": "another quiet evening"})
    assert done.status_code == 302
    answer = sign_in(visitor, "ines@lindenhof.example", "another quiet evening")
    assert answer.url == "/sign-in/second-step/" and who(visitor) is None


def test_SEC_13_staff_without_a_second_step_reach_only_its_page(as_user, newcomer):
    from kith.people.access import table

    browser = as_user(newcomer)
    for path in (
        "/account/",
        "/settings/",
        "/staff/",
        "/account/hours/",
        "/clients/00000000-0000-4000-8000-000000000000/",
    ):
        assert browser.get(path).url == "/second-step/", path
    assert browser.post("/drafts/", {"place": "/account/"}).url == "/second-step/"
    assert browser.get("/second-step/").status_code == 200
    sides = {row.side for row in table()["routes"].values()}
    assert sides <= {"open", "enrol", "own", "desk", "home"}


def test_SEC_12_passwords_have_a_length_by_role_and_are_not_common(practice, ines, marisol):
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    validate_password("twelve chars", marisol.user)
    for who_, word in (
        (ines, "fourteen chars"),
        (marisol.user, "eleven char"),
        (marisol.user, "1qaz2wsx3edc"),
        (marisol.user, "passwordpassword"),
        (marisol.user, "Liverpool1234567"),
        (marisol.user, "x" * 129),
        (ines, "lindenhof practice"),
    ):
        with pytest.raises(ValidationError):
            validate_password(word, who_)


def test_SEC_12_twenty_thousand_common_passwords_are_known():
    from kith.people.passwords import Common

    assert len(Common().passwords) >= 20_000


REQUIRED = "argon2$argon2id$v=19$m=65536,t=3,p=1$"


def test_SEC_12_the_stored_password_is_argon2id_with_the_required_costs():
    from kith import settings as written
    from kith.people.passwords import Argon2

    assert written.PASSWORD_HASHERS == ["kith.people.passwords.Argon2"], "and no other is taken"
    assert (Argon2.memory_cost, Argon2.time_cost, Argon2.parallelism) == (64 * 1024, 3, 1)
    assert Argon2().encode(PASSWORD, "somesaltsomesalt").startswith(REQUIRED)


@pytest.mark.parametrize("older", [{"time_cost": 2}, {"memory_cost": 32 * 1024}])
def test_SEC_12_a_password_hashed_at_less_cost_is_hashed_anew_at_sign_in(
    visitor, marisol, settings, monkeypatch, older
):
    from django.contrib.auth.hashers import make_password

    from kith.people.models import User
    from kith.people.passwords import Argon2

    settings.PASSWORD_HASHERS = ["kith.people.passwords.Argon2"]
    with monkeypatch.context() as before:
        for name, cost in older.items():
            before.setattr(Argon2, name, cost)
        stored = make_password("a quiet password")
    assert not stored.startswith(REQUIRED)
    User.objects.filter(pk=marisol.user_id).update(password=stored)
    sign_in(visitor, "marisol@example.org", "not her password")
    assert User.objects.get(pk=marisol.user_id).password == stored, "a wrong one changes nothing"
    sign_in(visitor, "marisol@example.org", "a quiet password")
    anew = User.objects.get(pk=marisol.user_id).password
    assert anew.startswith(REQUIRED) and who(visitor) is not None
    visitor.post("/sign-out/")
    sign_in(visitor, "marisol@example.org", "a quiet password")
    assert User.objects.get(pk=marisol.user_id).password == anew, "once"


def test_SEC_12_SEC_16_a_password_hashed_anew_makes_no_browser_new(
    visitor, marisol, settings, monkeypatch
):
    from django.contrib.auth.hashers import make_password

    from kith.people.models import Notice, User
    from kith.people.passwords import Argon2

    settings.PASSWORD_HASHERS = ["kith.people.passwords.Argon2"]
    with monkeypatch.context() as before:
        before.setattr(Argon2, "time_cost", 2)
        stored = make_password("a quiet password")
    for _times in range(2):
        User.objects.filter(pk=marisol.user_id).update(password=stored)
        sign_in(visitor, "marisol@example.org", "a quiet password")
        assert who(visitor) is not None
        visitor.post("/sign-out/")
    assert Notice.objects.filter(kind="new_device").count() == 1, "the first time only"


def test_a_closed_account_does_not_come_in(visitor, marisol):
    user = marisol.user
    user.is_active = False
    user.save()
    sign_in(visitor, "marisol@example.org", "a quiet password")
    assert who(visitor) is None


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "[]",
        "{}",
        '{"response": []}',
        '{"id": 1, "response": {}}',
        '{"id":"x","rawId":"x","type":"public-key","response":'
        '{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA",'
        '"userHandle":"//8"}}',
        "null",
        '"x"',
        "[" * 3000,
        '{"a":' * 3000,
    ],
)
def test_SEC_21_a_broken_passkey_answer_is_refused_with_a_page(visitor, odd):
    visitor.get("/sign-in/passkey/", headers={"accept": "application/json"})
    answer = visitor.post("/sign-in/passkey/", {"credential": odd})
    assert answer.status_code == 302 and answer.url == "/sign-in/"


def test_SEC_22_sign_in_leads_only_to_own_pages(visitor, marisol):
    for place in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"):
        visitor.cookies.clear()
        answer = visitor.post(
            "/sign-in/",
            {"login": "marisol@example.org", "password": "a quiet password", "next": place},
        )
        assert answer.url == "/", place


def test_no_other_page_of_the_library_is_there(visitor, as_user, ines):
    for path in ("/accounts/login/", "/signup/", "/accounts/email/", "/2fa/", "/password/set/"):
        assert visitor.get(path).status_code == 404
        assert as_user(ines).get(path).status_code == 404


def test_PRIV_07_signing_out_has_the_browser_forget(as_user, marisol):
    browser = as_user(marisol.user)
    answer = browser.post("/sign-out/")
    assert answer.status_code == 302
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert who(browser) is None
    assert browser.get("/account/").status_code == 302


def test_PRIV_07_nothing_of_these_pages_is_kept_and_titles_are_neutral(as_user, marisol):
    browser = as_user(marisol.user)
    for path in ("/account/", "/my/contact/", "/second-step/"):
        page = browser.get(path)
        assert "no-store" in page.headers["Cache-Control"]
        title = re.search(r"<title>(.*?)</title>", page.content.decode()).group(1)
        assert title.endswith("· Kith") and "Marisol" not in title


def test_SEC_32_coming_in_and_failing_leave_a_trace(visitor, marisol, practice):
    from kith.audit.models import AuditEvent

    sign_in(visitor, "marisol@example.org", "wrong wrong wrong")
    sign_in(visitor, "marisol@example.org", "a quiet password")
    seen = list(AuditEvent.objects.filter(practice_id=practice.pk).values_list("action", flat=True))
    assert "people.sign_in_failed" in seen and seen[-1] == "people.signed_in"
