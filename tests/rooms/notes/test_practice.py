from datetime import timedelta

import pytest

from kith.notes import actions, reading
from kith.notes.models import Homework, SessionRecord
from kith.schedule import gathered
from tests.rooms.schedule import underway
from tests.rooms.schedule.underway import FIRST, fresh, held

from .test_note import SAID, page_of


@pytest.fixture
def devin(counted, ines):
    from kith.inventory.actions import add_person

    return add_person(
        client=counted.client,
        id=fresh(),
        by=ines,
        display_name="Devin",
        relation="partner",
        ring="outer",
        good="steady",
        hard="silent",
    )


def tried(course, ines, on=FIRST, what="Ask him for a talk", **more):
    meeting = held(course, ines, on=on)
    return actions.agree_practice(meeting=meeting, by=ines, what=what, **more)


def test_S54_the_first_session_ends_with_one_small_practice(as_user, counted, ines):
    meeting = held(counted, ines)
    page = as_user(ines).get(page_of(meeting)).content.decode()
    assert "first session ends with one small practice" in page

    page = {"version": "0", "deed": "agree", "p_what": "Tell Greer: no extra cover this month"}
    page |= {"p_person": "alone"}
    answer = as_user(ines).post(page_of(meeting), page)

    assert answer.status_code == 302
    assert reading.latest_practice(counted).what == "Tell Greer: no extra cover this month"


def test_S41_the_client_sees_it_at_once_and_says_how_it_went(as_user, counted, ines, marisol):
    tried(counted, ines, when="Thursday")
    browser = as_user(marisol)
    assert b"Ask him for a talk" in browser.get("/my/practice/").content

    page = {"version": "1", "state": "tried", "happened": "He said later.", "learned": "I can ask."}
    answer = browser.post("/my/practice/", page)

    assert answer.status_code == 302
    homework = Homework.objects.get()
    assert (homework.state, homework.told, homework.happened) == (
        "tried",
        "screen",
        "He said later.",
    )
    assert homework.told_by == marisol.user


def test_the_client_reads_no_word_of_blame(as_user, counted, ines, marisol):
    tried(counted, ines)
    page = as_user(marisol).get("/my/practice/").content.decode().casefold()

    for word in ("overdue", "homework", "failed", "non-compliant", "deficit", "termination"):
        assert word not in page
    assert "not this time, and that is all right" in page


def test_an_empty_answer_gets_a_sentence_and_keeps_the_words(as_user, counted, ines, marisol):
    tried(counted, ines)

    answer = as_user(marisol).post("/my/practice/", {"version": "1", "happened": "Half of it."})

    assert answer.status_code == 422
    assert b"Half of it." in answer.content


def test_S42_the_next_session_looks_back_at_the_last_practice(as_user, counted, ines, marisol):
    tried(counted, ines)
    as_user(marisol).post(
        "/my/practice/", {"version": "1", "state": "done", "happened": "We talked on Saturday."}
    )
    second = held(counted, ines, on=FIRST + timedelta(days=7))

    page = as_user(ines).get(page_of(second)).content.decode()

    assert "Ask him for a talk" in page
    assert "We talked on Saturday." in page
    assert "the client wrote about it" in page


def test_S42_what_the_therapist_heard_is_kept_without_a_screen(as_user, counted, ines):
    tried(counted, ines)
    second = held(counted, ines, on=FIRST + timedelta(days=7))
    page = {
        "version": "0",
        "deed": "sign",
        "back_result": "not_now",
        "back_happened": "He was away.",
        "back_learned": "Choose a day when he is at home.",
    }
    as_user(ines).post(page_of(second), page)

    homework = Homework.objects.get()
    assert (homework.state, homework.told, homework.told_by) == ("not_now", "said", ines)
    assert SessionRecord.objects.get().back["learned"] == "Choose a day when he is at home."


def test_what_the_client_wrote_is_not_replaced_by_the_note(counted, ines, marisol):
    homework = tried(counted, ines)
    actions.report(
        homework=homework, version=1, by=marisol.user, state="done", told="screen", happened="Mine"
    )
    second = held(counted, ines, on=FIRST + timedelta(days=7))
    back = {"practice": str(homework.pk), "result": "tried", "happened": "Retold", "learned": ""}
    actions.sign(
        meeting=second, by=ines, facts=gathered.facts(counted), said={**SAID, "back": back}
    )

    assert Homework.objects.get().happened == "Mine"
    assert SessionRecord.objects.get().back["happened"] == "Retold"


