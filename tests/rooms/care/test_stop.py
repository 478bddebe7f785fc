from django.urls import reverse

from kith.care import actions
from kith.post.actions import write
from kith.post.models import Letter


def letter(course, event="e1"):
    return write(
        "checkin",
        event=event,
        practice=course.practice,
        client=course.client,
        route="checkins:open",
    )


def test_REL_10_stopping_takes_back_what_waits(as_user, ines, course):
    waiting = letter(course)
    address = reverse("care:stop", args=[course.pk])
    as_user(ines).post(address, {"reason": "danger", "words": "He reads her post."})

    waiting.refresh_from_db()
    assert waiting.state == "withheld"
    assert actions.stopped(course).reason == "danger"


def test_it_is_undone_only_with_a_reason(as_user, ines, course):
    address = reverse("care:stop", args=[course.pk])
    browser = as_user(ines)
    browser.post(address, {"reason": "complaint", "words": ""})
    assert browser.post(address, {"because": "  "}).status_code == 422
    assert actions.stopped(course)
    browser.post(address, {"because": "Settled with the client."})
    assert actions.stopped(course) is None


def test_what_was_taken_back_stays_back(ines, course):
    waiting = letter(course)
    stop = actions.stop_everything(course=course, reason="other", words="", by=ines)
    actions.lift_stop(stop=stop, because="over", by=ines)
    assert Letter.objects.get(pk=waiting.pk).state == "withheld"


def test_SEC_03_an_outsider_cannot_stop_anything(as_user, omar, course):
    address = reverse("care:stop", args=[course.pk])
    assert as_user(omar).post(address, {"reason": "death"}).status_code == 404
    assert actions.stopped(course) is None
