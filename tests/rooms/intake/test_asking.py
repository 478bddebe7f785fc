"""Somebody asks for help through the public page."""

import pytest
from django.core import mail

from kith.audit.models import AuditEvent
from kith.intake import limits
from kith.intake.models import Enquiry
from kith.intake.self_check import STATEMENTS, to_talk_about
from kith.post import tick
from kith.web.once import fresh_key
from kith.welcome.actions import put_logo
from tests.rooms.welcome.conftest import set_face
from tests.support.cast import WEDNESDAY
from tests.support.markup import Page
from tests.support.office import a_logo

from .conftest import ASKS, ask


@pytest.fixture
def visitor(as_user):
    return as_user(None)


def test_S82_help_numbers_stand_before_the_first_question(ready, visitor):
    page = visitor.get("/ask/lindenhof/").content.decode()

    assert page.index("tel:112") < page.index("Your name")
    assert page.index("Lifeline") < page.index("<form")
    assert "Nobody is watching" in page


def test_PRIV_15_the_page_says_by_when_somebody_reads(ready, visitor, at):
    with at(WEDNESDAY):
        assert "Read by 12:00 today." in visitor.get("/ask/lindenhof/").content.decode()
    with at(WEDNESDAY.replace(day=7, hour=20)):
        assert "Read by Monday 12:00." in visitor.get("/ask/lindenhof/").content.decode()


def test_S82_an_enquiry_arrives_and_the_thanks_repeats_nothing(ready, visitor):
    answer = ask(visitor)

    assert answer.status_code == 302 and answer.url == "/ask/lindenhof/sent/"
    row = Enquiry.objects.get()
    assert (row.name, row.words) == (ASKS["name"], ASKS["words"])
    assert row.self_check == {"conflict": "yes", "loss": "no"}
    thanks = visitor.get(answer.url).content.decode()
    assert "It has arrived" in thanks and "tel:112" in thanks
    assert ASKS["words"] not in thanks and ASKS["name"] not in thanks
    assert AuditEvent.objects.filter(action="intake.enquiry_received").exists()


def test_SEC_24_an_enquiry_lies_sealed(ready, visitor):
    ask(visitor)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM intake_enquiry")
        stored = b"".join(
            bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
            for row in cursor.fetchall()
            for v in row
        )
    assert b"flatmates" not in stored and b"Quintero" not in stored and b"marisol@" not in stored


def test_REL_05_sent_twice_it_is_one_enquiry(ready, visitor):
    key = fresh_key()
    ask(visitor, form_key=key)
    assert ask(visitor, form_key=key).status_code == 302
    assert Enquiry.objects.count() == 1

    refused = ask(visitor, form_key=key, words="Something else happened.")
    assert refused.status_code == 422
    assert "Something else happened." in refused.content.decode()
    assert Enquiry.objects.count() == 1


def test_a_name_and_a_way_back_are_needed_and_words_stay(ready, visitor):
    refused = ask(visitor, name="", reach=" ")

    assert refused.status_code == 422
    assert ASKS["words"] in refused.content.decode()
    assert not Enquiry.objects.exists()


def test_S80_S5_the_five_statements_give_words_and_never_a_number(ready, visitor):
    answer = ask(visitor, think="1", check_lonely="partly")
    page = answer.content.decode()

    assert answer.status_code == 200 and not Enquiry.objects.exists()
    assert "What could I talk about" in page and "Who you miss" in page
    assert "Who it was, and how things have been since." not in page
    assert ASKS["words"] in page
    every = " ".join(to_talk_about(dict.fromkeys(STATEMENTS, "yes"))).casefold()
    assert not any(c.isdigit() for c in every)
    assert not any(word in every for word in ("score", "depress", "childhood", "diagnos"))


def test_S80_the_link_to_the_statements_opens_them_and_what_was_ticked_stays_in_sight(
    ready, visitor
):
    def open_parts(answer):
        parts = [a for tag, a in Page(answer.content.decode()).elements if tag == "details"]
        return ["open" in part for part in parts]

    assert open_parts(visitor.get("/ask/lindenhof/")) == [False, False]
    assert open_parts(visitor.get("/ask/lindenhof/?think=1")) == [True, False]
    assert open_parts(ask(visitor, name="")) == [True, True]
    nothing = dict.fromkeys(ASKS, "")
    assert open_parts(ask(visitor, **nothing)) == [False, False]
    assert open_parts(ask(visitor, **nothing, check_lonely="a lot")) == [True, False]


@pytest.mark.parametrize("address", ["/ask/lindenhof/", "/ask/lindenhof/sent/"])
def test_asking_shows_the_face_of_the_practice(ready, visitor, owner, address):
    set_face(ready, owner, pages_open=True, public_name="The Yellow House", telling_titles=True)
    put_logo(practice=ready, sent=a_logo(), by=owner)
    ready.refresh_from_db()
    markup = visitor.get(address).content.decode()
    bar = markup[markup.index("<header") : markup.index("</header>")]

    assert "The Yellow House" in bar and "/p/lindenhof/" in bar and "Kith" not in bar
    assert f"/p/lindenhof/logo/{ready.logo}.png" in bar
    assert "/leave/?from=lindenhof" in bar
    assert "· The Yellow House</title>" in markup
    assert 'class="print-only print-head"' in markup


def test_nothing_can_be_set_from_outside(ready, visitor, ines):
    """SEC-06 in the small: extra names change nothing."""
    ask(visitor, state="accepted", typed_by=str(ines.pk), close_reason="duplicate")
    row = Enquiry.objects.get()
    assert (row.state, row.typed_by, row.close_reason) == ("waiting", None, "")


def test_one_address_cannot_flood_and_the_words_stay(ready, visitor):
    for _ in range(limits.TIMES):
        assert ask(visitor).status_code == 302
    stopped = ask(visitor)

    assert stopped.status_code == 429
    assert ASKS["words"] in stopped.content.decode()
    assert Enquiry.objects.count() == limits.TIMES


def test_a_practice_without_numbers_has_no_page(ready, visitor):
    ready.crisis_line = ""
    ready.save()
    assert visitor.get("/ask/lindenhof/").status_code == 404
    assert visitor.get("/ask/nowhere/").status_code == 404


def test_PRIV_05_the_letter_to_who_reads_says_nothing(ready, visitor, coordinator, at):
    with at(WEDNESDAY):
        ask(visitor)
        tick.run()

    [letter] = mail.outbox
    assert letter.to == [coordinator.address]
    said = f"{letter.subject} {letter.body}".casefold()
    for word in ("enquiry", "marisol", "therapy", "client", "flatmates", "urgent"):
        assert word not in said.replace("/enquiries/", "")
