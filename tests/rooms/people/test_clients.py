"""A client's name and contact, their invitation, and what they choose for themselves."""

import pytest
from django.core import mail
from django.test import Client as Browser

from kith.audit.models import AuditEvent
from kith.care.actions import open_course
from kith.people import actions, links, reading
from kith.people.models import Client, Notice, Revision, User
from kith.web import once
from tests.rooms.people.conftest import last_letter, link_in, send_letters
from tests.support.cast import make_client, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia(practice, ines):
    """Referred, with a mailbox, and not invited yet."""
    client = make_client(practice, "Nadia Newman", ines, account=False)
    client.email = "nadia@example.org"
    client.save(update_fields=["email"])
    return client


def typed(client, /, **more):
    said = {
        "name": client.name,
        "call_me": client.call_me,
        "pronouns": client.pronouns,
        "email": client.email,
        "phone": client.phone,
        "version": client.version,
    }
    return {**said, "may_write": "on", **more}


def invite(browser, client, key=None):
    path = f"/clients/{client.pk}/invite/"
    return browser.post(path, {"form_key": key or once.fresh_key()})


def test_the_therapist_reads_and_changes_contact_and_reading_is_noted(as_user, ines, nadia):
    from kith.audit.models import AuditEvent

    browser = as_user(ines)
    assert "Nadia Newman" in browser.get(f"/clients/{nadia.pk}/").content.decode()
    answer = browser.post(f"/clients/{nadia.pk}/", typed(nadia, phone="0660 1"))
    assert answer.status_code == 302
    assert Client.objects.get(pk=nadia.pk).phone == "0660 1"
    assert Revision.objects.get(client=nadia).said["phone"] == ""
    opened = AuditEvent.objects.filter(action="opened.client", client_id=nadia.pk)
    assert opened.get().actor_id == ines.pk


def test_SEC_03_outsiders_find_nothing(as_user, omar, kwame, outcomes, owner, marisol, nadia):
    for person in (omar, kwame, outcomes, owner, marisol.user):
        browser = as_user(person)
        page = browser.get(f"/clients/{nadia.pk}/")
        absent = browser.get("/clients/00000000-0000-4000-8000-000000000000/")
        assert page.status_code == 404 and page.content == absent.content
        assert browser.post(f"/clients/{nadia.pk}/", typed(nadia)).status_code == 404
        assert invite(browser, nadia).status_code == 404
    assert not mail.outbox