def test_IPT13_08_no_practice_with_a_person_before_the_private_question(
    as_user, counted, ines, devin
):
    from kith.safety.models import RiskScreen

    RiskScreen.objects.all().delete()
    underway.screened(counted, ines, private="not_asked")
    meeting = held(counted, ines)
    page = {
        "version": "0",
        "deed": "agree",
        "p_what": "Ask for a talk",
        "p_person": str(devin.pk),
    }
    answer = as_user(ines).post(page_of(meeting), page)

    assert answer.status_code == 422
    assert b"Ask for a talk" in answer.content
    assert not Homework.objects.exists()


def test_IPT13_08_none_when_the_answer_was_positive(counted, ines, devin, at):
    with at(underway.london(2026, 12, 2)):
        underway.screened(counted, ines, private="positive")
    meeting = held(counted, ines)

    with pytest.raises(actions.PracticeWaits):
        actions.agree_practice(meeting=meeting, by=ines, what="Talk", person=devin.pk)


def test_a_practice_with_a_person_names_them(as_user, counted, ines, devin, marisol):
    meeting = held(counted, ines)
    page = {"version": "0", "deed": "agree", "p_what": "Walk", "p_person": str(devin.pk)}
    as_user(ines).post(page_of(meeting), page)

    assert Homework.objects.get().with_whom == "Devin"
    assert b"With Devin" in as_user(marisol).get("/my/practice/").content


def test_REL_05_agreed_twice_it_is_one_practice(as_user, counted, ines):
    meeting = held(counted, ines)
    page = {"version": "0", "deed": "agree", "p_what": "Walk on Saturday", "p_person": "alone"}
    for _ in range(2):
        as_user(ines).post(page_of(meeting), page)

    assert Homework.objects.count() == 1


def test_a_client_sees_only_their_own_practice(as_user, counted, ines, aoife):
    tried(counted, ines)

    assert b"Ask him" not in as_user(aoife).get("/my/practice/").content
    assert as_user(ines).get("/my/practice/").status_code == 404


def test_REL_06_a_practice_told_in_two_tabs_shows_both_texts(as_user, counted, ines, marisol):
    tried(counted, ines)
    browser = as_user(marisol)
    first = {"version": "1", "state": "done", "happened": "We talked on Saturday."}
    assert browser.post("/my/practice/", first).status_code == 302

    second = {"version": "1", "state": "tried", "happened": "He said later."}
    answer = browser.post("/my/practice/", second)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'class="conflict"' in page
    assert "What happened?: We talked on Saturday." in page
    assert "What happened?: He said later." in page and "I tried some of it" in page
    assert Homework.objects.get().happened == "We talked on Saturday."
    again = {**second, "version": answer.context["form"].data["version"]}
    assert browser.post("/my/practice/", again).status_code == 302
    assert Homework.objects.get().happened == "He said later."


def asked_again(course, ines, at, private):
    with at(underway.london(2026, 12, 2)):
        underway.screened(course, ines, private=private)


@pytest.mark.parametrize("circle", [True, False])
def test_IPT13_08_alone_or_with_whom_is_asked_and_nothing_is_chosen_beforehand(
    as_user, counted, ines, circle, request
):
    if circle:
        request.getfixturevalue("devin")
    meeting = held(counted, ines)
    form = as_user(ines).get(page_of(meeting)).context["form"]
    offered = [value for value, _label in form.fields["p_person"].choices]
    assert offered[:2] == ["", "alone"] and offered[-1] == "other"
    assert len(offered) == 3 + circle and not form["p_person"].value()

    page = {"version": "0", "deed": "sign", "p_what": "Walk"}
    answer = as_user(ines).post(page_of(meeting), page)

    assert answer.status_code == 422
    assert b"tried alone, or with whom" in answer.content
    assert not Homework.objects.exists()


def test_nothing_to_try_asks_for_nobody(as_user, counted, ines):
    meeting = held(counted, ines)
    assert as_user(ines).post(page_of(meeting), {"version": "0", "deed": "sign"}).status_code == 302
    assert SessionRecord.objects.get().practice_agreed == {}


def test_IPT13_08_somebody_who_is_not_in_the_circle_waits_too(as_user, counted, ines, at):
    asked_again(counted, ines, at, "positive")
    meeting = held(counted, ines)
    page = {"version": "0", "deed": "agree", "p_what": "Call him", "p_person": "other"}
    with at(underway.london(2026, 12, 3)):
        answer = as_user(ines).post(page_of(meeting), page)
    assert answer.status_code == 422
    assert b"The client told of fear or harm." in answer.content
    assert not Homework.objects.exists()


