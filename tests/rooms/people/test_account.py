"""Oneself: name and zone, ways to sign in, hours and cover."""

import re
from datetime import UTC, date, datetime, time

import pytest

from kith.people.models import Cover, User, WorkHours
from kith.web import once
from tests.rooms.people.conftest import PASSWORD, last_letter

pytestmark = pytest.mark.django_db


def test_staff_change_their_own_name_and_zone(as_user, ines):
    said = {"name": "Inés Halvorsen", "credentials": "MSc", "time_zone": "Europe/Oslo"}
    said["version"] = 1
    assert as_user(ines).post("/account/", said).status_code == 302
    row = User.objects.get(pk=ines.pk)
    assert (row.name, row.zone, row.version) == ("Inés Halvorsen", "Europe/Oslo", 2)


def test_REL_06_an_account_changed_in_two_tabs_is_not_overwritten(as_user, ines):
    browser = as_user(ines)
    browser.post("/account/", {"name": "First", "version": 1})
    answer = browser.post("/account/", {"name": "Second", "version": 1})
    assert answer.status_code == 422 and "Second" in answer.content.decode()
    assert User.objects.get(pk=ines.pk).name == "First"


def test_SEC_06_extra_names_in_the_own_account_change_nothing(as_user, ines, marisol):
    hostile = {
        "is_active": "",
        "email": "x@x.example",
        "address": "x@x.example",
        "practice": "x",
        "role": "administrator",
        "roles": "administrator",
        "session_round": "9",
        "is_staff": "on",
        "is_superuser": "on",
        "password": "x",
        "last_login": "x",
    }
    for user, said in ((ines, {"name": "Ines"}), (marisol.user, {"name": "Somebody"})):
        before = User.objects.get(pk=user.pk)
        as_user(user).post("/account/", {**said, "version": 1, "language": "en", **hostile})
        after = User.objects.get(pk=user.pk)
        same = ("email", "address", "practice_id", "session_round", "is_active", "password")
        assert all(getattr(before, name) == getattr(after, name) for name in same)
        assert after.roles == before.roles
    assert User.objects.get(pk=marisol.user_id).name == "Marisol Quintero-Hale"


def test_a_new_password_asks_for_the_old_one_first_and_ends_other_sessions(
    long_in, freshly_in, ines
):
    other, browser = long_in(ines), freshly_in(ines)
    assert other.get("/account/password/").url.startswith("/again/password/")
    assert browser.post("/account/password/", {"password": "short"}).status_code == 422
    new = {"password": "a brand new evening"}
    assert browser.post("/account/password/", new).status_code == 302
    assert browser.get("/account/").status_code == 200
    assert other.get("/account/").url.startswith("/sign-in/")


def test_the_password_is_asked_again_and_then_the_page_opens(long_in, ines):
    browser = long_in(ines)
    asked = browser.get("/account/password/").url
    assert browser.get(asked).status_code == 200
    assert browser.post(asked, {"password": "wrong"}).status_code == 422
    assert browser.post(asked, {"password": PASSWORD}).url == "/account/password/"
    assert browser.get("/account/password/").status_code == 200


def test_a_client_with_codes_alone_signs_in_again_before_a_delicate_change(long_in, marisol):
    marisol.user.set_unusable_password()
    marisol.user.save()
    browser = long_in(User.objects.get(pk=marisol.user_id))
    asked = browser.get("/account/password/")
    assert asked.status_code == 200
    assert "Prove it is you with a mailed code" in asked.content.decode()
    assert browser.get("/account/").status_code == 200, "SEC-09: reading signs nobody out"
    sent = browser.post("/account/password/", {"password": "a brand new evening"})
    assert sent.status_code == 422
    assert not User.objects.get(pk=marisol.user_id).has_usable_password()

    onward = asked.context["onward"]
    assert browser.post("/sign-out/", {"next": onward}).url == onward
    assert "_auth_user_id" not in browser.session
    page = browser.get(onward).content.decode()
    assert onward.startswith("/sign-in/code/?next=") and 'value="/account/password/"' in page
    browser.post("/sign-in/code/", {"email": "marisol@example.org", "next": "/account/password/"})
    code = re.search(r"^\d{8}$", last_letter().body, re.M).group()
    back = browser.post("/sign-in/code/enter/", {"code": code, "next": "/account/password/"})
    assert back.url == "/account/password/"
    assert "Prove it is you" not in browser.get(back.url).content.decode()


