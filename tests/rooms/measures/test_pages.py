"""The pages of the shelf: everybody of the staff reads, an administrator decides."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ipt.measures import library
from kith.measures.models import MeasureConfirmation, OwnDefinition
from kith.web import once, tenancy
from tests.support import cast
from tests.support.office import own_file

SHELF = "/settings/measures/"


def text(reply):
    """What a page says, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())).split())


@pytest.fixture
def browser(owner, as_user):
    return as_user(owner)


def typed(definition, **more):
    return {
        "form_key": once.fresh_key(),
        "text": definition,
        "holder": "Lindenhof",
        "proof": "Letter",
        "sure": "on",
    } | more


def test_every_member_of_staff_reads_every_measure(practice, ines, coordinator, as_user):
    for person in (ines, coordinator):
        browser = as_user(person)
        assert "May be used freely" in text(browser.get(SHELF))
        for id in library.ids():
            page = browser.get(f"{SHELF}{id}/")
            assert page.status_code == 200, id
        assert browser.get(f"{SHELF}no-such/").status_code == 404
    assert "not checked against its source" in text(browser.get(f"{SHELF}core-10/"))


def test_only_an_administrator_finds_the_deeds(practice, ines, browser, as_user):
    assert "Confirm" in text(browser.get(f"{SHELF}who-5/"))
    assert "Add your own definition" in text(browser.get(SHELF))
    theirs = as_user(ines)
    assert "Confirm" not in text(theirs.get(f"{SHELF}who-5/"))
    assert theirs.get(f"{SHELF}add/").status_code == 404
    assert theirs.post(f"{SHELF}who-5/confirm/", {}).status_code == 404
    assert theirs.post(f"{SHELF}who-5/withdraw/", {}).status_code == 404
    assert not MeasureConfirmation.objects.exists()


def test_confirm_and_withdraw(browser):
    address = f"{SHELF}who-5/"
    assert "over the last two weeks" not in text(browser.get(address)).casefold()
    said = {"form_key": once.fresh_key(), "kind": "non_commercial", "statement": "A public clinic."}
    refused = browser.post(f"{address}confirm/", said | {"statement": " "})
    assert refused.status_code == 422
    assert "checked" in refused.content.decode()
    for _twice in range(2):
        assert browser.post(f"{address}confirm/", said).status_code == 302
    assert MeasureConfirmation.objects.count() == 1
    assert "A public clinic." in text(browser.get(address))
    assert browser.post(f"{address}withdraw/").status_code == 302
    assert "Withdrawn" in text(browser.get(address))
    assert browser.post(f"{SHELF}phq-9/confirm/", said).status_code == 404
    assert browser.post(f"{SHELF}phq-9/withdraw/").status_code == 404


def confirmation(words, key=None):
    return {"form_key": key or once.fresh_key(), "kind": "own_permission", "statement": words}


def test_a_second_administrators_words_are_not_lost(browser):
    address = f"{SHELF}who-5/"
    browser.post(f"{address}confirm/", confirmation("The first letter."))
    late = browser.post(f"{address}confirm/", confirmation("The second letter."))
    assert late.status_code == 422
    assert "confirmed it already" in text(late) and "The second letter." in text(late)
    assert MeasureConfirmation.objects.get().statement == "The first letter."


def test_REL_05_a_page_kept_from_before_a_withdrawal_confirms_only_on_purpose(browser):
    address, old = f"{SHELF}who-5/", confirmation("A letter.")
    browser.post(f"{address}confirm/", old)
    browser.post(f"{address}withdraw/")
    for words in ("A letter.", "Another one."):
        again = browser.post(f"{address}confirm/", old | {"statement": words})
        assert again.status_code == 422 and words in text(again)
    key = re.search(r'name="form_key" value="([\w-]+)"', again.content.decode()).group(1)
    assert browser.post(f"{address}confirm/", old | {"form_key": key}).status_code == 302
    assert MeasureConfirmation.objects.filter(withdrawn_at=None).count() == 1


def seen(page):
    return re.search(r'name="seen" value="([\w-]+)"', page.content.decode()).group(1)


def test_a_definition_is_looked_at_before_it_is_added(browser):
    said = typed(own_file("epds", "2.0.0"))
    assert browser.get(f"{SHELF}add/").status_code == 200
    look = browser.post(f"{SHELF}add/", said)
    assert "Nothing is kept yet" in text(look)
    assert "A question of our own, 10" in text(look)
    assert not OwnDefinition.objects.exists()
    changed = browser.post(
        f"{SHELF}add/", said | {"text": own_file("epds", "2.0.1"), "seen": seen(look)}
    )
    assert "Nothing is kept yet" in text(changed)
    for _twice in range(2):
        kept = browser.post(f"{SHELF}add/", said | {"seen": seen(look)})
        assert kept["Location"] == f"{SHELF}epds/"
    row = OwnDefinition.objects.get()
    assert "Version 2.0.0, licence held by Lindenhof" in text(browser.get(f"{SHELF}epds/"))
    assert browser.post(f"{SHELF}own/{row.pk}/end/").status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_at


