from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kith.care.actions import NotYet
from kith.notes import actions, reading
from kith.notes.models import Addendum, NoteDraft, SessionRecord, SignedAlready
from kith.schedule import gathered
from tests.rooms.schedule.underway import FIRST, again, fresh, held, meet

SAID = {
    "opening": {
        "mood_now": 4,
        "change": "worse",
        "before": 5,
        "after": 2,
        "event": "Birthday dinner, silent all evening",
        "people": ["a1"],
        "names": ["Devin"],
        "feelings": ["lonely", "hurt"],
    },
    "back": {},
    "worked_on": "Communication analysis of the dinner.",
    "summary": "Silence is heard as agreement.",
    "time_left_said": True,
}
TYPED = {
    "mood_now": "4",
    "change": "worse",
    "before": "5",
    "after": "2",
    "event": "Birthday dinner, silent all evening",
    "feelings": "lonely, hurt",
    "worked_on": "Communication analysis of the dinner.",
    "p_what": "Pick a time to talk",
    "p_person": "alone",
    "p_when": "Thursday after nine",
    "time_left_said": "on",
    "summary": "Silence is heard as agreement.",
}


def signed(meeting, by, **more):
    facts = gathered.facts(meeting.course)
    return actions.sign(meeting=meeting, by=by, facts=facts, said={**SAID, **more})


def page_of(meeting):
    return f"/courses/{meeting.course_id}/sessions/{meeting.pk}/"


def test_a_note_is_written_and_signed(as_user, counted, ines):
    meeting = held(counted, ines)
    browser = as_user(ines)
    assert browser.get(page_of(meeting)).status_code == 200

    answer = browser.post(page_of(meeting), {**TYPED, "version": "0", "deed": "sign"})

    assert answer.status_code == 302
    note = SessionRecord.objects.get()
    assert note.opening["event"] == TYPED["event"]
    assert note.opening["feelings"] == ["lonely", "hurt"]
    assert note.practice_agreed["what"] == "Pick a time to talk"
    assert not NoteDraft.objects.exists()
    assert b"Signed" in browser.get(page_of(meeting)).content


def test_IPT13_02_mood_and_event_are_one_record(counted, ines):
    signed(held(counted, ines), ines)

    (link,) = reading.links(counted, ines)

    assert (link.before, link.after, link.names) == (5, 2, ("Devin",))
    assert link.sentence == (
        "Mood 5 to 2, with Devin: Birthday dinner, silent all evening (lonely, hurt)"
    )


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        ({"mood_now": 3}, "Mood is there"),
        ({"event": "Luca asked if we are all right"}, "how mood went is not"),
        ({}, "not paired yet"),
        ({"mood_now": 3, "event": "A row"}, "With whom"),
    ],
)
def test_IPT13_02_a_mood_without_its_event_is_pointed_out(as_user, counted, ines, opening, words):
    meeting = held(counted, ines)
    signed(meeting, ines, opening=opening)

    assert words in as_user(ines).get(f"/courses/{counted.pk}/sessions/").content.decode()


def test_REL_06_a_signed_note_stays_as_it_is(counted, ines):
    note = signed(held(counted, ines), ines)
    note.summary = "Something else"

    with pytest.raises(SignedAlready):
        note.save()
    with pytest.raises(SignedAlready):
        note.delete()
    with pytest.raises(SignedAlready):
        SessionRecord.objects.filter(pk=note.pk).update(time_left_said=False)
    with pytest.raises(SignedAlready):
        SessionRecord.objects.all().delete()


def test_REL_06_the_database_refuses_too(counted, ines):
    note = signed(held(counted, ines), ines)
    actions.add(note=note, by=ines, words="He called back.", id=fresh())
    for model in (SessionRecord, Addendum):
        table = connection.ops.quote_name(model._meta.db_table)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET author_id = author_id")  # noqa: S608


def test_REL_05_signed_twice_it_is_one_note(as_user, counted, ines):
    meeting = held(counted, ines)
    browser = as_user(ines)
    page = {**TYPED, "version": "0", "deed": "sign"}
    answers = [browser.post(page_of(meeting), page) for _ in range(2)]

    assert [a.status_code for a in answers] == [302, 302]
    assert SessionRecord.objects.count() == 1