def test_the_last_second_step_of_staff_cannot_be_taken_away(freshly_in, ines, with_app, marisol):
    with_app(ines)
    browser = freshly_in(ines)
    assert browser.get("/second-step/app/remove/").status_code == 200
    assert browser.post("/second-step/app/remove/").status_code == 422
    with_app(marisol.user)
    assert freshly_in(marisol.user).post("/second-step/app/remove/").status_code == 302


def test_new_recovery_codes_end_the_old(freshly_in, ines, with_app):
    from kith.people import factors

    with_app(ines)
    old = factors.fresh_codes(ines)
    answer = freshly_in(ines).post("/second-step/codes/new/")
    assert answer.url == "/second-step/codes/"
    assert factors.check(ines, old[0]) is None and factors.codes_left(ines) == 10


def test_SEC_03_a_passkey_of_somebody_else_looks_absent(freshly_in, ines, omar):
    from kith.people.factors import Authenticator

    theirs = Authenticator.objects.create(user=omar, type="webauthn", data={"name": "Passkey 1"})
    assert freshly_in(ines).post(f"/second-step/passkeys/{theirs.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_working_hours_are_kept_and_half_a_day_is_asked_about(as_user, omar):
    browser = as_user(omar)
    said = {"day0_from": "09:00", "day0_until": "17:30", "day4_from": "10:00"}
    said["day4_until"] = "12:00"
    assert browser.post("/account/hours/", said).status_code == 302
    rows = WorkHours.objects.filter(user=omar).values_list("weekday", "starts", "ends")
    assert list(rows) == [(0, time(9), time(17, 30)), (4, time(10), time(12))]
    for bad in (
        {"day1_from": "09:00"},
        {"day1_from": "17:00", "day1_until": "09:00"},
        {"day1_from": "25:00", "day1_until": "x"},
    ):
        assert browser.post("/account/hours/", {**said, **bad}).status_code == 422
    assert WorkHours.objects.filter(user=omar).count() == 2


def test_cover_names_a_colleague_for_days_and_REL_05_is_made_once(as_user, ines, omar, at):
    with at(datetime(2026, 3, 4, 9, tzinfo=UTC)):
        said = {
            "from_on": "2026-03-10",
            "until_on": "2026-03-17",
            "covered_by": omar.pk,
            "form_key": once.fresh_key(),
        }
        browser = as_user(ines)
        assert [browser.post("/account/away/", said).status_code for _ in range(2)] == [302, 302]
        cover = Cover.objects.get()
        assert (cover.user, cover.covered_by, cover.from_on) == (ines, omar, date(2026, 3, 10))
        other = {**said, "until_on": "2026-03-20"}
        assert browser.post("/account/away/", other).status_code == 422
        assert "Omar Outsider" in browser.get("/account/hours/").content.decode()
        as_user(omar).post("/account/away/", {"end": cover.pk})
        assert Cover.objects.exists(), "only one's own can be taken away"
        assert browser.post("/account/away/", {"end": cover.pk}).status_code == 302
        assert not Cover.objects.exists()


def test_one_may_be_away_with_nobody_standing_in(as_user, ines, at):
    with at(datetime(2026, 3, 4, 9, tzinfo=UTC)):
        said = {"from_on": "2026-03-10", "until_on": "2026-03-17", "covered_by": ""}
        browser = as_user(ines)
        said["form_key"] = once.fresh_key()
        assert browser.post("/account/away/", said).status_code == 302
        assert Cover.objects.get().covered_by is None
        assert "away, nobody stands in" in browser.get("/account/hours/").content.decode()


def test_cover_by_oneself_by_others_or_backwards_is_refused(as_user, ines, coordinator, omar):
    for person, first, last in (
        (ines, "2026-03-10", "2026-03-17"),
        (coordinator, "2026-03-10", "2026-03-17"),
        (omar, "2026-03-17", "2026-03-10"),
        (omar, "", "x"),
    ):
        said = {
            "from_on": first,
            "until_on": last,
            "covered_by": person.pk,
            "form_key": once.fresh_key(),
        }
        assert as_user(ines).post("/account/away/", said).status_code == 422
    assert not Cover.objects.exists()


def test_REL_06_two_who_change_the_same_account_see_both(as_user, ines):
    browser = as_user(ines)
    typed = {"version": ines.version, "time_zone": "", "language": "", "credentials": ""}
    browser.post("/account/", {**typed, "name": "Ines H. Halvorsen"})

    answer = browser.post("/account/", {**typed, "name": "Dr Ines Halvorsen"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ines H. Halvorsen" in page and "Dr Ines Halvorsen" in page
