"""The letters of a course are listed with one question, however many went out."""

from django.urls import reverse

from kith import clock
from kith.intake import letters
from tests.support import story
from tests.support.growth import asks_no_more


def test_letters_ask_the_same_however_many_there_are(as_user, ines, omar, course):
    def sent(by):
        letter = story.letter(course, by, to_whom="client")
        today = clock.today("Europe/London")
        letters.note_sent(letter=letter, on=today, how=letter.HOW[0][0], by=by)

    def grow():
        for n in range(7):
            sent(omar if n % 2 else ines)
            story.letter(course, omar)

    story.begin(course, ines)
    sent(ines)
    story.letter(course, ines)
    asks_no_more(as_user(ines), reverse("intake:letters", args=[course.pk]), grow)
