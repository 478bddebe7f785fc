"""SEC-34: what break-glass opens, for how long, and how it ends."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kith.audit.models import AuditEvent
from kith.care import actions as care
from kith.glass import actions, parts, parts_safety, reading
from kith.glass.models import LASTS, Opening
from kith.inventory import actions as inventory
from kith.inventory.models import Person
from kith.people import access
from kith.people.actions import assign, disable, end_role
from kith.safety import pages
from kith.safety.models import SafetyPlan
from kith.safety.reading import screens
from tests.rooms.glass.conftest import REASON
from tests.support import cast, story


def record(opening, part="safety"):
    return reverse("glass:part", args=[opening.pk, part])


def test_SEC_34_the_page_says_until_when_and_offers_the_end(told, opening, as_user, omar):
    page = as_user(omar).get(reverse("glass:record", args=[opening.pk])).content.decode()
    assert "You are reading under break-glass until" in page
    assert reverse("glass:end", args=[opening.pk]) in page


def test_SEC_34_it_shows_what_an_emergency_asks_for(told, opening, as_user, omar):
    browser = as_user(omar)
    said = {
        "safety": ["quiet", "Pilar", "0800", "Nothing about therapy.", "No thoughts of death."],
        "answers": ["PHQ-9", "GAD-7"],
        "course": ["Low since spring.", "I keep quiet.", "Say one want a week in a plain sentence"],
        "sheets": ["Her mother too.", "cover work"],
        "timeline": ["A quarrel about Sunday chores", "Poor sleep", "Exam term.", "October 2025"],
        "notes": [
            "He wants quiet; she wants to be asked.",
            "She called.",
            "Ask again with a time.",
        ],
        "ending": ["To begin.", "Says want first.", "quiet three days"],
    }
    for part in parts.TITLES:
        page = browser.get(record(opening, part)).content.decode()
        for words in said[part]:
            assert words in page, (part, words)
        for words in (
            "Shouts.",
            "A hypothesis.",
            "Too hasty?",
            "Room 2",
            "steady, funny",
            "unsaved",
        ):
            assert words not in page, (part, words)


def test_SEC_34_a_no_to_calling_somebody_stands_above_their_number(
    told, opening, as_user, omar, ines, marisol
):
    browser, no = as_user(omar), "The client said no to calling somebody"
    assert no not in browser.get(record(opening)).content.decode()
    care.answer_consent(
        course=reading.courses(marisol)[0], kind="emergency_contact", given=False, how="said",
        by=ines, text_version="1",
    )  # fmt: skip
    page = browser.get(record(opening)).content.decode()
    assert page.index(no) < page.index("0800")


@pytest.mark.parametrize("intent", ["yes", "no"])
def test_SEC_34_a_screen_judged_lower_than_its_answers_asks_for_care(course, ines, intent):
    story.screen(course, ines, answers={"intent": intent})
    [row] = [pages.screen_row(each) for each in screens(course, ines)]
    assert parts_safety._screen(row).alarm is (intent == "yes")


def test_PRIV_02_SEC_34_a_name_that_the_client_keeps_is_kept_here_too(
    told, opening, as_user, omar, marisol
):
    person = Person.objects.filter(client=marisol).first()
    person.display_name = "Sunday"
    person.save()
    page = as_user(omar).get(record(opening, "timeline")).content.decode()
    assert "A quarrel about Sunday chores" in page
    inventory.hide_name(person=person, stand_in="my housemate", by=marisol.user)
    page = as_user(omar).get(record(opening, "timeline")).content.decode()
    assert "Sunday" not in page and "A quarrel about my housemate chores" in page


def test_SEC_34_it_ends_by_itself_after_sixty_minutes(at, told, as_user, omar, marisol, owner):
    with at(cast.WEDNESDAY):
        opening = actions.start(opener=omar, name=marisol.name, reason=REASON, id=story.new_id())
        browser = as_user(omar)
    with at(cast.WEDNESDAY + LASTS - timedelta(seconds=1)):
        assert browser.get(record(opening)).status_code == 200
    with at(cast.WEDNESDAY + LASTS):
        answer = browser.get(record(opening))
        assert answer.status_code == 302 and answer.headers["Location"] == reverse("glass:start")
        with access.under_glass(opening.pk):
            assert not SafetyPlan.objects.for_user(omar).exists()


def test_SEC_34_REL_11_a_clock_set_back_opens_nothing_again(at, told, as_user, omar, marisol):
    with at(cast.WEDNESDAY):
        opening = actions.start(opener=omar, name=marisol.name, reason=REASON, id=story.new_id())
    with at(cast.WEDNESDAY - timedelta(hours=1)):
        assert not Opening.objects.get(pk=opening.pk).runs


def test_SEC_34_a_second_opening_begins_a_new_hour(at, omar, marisol):
    with at(cast.WEDNESDAY):
        first = actions.start(opener=omar, name=marisol.name, reason=REASON, id=story.new_id())
    with at(cast.WEDNESDAY + LASTS):
        second = actions.start(opener=omar, name=marisol.name, reason=REASON, id=story.new_id())
    assert first.pk != second.pk


def test_SEC_34_the_reader_ends_it_by_hand(told, opening, as_user, omar):
    browser = as_user(omar)
    assert browser.get(record(opening)).status_code == 200
    browser.post(reverse("glass:end", args=[opening.pk]))
    assert browser.get(record(opening)).status_code == 302
    assert Opening.objects.get(pk=opening.pk).ended_by == omar


def test_SEC_07_SEC_34_an_administrator_ends_it_for_the_next_request(
    told, opening, as_user, omar, owner
):
    browser = as_user(omar)
    assert browser.get(record(opening)).status_code == 200
    as_user(owner).post(reverse("glass:stop", args=[opening.pk]))
    assert browser.get(record(opening)).status_code == 302


@pytest.mark.parametrize("leave", ["role", "account"])
def test_SEC_07_SEC_34_who_loses_the_role_reads_no_more(told, opening, as_user, omar, leave, owner):
    browser = as_user(omar)
    assert browser.get(record(opening)).status_code == 200
    if leave == "role":
        end_role(user=omar, role="therapist", by=owner)
    else:
        disable(user=omar, by=owner)
    assert browser.get(record(opening)).status_code in (302, 404)
    with access.under_glass(opening.pk):
        omar = type(omar).objects.get(pk=omar.pk)
        assert not SafetyPlan.objects.for_user(omar).exists()


def test_SEC_34_an_opening_opens_nothing_to_anybody_else(
    told, opening, as_user, kwame, ines, owner
):
    for user in (kwame, ines, owner):
        assert as_user(user).get(record(opening)).status_code == 404
        assert as_user(user).post(reverse("glass:end", args=[opening.pk])).status_code == 404
    with access.under_glass(opening.pk):
        assert not SafetyPlan.objects.for_user(kwame).exists()
    assert Opening.objects.get(pk=opening.pk).runs


def test_SEC_34_nothing_is_open_outside_the_pages_of_break_glass(told, opening, omar):
    assert not SafetyPlan.objects.for_user(omar).exists()
    with access.under_glass(opening.pk):
        assert SafetyPlan.objects.for_user(omar).exists()
    assert not SafetyPlan.objects.for_user(omar).exists()


def test_SEC_34_reading_only(told, opening, omar):
    with access.under_glass(opening.pk):
        for letter in "CUDSX":
            assert not SafetyPlan.objects.for_user(omar, letter).exists()


def test_SEC_32_SEC_34_each_reading_is_in_the_audit_with_the_code(told, opening, as_user, omar):
    browser = as_user(omar)
    for part in parts.TITLES:
        browser.get(record(opening, part))
    events = AuditEvent.objects.filter(action__startswith="opened.glass_")
    assert {event.action for event in events} == {f"opened.glass_{part}" for part in parts.TITLES}
    for event in events:
        assert event.reason == f"glass {opening.pk}"
        assert (event.actor_id, event.client_id) == (omar.pk, opening.client_id)


def test_SEC_34_who_becomes_the_therapist_goes_on_the_usual_way(
    told, opening, as_user, omar, marisol, owner
):
    assign(client=marisol, therapist=omar, by=owner)
    assert as_user(omar).get(reverse("desk:course", args=[told["course_id"]])).status_code == 200


def test_SEC_34_an_unknown_part_is_absent(opening, as_user, omar):
    assert as_user(omar).get(record(opening, "diary")).status_code == 404
