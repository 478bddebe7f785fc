"""Every question of the book about a person, asked at the desk and on the client's phone."""

import pytest
from django.urls import reverse

from ipt import forms as book
from ipt import inventory as book_inventory
from kith.inventory import actions, reading, telling
from kith.inventory.models import SafetyNote

ANSWERS = {
    "display_name": "Devin", "relation": "partner", "relation_words": "my husband",
    "status": "alive", "ring_now": "middle", "ring_before": "inner", "ring_wished": "inner",
    "contact_freq": "daily", "contact_modes": ["face", "text"], "last_contact": "2026-03",
    "i_expect": "share home load, ask how I am", "they_expect": "house calm, money first",
    "expectations_match": "poorly", "reciprocal": "no", "satisfying": "steady, funny",
    "unsatisfying": "silent, phone at table", "can_talk_about": "the children",
    "cannot_talk_about": "us", "feel_with_them": "lonely, out of place",
    "conflict_often": "often", "conflict_what": "he goes quiet", "conflict_end": "dropped",
    "knows": "partly", "change_before": "his promotion", "change_since": "late evenings",
    "wish_me": "say it on the day", "wish_them": "to ask", "support_kinds": ["practical"],
    "support_given": "3", "support_received": "1", "trust": "4", "can_ask": "hard",
}  # fmt: skip


@pytest.fixture
def page(course, devin):
    return reverse("inventory:person", args=[course.pk, devin.pk])


def test_IPT13_04_S14_S15_S76_all_that_the_book_asks_is_asked_kept_and_shown_again(
    as_user, ines, page, devin, course
):
    assert set(ANSWERS) == set(telling.shared_fields())
    assert as_user(ines).post(page, {"version": 1, **ANSWERS}).status_code == 302

    [shown] = reading.present(course, ines)
    assert shown.said["trust"] == 4 and shown.said["reciprocal"] is False
    assert shown.said["support_received"] == 1 and shown.said["contact_modes"] == ["face", "text"]
    assert "lonely" in shown.said["feel_with_them"]
    assert [p.ring for p in reading.present(course, ines, "before")] == ["inner"]
    again = as_user(ines).get(page).content.decode()
    for words in ("share home load, ask how I am", "house calm, money first", "he goes quiet",
                  "say it on the day", "lonely, out of place", "my husband"):  # fmt: skip
        assert words in again


def test_an_answer_can_be_taken_back_and_the_former_one_is_still_there(
    as_user, ines, page, devin, course
):
    as_user(ines).post(page, {"version": 1, **ANSWERS})
    as_user(ines).post(page, {"version": 2, **ANSWERS, "trust": "", "i_expect": ""})
    [shown] = reading.present(course, ines)
    assert "trust" not in shown.said and "i_expect" not in shown.said
    former = [row["place"].said or {} for row in reading.story(devin, ines)]
    assert any(said.get("trust") == 4 for said in former)


@pytest.mark.parametrize(
    "wrong", [{"trust": "11"}, {"ring_now": "nowhere"}, {"knows": "perhaps"},
              {"last_contact": "someday"}, {"display_name": " "}, {"i_expect": "x" * 20_001}],
)  # fmt: skip
def test_what_does_not_fit_is_said_at_its_field_and_words_stay(
    as_user, ines, page, devin, course, wrong
):
    sent = {"version": 1, **ANSWERS, "conflict_what": "kept words", **wrong}
    answer = as_user(ines).post(page, sent)
    assert answer.status_code == 422 and "kept words" in answer.content.decode()
    assert reading.present(course, ines)[0].said == {}


def test_the_client_goes_through_a_few_questions_at_a_time(as_user, marisol, ines, devin, course):
    browser = as_user(marisol)
    path = f"/my/people/{devin.pk}/ask/expectations/"
    first = browser.get(path).content.decode()
    assert "What do you expect of them?" in first and "How far do you trust them?" not in first
    sent = {"version": 1, "i_expect": "ask how I am", "they_expect": "calm", "on": "1"}
    answer = browser.post(path, sent)
    assert answer.headers["Location"].endswith("/ask/good_and_hard/")
    [shown] = reading.present(course, ines)
    assert shown.said == {"i_expect": "ask how I am", "they_expect": "calm"}
    assert (shown.good, shown.ring) == ("steady, funny", "outer")
    last = browser.post(
        f"/my/people/{devin.pk}/ask/support/", {"version": 2, "trust": "5", "on": "1"}
    )
    assert last.headers["Location"].endswith(f"/my/people/{devin.pk}/")
    assert browser.get(f"/my/people/{devin.pk}/ask/nothing/").status_code == 404


def test_every_part_of_the_client_can_be_opened_and_says_who_reads_it(as_user, marisol, devin):
    for part in book_inventory.parts():
        page = as_user(marisol).get(f"/my/people/{devin.pk}/ask/{part}/").content.decode()
        assert "Your therapist can read this" in page


def test_REL_06_client_and_therapist_write_of_one_person_at_once(
    as_user, ines, marisol, devin, course, page
):
    as_user(ines).post(page, {"version": 1, **ANSWERS})
    refused = as_user(marisol).post(
        f"/my/people/{devin.pk}/ask/expectations/", {"version": 1, "i_expect": "be asked"}
    )
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "share home load, ask how I am" in shown and "be asked" in shown


def test_REL_06_what_was_typed_and_not_saved_comes_back(as_user, marisol, devin):
    from kith.people import drafts

    path = f"/my/people/{devin.pk}/ask/expectations/"
    drafts.keep(marisol.user, path, {"version": "1", "i_expect": "half a sent"})
    browser = as_user(marisol)
    assert "half a sent" in browser.get(path).content.decode()
    browser.post(path, {"version": 1, "i_expect": "half a sentence, whole"})
    assert drafts.found(marisol.user, path) is None


def test_IPT13_16_what_is_for_therapists_alone_is_asked_nowhere_else(
    as_user, ines, marisol, devin, course, page
):
    private = {each.id for each in book.load(telling.FORM).fields if each.private}
    assert private == set(telling.PRIVATE)
    actions.save_safety_note(
        person=devin, version=0, words="Shouts.", conjoint="unsafe", bearing="central", by=ines
    )
    assert SafetyNote.objects.get().bearing == "central"
    browser = as_user(marisol)
    pages = ["/my/people/", f"/my/people/{devin.pk}/", "/my/people/then-and-now/"]
    pages += [f"/my/people/{devin.pk}/ask/{part}/" for part in book_inventory.parts()]
    for path in pages:
        shown = browser.get(path).content.decode()
        for words in ("Shouts.", "bearing", "conjoint", "joint session", "safety_note"):
            assert words not in shown, path
    browser.post(pages[1], {"version": 1, **ANSWERS, "bearing": "none", "conjoint_possible": "yes",
                            "safety_note": "x"})  # fmt: skip
    note = SafetyNote.objects.get()
    assert (note.words, note.conjoint, note.bearing) == ("Shouts.", "unsafe", "central")
    assert not set(reading.present(course, ines)[0].said) & private
