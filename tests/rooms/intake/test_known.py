"""What is known already lies beside the fit table as a fact; it never rates a row."""

import re

import pytest
from django.urls import reverse

from ipt import conditions as book_conditions
from kith.intake import actions, reading
from kith.intake.models import Fit
from kith.web.once import fresh_key
from tests.support import story
from tests.support.cast import WEDNESDAY

from .test_fit import address, sign  # noqa: F401 address is a fixture


@pytest.fixture
def asked(enquiry, coordinator, ines, at):
    """Somebody who wrote, ticked two statements, and was taken on."""
    with at(WEDNESDAY):
        enquiry.self_check = {"conflict": "yes", "focused": "partly"}
        enquiry.access_needs = "Only after six."
        enquiry.save()
        yield actions.accept(enquiry=enquiry, therapist=ines, by=coordinator, name="Marisol")


def seen(browser, course):
    return browser.get(reverse("intake:fit", args=[course.pk])).content.decode()


def row_of(page, id):
    """The part of the page from a row to the next."""
    parts = re.split(r'id="id_rate_([a-z_]+)_field"', page)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[id]


def test_S46_what_was_said_lies_beside_the_row_it_belongs_to(as_user, ines, asked):
    story.consult(asked, ines)
    story.screen(asked, ines, level="moderate")
    story.answer(asked, WEDNESDAY.date(), phq_9="333322211", gad_7="3222121")
    page = seen(as_user(ines), asked)

    severity = row_of(page, "severity")
    assert "PHQ-9 20 on 4 March 2026." in severity
    assert "PHQ-9 of 20 or more stands in this row under caution." in severity
    assert "judged as: Moderate" in row_of(page, "risk")
    assert "1 answer waits to be read." in row_of(page, "risk")
    assert "Asked alone: no fear" in row_of(page, "safety_at_home")
    assert "Ramipril · 5 mg · 2022" in row_of(page, "medical")
    assert "worse after an argument or tension with someone. Yes." in row_of(
        page, "interpersonal_context"
    )
    assert "Stop living like flatmates." in row_of(page, "motivation_fit")
    assert "Only after six." in row_of(page, "practicalities")


def test_S84_no_rating_is_set_by_a_score(as_user, ines, asked):
    story.screen(asked, ines, level="high", private="positive")
    story.answer(asked, WEDNESDAY.date(), phq_9="333333333", gad_7="3333333")
    page = seen(as_user(ines), asked)
    assert "Asked alone: fear or harm" in row_of(page, "safety_at_home")
    for row in ("severity", "risk", "safety_at_home"):
        assert "checked" not in row_of(page, row)


def test_below_the_line_the_score_stands_alone(as_user, ines, asked):
    story.answer(asked, WEDNESDAY.date(), phq_9="233322200", gad_7="3222121")
    page = seen(as_user(ines), asked)
    assert "PHQ-9 17 on 4 March 2026." in row_of(page, "severity")
    assert "of 20 or more stands" not in row_of(page, "severity")


def test_IPT13_08_nothing_of_it_lies_there_before_it_is_asked(as_user, ines, asked):
    page = seen(as_user(ines), asked)
    assert "Asked alone" not in row_of(page, "safety_at_home")


def test_IPT13_10_each_condition_names_other_help_and_what_may_be_said(as_user, ines, asked):
    page = seen(as_user(ines), asked)
    for condition in book_conditions.conditions():
        assert f'value="{condition.id}"' in page
    assert "Cognitive behavioural therapy" in page
    assert "Do not offer it without medical care." in page
    assert "no diagnosis is stored" in page


def test_the_usual_form_is_shown_with_its_cautions_and_whom_it_is_not_for(as_user, ines, asked):
    page = seen(as_user(ines), asked)
    usual = page.split('id="usual-title"')[1]
    assert "careful" in usual and "not for" in usual


def test_S84_what_they_come_with_is_kept_with_the_judgement(as_user, ines, course, address):  # noqa: F811
    sign(as_user(ines), address, condition="grief")
    fit = Fit.objects.get()
    assert (fit.condition, fit.ratings["dx_match"]) == ("grief", "favours")


def test_no_diagnosis_is_stored_on_the_way_without_one(as_user, ines, course, address):  # noqa: F811
    sign(as_user(ines), address, "self_help_or_wellbeing", closes="on", condition="no_diagnosis")
    fit = Fit.objects.get()
    assert "dx_match" not in fit.ratings and "dx_match" not in fit.notes
    assert fit.ratings == {"safety_at_home": "caution"}