def test_REL_06_two_people_at_one_contact_both_see_both_texts(as_user, ines, coordinator, nadia):
    as_user(ines).post(f"/clients/{nadia.pk}/", typed(nadia, call_me="Nadi"))
    answer = as_user(coordinator).post(f"/clients/{nadia.pk}/", typed(nadia, call_me="Didi"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Nadi<" in page and "Didi" in page
    assert Client.objects.get(pk=nadia.pk).call_me == "Nadi"


def test_SEC_06_extra_names_posted_with_a_contact_change_nothing(as_user, ines, omar, nadia):
    hostile = {
        "user": omar.user_id if hasattr(omar, "user_id") else omar.pk,
        "practice": "x",
        "practice_id": "x",
        "id": "x",
        "client": "x",
        "created_at": "2001-01-01",
        "language": "xx",
        "author": omar.pk,
        "shared": "on",
        "signed_at": "2001-01-01",
    }
    before = Client.objects.get(pk=nadia.pk)
    as_user(ines).post(f"/clients/{nadia.pk}/", typed(nadia, phone="1", **hostile))
    after = Client.objects.get(pk=nadia.pk)
    same = ("user_id", "practice_id", "pk", "created_at", "language", "on_paper", "may_write")
    assert all(getattr(before, name) == getattr(after, name) for name in same)
    assert after.phone == "1"


def test_nobody_is_invited_before_the_practice_is_ready_and_the_page_says_what_lacks(
    as_user, ines, coordinator, practice, nadia
):
    practice.crisis_line, practice.duty_clinician = "", None
    practice.save()
    answer = invite(as_user(coordinator), nadia)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Crisis line" in page and "Duty clinician" in page and 'href="/settings/"' in page
    send_letters()
    assert not mail.outbox


def test_an_invited_client_chooses_mailed_codes_and_is_in(as_user, ines, nadia):
    assert invite(as_user(ines), nadia).status_code == 302
    send_letters()
    page, visitor = link_in(last_letter()), Browser()
    shown = visitor.get(page).content.decode()
    assert "Nobody is watching" in shown and "112" in shown
    for never in ("Nadia", "Ines", "Halvorsen"):
        assert never not in shown
    assert visitor.post(page, {}).status_code == 422
    assert visitor.post(page, {"way": "password", "password": "short"}).status_code == 422
    assert visitor.post(page, {"way": "code"}).url == "/second-step/"
    user = User.objects.get(as_client=nadia)
    assert not user.has_usable_password() and user.name == "Nadia Newman"
    assert visitor.get("/my/contact/").status_code == 200, "a second step is offered, not demanded"
    assert Browser().get(page).status_code == 410
    visitor.get("/sign-out/")


def test_an_invited_client_may_choose_a_password(as_user, ines, nadia):
    invite(as_user(ines), nadia)
    send_letters()
    visitor = Browser()
    choice = {"way": "password", "password": "quiet evening walk"}
    answer = visitor.post(link_in(last_letter()), choice)
    assert answer.status_code == 302
    assert User.objects.get(as_client=nadia).check_password("quiet evening walk")


def test_PRIV_05_the_invitation_of_a_client_says_nothing(as_user, ines, nadia):
    invite(as_user(ines), nadia)
    send_letters()
    words = f"{last_letter().subject} {last_letter().body} {last_letter().from_email}".casefold()
    for never in ("nadia", "ines", "therap", "session", "mood", "practice", "phq", "clinic"):
        assert never not in words


def test_REL_05_an_invitation_pressed_twice_is_one_letter(as_user, ines, nadia):
    browser, key = as_user(ines), once.fresh_key()
    invite(browser, nadia, key), invite(browser, nadia, key)
    send_letters()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("change", [{"may_write": False}, {"on_paper": True}, {"email": ""}])
def test_who_is_not_to_be_written_to_is_not_invited(as_user, ines, nadia, change):
    for name, value in change.items():
        setattr(nadia, name, value)
    nadia.save(update_fields=list(change))
    assert invite(as_user(ines), nadia).status_code == 422
    send_letters()
    assert not mail.outbox


def test_an_address_that_somebody_signs_in_with_is_not_invited_again(as_user, ines, nadia, aoife):
    nadia.email = "AOIFE@example.org"
    nadia.save(update_fields=["email"])
    assert invite(as_user(ines), nadia).status_code == 422


def own(client, **more):
    return {"call_me": "Mari", "pronouns": "she/her", "version": client.version, **more}


def test_a_client_says_how_they_are_called_and_when_letters_may_come(as_user, marisol):
    browser = as_user(marisol.user)
    hours = {"write_from": "09:00", "write_until": "18:00"}
    assert browser.post("/my/contact/", own(marisol, **hours)).status_code == 302
    row = Client.objects.get(pk=marisol.pk)
    assert (row.call_me, row.write_from.hour, row.may_write) == ("Mari", 9, True)
    half = browser.post("/my/contact/", own(row, write_from="09:00"))
    assert half.status_code == 422 and "Mari" in half.content.decode()


def test_REL_06_a_contact_changed_in_two_tabs_shows_both_texts(as_user, marisol):
    browser = as_user(marisol.user)
    first = own(marisol, phone="0151 496 0001", never_write="on")
    assert browser.post("/my/contact/", first).status_code == 302
    answer = browser.post("/my/contact/", own(marisol, phone="0151 496 0002"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'class="conflict"' in page
    assert "Your phone number: 0151 496 0001" in page and "Never write to me: yes" in page
    assert "Your phone number: 0151 496 0002" in page and "Never write to me: no" in page
    assert Client.objects.get(pk=marisol.pk).phone == "0151 496 0001"


def test_never_write_to_me_holds_back_what_waits(as_user, marisol):
    from kith.post import actions as post

    as_user(marisol.user).post("/my/contact/", own(marisol, never_write="on"))
    row = Client.objects.select_related("practice").get(pk=marisol.pk)
    assert not row.may_write
    post.write("reminder", event="x", practice=row.practice, route="web:front", client=row)
    send_letters()
    assert not mail.outbox


def test_staff_do_not_change_what_a_client_with_an_account_chose(as_user, ines, marisol):
    Client.objects.filter(pk=marisol.pk).update(may_write=False)
    as_user(ines).post(f"/clients/{marisol.pk}/", typed(marisol, phone="3"))
    assert Client.objects.get(pk=marisol.pk).may_write is False


def test_the_coordinator_puts_a_client_into_care_and_ends_it(as_user, coordinator, omar, nadia):
    path = f"/clients/{nadia.pk}/"
    tab = as_user(omar)
    assert tab.get(path).status_code == 404
    as_user(coordinator).post(f"{path}assign/", {"therapist": omar.pk})
    assert tab.get(path).status_code == 200
    as_user(coordinator).post(f"{path}assign/end/", {"therapist": omar.pk})
    assert tab.get(path).status_code == 404, "SEC-07: at once, also in an open tab"
    assert as_user(omar).post(f"{path}assign/", {"therapist": omar.pk}).status_code == 404


def test_SEC_34_nobody_gives_themself_a_client_of_others_while_a_colleague_could(
    as_user, coordinator, marisol, practice, ines
):
    both = make_staff(practice, "Thea Therapist", "coordinator", "therapist")
    path = f"/clients/{marisol.pk}/assign/"
    answer = as_user(both).post(path, {"therapist": both.pk})
    assert answer.status_code == 422 and "break-glass" in answer.content.decode()
    actions.end_assignment(client=marisol, therapist=ines, by=both)
    assert as_user(both).post(path, {"therapist": both.pk}).status_code == 422
    as_user(coordinator).post(path, {"therapist": both.pk})
    assert list(reading.carers(marisol, coordinator)) == [both]


def test_whoever_is_alone_in_the_office_takes_over_the_clients_of_a_colleague_who_left(
    as_user, marisol, practice
):
    alone = make_staff(practice, "Thea Therapist", "coordinator", "therapist")
    answer = as_user(alone).post(f"/clients/{marisol.pk}/assign/", {"therapist": alone.pk})
    assert answer.status_code == 302
    assert AuditEvent.objects.filter(action="people.assigned", actor_id=alone.pk).count() == 1


def test_SEC_12_whoever_treats_a_client_hears_of_another_address_and_of_pages_opened_with_it(
    as_user, ines, coordinator, nadia
):
    as_user(coordinator).post(f"/clients/{nadia.pk}/", typed(nadia, email="other@example.org"))
    assert [row.kind for row in Notice.objects.filter(user=ines)] == ["client_contact"]
    invite(as_user(coordinator), nadia)
    send_letters()
    Browser().post(link_in(last_letter()), {"way": "code"})
    told = {row.kind for row in Notice.objects.filter(user=ines)}
    assert told == {"client_contact", "client_joined"}


@pytest.mark.parametrize("change", [{"email": "new@example.org"}, {"on_paper": "on"}])
def test_SEC_07_an_invitation_on_its_way_opens_nothing_once_the_contact_changed(
    as_user, ines, nadia, change
):
    invite(as_user(ines), nadia)
    send_letters()
    link = link_in(last_letter())
    as_user(ines).post(f"/clients/{nadia.pk}/", typed(nadia, **change))
    Browser().post(link, {"way": "code"})
    assert Client.objects.get(pk=nadia.pk).user_id is None


def test_SEC_07_links_in_a_former_mailbox_end_with_the_address(as_user, ines, nadia):
    course = open_course(client=nadia, therapist=ines, by=ines)
    token = links.make("checkin", practice=nadia.practice, about_id=course.pk)
    as_user(ines).post(f"/clients/{nadia.pk}/", typed(nadia, email="new@example.org"))
    assert not links.works(links.find("checkin", token))


def test_REL_05_an_invitation_pressed_again_leaves_the_link_that_is_on_its_way(
    as_user, ines, nadia
):
    key = once.fresh_key()
    for _twice in range(2):
        as_user(ines).post(f"/clients/{nadia.pk}/invite/", {"form_key": key})
        send_letters()
    assert len(mail.outbox) == 1
    Browser().post(link_in(last_letter()), {"way": "code"})
    assert Client.objects.get(pk=nadia.pk).user_id


def test_SEC_32_SEC_21_who_knocks_without_end_fills_no_chain(as_user, marisol):
    browser = as_user(marisol.user)
    for _again in range(25):
        assert browser.get("/staff/").status_code == 404
    assert AuditEvent.objects.filter(action="refused.route").count() == 20