def test_REL_07_new_words_for_a_note_signed_meanwhile_are_given_back(as_user, counted, ines):
    meeting = held(counted, ines)
    browser = as_user(ines)
    page = {**TYPED, "version": "0", "deed": "sign"}
    browser.post(page_of(meeting), page)

    late = {**page, "worked_on": "And then she rang Tamsin.", "change": "better", "deed": "keep"}
    quiet = browser.post(page_of(meeting), late, headers={"X-Autosave": "1"})
    answer = browser.post(page_of(meeting), late)

    assert quiet.status_code == 409
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "This note was signed meanwhile. Your words are below: add them." in shown
    given_back = answer.context["form"].initial["words"]
    assert given_back == (
        "Since we last met, mood is: better\nWhat we worked on: And then she rang Tamsin."
    )
    key = answer.context["form"]["form_key"].value()
    added = browser.post(page_of(meeting) + "more/", {"form_key": key, "words": given_back})
    assert added.status_code == 302
    assert Addendum.objects.get().words == given_back
    assert SessionRecord.objects.get().worked_on == TYPED["worked_on"]


def test_REL_07_words_sent_while_another_tab_signs_are_given_back(
    as_user, counted, ines, monkeypatch
):
    meeting = held(counted, ines)

    def too_late(**_):
        monkeypatch.undo()
        signed(meeting, ines)
        raise SignedAlready

    monkeypatch.setattr(actions, "sign", too_late)
    page = {"version": "0", "deed": "sign", "summary": "Said a second before."}
    answer = as_user(ines).post(page_of(meeting), page)

    assert answer.status_code == 422
    assert "Summed up, linked to the focus: Said a second before." in answer.content.decode()


def test_REL_06_what_is_new_is_an_addendum(as_user, counted, ines):
    meeting = held(counted, ines)
    signed(meeting, ines)
    page = {"form_key": "a7a0dd0e-3b2e-4a27-8d14-2f4b8d2d5a11", "words": "Devin called her."}
    browser = as_user(ines)
    answers = [browser.post(page_of(meeting) + "more/", page) for _ in range(2)]

    assert [a.status_code for a in answers] == [302, 302]
    assert Addendum.objects.get().words == "Devin called her."
    assert b"Devin called her." in browser.get(page_of(meeting)).content
    assert browser.post(page_of(meeting) + "more/", {"words": ""}).status_code == 422


def test_signing_says_that_the_meeting_was_held(counted, ines):
    meeting = meet(counted, ines)

    signed(meeting, ines)

    assert (again(meeting).state, again(meeting).number) == ("held", 1)


def test_nobody_signs_a_session_that_was_not_held(as_user, counted, ines):
    from kith.schedule.actions import did_not_come

    meeting = did_not_come(meeting=meet(counted, ines), version=1, by=ines)

    with pytest.raises(NotYet):
        signed(meeting, ines)
    answer = as_user(ines).post(page_of(meeting), {**TYPED, "version": "0", "deed": "sign"})
    assert answer.status_code == 422
    assert b"Silence is heard as agreement." in answer.content


def test_REL_07_a_draft_is_kept_as_it_is_typed_and_given_back(as_user, counted, ines):
    meeting = held(counted, ines)
    browser = as_user(ines)
    answer = browser.post(page_of(meeting), {**TYPED, "version": "0"}, headers={"X-Autosave": "1"})

    assert answer.json()["version"] == 1
    assert b"Silence is heard as agreement." in browser.get(page_of(meeting)).content


