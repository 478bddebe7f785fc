"""The first page of staff, by role; the course at a glance; finding somebody; the gates."""

from datetime import timedelta

import pytest

from kith.desk import day
from kith.intake import actions as intake
from kith.people.actions import end_assignment
from tests.support import cast, office, story
from tests.support.walk import Walk
from tests.support.world import TheirWorld


@pytest.fixture
def world(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner):
    staff = (ines, omar, kwame, coordinator, outcomes, owner)
    return TheirWorld(practice, other_practice, *staff).told()


def test_SEC_08_the_first_page_of_each_role_shows_no_clinical_word_of_anybody(world):
    roles = ("supervisor", "coordinator", "outcomes lead", "administrator")
    for role in roles:
        page = Walk(world.askers[role]).open("/today/").page
        assert not [c for c in world.canaries_not_for(role, "desk:today") if c in page.markup], role
        assert page.sees("What each role can see")


def test_each_role_finds_its_own_card(coordinator, kwame, outcomes, owner):
    assert Walk(coordinator).open("/today/").sees("Enquiries", "Nobody waits")
    assert Walk(kwame).open("/today/").sees("No case has been put to you")
    assert Walk(outcomes).open("/today/").sees("no group smaller than five")
    assert Walk(owner).open("/today/").sees("The practice", "Settings")


def test_the_day_of_a_therapist_lists_meetings_notes_owed_and_what_waits(full_desk, ines):
    full_desk(2)
    page = Walk(ines).open("/today/").page
    assert page.sees("2 meetings today · 2 notes owed · 2 answers wait to be read")
    assert page.sees("Abel Example answered a question about harm. Nobody has noted reading it")
    assert page.comes_before("Abel Example answered", "Your day")
    prepare = Walk(ines).open("/today/").follow("Prepare")
    assert prepare.sees("Example", "Agenda for session")


def test_the_coordinators_day_shows_the_next_of_many_and_says_how_many_more(
    full_desk, practice, ines, coordinator, monkeypatch, at
):
    monkeypatch.setattr(day, "SHOWN_AT_MOST", 2)
    full_desk(5)
    for _ in range(3):
        office.enquiry(practice, coordinator)
    page = Walk(coordinator).open("/today/").page
    assert page.sees("Abel Example", "Berta Example") and "Cleo Example" not in page.text
    assert page.sees("and 3 more", "and 1 more") and page.links_to("/calendar/")
    with at(cast.WEDNESDAY + timedelta(hours=3, minutes=1)):  # who came at eleven is done
        page = Walk(coordinator).open("/today/").page
        assert "Berta Example" not in page.text and page.sees("Cleo Example", "and 1 more")
    with at(cast.WEDNESDAY + timedelta(hours=12)):
        assert Walk(coordinator).open("/today/").sees("Abel Example", "and 3 more")


def test_whoever_is_new_in_my_care_stands_on_my_first_page_the_urgent_first(
    practice, ines, omar, coordinator
):
    for name, urgent in (("Calm", False), ("Hurry", True)):
        row = intake.receive(
            practice=practice, id=story.new_id(), name=name, reach="020 7946 0104", urgent=urgent,
            words="Low.", referrer="Dr Moss",
        )  # fmt: skip
        course = intake.accept(enquiry=row, therapist=ines, by=coordinator, name=name)
    page = Walk(ines).open("/today/").page.text
    assert page.index("Hurry") < page.index("Calm")
    assert "New in your care" in page and "asked for soon" in page and "Dr Moss" in page
    assert "New in your care" not in Walk(omar).open("/today/").page.text
    story.fit(course, ines)
    assert "Hurry" not in Walk(ines).open("/today/").page.text


def test_an_empty_day_teaches_what_will_stand_there(omar):
    page = Walk(omar).open("/today/").page
    assert page.sees("0 meetings today", "No meetings today", "All notes are signed.")


def test_a_practice_that_lacks_its_numbers_is_told_so_on_the_first_page(practice, owner, ines):
    practice.crisis_line = ""
    practice.save()
    assert Walk(owner).open("/today/").sees("the crisis line", "Enter it now")
    assert "Enter it now" not in Walk(ines).open("/today/").text


# The course


