from concurrent.futures import ThreadPoolExecutor
from datetime import date, time

import pytest
from django.db import connection

from kith.care.actions import open_course
from kith.schedule import actions
from kith.schedule.models import Appointment
from kith.web import tenancy
from tests.support.cast import make_client, make_practice, make_staff

from .underway import FIRST, LONDON, fresh, london, meet


def test_REL_09_a_therapist_is_never_booked_twice(course, ines):
    meet(course, ines, at=time(15))

    with pytest.raises(actions.DoubleBooked) as refusal:
        meet(course, ines, at=time(15, 30))

    assert refusal.value.at == london(2026, 3, 10, 15)


def test_a_cancelled_hour_is_free_again(course, ines):
    meeting = meet(course, ines)
    actions.cancel(meeting=meeting, version=1, by=ines)

    assert meet(course, ines).state == "planned"


def test_the_page_says_what_stands_in_the_way(as_user, course, ines):
    meet(course, ines, at=time(15))
    page = {
        "form_key": "a7a0dd0e-3b2e-4a27-8d14-2f4b8d2d5a11",
        "kind": "consultation",
        "on": "2026-03-10",
        "at": "15:20",
        "minutes": "50",
        "mode": "video",
        "place": "https://meet.example/room",
    }
    answer = as_user(ines).post(f"/courses/{course.pk}/meetings/new/", page)

    assert answer.status_code == 422
    assert b"another meeting on 10 March 2026 at 15:00" in answer.content
    assert b"https://meet.example/room" in answer.content


@pytest.mark.django_db(transaction=True)
def test_REL_09_many_at_once_book_one_hour_once():
    house = make_practice()
    with tenancy.within(house.pk):
        ines = make_staff(house, "Ines Halvorsen", "therapist")
        client = make_client(house, "Marisol Quintero-Hale", ines, account=False)
        course = open_course(client=client, therapist=ines, by=ines)

    def attempt(_number):
        try:
            with tenancy.within(house.pk):
                meet(course, ines)
            return "booked"
        except actions.DoubleBooked:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as crowd:
        results = list(crowd.map(attempt, range(50)))

    assert results.count("booked") == 1
    assert set(results) == {"booked", "refused"}


def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(as_user, course, ines):
    page = {"form_key": "x", "on": "31-02-2026", "at": "25:00", "minutes": "0", "place": "Here"}

    answer = as_user(ines).post(f"/courses/{course.pk}/meetings/new/", page)

    assert answer.status_code == 422
    assert b"Here" in answer.content
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    "place", ["/courses/{c}/meetings/", "/courses/{c}/meetings/new/", "/meetings/{m}/"]
)
def test_SEC_03_an_outsider_learns_nothing(as_user, omar, course, ines, place):
    meeting = meet(course, ines)
    address = place.format(c=course.pk, m=meeting.pk)

    assert as_user(omar).get(address).status_code == 404
    assert as_user(omar).post(address, {}).status_code == 404


def test_the_outsider_moves_and_undoes_nothing(as_user, omar, course, ines):
    meeting = meet(course, ines)
    for deed in ("move", "undo"):
        page = {"move-on": "2026-03-11", "move-at": "10:00", "move-version": "1"}
        assert as_user(omar).post(f"/meetings/{meeting.pk}/{deed}/", page).status_code == 404
    assert Appointment.objects.get().on == FIRST


def test_a_coordinator_plans_meetings_and_reads_no_reason(as_user, coordinator, course, ines):
    meeting = meet(course, ines, on=date(2026, 3, 3))
    actions.did_not_come(meeting=meeting, version=1, by=ines, reason="She was afraid to go out.")
    page = {
        "form_key": "a7a0dd0e-3b2e-4a27-8d14-2f4b8d2d5a11",
        "kind": "consultation",
        "on": "2026-03-12",
        "at": "10:00",
        "minutes": "60",
        "mode": "in_person",
    }
    browser = as_user(coordinator)

    assert browser.post(f"/courses/{course.pk}/meetings/new/", page).status_code == 302
    shown = browser.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "Marisol" in shown and "afraid" not in shown
    assert browser.get(f"/courses/{course.pk}/meetings/").status_code == 200
    assert browser.get("/calendar/?from=2026-03-12").content.count(b"Marisol") >= 1
    assert Appointment.objects.get(on=date(2026, 3, 12)).therapist == ines


def test_nobody_books_in_the_past_of_another_practice(as_user, other_practice, course, ines):
    with tenancy.within(other_practice.pk):
        stranger = make_staff(other_practice, "Sam Stranger", "therapist", "coordinator")
    meeting = meet(course, ines)

    assert as_user(stranger).get(f"/meetings/{meeting.pk}/").status_code == 404


def test_zones_stay_with_the_meeting(course, ines):
    tokyo = actions.book(
        course=course,
        therapist=ines,
        on=FIRST,
        at=time(17),
        zone="Asia/Tokyo",
        by=ines,
        id=fresh(),
    )

    assert tokyo.starts_at == london(2026, 3, 10, 8)
    assert (tokyo.on, tokyo.at, tokyo.zone) == (FIRST, time(17), "Asia/Tokyo")
    assert LONDON != tokyo.zone
