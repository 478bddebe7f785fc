from datetime import timedelta

import pytest

from kith import clock
from kith.care.actions import stop_everything
from kith.care.models import Course
from kith.checkins.models import Checkin
from kith.ending import actions, afterwards, due, reading
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


def answered(course, by, on, total):
    from kith.checkins.actions import enter

    values = [min(3, max(0, total - 3 * n)) for n in range(8)] + [0]
    answers = {f"phq9-{n}": value for n, value in enumerate(values, 1)}
    with clock.frozen(london(on.year, on.month, on.day, 11)):
        enter(course=course, on=on, measure="phq-9", answers=answers, source="paper", by=by)


@pytest.fixture
def well(counted, ines):
    """Completed on its last day with a PHQ-9 of 6."""
    held(counted, ines)
    answered(counted, ines, FIRST, 6)
    with clock.frozen(london(2026, 3, 11, 10)):
        actions.set_follow_ups(course=counted, by=ines, days=DAYS)
        actions.close(course=counted, by=ines, reason="completed")
    return Course.objects.get(pk=counted.pk)


AFTER = DAYS["weeks_4_6"]
NAME = "Marisol Quintero-Hale"


def pages(as_user, person, day):
    with clock.frozen(london(day.year, day.month, day.day, 12)):
        browser = as_user(person)
        return [browser.get(address).content.decode() for address in ("/today/", "/caseload/")]


@pytest.mark.parametrize(("total", "tells"), [(12, True), (11, False), (9, False)])
def test_S81_answers_well_above_those_at_the_end_ask_for_a_call_until_somebody_looked(
    as_user, well, ines, total, tells
):
    answered(well, ines, AFTER, total)
    said = f"PHQ-9 {total} at the follow-up, 6 at the end. Please call."
    for page in pages(as_user, ines, AFTER):
        assert (said in page) is tells
    if not tells:
        return
    address, row = f"/courses/{well.pk}/ending/follow-ups/", FollowUp.objects.get(name="weeks_4_6")
    with clock.frozen(london(2026, 4, 8, 12)):
        assert "I have been in touch" in as_user(ines).get(address).content.decode()
        assert as_user(ines).post(address, {"looked": "nonsense"}).status_code == 404
        assert as_user(ines).post(address, {"looked": row.pk}).status_code == 302
    row.refresh_from_db()
    assert row.looked_by == ines
    for page in pages(as_user, ines, AFTER + timedelta(days=1)):
        assert said not in page and "in touch" not in page


def test_S81_what_was_noted_after_the_answers_counts_as_having_looked(as_user, well, ines):
    answered(well, ines, AFTER, 14)
    row = FollowUp.objects.get(name="weeks_4_6")
    with clock.frozen(london(2026, 4, 8, 12)):
        actions.note_follow_up(follow_up=row, by=ines, version=row.version, events="Called.")
        assert afterwards.to_look_at(ines) == []


def test_S81_a_wish_to_be_called_stands_on_the_first_page_until_somebody_was_in_touch(
    as_user, well, ines
):
    answered(well, ines, AFTER, 6)
    row = FollowUp.objects.get(name="weeks_4_6")
    with clock.frozen(london(2026, 4, 8, 12)):
        row = actions.note_follow_up(
            follow_up=row, by=ines, version=row.version, wants_contact=True
        )
    day = AFTER + timedelta(days=1)
    assert all("would like to be called" in page for page in pages(as_user, ines, day))
    with clock.frozen(london(2026, 4, 9, 12)):
        actions.look_at_follow_up(follow_up=row, by=ines)
    assert not any("would like to be called" in page for page in pages(as_user, ines, day))


def test_S81_a_follow_up_that_nobody_answered_stands_there_from_two_days_on(
    as_user, practice, well, ines, at
):
    run(practice, at, AFTER)
    said = "the follow-up of 7 April 2026 is not answered yet."
    assert not any(said in page for page in pages(as_user, ines, AFTER + timedelta(days=1)))
    assert all(said in page for page in pages(as_user, ines, AFTER + timedelta(days=2)))
    answered(well, ines, AFTER, 6)
    assert not any(said in page for page in pages(as_user, ines, AFTER + timedelta(days=2)))


def test_S81_a_follow_up_of_which_nothing_went_out_is_told(as_user, practice, well, ines, at):
    day = AFTER + timedelta(days=20)
    run(practice, at, day)
    said = "the follow-up of 7 April 2026 passed, and nothing was asked."
    assert all(said in page for page in pages(as_user, ines, day))
    actions.look_at_follow_up(follow_up=FollowUp.objects.get(name="weeks_4_6"), by=ines)
    assert not any(said in page for page in pages(as_user, ines, day))


def test_SEC_08_nobody_else_is_told_of_a_follow_up(as_user, well, ines, omar):
    answered(well, ines, AFTER, 20)
    assert not any(NAME in page for page in pages(as_user, omar, AFTER))
    assert len(afterwards.to_look_at(ines)) == 1 and afterwards.to_look_at(omar) == []


def test_the_follow_ups_take_the_same_queries_however_many_there_are(
    well, ines, practice, django_assert_num_queries
):
    answered(well, ines, AFTER, 20)
    with django_assert_num_queries(2):
        assert len(afterwards.to_look_at(ines)) == 1
    answered(well, ines, DAYS["month_3"], 20)
    with django_assert_num_queries(2):
        assert len(afterwards.to_look_at(ines)) == 2