def test_a_file_counts_as_its_text_and_is_not_lost(browser):
    said = typed("") | {"holder": ""}
    file = SimpleUploadedFile("epds.json", own_file("epds", "2.0.0").encode())
    refused = browser.post(f"{SHELF}add/", said | {"file": file})
    assert refused.status_code == 422
    assert "A question of our own, 10" in text(refused)
    broken = SimpleUploadedFile("epds.json", b"\xff\xfe\x00")
    assert "no text in UTF-8" in text(browser.post(f"{SHELF}add/", said | {"file": broken}))


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("{}", "is missing"),
        ("no json", "is not JSON"),
        ("", "Choose a file"),
        (own_file("epds", "1.0.0"), "must be higher than 1.0.0"),
        (own_file("epds", "2.0.0", items=[]), "measure."),
    ],
)
def test_what_does_not_fit_is_told_with_its_place_and_nothing_is_lost(browser, broken, words):
    page = browser.post(f"{SHELF}add/", typed(broken))
    assert page.status_code == 422
    assert words in text(page)
    assert "Lindenhof" in page.content.decode()
    assert not OwnDefinition.objects.exists()


def test_without_the_word_that_it_may_be_used_nothing_is_added(browser):
    said = typed(own_file("epds", "2.0.0"))
    del said["sure"]
    assert browser.post(f"{SHELF}add/", said).status_code == 422


def test_the_way_there_stands_in_the_practices_settings(browser, ines, as_user):
    for each in (browser, as_user(ines)):
        assert f'href="{SHELF}"' in each.get("/settings/").content.decode()


def test_SEC_03_what_one_practice_said_stands_on_no_page_of_another(
    browser, other_practice, as_user
):
    said = {"form_key": once.fresh_key(), "kind": "non_commercial", "statement": "A public clinic."}
    browser.post(f"{SHELF}who-5/confirm/", said)
    look = typed(own_file("epds", "2.0.0"), holder="Lindenhof only")
    browser.post(f"{SHELF}add/", look | {"seen": seen(browser.post(f"{SHELF}add/", look))})
    with tenancy.within(other_practice.pk):
        theirs = as_user(cast.make_staff(other_practice, "Aldo Elsewhere", "administrator"))
    assert "A public clinic." not in text(theirs.get(f"{SHELF}who-5/"))
    assert "Lindenhof only" not in text(theirs.get(f"{SHELF}epds/"))
    row = OwnDefinition.objects.get()
    assert theirs.post(f"{SHELF}own/{row.pk}/end/").status_code == 404


def test_what_would_never_be_asked_is_not_added(browser):
    over = browser.post(f"{SHELF}add/", typed(own_file("epds", "2.0.0"), expires_on="2020-01-01"))
    assert over.status_code == 422 and "This day is over" in text(over)
    assert "A question of our own, 10" in text(over)
    said = typed(own_file("epds", "2.0.0"))
    look = browser.post(f"{SHELF}add/", said)
    browser.post(f"{SHELF}add/", said | {"seen": seen(look)})
    assert "asked now" in text(browser.get(f"{SHELF}epds/"))
    lower = browser.post(f"{SHELF}add/", typed(own_file("epds", "1.5.0")))
    assert lower.status_code == 422 and "must be higher than 2.0.0" in text(lower)


@pytest.mark.parametrize(
    ("id", "more", "words"),
    [
        ("add", {}, "id: use small letters"),
        ("mine", {"title": " "}, "title: must not be empty"),
        ("mine", {"short": ""}, "short: must not be empty"),
    ],
)
def test_a_name_that_would_hide_it_is_refused(browser, id, more, words):
    own = own_file("gad-2", "1.0.0", id=id, **more).replace('"gad2-', '"mine-')
    refused = browser.post(f"{SHELF}add/", typed(own))
    assert refused.status_code == 422 and words in text(refused)


def test_a_question_never_takes_the_name_of_another_field(browser):
    own = own_file("gad-2", "1.0.0", id="mine").replace("gad2-1", "source").replace("gad2-", "m-")
    refused = browser.post(f"{SHELF}add/", typed(own))
    assert refused.status_code == 422 and "source can not be the id" in text(refused)
