"""The caseload: who needs a look first, with the reason in words."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kith import clock
from kith.care import actions as care
from tests.support import cast, story
from tests.support.walk import Walk

LONDON = ZoneInfo("Europe/London")
LATE = datetime(2026, 5, 20, 10, tzinfo=LONDON)
SAD, BETTER = "233322200", "111100000"


@pytest.fixture
def three(practice, ines, at):
    """Ada got better, Bela stayed away twice, Cora answered the risk item."""
    told = {}
    for place, name in enumerate(("Ada", "Bela", "Cora")):
        with at(LATE - timedelta(days=28)):
            client = cast.make_client(practice, f"{name} Example", ines)
            course = care.open_course(client=client, therapist=ines, by=ines)
            story.begin(course, ines)
            story.choose_focus(course, ines)
            story.answer(course, date(2026, 4, 22), phq_9=SAD)
        told[name] = (course, time(8 + place))
    with at(LATE - timedelta(days=1)):
        story.answer(told["Ada"][0], date(2026, 5, 19), phq_9=BETTER)
        story.answer(told["Cora"][0], date(2026, 5, 19), phq_9="233322201")
    with at(LATE):
        for day in (12, 19):
            missed(told["Bela"], date(2026, 5, day), ines)
    return told


def missed(told, day, by):
    from kith.schedule import actions as schedule

    course, hour = told
    meeting = story.meet(course, by, day, hour)
    schedule.did_not_come(meeting=meeting, version=meeting.version, by=by)


def test_an_alarm_comes_first_then_what_is_worth_watching_then_the_rest(three, ines, at):
    with at(LATE):
        page = Walk(ines).open("/caseload/").page
    assert page.comes_before("Cora Example", "Bela Example")
    assert page.comes_before("Bela Example", "Ada Example")
    assert page.sees("3 people, sorted by who needs you first", "Need a look 2")


def test_each_reason_stands_in_words(three, ines, at):
    with at(LATE):
        page = Walk(ines).open("/caseload/").page
    assert page.sees("A concern is waiting to be read", "Risk item answered 1")
    assert page.sees("2 appointments in a row did not take place")
    assert page.sees("PHQ-9: reliably better by 13", "Reliable improvement 1 of 3 with answers")


def test_an_empty_caseload_teaches_what_will_stand_there(omar):
    page = Walk(omar).open("/caseload/").page
    assert page.sees("Nobody is assigned to you yet", "Type in a referral")


def test_a_closed_course_leaves_the_list(three, ines, at):
    from kith.ending import actions as ending

    with at(LATE):
        ending.close(course=three["Ada"][0], by=ines, reason="completed")
        assert "Ada Example" not in Walk(ines).open("/caseload/").text


def test_SEC_08_the_caseload_is_that_of_who_asks(three, omar, coordinator, at):
    with at(LATE):
        assert "Cora" not in Walk(omar).open("/caseload/").text
        Walk(coordinator).open("/caseload/", status=404)


def test_the_lists_ask_as_much_for_twelve_people_as_for_three(full_desk, asked_of, ines):
    places = ["/caseload/", "/today/"]
    full_desk(3)
    few = [asked_of(ines, place) for place in places]
    full_desk(12)
    assert [asked_of(ines, place) for place in places] == few


def test_a_course_and_a_home_ask_as_much_whoever_else_is_there(full_desk, asked_of, ines):
    client, ids = full_desk(3)[0]
    course = f"/courses/{ids['course_id']}/"
    few = asked_of(ines, course), asked_of(client, "/home/")
    full_desk(12)
    assert (asked_of(ines, course), asked_of(client, "/home/")) == few


def test_the_course_page_asks_as_much_after_nine_more_weeks(full_desk, asked_of, ines):
    [(client, ids)] = full_desk(1)
    from kith.care.models import Course

    course = Course.objects.get(pk=ids["course_id"])
    places = [(ines, f"/courses/{course.pk}/"), (client, "/home/"), (client, "/home/course/")]
    today = clock.today(ines.zone)
    for week in range(1, 3):
        story.answer(course, today + timedelta(days=7 * week), phq_9=SAD, gad_7="2222222")
    few = [asked_of(*place) for place in places]
    for week in range(3, 12):
        story.answer(course, today + timedelta(days=7 * week), phq_9=SAD, gad_7="2222222")
        story.meet(course, ines, today + timedelta(days=7 * week), time(20))
    assert [asked_of(*place) for place in places] == few
