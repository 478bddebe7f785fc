"""The private question: asked alone, kept from every page a partner could read, a stop on acts."""

import pytest
from django.core import mail
from django.urls import reverse

from ipt.safety import stops
from kith.intake import letters
from kith.post import tick
from kith.safety import actions
from kith.web import book
from kith.web.once import fresh_key
from tests.support import pages, story

NOTE = "She sleeps at her sister's when he drinks."


@pytest.fixture
def told(course, ines):
    """Asked alone: fear. With a note for the therapist."""
    story.consult(course, ines)
    story.fit(course, ines)
    actions.record_screen(
        course=course, by=ines, id=fresh_key(), clinician_level="low", rationale="None.",
        private_question="positive", private_answers={"fear": "yes", "control": "yes"},
        safety_note=NOTE,
    )  # fmt: skip
    return course


def test_IPT13_08_the_page_says_only_when_you_are_alone_with_them(as_user, ines, course):
    page = as_user(ines).get(reverse("safety:screen", args=[course.pk])).content.decode()
    assert "Only when you are alone with them" in page
    assert page.index("Only when you are alone") < page.index('name="private_fear"')


@pytest.mark.parametrize("act", stops.acts())
@pytest.mark.parametrize(
    "answer, waits", [("not_asked", True), ("positive", True), ("asked_no_fear", False)]
)
def test_IPT13_08_each_act_waits_until_it_is_asked_and_answered_without_fear(
    course, ines, act, answer, waits
):
    if answer != "not_asked":
        story.screen(course, ines, private=answer)
    assert bool(actions.stop_for(course, act)) is waits


def test_IPT13_08_a_letter_home_is_one_of_the_acts(told, ines):
    assert letters.held_back(told, "client") == book.text("stop.positive")
    story.screen(told, ines, private="not_asked")  # left out later: the answer stands
    assert letters.held_back(told, "client") == book.text("stop.positive")


def own_pages():
    """Addresses of the client's own pages that need no id."""
    names = [name for name in pages.readable() if "own_" in name or name.startswith("home:")]
    found = []
    for name in names:
        if not pages.routes()[name].pattern.converters and name != "home:leave":
            found.append(reverse(name))
    return found


def test_IPT13_08_IPT13_16_no_page_of_the_client_shows_that_it_was_asked(
    as_user, marisol, told, django_capture_on_commit_callbacks
):
    browser = as_user(marisol)
    asked = [book.text(f"private_question.{name}") for name in stops.questions()]
    answers = [book.text(f"private_answer.{each}") for each in ("positive", "asked_no_fear")]
    seen = 0
    for address in own_pages():
        answer = browser.get(address, follow=True)
        page = answer.content.decode()
        seen += answer.status_code == 200
        for words in (NOTE, *asked, *answers, book.text("stop.positive"), "private_question"):
            assert words not in page, (address, words)
    assert seen > 5
    tick.run()
    said = " ".join(f"{letter.subject} {letter.body}" for letter in mail.outbox)
    assert NOTE not in said and not any(words in said for words in asked)


def test_IPT13_08_neither_title_nor_address_names_it(as_user, ines, told):
    place = reverse("safety:screen", args=[told.pk])
    title = as_user(ines).get(place).content.decode().split("<title>")[1].split("</title>")[0]
    for word in ("alone", "fear", "private", "violence"):
        assert word not in title.casefold() and word not in place


@pytest.mark.parametrize("who", ["kwame", "coordinator", "outcomes", "owner", "omar"])
def test_IPT13_16_nobody_but_the_therapists_reads_it(request, as_user, told, who):
    browser = as_user(request.getfixturevalue(who))
    assert browser.get(reverse("safety:screen", args=[told.pk])).status_code == 404
    assert browser.get(reverse("intake:fit", args=[told.pk])).status_code == 404
