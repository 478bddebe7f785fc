"""Leaflets: the practice's own words, in versions, handed over and read on the client's page."""

from uuid import uuid4

import pytest
from django.urls import reverse

from kith.leaflets import actions, reading
from kith.leaflets.models import Given, Leaflet
from kith.people.history import SomebodyElseSaved
from kith.web.once import fresh_key

TEXT = {
    "title": "Mood and people",
    "topic": "link_mood_relationships",
    "language": "en",
    "words": "They go together.\n\nBoth matter.",
}


@pytest.fixture
def leaflet(practice, owner):
    return actions.write(practice=practice, id=uuid4(), by=owner, names_condition=False, **TEXT)


def test_S17_an_administrator_starts_from_a_text_of_the_book(as_user, owner):
    browser = as_user(owner)
    assert "Mood and people" in browser.get(reverse("leaflets:shelf")).content.decode()
    page = browser.get(reverse("leaflets:write") + "?from=mood_and_people").content.decode()
    assert "How we feel and what happens with the people around us" in page
    sent = {**TEXT, "form_key": fresh_key()}
    for _ in range(3):
        assert browser.post(reverse("leaflets:write"), sent).status_code == 302
    assert Leaflet.objects.count() == 1


def test_a_leaflet_without_words_is_asked_again_and_keeps_its_title(as_user, owner):
    sent = {**TEXT, "words": " ", "form_key": fresh_key()}
    answer = as_user(owner).post(reverse("leaflets:write"), sent)
    assert answer.status_code == 422 and "Write what it says" in answer.content.decode()
    assert "Mood and people" in answer.content.decode()


def test_a_therapist_reads_the_shelf_and_writes_nothing(as_user, ines, leaflet):
    browser = as_user(ines)
    assert leaflet.title in browser.get(reverse("leaflets:shelf")).content.decode()
    assert browser.get(reverse("leaflets:write")).status_code == 404
    change = reverse("leaflets:change", args=[leaflet.pk])
    assert browser.post(change, {**TEXT, "form_key": fresh_key()}).status_code == 404
    assert Leaflet.objects.count() == 1


def test_what_was_handed_over_stays_as_it_was(as_user, ines, owner, marisol, course, leaflet):
    page = reverse("leaflets:given", args=[course.pk])
    for _ in range(2):
        as_user(ines).post(page, {"leaflet": str(leaflet.pk)})
    given = Given.objects.get()
    words = {**TEXT, "words": "A newer text."}
    newer = actions.write(
        practice=leaflet.practice, id=uuid4(), by=owner, former=leaflet,
        names_condition=False, **words,
    )  # fmt: skip
    own = as_user(marisol).get(reverse("leaflets:own", args=[given.pk])).content.decode()
    assert "They go together." in own and "A newer text." not in own
    assert [one.pk for one in reading.offered(course, ines)] == [newer.pk]
    assert "Ines Halvorsen" in as_user(ines).get(page).content.decode()


def test_REL_06_two_who_write_the_next_version_see_both(as_user, owner, leaflet):
    change = reverse("leaflets:change", args=[leaflet.pk])
    first = {**TEXT, "words": "The first change.", "form_key": fresh_key()}
    second = {**TEXT, "words": "The second change.", "form_key": fresh_key()}
    assert as_user(owner).post(change, first).status_code == 302
    answer = as_user(owner).post(change, second)
    page = answer.content.decode()
    assert answer.status_code == 422 and "first change" in page and "second change" in page
    with pytest.raises(SomebodyElseSaved):
        actions.write(
            practice=leaflet.practice, id=uuid4(), by=owner, former=leaflet,
            names_condition=False, **TEXT,
        )  # fmt: skip


def test_S53_on_a_course_without_a_diagnosis_no_text_about_illness_is_offered(
    ines, owner, practice, course, leaflet
):
    text = {**TEXT, "title": "What depression is"}
    actions.write(practice=practice, id=uuid4(), by=owner, names_condition=True, **text)
    assert len(reading.offered(course, ines)) == 2
    course.protocol, course.protocol_version = "ipc", "1.0.0"
    assert [one.pk for one in reading.offered(course, ines)] == [leaflet.pk]


def test_one_that_is_withdrawn_is_not_offered_and_may_come_back(ines, owner, course, leaflet):
    actions.withdraw(leaflet=leaflet, by=owner)
    assert reading.offered(course, ines) == []
    actions.withdraw(leaflet=leaflet, by=owner, back=True)
    assert [one.pk for one in reading.offered(course, ines)] == [leaflet.pk]


def test_an_outsider_learns_nothing(as_user, omar, course, ines, leaflet):
    actions.give(course=course, leaflet=leaflet, by=ines)
    page = reverse("leaflets:given", args=[course.pk])
    assert as_user(omar).get(page).status_code == 404
    assert as_user(omar).post(page, {"leaflet": str(leaflet.pk)}).status_code == 404


def test_another_client_does_not_see_what_was_given(as_user, aoife, course, ines, leaflet):
    given = actions.give(course=course, leaflet=leaflet, by=ines)
    assert as_user(aoife).get(reverse("leaflets:own", args=[given.pk])).status_code == 404
    assert "Nothing here yet" in as_user(aoife).get(reverse("leaflets:own_list")).content.decode()
