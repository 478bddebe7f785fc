"""Letters that follow from the consultation: composed, written on, held back, noted as sent."""

import pytest
from django.core import mail
from django.urls import reverse

from kith.audit.models import AuditEvent
from kith.care import actions as care
from kith.care.models import Consent
from kith.intake import letters
from kith.intake.models import ReferralLetter
from kith.people.models import Revision
from kith.post.models import Letter as Mail
from kith.web.once import fresh_key
from tests.support import story

SECRET = "He locks the door when he leaves."


@pytest.fixture
def told(course, ines):
    """A consultation with everything in it, fear told in private, and a private thought."""
    story.consult(course, ines)
    from kith.safety.actions import record_screen

    record_screen(
        course=course, by=ines, id=fresh_key(), clinician_level="low", rationale="None.",
        private_question="positive", private_answers={"fear": "yes"}, safety_note=SECRET,
    )  # fmt: skip
    story.answer(course, course.opened_at.date(), phq_9="233322200", gad_7="3222121")
    story.fit(course, ines, "ipt_plus_medical")
    return course


def address(name, course, *more):
    return reverse(f"intake:{name}", args=[course.pk, *more])


def begin(browser, course, to_whom="gp", **more):
    said = {"form_key": fresh_key(), "to_whom": to_whom, "name": "Dr Moss"}
    said["include"] = [id for id, _label in letters.parts()]
    return browser.post(address("letters", course), {**said, **more})


def agree(course, by, kind, given=True):
    care.answer_consent(course=course, kind=kind, given=given, how="said", by=by, text_version="1")


def went(browser, course, letter, **more):
    said = {"sent_on": course.opened_at.date().isoformat(), "sent_how": "post", **more}
    return browser.post(address("letter_sent", course, letter.pk), said)


def test_S84_a_letter_begins_with_what_is_written_down(as_user, ines, told):
    answer = begin(as_user(ines), told)
    row = ReferralLetter.objects.get()

    assert answer.url == address("letter", told, row.pk)
    for words in (
        "Low since spring.", "Counselling · 2019 · it helped partly", "Ramipril · 5 mg · 2022",
        "I keep quiet.", "Stop living like flatmates.", "PHQ-9: 17 on", "A recent change near",
        "Marisol Quintero-Hale", "Ines Halvorsen", "Lindenhof Practice",
    ):  # fmt: skip
        assert words in row.words, words
    assert words in as_user(ines).get(answer.url).content.decode()


def test_only_what_is_ticked_is_taken(as_user, ines, told):
    begin(as_user(ines), told, include=["scores"])
    words = ReferralLetter.objects.get().words
    assert "PHQ-9: 17 on" in words and "Low since spring." not in words


def test_IPT13_08_IPT13_16_what_was_asked_alone_is_in_no_letter(as_user, ines, told):
    for to_whom in ("gp", "prescriber", "service", "client"):
        begin(as_user(ines), told, to_whom)
    for row in ReferralLetter.objects.all():
        for words in (SECRET, "A hypothesis.", "fear", "harm", "alone"):
            assert words not in row.words


def test_IPT13_08_a_letter_home_waits_for_the_private_question(as_user, ines, told):
    browser = as_user(ines)
    begin(browser, told, "client")
    row = ReferralLetter.objects.get()
    page = browser.get(address("letter", told, row.pk)).content.decode()
    assert "It may not go yet" in page and "see to safety first" in page
    assert browser.get(address("letter_print", told, row.pk)).status_code == 302
    refused = went(browser, told, row)
    assert refused.status_code == 422 and "see to safety first" in refused.content.decode()
    row.refresh_from_db()
    assert row.sent_at is None

    story.screen(told, ines, private="asked_no_fear")
    assert browser.get(address("letter_print", told, row.pk)).status_code == 200
    assert went(browser, told, row).status_code == 302


def test_IPT13_08_not_asked_holds_it_back_as_much(ines, course):
    story.consult(course, ines)
    assert "ask, alone" in letters.held_back(course, "client")


@pytest.mark.parametrize(
    "to_whom, kind",
    [("gp", "gp_contact"), ("prescriber", "other_provider"), ("service", "other_provider")],
)
def test_S84_a_letter_goes_only_with_consent(as_user, ines, told, to_whom, kind):
    browser = as_user(ines)
    begin(browser, told, to_whom)
    row = ReferralLetter.objects.get()
    assert went(browser, told, row).status_code == 422
    agree(told, ines, kind, given=False)
    assert went(browser, told, row).status_code == 422
    assert browser.get(address("letter_print", told, row.pk)).status_code == 302
    agree(told, ines, kind)
    assert (
        "No copy to the home address."
        in browser.get(address("letter", told, row.pk)).content.decode()
    )
    assert went(browser, told, row).status_code == 302
    row.refresh_from_db()
    assert (row.sent_how, row.sent_by) == ("post", ines)

    care.withdraw_consent(consent=Consent.objects.get(kind=kind, withdrawn_at=None), by=ines)
    begin(browser, told, to_whom)
    newest = ReferralLetter.objects.order_by("-begun_at").first()
    assert went(browser, told, newest).status_code == 422


def test_nothing_is_sent_by_itself(as_user, ines, told, django_capture_on_commit_callbacks):
    agree(told, ines, "gp_contact")
    before = Mail.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        begin(as_user(ines), told)
        went(as_user(ines), told, ReferralLetter.objects.get())
    assert Mail.objects.count() == before and mail.outbox == []
    assert AuditEvent.objects.filter(action="intake.letter_sent").count() == 1


