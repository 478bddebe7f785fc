from datetime import timedelta

import pytest

from kith.care.actions import stop_everything
from kith.care.models import Course
from kith.checkins.models import Checkin
from kith.ending import actions, due, reading
from kith.ending.models import FollowUp
from tests.rooms.schedule.underway import FIRST, held, london

DAYS = {"weeks_4_6": FIRST + timedelta(days=28), "month_3": FIRST + timedelta(days=91)}


@pytest.fixture
def completed(counted, ines):
    held(counted, ines)
    actions.set_follow_ups(course=counted, by=ines, days=DAYS)
    actions.close(course=counted, by=ines, reason="completed")
    return Course.objects.get(pk=counted.pk)


def run(practice, at, day):
    with at(london(day.year, day.month, day.day, 10)):
        due.run(practice)


def test_S81_the_usual_days_are_proposed_from_the_last_session(as_user, counted, ines):
    held(counted, ines)

    days = reading.usual_follow_ups(counted)

    assert days["weeks_4_6"] == FIRST + timedelta(days=28)
    assert list(days) == ["weeks_4_6", "month_3", "month_6", "month_12"]
    assert b"2026-04-07" in as_user(ines).get(f"/courses/{counted.pk}/ending/follow-ups/").content


def test_S81_a_check_in_goes_out_by_itself_on_its_day(completed, practice, at):
    run(practice, at, DAYS["weeks_4_6"] - timedelta(days=1))
    assert not Checkin.objects.exists()

    for _ in range(2):
        run(practice, at, DAYS["weeks_4_6"])

    assert Checkin.objects.get().for_on == DAYS["weeks_4_6"]
    assert FollowUp.objects.get(name="weeks_4_6").state == "made"
    assert FollowUp.objects.get(name="month_3").state == "planned"


def test_nothing_goes_out_while_everything_is_stopped(completed, practice, ines, at):
    stop_everything(course=completed, reason="complaint", words="", by=ines)

    run(practice, at, DAYS["weeks_4_6"])

    assert not Checkin.objects.exists()


def test_REL_11_a_clock_that_jumps_sends_no_old_follow_ups(completed, practice, at):
    run(practice, at, FIRST + timedelta(days=3650))

    assert not Checkin.objects.exists()
    assert set(FollowUp.objects.values_list("state", flat=True)) == {"passed"}


def test_none_before_the_course_is_completed(counted, practice, ines, at):
    actions.set_follow_ups(course=counted, by=ines, days=DAYS)

    run(practice, at, DAYS["weeks_4_6"])

    assert not Checkin.objects.exists()


def test_a_day_is_changed_or_left_out(as_user, completed, ines):
    address = f"/courses/{completed.pk}/ending/follow-ups/"

    answer = as_user(ines).post(address, {"weeks_4_6": "2026-04-14", "month_3": ""})

    assert answer.status_code == 302
    assert [row.name for row in reading.follow_ups(completed)] == ["weeks_4_6"]
    assert str(FollowUp.objects.get(name="weeks_4_6").on) == "2026-04-14"
    assert as_user(ines).post(address, {"month_3": "soon"}).status_code == 422


def test_what_was_told_at_a_follow_up_is_kept(as_user, completed, ines):
    row = FollowUp.objects.get(name="weeks_4_6")
    page = {
        "follow_up": str(row.pk),
        "version": str(row.version),
        "events": "Devin away three weeks.",
        "plan_used": "yes",
        "used_elsewhere": "With Greer, at work.",
        "wants_contact": "on",
    }
    address = f"/courses/{completed.pk}/ending/follow-ups/"

    assert as_user(ines).post(address, page).status_code == 302
    row.refresh_from_db()
    assert (row.events, row.plan_used, row.wants_contact) == (
        "Devin away three weeks.",
        "yes",
        True,
    )
    assert row.noted_by == ines
    assert as_user(ines).post(address, {**page, "follow_up": "nonsense"}).status_code == 404


def test_REL_06_what_came_of_a_day_saved_elsewhere_is_shown_beside_yours(as_user, completed, ines):
    address = f"/courses/{completed.pk}/ending/follow-ups/"
    row = FollowUp.objects.get(name="weeks_4_6")
    browser = as_user(ines)
    first = {"follow_up": row.pk, "version": row.version, "events": "A new job."}
    assert browser.post(address, first).status_code == 302

    answer = browser.post(address, {**first, "events": "A move."})

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "What has happened since: A new job." in shown
    assert "What has happened since: A move." in shown
    row.refresh_from_db()
    assert row.events == "A new job."
