"""What happened is put on the line, changed with its versions, set aside and brought back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kith.audit.models import AuditEvent
from kith.people.models import Revision
from kith.timeline import reading
from kith.timeline.models import Event, EventNote, MoodPoint, SymptomMarker
from kith.web.once import fresh_key

MOVE = {"title": "Move to a bigger house", "when": "spring 2023", "kind": "move", "valence": "1"}


@pytest.fixture
def places(course):
    def place(name, *args):
        return reverse(f"timeline:{name}", args=[course.pk, *args])

    return place


def change(row, **more):
    said = {"title": row.title, "when": "October 2025", "kind": row.kind, "valence": "-2",
            "area": row.area, "told_by": row.told_by, "version": row.version,
            "person_ids": row.person_ids}  # fmt: skip
    return {**said, **more}


def test_S17_an_event_is_dated_as_well_as_it_is_known(as_user, ines, course, places):
    browser = as_user(ines)
    answer = browser.post(places("add", "event"), {"form_key": fresh_key(), **MOVE}, follow=True)

    [move] = reading.events(course, ines)
    assert (move.title, move.when.code, move.valence) == (MOVE["title"], "2023-spring", 1)
    page = answer.content.decode()
    assert "spring 2023, from March 2023 to May 2023" in page
    assert "Move to a bigger house" in page


def test_S17_where_spring_begins_in_september_it_is_read_so(as_user, ines, course, places):
    type(ines).objects.filter(pk=ines.pk).update(time_zone="Australia/Hobart")
    ines.refresh_from_db()
    answer = as_user(ines).post(
        places("add", "event"), {"form_key": fresh_key(), **MOVE}, follow=True
    )
    assert "spring 2023, from September 2023 to November 2023" in answer.content.decode()


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ("", "it is needed"),
        ("12/3/2023", "Write the month as a word"),
        ("some time", "was not understood as a date"),
        ("2099", "has not come yet"),
        ("x" * 61, "too long for a date"),
        ("x" * 20_000, "at most 200"),
    ],
)
def test_a_date_that_is_none_is_refused_at_its_field_and_kept(
    as_user, ines, places, typed, sentence
):
    said = {"form_key": fresh_key(), **MOVE, "when": typed}
    answer = as_user(ines).post(places("add", "event"), said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page and MOVE["title"] in page and typed[:200] in page
    assert not Event.objects.exists()


def test_REL_05_twenty_posts_of_one_form_are_one_event(as_user, ines, places):
    browser, said = as_user(ines), {"form_key": fresh_key(), **MOVE}
    for _ in range(20):
        assert browser.post(places("add", "event"), said).status_code == 302
    assert Event.objects.count() == 1
    other = browser.post(places("add", "event"), {**said, "title": "Another"})
    assert other.status_code == 422 and Event.objects.count() == 1


def test_REL_06_the_second_writer_sees_both(as_user, ines, marisol, places, quarrel):
    own = reverse("timeline:own_mark", args=["event", quarrel.pk])
    mine = {"title": "The Sunday quarrel", "when": "October 2025", "version": 1, "valence": "-2"}
    assert as_user(marisol).post(own, mine).status_code == 302

    path = places("mark", "event", quarrel.pk)
    refused = as_user(ines).post(path, change(quarrel, title="Quarrel, never settled"))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "The Sunday quarrel" in page and "Quarrel, never settled" in page
    quarrel.refresh_from_db()
    assert quarrel.title == "The Sunday quarrel"
    assert (quarrel.area, quarrel.told_by) == ("dispute", "client"), "the client changed no sorting"
    again = as_user(ines).post(path, change(quarrel, title="Both", version=2))
    assert again.status_code == 302
    assert Revision.objects.filter(row_id=quarrel.pk).count() == 2


def test_what_was_said_before_stays_readable(as_user, ines, places, quarrel):
    path = places("mark", "event", quarrel.pk)
    as_user(ines).post(path, change(quarrel, title="The quarrel", when="12 October 2025"))
    page = as_user(ines).get(path).content.decode()
    assert "Quarrel about Sunday chores" in page and "12 October 2025" in page


def test_set_aside_and_brought_back_nothing_is_deleted(as_user, ines, course, places, quarrel):
    browser, path = as_user(ines), places("aside", "event", quarrel.pk)
    browser.post(path)
    assert reading.events(course, ines) == []
    page = browser.get(reverse("desk:timeline", args=[course.pk])).content.decode()
    assert "Bring back" in page and "Quarrel about Sunday chores" in page
    browser.post(path, {"back": "1"})
    assert [one.title for one in reading.events(course, ines)] == ["Quarrel about Sunday chores"]


def test_whoever_an_event_names_stays_named_when_set_aside(as_user, ines, places, quarrel, devin):
    from kith.inventory.actions import set_aside

    set_aside(person=devin, by=ines)
    path = places("mark", "event", quarrel.pk)
    assert "Devin" in as_user(ines).get(path).content.decode()
    as_user(ines).post(path, change(quarrel, title="Quarrel"))
    quarrel.refresh_from_db()
    assert quarrel.person_ids == [str(devin.pk)]


def test_a_person_that_is_not_the_clients_is_refused(as_user, ines, places, devin):
    said = {"form_key": fresh_key(), **MOVE, "person_ids": [fresh_key()]}
    assert as_user(ines).post(places("add", "event"), said).status_code == 422
    assert not Event.objects.exists()


def test_IPT13_16_the_therapists_own_note_is_theirs_alone(as_user, ines, marisol, places, quarrel):
    path = places("note", quarrel.pk)
    said = {"note-words": "He withdraws when cornered.", "note-version": 0}
    assert as_user(ines).post(path, said).status_code == 302
    assert "cornered" in as_user(ines).get(places("mark", "event", quarrel.pk)).content.decode()
    for place in (
        reverse("home:timeline"),
        reverse("timeline:own_mark", args=["event", quarrel.pk]),
    ):
        assert "cornered" not in as_user(marisol).get(place).content.decode()
    assert not EventNote.objects.for_user(marisol.user).exists()
    refused = as_user(ines).post(path, {"note-words": "Another.", "note-version": 0})
    assert refused.status_code == 422 and "cornered" in refused.content.decode()
    assert EventNote.objects.get().words == "He withdraws when cornered."


def test_symptoms_and_mood_are_put_on_the_line_by_form(as_user, ines, places):
    browser = as_user(ines)
    symptom = {"form_key": fresh_key(), "symptom": "Poor sleep", "when": "2025", "turn": "began"}
    assert browser.post(places("add", "symptom"), symptom).status_code == 302
    mood = {"form_key": fresh_key(), "mood": "0", "when": "2025-11", "label": "flat"}
    assert browser.post(places("add", "mood"), mood).status_code == 302
    point = MoodPoint.objects.get()
    assert (point.mood, point.label, point.scale) == (0, "flat", "mood_0_10")
    assert SymptomMarker.objects.get().turn == "began"
    for mood in ("11", "-1", "x", ""):
        said = {"form_key": fresh_key(), "mood": mood, "when": "2025-11"}
        assert browser.post(places("add", "mood"), said).status_code == 422


def test_when_it_began_is_one_for_a_course_and_has_versions(as_user, ines, course, places):
    browser = as_user(ines)
    browser.post(places("onset"), {"when": "about 5 months ago", "note": "Exams.", "version": 0})
    row = reading.onset(course, ines)
    assert row.when.startswith("~") and row.note == "Exams."
    refused = browser.post(places("onset"), {"when": "2025", "note": "Other.", "version": 0})
    assert refused.status_code == 422 and "Exams." in refused.content.decode()
    browser.post(places("onset"), {"when": "2025", "note": "Other.", "version": 1})
    assert reading.onset(course, ines).note == "Other."
    assert Revision.objects.filter(row_id=row.pk).count() == 1


def test_going_through_it_together_is_noted_and_what_came_since_is_marked(
    as_user, ines, course, places, quarrel, put, at
):
    browser, page = as_user(ines), reverse("desk:timeline", args=[course.pk])
    said = {"form_key": fresh_key()}
    for _ in range(2):
        browser.post(places("together"), said)
    looked = reading.looked_at(course, ines)
    assert looked.by == ines and ">new<" not in browser.get(page).content.decode()
    with at(looked.at + timedelta(hours=1)):
        put("event", title="Later", when="2025")
    assert ">new<" in browser.get(page).content.decode()
    assert browser.post(places("together"), {"form_key": "x"}).status_code == 302
    assert AuditEvent.objects.filter(action="timeline.looked_at").count() == 1


def test_what_is_no_part_of_a_timeline_is_not_there(as_user, ines, marisol, places, quarrel):
    for piece in ("person", "onset", "x"):
        assert as_user(ines).get(places("add", piece)).status_code == 404
        assert as_user(marisol).get(reverse("timeline:own_add", args=[piece])).status_code == 404
    assert as_user(ines).get(places("mark", "mood", quarrel.pk)).status_code == 404


@pytest.mark.parametrize(
    "model, wrong",
    [
        (Event, {"valence": 4}),
        (Event, {"valence": -4}),
        (Event, {"told_by": "rumour"}),
        (MoodPoint, {"mood": 11}),
        (SymptomMarker, {"turn": "gone"}),
    ],
)
def test_the_database_refuses_what_cannot_be(marisol, ines, model, wrong):
    base = {Event: {"title": "x"}, MoodPoint: {"mood": 3}, SymptomMarker: {"symptom": "x"}}[model]
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(client=marisol, when="2025", added_by=ines, **{**base, **wrong})


def test_SEC_01_an_outsider_learns_nothing(as_user, omar, kwame, course, places, quarrel):
    for user in (omar, kwame):
        browser = as_user(user)
        for place in (
            reverse("desk:timeline", args=[course.pk]),
            places("add", "event"),
            places("mark", "event", quarrel.pk),
            places("onset"),
            places("line"),
        ):
            assert browser.get(place).status_code == 404
        assert browser.post(places("aside", "event", quarrel.pk)).status_code == 404
        assert browser.post(places("note", quarrel.pk), {"note-words": "x"}).status_code == 404
    quarrel.refresh_from_db()
    assert quarrel.set_aside_at is None


def test_IPT13_08_what_is_kept_from_joint_sessions_stands_on_no_paper(
    as_user, ines, course, places
):
    browser = as_user(ines)
    for title, hidden in (("A quarrel", "on"), ("A move", "")):
        said = {"form_key": fresh_key(), **MOVE, "title": title}
        browser.post(
            places("add", "event"), said | ({"hide_from_joint_sessions": hidden} if hidden else {})
        )
    page = browser.get(reverse("desk:timeline", args=[course.pk])).content.decode()
    rows = {
        title: row
        for row in page.split("<tbody>")[1].split("</tbody>")[0].split("<tr")[1:]
        for title in ("A quarrel", "A move")
        if title in row
    }
    assert 'class="no-print"' in rows["A quarrel"] and "no-print" not in rows["A move"]
    assert '<g class="no-print">' in page.split('id="list"')[0]