def write(browser, course, row, version, text):
    said = {"version": version, "name": "Dr Moss", "address": "", "text": text}
    return browser.post(address("letter", course, row.pk), said)


def test_REL_06_the_second_writer_sees_both_texts(as_user, ines, told):
    browser = as_user(ines)
    begin(browser, told)
    row = ReferralLetter.objects.get()
    composed = row.words
    assert write(browser, told, row, 1, "First hand.").status_code == 302
    refused = write(browser, told, row, 1, "Second hand.")
    page = refused.content.decode()
    assert refused.status_code == 422 and "First hand." in page and "Second hand." in page
    assert write(browser, told, row, 2, "Both hands.").status_code == 302
    kept = [r.said["words"] for r in Revision.objects.filter(label="intake.ReferralLetter")]
    assert kept == [composed, "First hand."]


def test_what_went_stays_as_it_went(as_user, ines, told):
    browser = as_user(ines)
    agree(told, ines, "gp_contact")
    begin(browser, told)
    row = ReferralLetter.objects.get()
    went(browser, told, row)
    write(browser, told, row, 1, "Changed afterwards.")
    row.refresh_from_db()
    assert "Changed" not in row.words and row.version == 1
    assert went(browser, told, row, sent_how="by_hand").status_code == 302
    row.refresh_from_db()
    assert row.sent_how == "post"


def test_a_day_ahead_is_refused(as_user, ines, told):
    agree(told, ines, "gp_contact")
    begin(as_user(ines), told)
    refused = went(as_user(ines), told, ReferralLetter.objects.get(), sent_on="2099-01-01")
    assert refused.status_code == 422 and "still ahead" in refused.content.decode()


def test_REL_05_twenty_identical_posts_begin_one_letter(as_user, ines, told):
    key = fresh_key()
    for _ in range(20):
        assert begin(as_user(ines), told, form_key=key).status_code == 302
    assert ReferralLetter.objects.count() == 1
    assert begin(as_user(ines), told, "service", form_key=key).status_code == 422


def test_REL_07_a_letter_half_written_comes_back(as_user, ines, told):
    from kith.people import drafts

    begin(as_user(ines), told)
    path = address("letter", told, ReferralLetter.objects.get().pk)
    drafts.keep(ines, path, {"text": "half a sent", "version": "1"})
    assert "half a sent" in as_user(ines).get(path).content.decode()


@pytest.mark.parametrize("who", ["omar", "coordinator", "kwame", "outcomes", "owner", "marisol"])
def test_SEC_03_out_of_scope_a_letter_looks_absent(request, as_user, who, told, ines):
    begin(as_user(ines), told)
    row = ReferralLetter.objects.get()
    other = as_user(request.getfixturevalue(who))
    nothing = other.get("/nowhere/").content
    for place in (
        address("letters", told), address("letter", told, row.pk),
        address("letter_print", told, row.pk),
    ):  # fmt: skip
        answer = other.get(place)
        assert (answer.status_code, answer.content) == (404, nothing)
    assert begin(other, told).status_code == went(other, told, row).status_code == 404
    assert ReferralLetter.objects.count() == 1


def test_SEC_03_a_letter_of_another_course_is_not_there(as_user, ines, told, aoife):
    from kith.care.actions import open_course

    begin(as_user(ines), told)
    elsewhere = open_course(client=aoife, therapist=ines, by=ines)
    place = address("letter", elsewhere, ReferralLetter.objects.get().pk)
    assert as_user(ines).get(place).status_code == 404


def test_IPT13_16_the_reasons_of_the_judgement_are_taken_only_when_ticked(as_user, ines, told):
    page = as_user(ines).get(address("letters", told)).content.decode()
    box = page.split('value="reasons"')[1].split(">")[0]
    assert "checked" not in box and "checked" in page.split('value="outcome"')[1].split(">")[0]
    begin(as_user(ines), told, include=["outcome"])
    words = ReferralLetter.objects.get().words
    assert "Start IPT together with medical care" in words and "A recent change" not in words
    assert words.startswith("Dear Dr Moss,")


def test_PRIV_04_under_part_2_a_letter_waits_for_a_yes_that_names_whom_it_goes_to(
    as_user, ines, told
):
    from datetime import timedelta

    from kith import clock
    from kith.care import releases

    agree(told, ines, "gp_contact")
    browser = as_user(ines)
    begin(browser, told)
    row = ReferralLetter.objects.get()
    assert not letters.held_back(told, "gp", row.name)
    releases.mark(course=told, because="The programme is one.", by=ines)
    assert "names" in letters.held_back(told, "gp", row.name)
    assert went(browser, told, row).status_code == 422
    assert browser.get(address("letter_print", told, row.pk)).status_code == 302

    until = clock.today("Europe/London") + timedelta(days=90)
    named = {"recipient": "Dr Moss", "purpose": "doctor", "what": "A letter.", "how": "paper"}
    sent = {"pass_on": "1", "form_key": fresh_key(), "until_on": until.isoformat(), **named}
    browser.post(reverse("care:consents", args=[told.pk]), sent)
    printed = browser.get(address("letter_print", told, row.pk)).content.decode()
    assert "42 CFR part 2 prohibits unauthorized use or disclosure" in printed
    assert went(browser, told, row).status_code == 302
