"""The beginning at a glance: what is for now, what comes later, each with its page."""

from django.urls import reverse

from tests.support import story
from tests.support.walk import Walk


def test_in_the_first_conversation_the_gates_say_what_they_hold(course, ines):
    desk = Walk(ines).open(f"/courses/{course.pk}/")
    assert desk.sees("needed before the treatment begins", "needed before the middle phase")
    assert desk.sees("needed before sessions count", "Later in the beginning")
    assert "nothing goes on without it" not in desk.text


def test_the_enquiry_is_never_still_to_do(course, ines):
    desk = Walk(ines).open(f"/courses/{course.pk}/")
    assert "Done : Enquiry" not in desk.text and desk.sees("There already", "Enquiry there")


def test_each_task_of_the_first_conversation_leads_to_its_page(course, ines):
    page = Walk(ines).open(f"/courses/{course.pk}/").page
    for step in ("brings", "people", "hopes"):
        assert page.links_to(reverse("intake:consultation_step", args=[course.pk, step]))
    assert page.links_to(reverse("checkins:schedule", args=[course.pk]))


def test_once_treatment_has_begun_its_tasks_are_for_now(course, ines):
    story.begin(course, ines)
    desk = Walk(ines).open(f"/courses/{course.pk}/")
    assert "Later in the beginning" not in desk.text
    assert desk.sees("Symptoms reviewed together still to do")