def test_IPT13_08_alone_is_never_stopped(as_user, counted, ines, at):
    asked_again(counted, ines, at, "positive")
    meeting = held(counted, ines)
    page = {"version": "0", "deed": "agree", "p_what": "Swim", "p_person": "alone"}
    with at(underway.london(2026, 12, 3)):
        assert as_user(ines).post(page_of(meeting), page).status_code == 302
    assert not Homework.objects.get().with_somebody


def test_IPT13_08_the_field_says_why_it_waits_and_where_to_ask(as_user, counted, ines, at):
    meeting = held(counted, ines)
    assert "With somebody:" not in as_user(ines).get(page_of(meeting)).content.decode()
    asked_again(counted, ines, at, "positive")
    with at(underway.london(2026, 12, 3)):
        page = as_user(ines).get(page_of(meeting)).content.decode()
    said = page.split("With somebody:")[1].split("</p>")[0]
    assert "The client told of fear or harm." in said
    assert f"/courses/{counted.pk}/screen/" in said


def test_IPT13_08_no_practice_with_whom_a_joint_session_was_noted_as_not_safe(
    as_user, counted, ines, devin
):
    noted_unsafe(devin, ines)
    meeting = held(counted, ines)
    page = {"version": "0", "deed": "agree", "p_what": "Walk", "p_person": str(devin.pk)}
    answer = as_user(ines).post(page_of(meeting), page)
    assert answer.status_code == 422
    assert b"a joint session with Devin is not safe" in answer.content
    assert not Homework.objects.exists()


def noted_unsafe(person, ines):
    from kith.inventory.actions import save_safety_note

    save_safety_note(person=person, version=0, words="Shouts.", conjoint="unsafe", by=ines)


PAGES = ("/home/", "/my/practice/")


@pytest.fixture(params=["person", "someone_else", "unsafe"])
def held_back(request, counted, ines, devin, at):
    """An open practice with somebody, and then the reason to wait."""
    whom = {"someone_else": True} if request.param == "someone_else" else {"person": devin.pk}
    before = tried(counted, ines, what="Walk with Devin", **whom)
    newest = tried(counted, ines, on=FIRST + timedelta(days=7), what="Ask Devin for a talk", **whom)
    if request.param == "unsafe":
        noted_unsafe(devin, ines)
    else:
        asked_again(counted, ines, at, "positive")
    return before, newest


def test_IPT13_08_an_open_practice_leaves_the_clients_pages_without_a_word_when_it_has_to_wait(
    as_user, counted, ines, marisol, held_back, at
):
    with at(underway.london(2026, 12, 3)):
        pages = {url: as_user(marisol).get(url).content.decode() for url in PAGES}
    for page in pages.values():
        assert "Walk with" not in page and "for a talk" not in page
        for word in ("not safe", "fear", "harm", "waits", "does not see"):
            assert word not in page.casefold()
    assert "Nothing to try just now" in pages["/my/practice/"]


def test_IPT13_08_the_therapist_reads_that_it_is_held_back_and_why(
    as_user, counted, ines, held_back, at
):
    with at(underway.london(2026, 12, 3)):
        for place in ("", "sessions/"):
            page = as_user(ines).get(f"/courses/{counted.pk}/{place}").content.decode()
            assert "Ask Devin for a talk" in page
            said = page.split("The client does not see it now.")[1][:120]
            assert "told of fear or harm" in said or "is not safe" in said


def test_IPT13_08_once_the_answer_is_without_fear_it_is_shown_again(
    as_user, counted, ines, marisol, devin, at
):
    tried(counted, ines, person=devin.pk)
    asked_again(counted, ines, at, "positive")
    with at(underway.london(2026, 12, 3)):
        underway.screened(counted, ines)
        for url in PAGES:
            assert "Ask him for a talk" in as_user(marisol).get(url).content.decode()
        page = as_user(ines).get(f"/courses/{counted.pk}/").content.decode()
    assert "does not see it now" not in page


def test_what_was_tried_with_somebody_and_told_stays(as_user, counted, ines, marisol, devin, at):
    homework = tried(counted, ines, person=devin.pk)
    actions.report(homework=homework, version=1, by=marisol.user, state="done", told="screen")
    asked_again(counted, ines, at, "positive")
    with at(underway.london(2026, 12, 3)):
        assert b"Ask him for a talk" in as_user(marisol).get("/my/practice/").content


def test_what_was_typed_on_a_page_that_was_open_before_is_kept(
    as_user, counted, ines, marisol, held_back, at
):
    page = {"version": "1", "state": "not_now", "happened": "I did not dare."}
    with at(underway.london(2026, 12, 3)):
        assert as_user(marisol).post("/my/practice/", page).status_code == 302
    assert Homework.objects.get(pk=held_back[1].pk).happened == "I did not dare."