def test_S85_the_course_page_says_where_it_is_and_what_comes_next(course, ines):
    desk = Walk(ines).open(f"/courses/{course.pk}/")
    assert desk.sees("Marisol Quintero-Hale", "The beginning")
    assert desk.sees("The risk screen has no recorded level yet.", "No meeting is planned.")
    story.begin(course, ines)
    desk.open(f"/courses/{course.pk}/")
    assert desk.sees("In treatment", "0 of 14 sessions held", "Agenda for session 1")
    assert desk.sees("Go on to the middle phase", "One primary focus is to be agreed")


def test_IPT13_01_a_refused_gate_answers_422_with_the_way_on(course, ines):
    desk = Walk(ines).open(f"/courses/{course.pk}/")
    desk.send(f"/courses/{course.pk}/phase/", {"step": "begin"}, status=422)
    assert desk.sees("Before this can go on", "Only these stand in the way")
    assert desk.page.links_to("/screen/") and desk.page.links_to("/consents/")
    story.begin(course, ines)
    desk.open(f"/courses/{course.pk}/").press("Go on to the middle phase", status=422)
    assert desk.page.links_to("/focus/") and "Ask about safety" not in desk.text


def test_a_step_that_is_none_leads_back_with_a_sentence(course, ines):
    desk = Walk(ines).open(f"/courses/{course.pk}/")
    desk.send(f"/courses/{course.pk}/phase/", {"step": "fly"})
    assert desk.sees("Choose where the course goes from here.")


def test_a_step_taken_twice_is_taken_once(course, ines):
    story.begin(course, ines)
    desk = Walk(ines).open(f"/courses/{course.pk}/")
    desk.send(f"/courses/{course.pk}/phase/", {"step": "begin"})
    assert desk.page.status == 200 and desk.sees("In treatment")


def test_SEC_03_the_course_is_absent_for_who_does_not_treat(course, omar, kwame, coordinator):
    for user in (omar, kwame, coordinator):
        Walk(user).open(f"/courses/{course.pk}/", status=404)


def test_SEC_07_an_assignment_that_ended_counts_in_an_open_tab_and_in_the_search(
    course, marisol, ines
):
    desk = Walk(ines).open(f"/courses/{course.pk}/agreement/")
    end_assignment(client=marisol, therapist=ines, by=ines)
    desk.press("Propose this agreement", {"starts_on": "2026-03-10"}, status=404)
    assert not course.contracts.exists()
    assert "Marisol" not in desk.open("/find/?name=mar").text


# Finding somebody


def test_REL_16_a_name_is_found_by_one_letter_and_without_its_accents(practice, ines):
    for name in ("Zoë Müller", "Søren Åkesson", "Aoife Brennan-Okafor"):
        cast.make_client(practice, name, ines, account=False)
    desk = Walk(ines).open("/find/")
    assert desk.press("Find", {"name": "zoe"}).sees("Zoë Müller")
    assert desk.press("Find", {"name": "MULLER"}).sees("Zoë Müller")
    assert desk.press("Find", {"name": "soren"}).sees("Søren Åkesson")
    assert desk.press("Find", {"name": "brennan ok"}).sees("Aoife Brennan-Okafor")
    found = desk.press("Find", {"name": "å"})
    assert found.sees("Søren Åkesson", "Aoife Brennan-Okafor")


def test_SEC_08_nobody_out_of_reach_is_found(practice, other_practice, ines, omar, coordinator):
    cast.make_client(practice, "Berit Outside", omar, account=False)
    desk = Walk(ines).open("/find/?name=ber")
    assert desk.sees("Nobody found", "Only people within your reach") and "Berit" not in desk.text
    assert Walk(coordinator).open("/find/?name=ber").sees("Berit Outside")


def test_finding_leads_a_therapist_to_the_course_and_the_office_to_the_contact(
    course, ines, coordinator
):
    desk = Walk(ines).open("/find/?name=marisol").follow("Marisol Quintero-Hale")
    assert desk.page.address == f"/courses/{course.pk}/"
    office = Walk(coordinator).open("/find/?name=marisol").follow("Marisol Quintero-Hale")
    assert office.sees("Name and contact") and "Agenda" not in office.text
