"""Another e-mail address: it counts when its mailbox has answered, and both hear of it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from kith.people import notices
from kith.people.models import Client, Notice, Revision, User
from tests.rooms.people.conftest import PASSWORD, bare

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits_hold")]
PLACES = {"staff": "/account/address/", "client": "/my/contact/address/"}
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def code_in(letter):
    return re.search(r"^\d{8}$", letter.body, re.M).group()


@pytest.mark.parametrize("who", ["staff", "client"])
def test_SEC_17_a_new_address_counts_when_its_code_came_back_and_both_are_told(
    as_user, ines, marisol, who
):
    user = ines if who == "staff" else marisol.user
    old, browser, place = user.address, as_user(user), PLACES[who]
    assert browser.post(place, {"email": "new@example.org"}).url == place
    assert [letter.to for letter in mail.outbox] == [["new@example.org"]]
    assert User.objects.get(pk=user.pk).address == old, "nothing moves yet"
    wrong = browser.post(place, {"code": "00000000"})
    assert wrong.status_code == 422 and "does not fit" in wrong.content.decode()
    elsewhere = as_user(user)
    assert browser.post(place, {"code": code_in(mail.outbox[0])}).url == "/account/"
    assert User.objects.get(pk=user.pk).address == "new@example.org"
    told = {letter.to[0] for letter in mail.outbox[1:]}
    assert told == {old, "new@example.org"}
    assert browser.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302, "other sessions end"
    if who == "client":
        assert Client.objects.get(pk=marisol.pk).email == "new@example.org"
        assert old in str([row.said for row in Revision.objects.filter(client=marisol)])


def test_SEC_14_whether_somebody_else_has_the_address_is_not_said(as_user, marisol, aoife, at):
    place, pages = PLACES["client"], []
    with at(NOON):
        browser = as_user(marisol.user)
        for address in ("free@example.org", "aoife@example.org"):
            browser.post(place, {"email": address})
            pages.append(bare(browser.get(place), address))
            browser.post(place, {"do": "another"})
    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [["free@example.org"]]


def test_an_address_taken_meanwhile_does_not_move(as_user, marisol, aoife):
    from kith.people import changes

    browser, place = as_user(marisol.user), PLACES["client"]
    browser.post(place, {"email": "late@example.org"})
    changes.move_address(user=aoife.user, address="late@example.org", by=aoife.user)
    assert browser.post(place, {"code": code_in(mail.outbox[0])}).status_code == 422
    assert User.objects.get(pk=marisol.user_id).address == "marisol@example.org"


def test_five_wrong_codes_or_half_an_hour_end_the_waiting(as_user, ines, at):
    place = PLACES["staff"]
    with at(NOON):
        browser = as_user(ines)
        browser.post(place, {"email": "new@example.org"})
        for _ in range(5):
            browser.post(place, {"code": "00000000"})
        late = browser.post(place, {"code": code_in(mail.outbox[0])})
        assert late.status_code == 422 and "Ask for a new code" in late.content.decode()
        browser.post(place, {"email": "new@example.org"})
    with at(NOON + timedelta(minutes=14)):
        browser.post("/stay/")
    with at(NOON + timedelta(minutes=25)):
        browser.post("/again/password/?next=/account/", {"password": PASSWORD})
    with at(NOON + timedelta(minutes=30)):
        assert browser.post(place, {"code": code_in(mail.outbox[1])}).status_code == 422
    assert User.objects.get(pk=ines.pk).address == "ines@lindenhof.example"


def test_SEC_15_three_codes_in_ten_minutes_are_enough(as_user, ines):
    browser, place = as_user(ines), PLACES["staff"]
    for _ in range(3):
        assert browser.post(place, {"email": "new@example.org"}).status_code == 302
        browser.post(place, {"do": "another"})
    assert browser.post(place, {"email": "new@example.org"}).status_code == 422
    assert len(mail.outbox) == 3


def test_SEC_17_an_administrator_moves_an_address_and_everybody_concerned_hears_of_it(
    as_user, owner, marisol, ines
):
    tab = as_user(marisol.user)
    said = {"present": "Marisol@example.org", "address": "later@example.org"}
    assert as_user(owner).post("/staff/address/", said).url == "/staff/"
    user = User.objects.get(pk=marisol.user_id)
    assert user.address == "later@example.org"
    assert Client.objects.get(pk=marisol.pk).email == "later@example.org"
    assert {letter.to[0] for letter in mail.outbox} >= {"marisol@example.org", "later@example.org"}
    assert tab.get("/account/").status_code == 302, "signed out everywhere"
    kinds = dict(Notice.objects.values_list("user", "kind"))
    assert kinds == {user.pk: "address_moved", ines.pk: "client_address"}


def test_SEC_14_an_administrator_does_not_learn_who_is_here(as_user, owner, marisol, omar, at):
    pages = []
    with at(NOON):
        browser = as_user(owner)
        for present in ("marisol@example.org", "nobody@example.org"):
            browser.post("/staff/address/", {"present": present, "address": "x@example.org"})
            pages.append(re.sub(r'value="[^"]*"', "", bare(browser.get("/staff/"))))
    assert pages[0] == pages[1]
    for nobody in (omar, marisol.user):
        assert as_user(nobody).get("/staff/address/").status_code == 404


def test_SEC_03_an_administrator_moves_nobody_of_another_practice(as_user, owner, other_practice):
    from kith.web import tenancy
    from tests.support.cast import make_staff

    with tenancy.within(other_practice.pk):
        theirs = make_staff(other_practice, "Tove Elsewhere", "therapist")
    said = {"present": theirs.address, "address": "x@example.org"}
    assert as_user(owner).post("/staff/address/", said).status_code == 302
    assert User.objects.get(pk=theirs.pk).address == "tove@rosengarten.example"
    assert (
        as_user(owner)
        .post("/staff/address/", {"present": owner.address, "address": "x@example.org"})
        .status_code
        == 422
    )


def test_never_write_to_me_holds_for_these_letters_and_the_page_tells(as_user, marisol, visitor):
    Client.objects.filter(pk=marisol.pk).update(may_write=False)
    from kith.people import changes

    changes.move_address(user=marisol.user, address="new@example.org", by=marisol.user)
    changes.change_password(
        user=User.objects.get(pk=marisol.user_id), password="a brand new evening", by=marisol.user
    )
    assert not mail.outbox
    said = {"login": "new@example.org", "password": "a brand new evening"}
    visitor.post("/sign-in/", said)
    page = visitor.get("/account/").content.decode()
    assert "Your password was changed" in page
    assert "Another e-mail address signs you in" in page
    assert not mail.outbox


@pytest.mark.parametrize(
    ("kind", "deed"),
    [
        ("password_changed", lambda b: b.post("/account/password/", {"password": "brand new eve"})),
        ("factor_removed", lambda b: b.post("/second-step/app/remove/")),
        ("codes_made", lambda b: b.post("/second-step/codes/new/")),
    ],
)
def test_SEC_17_what_changes_the_way_in_is_told_by_letter_and_inside(
    as_user, marisol, with_app, kind, deed
):
    from kith.people import factors

    with_app(marisol.user)
    factors.fresh_codes(marisol.user)
    mail.outbox.clear()
    Notice.objects.all().delete()
    browser = as_user(marisol.user)
    before, other = browser.session.session_key, as_user(marisol.user)
    assert deed(browser).status_code == 302
    assert Notice.objects.get().kind == kind
    assert [letter.to for letter in mail.outbox] == [["marisol@example.org"]]
    assert str(notices.WORDS[kind]) in browser.get("/account/").content.decode()
    if kind != "codes_made":
        assert browser.session.session_key != before, "SEC-16: a new session id"
        assert other.get("/account/").status_code == 302, "SEC-16: other sessions end"


def test_PRIV_05_the_letter_about_it_says_nothing_else(as_user, marisol):
    as_user(marisol.user).post("/account/password/", {"password": "a brand new evening"})
    letter = mail.outbox[-1]
    words = f"{letter.subject} {letter.body} {letter.from_email}".casefold()
    for never in ("marisol", "quintero", "therap", "session", "phq", "password", "halvorsen"):
        assert never not in words


def test_SEC_16_a_device_that_is_not_known_is_told_of_and_then_known(visitor, marisol):
    said = {"login": "marisol@example.org", "password": "a quiet password"}
    visitor.post("/sign-in/", said)
    assert Notice.objects.get().kind == "new_device"
    mark = visitor.cookies["kith-device"]
    assert mark["httponly"] and mark["samesite"] == "Lax" and "marisol" not in mark.value
    visitor.post("/sign-out/")
    visitor.post("/sign-in/", said)
    assert Notice.objects.count() == 1


def test_PRIV_09_a_shared_device_is_told_of_and_never_known(visitor, marisol):
    said = {"login": "marisol@example.org", "password": "a quiet password", "shared": "on"}
    for times in (1, 2):
        visitor.post("/sign-in/", said)
        assert "kith-device" not in visitor.cookies
        assert Notice.objects.filter(kind="new_device").count() == times
        visitor.post("/sign-out/")


def test_a_used_recovery_code_is_told(ines, with_app):
    from kith.people import factors

    with_app(ines)
    code = factors.fresh_codes(ines)[0]
    Notice.objects.all().delete()
    assert factors.check(ines, code)
    assert Notice.objects.get().kind == "code_used"
    assert factors.check(ines, code) is None
    assert Notice.objects.count() == 1


def test_an_administrator_signs_somebody_out_everywhere(as_user, owner, omar):
    tab = as_user(omar)
    as_user(owner).post(f"/staff/{omar.pk}/", {"do": "out"})
    assert tab.get("/account/").status_code == 302
