"""Agreements and consents keep every version, and their pages ask no more for it."""

from datetime import date, timedelta

from django.urls import reverse

from ipt import consents as book_consents
from kith import clock
from kith.care import actions, consents, releases
from tests.support import story
from tests.support.cast import new_id
from tests.support.growth import asks_no_more


def answer_all(course, given, by, version):
    for kind in book_consents.kinds():
        actions.answer_consent(
            course=course, kind=kind, given=given, how="said", by=by, text_version=version
        )


def release(course, by, n):
    said = {"recipient": f"Dr Moss {n}", "purpose": "doctor", "what": "A letter."}
    said["until_on"] = clock.today("Europe/London") + timedelta(days=90)
    text = consents.Texts(course.practice_id).of("treatment")
    return releases.release(course=course, id=new_id(), by=by, how="paper", text=text, **said)


def test_consents_ask_the_same_however_often_they_were_answered(as_user, ines, omar, course):
    def grow():
        for n in range(2, 8):
            answer_all(course, True, omar if n % 2 else ines, str(n))
            answer_all(course, False, ines, str(n))
            one = release(course, omar, n)
            if n % 2:
                releases.take_back(release=one, by=omar)
            there = releases.mark(course=course, because="A programme.", by=omar)
            releases.lift(mark=there, because="Not any more.", by=ines)

    answer_all(course, True, ines, "0")
    answer_all(course, False, omar, "1")
    releases.take_back(release=release(course, ines, 0), by=ines)
    release(course, ines, 1)
    there = releases.mark(course=course, because="A programme.", by=ines)
    releases.lift(mark=there, because="Not any more.", by=ines)
    page = asks_no_more(as_user(ines), reverse("care:consents", args=[course.pk]), grow)
    assert "Dr Moss 6" in page


def test_an_agreement_asks_the_same_however_many_versions_it_has(as_user, ines, omar, course):
    def version(n, by):
        starts_on = date(2026, 3, 10) + timedelta(days=n)
        story.agree(course, by, starts_on=starts_on, place=f"Room {n}", reason="A new room.")

    def grow():
        for n in range(2, 9):
            version(n, omar if n % 2 else ines)

    for n in (0, 1):
        version(n, ines)
    page = asks_no_more(as_user(ines), reverse("care:contract", args=[course.pk]), grow)
    assert "Room 8" in page
