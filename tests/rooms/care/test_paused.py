"""The yes to treatment is taken back: the therapy pauses, and the therapist hears of it."""

import pytest
from django.core import mail
from django.db.models import OuterRef
from django.urls import reverse

from kith.care import actions, consents, reading
from kith.care.models import Course
from kith.post import tick
from kith.post.models import Letter
from kith.web import tenancy

ALARM = "The yes to treatment was taken back"


def say(course, by, given=True, kind="treatment", version="1"):
    return actions.answer_consent(
        course=course, kind=kind, given=given, how="said", by=by, text_version=version
    )


@pytest.fixture
def taken_back(as_user, marisol, course, ines):
    """Marisol said yes, and then no on her own page: one step."""
    say(course, ines)
    answer = as_user(marisol).post(reverse("care:own_consents"), {"consent-treatment": "no"})
    assert answer.status_code == 302
    return course


def shown(as_user, ines, course):
    pages = [reverse("desk:today"), reverse("desk:course", args=[course.pk])]
    return [as_user(ines).get(page).content.decode() for page in pages]


def test_PRIV_04_the_therapist_gets_one_letter_that_says_nothing(taken_back, ines, practice):
    letter = Letter.objects.get(kind="consent_told")
    assert letter.user == ines and letter.client is None
    with tenancy.within(None):
        tick.run()
        tick.run()
    (told,) = [m for m in mail.outbox if m.to == [ines.address]]
    words = (told.subject + told.body).casefold()
    for forbidden in ("therap", "treatment", "consent", "marisol", "yes", "paus"):
        assert forbidden not in words


def test_PRIV_04_it_is_an_alarm_on_the_first_page_and_on_prepare_until_given_again(
    as_user, marisol, ines, taken_back
):
    for page in shown(as_user, ines, taken_back):
        alarm = next(part for part in page.split('class="note alarm"')[1:] if ALARM in part)
        assert reverse("care:consents", args=[taken_back.pk]) in alarm
    assert marisol.name in shown(as_user, ines, taken_back)[0].split(ALARM)[0][-200:]
    say(taken_back, marisol.user)
    assert not any(ALARM in page for page in shown(as_user, ines, taken_back))


def test_PRIV_04_nobody_elses_page_tells_of_it(as_user, omar, taken_back):
    assert ALARM not in as_user(omar).get(reverse("desk:today")).content.decode()


def test_a_therapist_who_notes_it_needs_no_letter(course, ines):
    say(course, ines)
    say(course, ines, given=False)
    assert consents.paused(course)
    assert not Letter.objects.filter(kind="consent_told").exists()


def test_another_consent_pauses_nothing(course, ines, marisol):
    say(course, ines, kind="recording")
    say(course, marisol.user, kind="recording", given=False)
    assert not consents.paused(course)
    assert not Letter.objects.filter(kind="consent_told").exists()


@pytest.mark.parametrize(
    ("said", "pauses"),
    [
        ([], False),
        ([(False, "1")], False),
        ([(True, "1")], False),
        ([(True, "1"), (True, "2")], False),
        ([(True, "1"), (False, "1")], True),
        ([(True, "1"), (False, "1"), (True, "1")], False),
    ],
)
@pytest.mark.parametrize("kind", ["treatment", "assent"])
def test_PRIV_04_what_pauses_is_a_yes_that_stands_no_more(course, ines, said, pauses, kind):
    for given, version in said:
        say(course, ines, given=given, kind=kind, version=version)
    assert consents.paused(course) is pauses
    there = Course.objects.filter(consents.pause(OuterRef("pk")))
    assert list(there) == ([course] if pauses else [])


def test_a_course_that_is_over_is_no_alarm(course, ines):
    say(course, ines)
    say(course, ines, given=False)
    assert list(reading.paused_courses(ines)) == [course]
    actions.move(course=course, by=ines, status="closed")
    assert not reading.paused_courses(ines).exists()
