"""Colleagues: asked in by letter, given roles, and out at once when they leave."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client as Browser

from kith.people.models import Notice, RoleGrant, User
from kith.web import once
from tests.rooms.people.conftest import PASSWORD, last_letter, link_in, send_letters
from tests.support.cast import make_staff

pytestmark = pytest.mark.django_db


def invite(browser, key=None, **more):
    typed = {"name": "Nils Newcomer", "address": "nils@lindenhof.example", "roles": ["therapist"]}
    return browser.post("/staff/", {**typed, "form_key": key or once.fresh_key(), **more})


def test_somebody_invited_opens_the_link_and_is_asked_for_a_second_step(as_user, owner, practice):
    assert invite(as_user(owner)).status_code == 302
    send_letters()
    letter = last_letter()
    assert letter.to == ["nils@lindenhof.example"]
    visitor, page = Browser(), link_in(letter)
    assert visitor.get(page).status_code == 200
    assert visitor.post(page, {"password": "too short"}).status_code == 422
    assert visitor.post(page, {"password": PASSWORD}).url == "/second-step/"
    assert visitor.get("/staff/").url == "/second-step/"
    assert Browser().get(page).status_code == 410, "the link works once"


def test_PRIV_05_the_invitation_is_discreet(as_user, owner, practice):
    invite(as_user(owner))
    send_letters()
    words = f"{last_letter().subject} {last_letter().body}".casefold()
    for never in ("nils", "petra", "therap", "client", "patient", "session", "clinic"):
        assert never not in words


def test_REL_05_an_invitation_sent_twice_makes_one_account_and_one_letter(as_user, owner, practice):
    browser, key = as_user(owner), once.fresh_key()
    assert [invite(browser, key).status_code for _ in range(3)] == [302] * 3
    send_letters()
    assert len(mail.outbox) == 1
    names = [user.name for user in User.objects.filter(practice=practice)]
    assert names.count("Nils Newcomer") == 1


def test_a_used_address_is_refused_with_a_sentence(as_user, owner, ines):
    answer = invite(as_user(owner), address="INES@lindenhof.example")
    assert answer.status_code == 422 and "Nils Newcomer" in answer.content.decode()


def test_a_newer_link_ends_the_older(as_user, owner, practice):
    browser = as_user(owner)
    invite(browser)
    send_letters()
    old = link_in(last_letter())
    user = next(u for u in User.objects.all() if u.name == "Nils Newcomer")
    typed = {"do": "again", "form_key": once.fresh_key()}
    assert browser.post(f"/staff/{user.pk}/", typed).status_code == 302
    send_letters()
    assert Browser().get(old).status_code == 410
    assert Browser().get(link_in(last_letter())).status_code == 200


def test_SEC_07_a_closed_account_is_out_with_its_next_request(as_user, owner, ines, omar):
    open_tab = as_user(omar)
    assert open_tab.get("/account/").status_code == 200
    assert as_user(owner).post(f"/staff/{omar.pk}/", {"do": "close"}).status_code == 302
    assert open_tab.get("/account/").url.startswith("/sign-in/")
    as_user(owner).post(f"/staff/{omar.pk}/", {"do": "open"})
    assert open_tab.get("/account/").url.startswith("/sign-in/"), "old sessions stay ended"


def test_SEC_07_a_role_taken_away_counts_from_the_next_request(as_user, owner, ines):
    from tests.support.cast import make_staff

    second = make_staff(owner.practice, "Second Admin", "administrator", "coordinator")
    tab = as_user(second)
    assert tab.get(f"/staff/{ines.pk}/").status_code == 200
    as_user(owner).post(f"/staff/{second.pk}/", {"do": "end", "role": "administrator"})
    assert tab.get(f"/staff/{ines.pk}/").url.startswith("/sign-in/"), "SEC-16: signs in anew"
    second.refresh_from_db()
    assert as_user(second).get(f"/staff/{ines.pk}/").status_code == 404


def test_the_last_administrator_and_the_duty_clinician_cannot_be_lost(as_user, owner, ines):
    browser = as_user(owner)
    for user, typed in (
        (owner, {"do": "end", "role": "administrator"}),
        (owner, {"do": "close"}),
        (ines, {"do": "close"}),
        (ines, {"do": "end", "role": "therapist"}),
    ):
        assert browser.post(f"/staff/{user.pk}/", typed).status_code == 422
    assert User.objects.get(pk=ines.pk).is_active


def test_SEC_13_a_reset_second_step_is_set_up_anew_and_ends_sessions(as_user, owner, omar):
    tab = as_user(omar)
    as_user(owner).post(f"/staff/{omar.pk}/", {"do": "reset"})
    assert tab.get("/account/").url.startswith("/sign-in/")
    assert as_user(User.objects.get(pk=omar.pk)).get("/account/").url == "/second-step/"


def test_only_administrators_change_staff_and_others_see_names(as_user, ines, omar, coordinator):
    for person in (ines, coordinator):
        browser = as_user(person)
        page = browser.get("/staff/")
        assert page.status_code == 200 and "Omar Outsider" in page.content.decode()
        assert "omar@" not in page.content.decode()
        assert invite(browser).status_code == 404
        assert browser.get(f"/staff/{omar.pk}/").status_code == 404
        assert browser.post(f"/staff/{omar.pk}/", {"do": "close"}).status_code == 404


def test_SEC_03_a_colleague_of_another_practice_looks_absent(as_user, owner, other_practice):
    from kith.web import tenancy
    from tests.support.cast import make_staff

    with tenancy.within(other_practice.pk):
        stranger = make_staff(other_practice, "Sven Stranger", "therapist")
    for typed in ({"do": "close"}, {"do": "give", "role": "administrator"}):
        assert as_user(owner).post(f"/staff/{stranger.pk}/", typed).status_code == 404
    assert as_user(owner).get(f"/staff/{stranger.pk}/").status_code == 404
    assert "Sven" not in as_user(owner).get("/staff/").content.decode()


def test_SEC_06_hostile_names_in_an_invitation_change_nothing(as_user, owner, practice):
    hostile = {"is_active": "", "practice": "x", "password": "p", "id": "1", "session_round": "7"}
    invite(as_user(owner), **hostile)
    user = next(u for u in User.objects.all() if u.name == "Nils Newcomer")
    assert user.practice == practice and user.is_active and not user.has_usable_password()
    assert user.session_round == 1 and user.roles == {"therapist"}


def test_a_role_that_does_not_exist_is_refused(as_user, owner, omar):
    for typed in ({"do": "give", "role": "client"}, {"do": "give"}, {"do": "x"}, {}):
        assert as_user(owner).post(f"/staff/{omar.pk}/", typed).status_code == 404


@pytest.mark.parametrize("role", ["therapist", "supervisor"])
def test_SEC_34_no_administrator_makes_themself_a_clinician_where_another_is_there(
    as_user, owner, practice, role
):
    second = make_staff(practice, "Second Administrator", "administrator")
    answer = as_user(owner).post(f"/staff/{owner.pk}/", {"do": "give", "role": role})
    assert answer.status_code == 422 and "ask another administrator" in answer.content.decode()
    assert role not in User.objects.get(pk=owner.pk).roles
    assert (
        as_user(owner).post(f"/staff/{second.pk}/", {"do": "give", "role": role}).status_code == 302
    )


def test_whoever_works_alone_makes_themself_a_therapist(as_user, owner):
    browser = as_user(owner)
    assert (
        browser.post(f"/staff/{owner.pk}/", {"do": "give", "role": "therapist"}).status_code == 302
    )
    assert "therapist" in User.objects.get(pk=owner.pk).roles


MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def move(browser, user, address="elsewhere@example.org"):
    present = User.objects.get(pk=user.pk).address
    return browser.post("/staff/address/", {"present": present, "address": address})


def reset(browser, user):
    return browser.post(f"/staff/{user.pk}/", {"do": "reset"})


def has_factor(user):
    return Authenticator.objects.filter(user=user).exists()


@pytest.fixture
def second(practice):
    """Another administrator, who has been one for long."""
    user = make_staff(practice, "Second Administrator", "administrator")
    RoleGrant.objects.filter(user=user).update(granted_at=MONDAY - timedelta(days=400))
    return user


def test_SEC_34_who_moved_an_address_does_not_reset_the_second_step_too(
    as_user, owner, second, omar, at
):
    with at(MONDAY):
        assert move(as_user(owner), omar).status_code == 302
        refused = reset(as_user(owner), omar)
        assert refused.status_code == 422 and "another administrator" in refused.content.decode()
        assert has_factor(omar)
    with at(MONDAY + timedelta(days=6, hours=23)):
        assert reset(as_user(owner), omar).status_code == 422
        assert reset(as_user(second), omar).status_code == 302, "a second person can"
        assert not has_factor(omar)


def test_SEC_34_who_reset_a_second_step_does_not_move_the_address_too(
    as_user, owner, second, omar, at
):
    with at(MONDAY):
        assert reset(as_user(owner), omar).status_code == 302
        refused = move(as_user(owner), omar)
        assert refused.status_code == 422 and "another administrator" in refused.content.decode()
        assert User.objects.get(pk=omar.pk).address == "omar@lindenhof.example"
        assert move(as_user(second), omar).status_code == 302
        assert User.objects.get(pk=omar.pk).address == "elsewhere@example.org"


def test_SEC_34_an_administrator_made_for_it_does_not_count_as_a_second_person(
    as_user, owner, omar, at, practice
):
    with at(MONDAY):
        move(as_user(owner), omar)
    with at(MONDAY + timedelta(hours=1)):
        helper = make_staff(practice, "Helping Hand", "administrator")
        assert reset(as_user(helper), omar).status_code == 422
        assert has_factor(omar)


def test_SEC_34_whoever_works_alone_waits_a_week_for_the_other_half(as_user, owner, omar, at):
    with at(MONDAY):
        move(as_user(owner), omar)
        assert reset(as_user(owner), omar).status_code == 422
    with at(MONDAY + timedelta(days=7, minutes=1)):
        assert reset(as_user(owner), omar).status_code == 302


def test_SEC_34_the_house_itself_and_ones_own_move_bind_nobody(as_user, owner, omar, at):
    from kith.people import actions, changes

    with at(MONDAY):
        changes.move_address(user=omar, address="own@example.org", by=omar)
        assert reset(as_user(owner), omar).status_code == 302, "they moved it themself"
        late = make_staff(owner.practice, "Lena Late", "therapist")
        move(as_user(owner), late)
        actions.reset_factor(user=late, by=None)
        assert not has_factor(late)


def test_SEC_17_both_halves_are_told_to_the_person_and_to_the_other_administrators(
    as_user, owner, second, omar, at
):
    with at(MONDAY):
        move(as_user(owner), omar)
        told = {letter.to[0] for letter in mail.outbox}
        assert {"omar@lindenhof.example", "elsewhere@example.org", second.address} <= told
        mail.outbox.clear()
        reset(as_user(second), omar)
        assert {letter.to[0] for letter in mail.outbox} == {"elsewhere@example.org", owner.address}
    kinds = set(Notice.objects.values_list("user", "kind"))
    assert kinds == {
        (omar.pk, "address_moved"),
        (second.pk, "colleague_moved"),
        (omar.pk, "factor_reset"),
        (owner.pk, "colleague_reset"),
    }


def test_SEC_14_PRIV_05_what_administrators_hear_names_nobody(as_user, owner, second, omar):
    move(as_user(owner), omar)
    reset(as_user(second), omar)
    for letter in mail.outbox:
        words = f"{letter.subject} {letter.body}".casefold()
        assert "omar" not in words and "outsider" not in words and "elsewhere" not in words
