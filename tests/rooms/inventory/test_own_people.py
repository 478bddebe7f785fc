"""The client's own people; and what stays with the therapist."""

import pytest
from django.urls import reverse

from kith.inventory import actions, reading
from kith.inventory.models import Person, SafetyNote
from kith.web.once import fresh_key

WARNING = "He once took her telephone away."


@pytest.fixture
def noted(devin, ines):
    return actions.save_safety_note(
        person=devin, version=0, words=WARNING, conjoint="unsafe", by=ines
    )


def test_the_client_adds_somebody_and_the_therapist_sees_it(as_user, marisol, ines, course):
    as_user(marisol).post(
        "/my/people/",
        {
            "form_key": fresh_key(),
            "display_name": "Ola",
            "relation": "other_family",
            "ring": "outer",
        },
    )
    assert [p.name for p in reading.present(course, ines)] == ["Ola"]
    assert Person.objects.get().added_by == marisol.user


def test_the_client_changes_and_sets_aside(as_user, marisol, devin):
    browser, path = as_user(marisol), f"/my/people/{devin.pk}/"
    assert "steady, funny" in browser.get(path).content.decode()
    browser.post(
        path,
        {"version": 1, "display_name": "Dev", "relation": "partner", "ring_now": "inner",
         "satisfying": "he listens", "unsatisfying": "", "status": "alive"},
    )  # fmt: skip
    [dev] = reading.present(marisol, marisol.user)
    assert (dev.name, dev.ring, dev.good) == ("Dev", "inner", "he listens")
    browser.post(f"{path}aside/")
    assert reading.present(marisol, marisol.user) == []
    assert "Bring back" in browser.get("/my/people/").content.decode()


def test_REL_06_client_and_therapist_at_once_lose_neither(as_user, marisol, ines, devin):
    actions.edit_person(person=devin, version=1, by=ines, hard="silent at table")
    refused = as_user(marisol).post(
        f"/my/people/{devin.pk}/",
        {"version": 1, "display_name": "Devin", "relation": "partner", "ring_now": "outer",
         "satisfying": "steady, funny", "unsatisfying": "tired after shift", "status": "alive"},
    )  # fmt: skip
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "silent at table" in page and "tired after shift" in page


def test_IPT13_16_a_safety_note_is_never_on_the_clients_pages(as_user, marisol, noted, devin):
    browser = as_user(marisol)
    for path in ("/my/people/", f"/my/people/{devin.pk}/"):
        page = browser.get(path).content.decode()
        assert WARNING not in page and "afety note" not in page and "joint" not in page
    assert not SafetyNote.objects.for_user(marisol.user).exists()


def test_IPT13_16_only_therapists_of_the_client_reach_it(noted, omar, kwame, coordinator, owner):
    for user in (omar, kwame, coordinator, owner):
        assert not SafetyNote.objects.for_user(user).exists()


def test_the_therapist_writes_it_with_its_versions(as_user, ines, course, devin, noted):
    page = reverse("inventory:person", args=[course.pk, devin.pk])
    path = reverse("inventory:safety_note", args=[course.pk, devin.pk])
    assert WARNING in as_user(ines).get(page).content.decode()
    said = {"note-words": "Ask again alone.", "note-conjoint": "no"}
    assert as_user(ines).post(path, {"note-version": 1, **said}).status_code == 302
    refused = as_user(ines).post(path, {"note-version": 1, **said, "note-words": "Another."})
    assert refused.status_code == 422 and "Ask again alone." in refused.content.decode()
    assert SafetyNote.objects.get().words == "Ask again alone."


def test_IPT13_08_acts_with_this_person_wait_until_fear_is_asked_alone(
    as_user, ines, course, devin
):
    from kith.safety.actions import record_screen

    path = reverse("inventory:person", args=[course.pk, devin.pk])
    waits = "Waits for safety"
    assert waits in as_user(ines).get(path).content.decode()
    for answer, there in (("asked_no_fear", False), ("positive", True)):
        record_screen(
            course=course, by=ines, id=fresh_key(), clinician_level="low", private_question=answer
        )
        assert (waits in as_user(ines).get(path).content.decode()) == there


def test_IPT13_06_client_pages_use_kind_words(as_user, marisol, devin):
    for path in ("/my/people/", f"/my/people/{devin.pk}/"):
        page = as_user(marisol).get(path).content.decode().casefold()
        for word in ("deficit", "termination", "dysfunctional", "failed", "overdue"):
            assert word not in page
