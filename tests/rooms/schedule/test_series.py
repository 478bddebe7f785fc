from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kith.schedule import actions, times
from kith.schedule.models import Appointment, Series

from .underway import FIRST, LONDON, again, fresh, held, london, meet


def weekly(course, ines, zone=LONDON, at=time(15), from_on=date(2026, 3, 4), count=6, **more):
    return actions.plan_series(
        course=course,
        therapist=ines,
        by=ines,
        id=fresh(),
        weekday=from_on.weekday(),
        at=at,
        zone=zone,
        from_on=from_on,
        count=count,
        **more,
    )


ZONES = [
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Pacific/Auckland",
    "Asia/Beirut",
]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("start", [date(2026, 2, 4), date(2026, 9, 2)])
def test_REL_09_a_weekly_series_keeps_its_hour_when_the_clocks_change(course, ines, zone, start):
    weekly(course, ines, zone=zone, from_on=start, count=14)

    meetings = list(Appointment.objects.order_by("on"))
    local = [m.starts_at.astimezone(ZoneInfo(zone)) for m in meetings]
    assert len({moment.utcoffset() for moment in local}) == 2, "no change of clocks in between"
    assert {moment.time() for moment in local} == {time(15)}
    assert [moment.date() for moment in local] == [m.on for m in meetings]


def test_REL_09_an_hour_that_does_not_exist_is_the_moment_after_the_jump():
    # 29 March 2026, London: 01:00 becomes 02:00; there is no 01:30
    assert times.moment(date(2026, 3, 29), time(1, 30), LONDON) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )


def test_REL_09_an_hour_that_comes_twice_is_the_first_of_the_two():
    # 25 October 2026, London: 02:00 becomes 01:00; 01:30 comes twice
    assert times.moment(date(2026, 10, 25), time(1, 30), LONDON) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_REL_09_a_series_crosses_the_29th_of_february():
    days = times.days_of_series(date(2028, 2, 22), 1, 7, count=3)

    assert days == [date(2028, 2, 22), date(2028, 2, 29), date(2028, 3, 7)]


def test_a_series_ends_on_a_day_or_after_a_number():
    until = times.days_of_series(date(2026, 3, 1), 1, 14, until=date(2026, 4, 8))
    count = times.days_of_series(date(2026, 3, 1), 1, 14, count=2)

    assert until == [date(2026, 3, 3), date(2026, 3, 17), date(2026, 3, 31)]
    assert count == until[:2]


def test_moving_one_meeting_moves_no_other(course, ines):
    weekly(course, ines)
    first, *others = Appointment.objects.order_by("on")
    before = [m.starts_at for m in others]

    actions.move(meeting=first, on=date(2026, 3, 5), at=time(10), version=1, by=ines)

    assert again(first).starts_at == london(2026, 3, 5, 10)
    assert [again(m).starts_at for m in others] == before
    assert Series.objects.get().at == time(15)


def test_S8_a_series_never_grows_beyond_the_agreement(counted, ines):
    held(counted, ines, on=FIRST)

    with pytest.raises(actions.MoreThanAgreed) as refusal:
        weekly(counted, ines, from_on=date(2026, 3, 17), count=14)

    assert refusal.value.left == 13
    assert Appointment.objects.count() == 1


def test_S8_sessions_left_are_planned_in_one_go(counted, ines):
    weekly(counted, ines, from_on=FIRST, count=14)

    assert Appointment.objects.filter(state="planned").count() == 14


def test_a_series_meets_a_booked_hour_and_nothing_of_it_is_planned(course, aoife, ines):
    from kith.care.actions import open_course

    other = open_course(client=aoife, therapist=ines, by=ines)
    meet(other, ines, on=date(2026, 3, 18), at=time(15, 30))

    with pytest.raises(actions.DoubleBooked):
        weekly(course, ines)

    assert Appointment.objects.filter(course=course).count() == 0


def test_REL_05_the_same_series_sent_twice_is_planned_once(as_user, counted, ines):
    page = {
        "form_key": "a7a0dd0e-3b2e-4a27-8d14-2f4b8d2d5a11",
        "from_on": "2026-03-10",
        "weekday": "1",
        "at": "17:00",
        "every_days": "7",
        "count": "3",
        "minutes": "50",
        "mode": "in_person",
        "place": "Room 2",
    }
    browser = as_user(ines)
    answers = [browser.post(f"/courses/{counted.pk}/meetings/", page) for _ in range(2)]

    assert [a.status_code for a in answers] == [302, 302]
    assert Appointment.objects.count() == 3


def test_the_page_says_how_many_the_agreement_leaves(as_user, counted, ines):
    page = {
        "form_key": "a7a0dd0e-3b2e-4a27-8d14-2f4b8d2d5a11",
        "from_on": "2026-03-10",
        "weekday": "1",
        "at": "17:00",
        "every_days": "7",
        "count": "30",
        "minutes": "50",
        "mode": "in_person",
        "place": "Room 2",
    }
    answer = as_user(ines).post(f"/courses/{counted.pk}/meetings/", page)

    assert answer.status_code == 422
    assert b"14 sessions left to plan" in answer.content
    assert b"Room 2" in answer.content
