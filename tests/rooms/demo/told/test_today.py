"""Today looks like a day of work, and nothing of the past goes out."""

from kith import clock
from kith.intake.models import Enquiry
from kith.notes import reading as notes
from kith.post import tick
from kith.post.models import Letter
from kith.schedule import reading as schedule


def test_today_has_been_and_is_still_ahead(demo):
    day = [(m.client.name.split()[0], m.state) for m in schedule.today(demo.ines)]
    assert day == [
        ("Samir", "held"),
        ("Jo", "did_not_attend"),
        ("Maya", "planned"),
        ("Hasan", "planned"),
    ]


def test_a_note_of_today_is_owed(demo):
    assert [m.client.name for m in notes.owed(demo.ines)] == ["Samir Dahmani"]


def test_three_have_asked_and_wait(demo):
    assert Enquiry.objects.filter(state="waiting").count() == 3


def test_after_the_told_past_the_tick_is_calm(demo, mailoutbox):
    assert not Letter.objects.filter(state="waiting", not_before__lte=clock.now()).exists()
    tick.run()
    assert len(mailoutbox) <= 2
