"""The summary letter at the end goes as little without consent as any other letter."""

import pytest

from ipt import forms
from kith import clock
from kith.care import actions as care
from kith.care import consents, releases
from kith.worksheets.models import TherapistSheet
from tests.support import story

SENT = {"version": "0", "letter": "It went well.", "sent_on": "2026-03-09"}
DOCTOR = {**SENT, "to": "doctor", "doctor": "Dr Moss", "consent": "yes"}


@pytest.fixture
def address(address):
    return address("summary_letter")


def yes(course, by, kind="gp_contact", given=True):
    care.answer_consent(course=course, kind=kind, given=given, how="said", by=by, text_version="1")


def held(answer, words):
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page and "It went well." in page
    return page


@pytest.mark.parametrize(
    ("private", "words"), [(None, "First ask, alone"), ("positive", "see to safety first")]
)
def test_IPT13_08_a_summary_to_the_client_waits_for_the_private_question(
    as_user, ines, course, address, private, words
):
    if private:
        story.screen(course, ines, private=private)
    held(as_user(ines).post(address, {**SENT, "to": "client"}), words)
    assert not TherapistSheet.objects.exists()


def test_IPT13_08_without_fear_it_may_be_noted_as_sent(as_user, ines, course, address):
    story.screen(course, ines)
    assert as_user(ines).post(address, {**SENT, "to": "client"}).status_code == 302
    assert TherapistSheet.objects.get().answers["sent_on"] == "2026-03-09"


def test_it_may_be_written_while_it_waits_and_the_sheet_says_why(as_user, ines, course, address):
    browser = as_user(ines)
    assert browser.post(address, {**SENT, "to": "client", "sent_on": ""}).status_code == 302
    page = browser.get(address).content.decode()
    assert "It may not go yet" in page and "First ask, alone" in page
    story.screen(course, ines)
    assert "It may not go yet" not in browser.get(address).content.decode()


def test_PRIV_04_a_summary_to_the_doctor_goes_only_with_consent(as_user, ines, course, address):
    browser = as_user(ines)
    held(browser.post(address, DOCTOR), "has not agreed that the practice writes to their doctor")
    yes(course, ines)
    held(browser.post(address, {**DOCTOR, "consent": "no"}), "has not said yes to it on this sheet")
    assert browser.post(address, DOCTOR).status_code == 302


def test_what_went_stays_noted_when_the_yes_is_taken_back(as_user, ines, course, address):
    browser = as_user(ines)
    yes(course, ines)
    browser.post(address, DOCTOR)
    yes(course, ines, given=False)
    again = {**DOCTOR, "version": "1", "letter": "It went well. Spelling put right."}
    assert browser.post(address, again).status_code == 302
    held(browser.post(address, {**again, "version": "2", "sent_on": "2026-03-10"}), "not agreed")


def test_PRIV_04_under_the_mark_the_yes_names_the_doctor_and_the_notice_is_shown(
    as_user, ines, course, address
):
    browser = as_user(ines)
    yes(course, ines)
    releases.mark(course=course, because="The programme is one.", by=ines)
    page = held(browser.post(address, DOCTOR), "42 CFR")
    assert "This must stand on the letter" not in page
    releases.release(
        course=course,
        id=story.new_id(),
        by=ines,
        how="paper",
        text=consents.Texts(course.practice_id).of(consents.RELEASE),
        recipient="dr. moss",
        purpose="doctor",
        what="The summary.",
        until_on=clock.today("Europe/London"),
    )
    assert browser.post(address, DOCTOR).status_code == 302
    page = browser.get(address).content.decode()
    assert "This must stand on the letter" in page and "The summary." in page


def test_for_nobody_nothing_is_asked(as_user, ines, address):
    answer = as_user(ines).post(address, {"version": "0", "to": "nobody"})
    assert answer.status_code == 302
    assert "It may not go yet" not in as_user(ines).get(address).content.decode()
    assert forms.load("summary_letter", "1.0.0").version == "1.0.0"
