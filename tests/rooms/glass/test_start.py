"""SEC-34: who may open a record that is not theirs, how, and who is told."""

import pytest
from django.core import mail
from django.urls import reverse

from kith.audit.models import AuditEvent
from kith.glass import actions
from kith.glass.models import Opening, Told
from kith.people.models import Client
from kith.post import tick
from kith.web import once, tenancy
from tests.rooms.glass.conftest import REASON
from tests.support import cast, story

START = reverse("glass:start")


def asked(name, reason=REASON, contact="", key=None):
    return {
        "name": name,
        "reason": reason,
        "contact": contact,
        "form_key": key or once.fresh_key(),
    }


def begin(user, name, **more):
    return actions.start(opener=user, name=name, reason=REASON, id=story.new_id(), **more)


def test_SEC_34_a_colleague_opens_a_record_by_its_full_name_with_a_reason(proved, omar, marisol):
    answer = proved(omar).post(START, asked("marisol quintero hale"))
    opening = Opening.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("glass:record", args=[opening.pk])
    assert (opening.opener, opening.client, opening.reason) == (omar, marisol, REASON)
    assert (opening.ends_at - opening.began_at).total_seconds() == 3600


def test_SEC_34_a_reason_of_less_than_fifteen_letters_opens_nothing(proved, omar, marisol):
    for reason in ("", "urgent", "a b c d e f g h i j k l m n"):
        answer = proved(omar).post(START, asked(marisol.name, reason))
        assert answer.status_code == 422
        assert marisol.name in answer.content.decode()  # what was typed stays
    assert not Opening.objects.exists()
    proved(omar).post(START, asked(marisol.name, "x" * 15))
    assert Opening.objects.count() == 1


def test_SEC_34_SEC_17_an_old_sign_in_proves_itself_first(at, as_user, omar, marisol, limits_hold):
    with at(cast.WEDNESDAY):
        browser = as_user(omar)
    with at(cast.WEDNESDAY.replace(minute=11)):
        for answer in (browser.get(START), browser.post(START, asked(marisol.name))):
            assert answer.status_code == 302 and "/again/" in answer.headers["Location"]
    assert not Opening.objects.exists()
    with at(cast.WEDNESDAY.replace(minute=9)):
        assert browser.get(START).status_code == 200


@pytest.mark.parametrize("who", ["coordinator", "outcomes", "owner", "marisol"])
def test_SEC_34_nobody_without_the_right_can_start(request, proved, who, teodor):
    browser = proved(request.getfixturevalue(who))
    assert browser.get(START).status_code == 404
    assert browser.post(START, asked(teodor.name)).status_code == 404
    assert not Opening.objects.exists()


def test_SEC_34_a_supervisor_may_start(proved, kwame, marisol):
    assert proved(kwame).post(START, asked(marisol.name)).status_code == 302


def test_SEC_34_a_wrong_name_looks_like_one_that_does_not_exist(proved, omar, ines, practice):
    """Part of a name, a name twice, a name elsewhere, and no name at all: one answer."""
    cast.make_client(practice, "Dana Double", ines, account=False)
    cast.make_client(practice, "Dana Double", ines, account=False)
    pages = []
    for name in ("Nobody Nowhere", "Dana", "Dana Double"):
        AuditEvent.objects.filter(action="glass.not_found").delete()
        form = asked(name, key="11111111-1111-4111-8111-111111111111")
        page = proved(omar).post(START, form).content.decode()
        assert "Nobody was found" in page
        pages.append(strip(page, name))
    assert pages[0] == pages[1] == pages[2]
    assert not Opening.objects.exists()


def strip(page, name):
    import re

    page = page.replace(name, "NAME")
    page = re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    return re.sub(r'data-[a-z-]+="[^"]*"|datetime="[^"]*"|hx-nonce="[^"]*"', "", page)


def test_SEC_34_two_of_one_name_are_told_apart_by_their_address(omar, ines, practice, owner):
    one, two = (cast.make_client(practice, "Dana Double", ines, account=False) for _ in range(2))
    one.email, two.email, two.phone = "one@example.org", "two@example.org", "+44 20 5550 177"
    one.save()
    two.save()
    assert begin(omar, "Dana Double", contact="TWO@example.org ").client == two
    actions.end(opening=Opening.objects.get(), by=omar)
    assert begin(omar, "dana double", contact="020 5550177").client == two
    with pytest.raises(actions.NobodyFound):
        begin(omar, "Dana Double", contact="177")
    with pytest.raises(actions.NobodyFound):
        begin(omar, "Dana Double", contact="three@example.org")