def test_S84_with_medical_care_another_form_may_be_chosen(as_user, ines, course, address):  # noqa: F811
    sign(as_user(ines), address, "ipt_plus_medical", protocol="ipt_grief")
    course.refresh_from_db()
    assert (course.protocol, course.status) == ("ipt_grief", "consultation")


def test_another_outcome_leaves_the_form_as_it_is(as_user, ines, course, address):  # noqa: F811
    sign(as_user(ines), address, "ipt_start", protocol="ipt_grief")
    course.refresh_from_db()
    assert course.protocol == "ipt_standard"


def follow(course, by, outcome):
    story.fit(course, by, outcome)
    return reverse("intake:next", args=[course.pk])


def test_S84_each_step_that_follows_has_its_page_and_says_how_far_it_is(as_user, ines, course):
    page = as_user(ines).get(follow(course, ines, "ipt_plus_medical")).content.decode()
    letters_url = reverse("intake:letters", args=[course.pk])
    for place in (
        reverse("care:contract", args=[course.pk]),
        reverse("people:client", args=[course.client_id]),
        f"{letters_url}?to=gp",
    ):
        assert f'href="{place}"' in page
    assert "not yet" in page
    story.letter(course, ines)
    assert "begun" in as_user(ines).get(reverse("intake:next", args=[course.pk])).content.decode()
    assert 'value="gp" id="id_to_whom_0" checked' in as_user(ines).get(
        f"{letters_url}?to=gp"
    ).content.decode().replace("required ", "")


@pytest.mark.parametrize("outcome", ["more_assessment", "crisis_first"])
def test_S84_a_second_conversation_is_dated_and_to_be_planned(as_user, ines, course, outcome, at):
    with at(WEDNESDAY):
        place = follow(course, ines, outcome)
        page = as_user(ines).get(place).content.decode()
        assert reverse("schedule:series", args=[course.pk]) in page and "not planned yet" in page
        assert (reverse("safety:screen", args=[course.pk]) + '">Follow the crisis' in page) == (
            outcome == "crisis_first"
        )
        story.meet(course, ines, WEDNESDAY.date().replace(day=20), kind="consultation")
        assert "planned for 20 March" in as_user(ines).get(place).content.decode()


def contact(browser, course, **more):
    said = {"form_key": fresh_key(), "on": "2026-03-04", "how": "reached", "words": "Steady."}
    return browser.post(reverse("intake:contact", args=[course.pk]), {**said, **more})


def test_S84_on_the_waiting_list_a_monthly_contact_is_noted(as_user, ines, course, at):
    with at(WEDNESDAY):
        browser, place = as_user(ines), follow(course, ines, "ipt_waitlist")
        assert "by 1 April" in browser.get(place).content.decode()
        assert contact(browser, course).url == place
        assert "Steady." in browser.get(place).content.decode()
    with at(WEDNESDAY.replace(month=4, day=1)):
        assert "A contact is due." in browser.get(place).content.decode()


def test_REL_05_a_contact_is_noted_once_and_a_day_ahead_is_refused(as_user, ines, course, at):
    with at(WEDNESDAY):
        browser, key = as_user(ines), fresh_key()
        follow(course, ines, "ipt_waitlist")
        for _ in range(20):
            assert contact(browser, course, form_key=key).status_code == 302
        assert len(reading.contacts(course, ines)) == 1
        refused = contact(browser, course, form_key=key, words="Other words.")
        assert refused.status_code == 422 and "Other words." in refused.content.decode()
        assert contact(browser, course, on="2026-03-05").status_code == 422


def test_a_contact_that_was_not_reached_leaves_the_day_as_it_is(as_user, ines, course, at):
    with at(WEDNESDAY):
        place = follow(course, ines, "ipt_waitlist")
    with at(WEDNESDAY.replace(day=20)):
        contact(as_user(ines), course, on="2026-03-20", how="not_reached")
        assert "by 1 April" in as_user(ines).get(place).content.decode()


@pytest.mark.parametrize("who", ["omar", "coordinator", "kwame", "marisol"])
def test_SEC_03_nobody_else_notes_a_contact(request, as_user, ines, course, who):
    follow(course, ines, "ipt_waitlist")
    assert contact(as_user(request.getfixturevalue(who)), course).status_code == 404
    assert reading.contacts(course, ines) == []