def test_REL_06_two_tabs_show_both_texts_and_lose_neither(as_user, counted, ines):
    meeting = held(counted, ines)
    browser = as_user(ines)
    browser.post(page_of(meeting), {"version": "0", "summary": "From the first tab"})
    browser.post(page_of(meeting), {"version": "1", "summary": "First tab, more of it"})

    second = {"version": "1", "summary": "From the second tab"}
    quiet = browser.post(page_of(meeting), second, headers={"X-Autosave": "1"})
    answer = browser.post(page_of(meeting), second)

    assert quiet.status_code == 409
    assert answer.status_code == 422
    assert b"First tab, more of it" in answer.content
    assert b"From the second tab" in answer.content
    assert NoteDraft.objects.get().typed["summary"] == "First tab, more of it"


def test_a_draft_is_for_its_author_alone(as_user, counted, ines, practice, marisol, coordinator):
    from kith.people.actions import assign
    from tests.support.cast import make_staff

    colleague = make_staff(practice, "Nora Colleague", "therapist")
    assign(client=marisol, therapist=colleague, by=ines)
    meeting = held(counted, ines)
    as_user(ines).post(page_of(meeting), {"version": "0", "summary": "Only for Ines"})

    assert b"Only for Ines" not in as_user(colleague).get(page_of(meeting)).content
    assert not NoteDraft.objects.for_user(colleague).exists()
    assert not NoteDraft.objects.for_user(coordinator).exists()


@pytest.mark.parametrize("who", ["omar", "coordinator", "owner", "outcomes", "kwame", "marisol"])
def test_SEC_03_nobody_else_learns_of_a_note(request, as_user, counted, ines, who):
    meeting = held(counted, ines)
    signed(meeting, ines)
    browser = as_user(request.getfixturevalue(who))

    assert browser.get(f"/courses/{counted.pk}/sessions/").status_code == 404
    assert browser.get(page_of(meeting)).status_code == 404
    assert browser.post(page_of(meeting), {"version": "0"}).status_code == 404
    assert browser.post(page_of(meeting) + "more/", {"words": "x"}).status_code == 404


def test_the_page_says_where_private_thoughts_do_not_belong(as_user, counted, ines):
    page = as_user(ines).get(page_of(held(counted, ines))).content.decode()

    assert "only for you" in page
    assert "does not belong here" in page


def test_S34_the_note_has_the_shape_of_a_session_and_the_time_left(as_user, counted, ines):
    page = as_user(ines).get(page_of(held(counted, ines))).content.decode()

    assert "Session 1 of 14" in page
    assert "13 left after this one" in page
    assert "How have things been since we last met?" in page
    assert "How have you been since we met?" in page  # the step of the protocol


def test_S7_a_session_far_beyond_the_agreement_still_has_a_page(as_user, course, ines):
    from tests.rooms.schedule.underway import agreed

    agreed(course, ines, sessions=1, reason="Only one is possible.")
    held(course, ines)
    second = held(course, ines, on=FIRST + timedelta(days=7))

    assert as_user(ines).get(page_of(second)).status_code == 200


def test_notes_owed_are_those_held_or_over_without_a_signed_note(counted, ines, omar, at):
    from tests.rooms.schedule.underway import london

    first = held(counted, ines)
    over = meet(counted, ines, on=FIRST + timedelta(days=1))
    meet(counted, ines, on=FIRST + timedelta(days=30))
    with at(london(2026, 3, 12)):
        owed = reading.owed(ines)
        assert [m.pk for m in owed] == [first.pk, over.pk]
        signed(first, ines)
        assert [m.pk for m in reading.owed(ines)] == [over.pk]
        assert reading.owed(omar) == []


def test_every_text_comes_back_as_it_was_typed(as_user, counted, ines):
    meeting = held(counted, ines)
    odd = "عاطفة 👩‍👧‍👦 é — <script>alert(1)</script>\n“zwei”"
    as_user(ines).post(page_of(meeting), {"version": "0", "worked_on": odd, "deed": "sign"})

    assert SessionRecord.objects.get().worked_on == odd
    page = as_user(ines).get(page_of(meeting)).content.decode()
    assert "<script>alert(1)" not in page


def test_the_lowest_weeks_are_found_for_the_ending(counted, ines):
    signed(held(counted, ines), ines)

    (week,) = reading.weeks(counted, ines)

    assert (week.session, week.mood_low, week.person) == (1, 2, "Devin")
