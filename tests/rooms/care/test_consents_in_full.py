"""PRIV-04 in full: words and versions, taking back in one step, named recipients, 42 CFR Part 2."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from ipt import consents as book
from kith import clock
from kith.care import actions, consents, disclosure, releases, texts
from kith.care.models import Consent, ConsentText, DisclosureMark, Release
from kith.keeping import actions as keeping
from kith.post import tick
from kith.web.once import fresh_key
from tests.rooms.keeping.test_copy import unpacked
from tests.support import story


@pytest.fixture
def address(course):
    return reverse("care:consents", args=[course.pk])


def said(days=30, **more):
    until = clock.today("Europe/London") + timedelta(days=days)
    return {
        "pass_on": "1",
        "form_key": fresh_key(),
        "recipient": "Dr Moss",
        "purpose": "doctor",
        "what": "That I come, and a letter at the end.",
        "until_on": until.isoformat(),
        "how": "paper",
        **more,
    }


def test_PRIV_04_the_very_words_are_kept_with_language_and_version(as_user, marisol, course):
    page = reverse("care:own_consents")
    as_user(marisol).post(page, {"answers": "1", "consent-recording": "no"})
    kept = Consent.objects.get(course=course)
    assert kept.asked == "Sessions may be recorded for supervision and are deleted afterwards."
    assert (kept.text_version, kept.language, kept.how) == ("1", "en", "screen")


def test_PRIV_04_every_kind_says_what_a_no_changes_before_it_is_given(
    as_user, ines, marisol, course, address
):
    pages = [as_user(ines).get(address), as_user(marisol).get(reverse("care:own_consents"))]
    for page in (answer.content.decode() for answer in pages):
        assert page.count("With a no:") == len(book.kinds()) == 9
        assert "No letters or reminders go out to you." in page


def test_PRIV_04_a_yes_is_taken_back_by_the_button_beside_it_on_both_sides(
    as_user, ines, marisol, course, address
):
    story.consent_all(course, ines)
    as_user(marisol).post(reverse("care:own_consents"), {"take_back": "research"})
    as_user(ines).post(address, {"take_back": "gp_contact"})
    for kind, who in (("research", marisol.user), ("gp_contact", ines)):
        assert not consents.given(course, kind)
        former = Consent.objects.get(course=course, kind=kind, given=True)
        assert former.withdrawn_by == who and former.withdrawn_at
    assert consents.given(course, "messaging")


def test_PRIV_04_new_words_are_asked_again_and_the_old_yes_counts_for_the_old_ones(
    as_user, ines, marisol, owner, course, practice
):
    story.consent_all(course, ines)
    assert "Some words that you answered" not in home(as_user, marisol)
    texts.write(
        practice=practice, id=story.new_id(), kind="data", words="May we keep notes?", by=owner
    )
    assert "Some words that you answered" in home(as_user, marisol)
    page = as_user(marisol).get(reverse("care:own_consents")).content.decode()
    assert "May we keep notes?" in page
    assert page.count("These words have changed since they were answered.") == 1
    assert consents.given(course, "data")
    as_user(marisol).post(reverse("care:own_consents"), {"answers": "1", "consent-data": "yes"})
    now = Consent.objects.get(course=course, kind="data", withdrawn_at=None)
    assert (now.text_version, now.asked) == ("practice 1", "May we keep notes?")
    assert Consent.objects.filter(course=course, kind="data").count() == 2
    assert "Some words that you answered" not in home(as_user, marisol)


def home(as_user, client):
    return as_user(client).get(reverse("home:today")).content.decode()


def test_PRIV_04_words_in_another_language_are_another_text(practice, owner, course, marisol):
    """A client asked in German is not asked again because the English words were changed."""
    german = {"practice": practice, "kind": "data", "language": "de", "made_by": owner}
    ConsentText.objects.create(id=story.new_id(), number=1, words="Ich stimme zu.", **german)
    actions.answer_consent(
        course=course, kind="data", given=True, how="said", by=marisol.user, language="de",
        text_version="practice 1",
    )  # fmt: skip
    kept = course.consents.get(kind="data")

    texts.write(practice=practice, id=story.new_id(), kind="data", words="I agree.", by=owner)
    found = consents.Texts(practice.pk)
    assert found.of("data", "en").words == "I agree."
    assert (found.of("data", "de").words, found.of("data", "de").language) == (
        "Ich stimme zu.",
        "de",
    )
    assert not consents.stale(kept, found)

    ConsentText.objects.create(id=story.new_id(), number=2, words="Ich willige ein.", **german)
    assert consents.stale(kept, consents.Texts(practice.pk))


def test_the_practices_words_are_written_once_and_emptied_again(as_user, owner, ines, practice):
    page = reverse("care:consent_texts")
    key = fresh_key()
    for _time in range(3):
        as_user(owner).post(page, {"form_key": key, "kind": "data", "words": "Ours?"})
    assert ConsentText.objects.count() == 1
    again = as_user(owner).post(page, {"form_key": key, "kind": "data", "words": "Other?"})
    assert again.status_code == 422
    as_user(owner).post(page, {"form_key": fresh_key(), "kind": "data", "words": ""})
    assert (
        consents.Texts(practice.pk).of("data").words
        == "I agree that the practice keeps a record of my therapy in Kith."
    )
    assert as_user(ines).get(page).status_code == 200
    assert as_user(ines).post(page, {"kind": "data", "words": "x"}).status_code == 404


def test_PRIV_04_after_a_no_to_messages_no_letter_goes_out(ines, course):
    from tests.rooms.care.test_stop import letter

    story.consent_all(course, ines)
    waiting = letter(course)
    actions.answer_consent(
        course=course, kind="messaging", given=False, how="said", by=ines, text_version="1"
    )
    mail.outbox.clear()
    tick.run()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason, mail.outbox) == ("withheld", "no_consent", [])


def test_PRIV_04_passing_on_names_recipient_purpose_what_and_until_when(
    as_user, ines, marisol, course, address
):
    assert as_user(ines).post(address, said()).status_code == 302
    row = Release.objects.get()
    assert (row.recipient, row.purpose, row.how) == ("Dr Moss", "doctor", "paper")
    assert row.asked.startswith("The practice may pass on")
    assert "Dr Moss" in as_user(marisol).get(reverse("care:own_consents")).content.decode()
    as_user(marisol).post(reverse("care:own_consents"), {"end_release": str(row.pk)})
    row.refresh_from_db()
    assert row.withdrawn_at and row.withdrawn_by == marisol.user


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"recipient": " "}, "it is needed"),
        ({"purpose": "gossip"}, "gossip"),
        ({"until_on": "2001-01-01"}, "This day is over."),
        ({"what": ""}, "it is needed"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(as_user, ines, address, wrong, sentence):
    answer = as_user(ines).post(address, said(**wrong))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert "purpose" in wrong or "That I come" in answer.content.decode() or "what" in wrong
    assert not Release.objects.exists()


def test_REL_05_a_double_click_names_somebody_once(as_user, ines, address):
    typed = said()
    for _time in range(20):
        as_user(ines).post(address, typed)
    assert Release.objects.count() == 1
    assert as_user(ines).post(address, {**typed, "what": "All"}).status_code == 422


# What may leave: PRIV-04, blocked and allowed.


def test_PRIV_04_without_the_mark_a_general_yes_is_enough(ines, course):
    assert not disclosure.allowed(course, recipient="Dr Moss", purpose="doctor").allowed
    story.consent_all(course, ines)
    found = disclosure.allowed(course, recipient="Dr Moss", purpose="doctor")
    assert found.allowed and found.notice == ""
    assert not disclosure.allowed(course, recipient="The court", purpose="legal").allowed


def test_PRIV_04_part_2_blocks_what_no_yes_names(as_user, ines, course, address):
    story.consent_all(course, ines)
    assert as_user(ines).post(address, {"set_mark": "1", "because": ""}).status_code == 422
    as_user(ines).post(address, {"set_mark": "1", "because": "A federally assisted programme."})
    refused = disclosure.allowed(course, recipient="Dr Moss", purpose="doctor")
    assert not refused.allowed and "42 CFR Part 2" in refused.why
    as_user(ines).post(address, said())
    found = disclosure.allowed(course, recipient="  dr  moss", purpose="doctor")
    assert found.allowed
    assert found.notice.startswith(
        "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    )
    assert "Dr Moss" in found.notice and "letter at the end" in found.notice
    for other in (
        {"recipient": "Dr Falk", "purpose": "doctor"},
        {"recipient": "Dr Moss", "purpose": "legal"},
    ):
        assert not disclosure.allowed(course, **other).allowed


def test_PRIV_04_part_2_wants_it_in_writing_and_in_time(as_user, ines, course, address):
    releases.mark(course=course, because="Programme.", by=ines)
    as_user(ines).post(address, said(how="said"))
    assert not disclosure.allowed(course, recipient="Dr Moss", purpose="doctor").allowed
    as_user(ines).post(address, said(days=3))
    assert disclosure.allowed(course, recipient="Dr Moss", purpose="doctor").allowed
    with clock.frozen(clock.now() + timedelta(days=5)):
        assert not disclosure.allowed(course, recipient="Dr Moss", purpose="doctor").allowed
    releases.take_back(release=Release.objects.get(how="paper"), by=ines)
    assert not disclosure.allowed(course, recipient="Dr Moss", purpose="doctor").allowed


def test_PRIV_04_the_copy_for_others_is_blocked_and_then_carries_the_notice(
    as_user, ines, marisol, course, address
):
    page = reverse("keeping:copy", args=[marisol.pk])
    story.consent_all(course, ines)
    assert as_user(ines).post(page).headers["Content-Type"] == "application/zip"
    releases.mark(course=course, because="Programme.", by=ines)
    refused = as_user(ines).post(page)
    assert refused.status_code == 422 and "only with a yes that names" in refused.content.decode()
    as_user(ines).post(address, said())
    row = Release.objects.get()
    made = unpacked(as_user(ines).post(page, {"release": str(row.pk)}).content)
    for name in ("index.html", "record.json"):
        assert "42 CFR part 2 prohibits unauthorized use or disclosure" in made[name]
    releases.take_back(release=row, by=ines)
    assert as_user(ines).post(page, {"release": str(row.pk)}).status_code == 422


def test_PRIV_04_the_clients_own_copy_is_never_blocked(marisol, ines, course):
    releases.mark(course=course, because="Programme.", by=ines)
    made = unpacked(keeping.take_copy(client=marisol, audience="client", by=marisol.user))
    assert "prohibits unauthorized" not in made["index.html"]


def test_PRIV_04_the_practice_may_mark_every_new_course(ines, aoife, practice, as_user):
    practice.part2 = True
    practice.save()
    aoife.practice.refresh_from_db()
    course = actions.open_course(client=aoife, therapist=ines, by=ines)
    mark = DisclosureMark.objects.get(course=course)
    assert mark.by_practice
    address = reverse("care:consents", args=[course.pk])
    as_user(ines).post(address, {"lift_mark": "1", "because": "No such programme here."})
    mark.refresh_from_db()
    assert mark.lifted_at and mark.lifted_because == "No such programme here."
    assert releases.mark_of(course) is None


def test_SEC_02_a_strangers_release_is_not_ended(as_user, omar, ines, aoife, marisol, course):
    other = actions.open_course(client=aoife, therapist=ines, by=ines)
    row = releases.release(
        course=other,
        id=story.new_id(),
        by=ines,
        how="paper",
        text=consents.Texts(other.practice_id).of("release"),
        recipient="Dr Moss",
        purpose="doctor",
        what="A letter",
        until_on=clock.today("Europe/London"),
    )
    as_user(marisol).post(reverse("care:own_consents"), {"end_release": str(row.pk)})
    as_user(ines).post(reverse("care:consents", args=[course.pk]), {"end_release": str(row.pk)})
    as_user(ines).post(reverse("care:consents", args=[course.pk]), {"end_release": "x"})
    row.refresh_from_db()
    assert row.withdrawn_at is None
    assert (
        as_user(omar)
        .post(reverse("care:consents", args=[other.pk]), {"set_mark": "1", "because": "x"})
        .status_code
        == 404
    )


def test_a_no_to_the_emergency_contact_stands_where_somebody_would_call(as_user, ines, course):
    page = reverse("safety:contact", args=[course.pk])
    story.consent_all(course, ines)
    assert "only when a life is in danger" not in as_user(ines).get(page).content.decode()
    actions.answer_consent(
        course=course, kind="emergency_contact", given=False, how="said", by=ines, text_version="1"
    )
    assert "only when a life is in danger" in as_user(ines).get(page).content.decode()


def test_A11Y_05_no_two_questions_of_the_page_share_an_id(as_user, ines, address):
    page = as_user(ines).get(address).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
