"""How a course goes on: decided by people, kept with the reason; tasks noted as done."""

from datetime import date

import pytest
from django.urls import reverse

from kith.audit.models import AuditEvent
from kith.care import actions, reading
from kith.care.models import Course, Decision, TaskMark
from kith.web.once import fresh_key


@pytest.fixture
def address(course):
    return reverse("care:decision", args=[course.pk])


@pytest.fixture
def tasks(course):
    return reverse("care:task", args=[course.pk])


def decide(browser, address, **more):
    said = {
        "form_key": fresh_key(),
        "settles": ["review_4"],
        "choice": "consult_supervisor",
        "why": "The focus was agreed only last week.",
        "next_review_on": "2099-05-20",
    }
    return browser.post(address, said | more)


def test_IPT13_14_a_decision_is_kept_with_who_why_and_when_to_look_again(
    as_user, ines, course, address
):
    before = Course.objects.get(pk=course.pk)
    assert decide(as_user(ines), address).status_code == 302
    kept = Decision.objects.get()
    assert (kept.settles, kept.choice, kept.by) == (["review_4"], "consult_supervisor", ines)
    assert kept.why == "The focus was agreed only last week."
    assert reading.decided([course.pk]) == {
        course.pk: ({"review_4": kept.on}, date(2099, 5, 20)),
    }
    assert AuditEvent.objects.filter(action="care.decided").exists()
    after = Course.objects.get(pk=course.pk)
    assert (after.status, after.phase) == (before.status, before.phase)
    page = as_user(ines).get(address).content.decode()
    assert "Decided so far" in page and "Review at session 4" in page.split("Decided so far")[1]
    assert "Ask the supervisor" in page and "The focus was agreed only last week." in page


def test_the_page_ticks_what_the_reminder_was_about(as_user, ines, address):
    page = as_user(ines).get(address + "?about=review_8,worse,%22x").content.decode()
    ticked = [line for line in page.split("<input") if "checked" in line.split(">")[0]]
    assert len(ticked) == 2 and 'value="review_8"' in ticked[0] and 'value="worse"' in ticked[1]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"why": "  "}, "Say why in a sentence."),
        ({"choice": ""}, "Choose how it goes on."),
        ({"choice": "cure"}, "cure"),
        ({"settles": []}, "Say which review this is."),
        ({"next_review_on": "soon"}, "date"),
        ({"next_review_on": "1999-01-01"}, "This day is over."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(as_user, ines, address, wrong, sentence):
    answer = decide(as_user(ines), address, **{"why": "Kept words."} | wrong)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert "why" in wrong or "Kept words." in answer.content.decode()
    assert not Decision.objects.exists()


def test_REL_05_sent_twice_it_is_one_decision(as_user, ines, address):
    key = fresh_key()
    for _ in range(2):
        assert decide(as_user(ines), address, form_key=key).status_code == 302
    assert decide(as_user(ines), address, form_key=key, why="Other.").status_code == 422
    assert Decision.objects.count() == 1


def test_a_later_decision_sets_the_day_to_look_again(ines, course):
    for settles, day in ((["review_4"], date(2026, 4, 1)), (["worse"], None)):
        actions.decide(
            course=course,
            id=fresh_key(),
            by=ines,
            settles=settles,
            choice="more_frequent",
            why="So.",
            next_review_on=day,
        )
    settled, again = reading.decided([course.pk])[course.pk]
    assert set(settled) == {"review_4", "worse"} and again is None


def test_SEC_03_who_does_not_treat_sees_and_decides_nothing(
    as_user, omar, kwame, coordinator, marisol, address, tasks
):
    for user in (omar, kwame, coordinator, marisol.user):
        assert as_user(user).get(address).status_code == 404
        assert decide(as_user(user), address).status_code == 404
        assert as_user(user).post(tasks, {"task": "initial.history"}).status_code == 404
    assert not Decision.objects.exists() and not TaskMark.objects.exists()


def test_a_task_is_noted_as_done_once_a_day_and_taken_back(as_user, ines, course, tasks):
    browser = as_user(ines)
    for _ in range(2):
        assert browser.post(tasks, {"task": "initial.history"}).status_code == 302
    assert list(reading.marks(course)) == ["initial.history"]
    assert AuditEvent.objects.filter(action="care.task_done").count() == 1
    for _ in range(2):
        browser.post(tasks, {"task": "initial.history", "undo": "on"})
    assert reading.marks(course) == {}


def test_a_task_that_the_protocol_does_not_have_is_not_noted(as_user, ines, tasks):
    for task in ("rhythm.diary", "", "x" * 200):
        answer = as_user(ines).post(tasks, {"task": task}, follow=True)
        assert "This protocol has no such task." in answer.content.decode()
    assert not TaskMark.objects.exists()