def test_SEC_34_five_wrong_names_in_an_hour_end_the_guessing(proved, at, omar, marisol):
    browser = proved(omar)
    for name in ("A A", "B B", "C C", "D D", "E E"):
        assert "Nobody was found" in browser.post(START, asked(name)).content.decode()
    right, wrong = (browser.post(START, asked(name)) for name in (marisol.name, "F F"))
    for answer in (right, wrong):
        assert answer.status_code == 422 and "Too many tries" in answer.content.decode()
    assert not Opening.objects.exists()


def test_SEC_34_the_guessing_may_go_on_an_hour_later(at, omar, marisol, owner):
    for _ in range(5):
        with at(cast.WEDNESDAY), pytest.raises(actions.NobodyFound):
            begin(omar, "Nobody Nowhere")
    with at(cast.WEDNESDAY.replace(minute=59)), pytest.raises(actions.TooMany):
        begin(omar, marisol.name)
    with at(cast.WEDNESDAY.replace(hour=10, minute=1)):
        assert begin(omar, marisol.name)


def test_SEC_34_ten_records_a_day_and_no_more(omar, ines, practice):
    names = [f"Casey Number{word}" for word in "abcdefghijk"]
    for name in names:
        cast.make_client(practice, name, ines, account=False)
    for name in names[:10]:
        begin(omar, name)
    with pytest.raises(actions.TooMany):
        begin(omar, names[10])


def test_SEC_34_the_wall_between_practices_holds(omar, other_practice, marisol):
    with tenancy.within(other_practice.pk):
        therapist = cast.make_staff(other_practice, "Tove Elsewhere", "therapist")
        cast.make_client(other_practice, "Cleo Elsewhere", therapist)
        with pytest.raises(actions.NobodyFound):
            begin(therapist, marisol.name)
    with pytest.raises(actions.NobodyFound):
        begin(omar, "Cleo Elsewhere")


def test_SEC_34_who_treats_the_client_needs_no_glass(proved, ines, marisol):
    answer = proved(ines).post(START, asked(marisol.name))
    assert answer.status_code == 422 and "You treat this client" in answer.content.decode()
    assert not Opening.objects.exists()


def test_SEC_34_asked_twice_it_is_one_opening_and_one_notice(proved, omar, marisol, owner):
    browser, form = proved(omar), asked(marisol.name)
    first, again = browser.post(START, form), browser.post(START, form)
    third = browser.post(START, asked(marisol.name))
    assert first.headers["Location"] == again.headers["Location"] == third.headers["Location"]
    assert Opening.objects.count() == 1
    assert Told.objects.count() == 2


def test_SEC_34_PRIV_05_therapist_and_administrators_are_told_at_once(
    opening, ines, owner, omar, as_user
):
    assert {row.user for row in Told.objects.all()} == {ines, owner}
    tick.run()
    assert sorted(to for letter in mail.outbox for to in letter.to) == sorted(
        [ines.address, owner.address]
    )
    for letter in mail.outbox:
        said = (letter.subject + letter.body).casefold()
        for word in ("marisol", "omar", "record", "glass", "emergency", "bridge", "client"):
            assert word not in said
    for user in (ines, owner):
        page = as_user(user).get(reverse("desk:today")).content.decode()
        assert "under break-glass" in page and reverse("glass:told") in page


def test_SEC_34_the_therapist_reads_who_and_why_and_says_so(opening, ines, omar, as_user):
    browser = as_user(ines)
    page = browser.get(reverse("glass:told")).content.decode()
    for words in ("Marisol Quintero-Hale", "Omar Outsider", REASON, "open now"):
        assert words in page
    theirs = Told.objects.exclude(user=ines).first()
    mine = Told.objects.get(user=ines)
    browser.post(reverse("glass:told"), {"told": [str(mine.pk)]})
    browser.post(reverse("glass:told"), {"told": [str(theirs.pk)]})
    assert Told.objects.get(user=ines).seen_at
    assert Told.objects.get(pk=theirs.pk).seen_at is None
    assert "under break-glass" not in browser.get(reverse("desk:today")).content.decode()


def test_SEC_34_PRIV_11_the_client_sees_it_in_plain_words(opening, omar, marisol, as_user):
    as_user(omar).get(reverse("glass:part", args=[opening.pk, "notes"]))
    page = as_user(marisol).get(reverse("home:opened")).content.decode()
    for words in (
        "Omar Outsider",
        "opened your record in an emergency, for one hour at most",
        "read the notes about your meetings, in an emergency",
    ):
        assert words in page
    assert "bridge" not in page


def test_SEC_33_SEC_34_without_a_trace_nothing_is_opened(omar, marisol, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError("no audit")

    monkeypatch.setattr(actions, "record", fails)
    with pytest.raises(RuntimeError):
        begin(omar, marisol.name)
    assert not Opening.objects.exists() and not Told.objects.exists()


def test_SEC_34_the_reason_is_sealed(opening):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM glass_opening")
        assert b"bridge" not in bytes(cursor.fetchone()[0])
    assert Client.objects.count()
