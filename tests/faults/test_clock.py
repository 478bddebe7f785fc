"""A clock that jumps: back an hour, forward ten years (REL-11)."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from kith import clock
from kith.audit import chain, heads
from kith.audit import due as audit_due
from kith.care.models import Course
from kith.checkins.models import Checkin
from kith.people import links, sessions
from kith.post import tick
from kith.post.models import Letter
from kith.serving import background
from tests.support import story

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=ZoneInfo("Europe/London"))
HOUR, DECADE = timedelta(hours=1), timedelta(days=3653)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.KITH_DATA = tmp_path
    audit_due._done.clear()


def course_of(client):
    return Course.objects.get(client=client)


def ticked(moment, sure=False):
    with clock.frozen(moment):
        background.tick(sure=sure)
    return len(mail.outbox)


@pytest.fixture
def treated(marisol, aoife, ines):
    """Two people in treatment, with meetings, check-ins and a follow-up ahead."""
    with clock.frozen(NOON - timedelta(days=7)):
        for client, hour in ((marisol, 17), (aoife, 11)):
            story.whole_course(client, ines, hour=datetime.min.time().replace(hour=hour))
    ticked(NOON - timedelta(days=7))
    ticked(NOON)
    mail.outbox.clear()
    return marisol


@pytest.mark.usefixtures("limits_hold")
def test_REL_11_an_hour_back_revives_no_session_that_was_over(practice, ines, as_user):
    with clock.frozen(NOON):
        browser = as_user(ines)
        assert browser.get(reverse("people:account")).status_code == 200
    over = NOON + timedelta(seconds=sessions.STAFF[0] + 60)
    ticked(over)
    with clock.frozen(over - HOUR):
        assert "/sign-in/" in browser.get(reverse("people:account")).headers["Location"]


@pytest.mark.usefixtures("limits_hold")
def test_REL_11_an_hour_back_does_not_end_or_lengthen_what_is_open(practice, ines, as_user):
    with clock.frozen(NOON):
        browser = as_user(ines)
        assert browser.get(reverse("people:account")).status_code == 200
    ticked(NOON + timedelta(minutes=1))
    with clock.frozen(NOON - HOUR):
        assert browser.get(reverse("people:account")).status_code == 200
    idle = timedelta(seconds=sessions.STAFF[0])
    with clock.frozen(NOON - HOUR + idle + timedelta(minutes=1)):
        assert browser.get(reverse("people:account")).status_code == 302


def test_REL_11_an_hour_back_revives_no_link_that_was_over(practice, treated):
    with clock.frozen(NOON):
        token = links.make("checkin", practice=practice, about_id=treated.pk)
    over = NOON + links.LIFE["checkin"] + timedelta(minutes=1)
    ticked(over)
    with clock.frozen(over - HOUR):
        assert not links.works(links.find("checkin", token))


def test_REL_11_an_hour_back_sends_nothing_again_and_the_chain_holds(practice, treated, ines):
    sent = ticked(NOON + timedelta(hours=8))
    before = list(Letter.objects.values_list("event", flat=True)), Checkin.objects.count()
    with clock.frozen(NOON + timedelta(hours=7)):
        story.people(course_of(treated), ines)
    for minutes in range(0, 130, 10):
        assert ticked(NOON + timedelta(hours=7, minutes=minutes)) == sent
    assert (list(Letter.objects.values_list("event", flat=True)), Checkin.objects.count()) == before
    verdict = chain.verify(practice.pk)
    assert verdict.fault == "" and verdict.rows


def test_REL_11_over_midnight_and_back_the_daily_work_is_done_and_stays_true(practice, treated):
    midnight = NOON.replace(hour=0) + timedelta(days=1)
    for minutes in (-30, 30, -29, 31, 32):
        ticked(midnight + timedelta(minutes=minutes))
    written = heads.lines(practice.pk)
    assert {line["fault"] for line in written} == {""}
    assert len(written) <= 8
    assert chain.verify(practice.pk).fault == ""


def test_REL_11_ten_years_forward_nothing_is_done_until_the_clock_is_right(practice, treated):
    before = list(Letter.objects.values_list("event", "state")), Checkin.objects.count()
    link = links.make("checkin", practice=practice, about_id=treated.pk)
    for minutes in range(3):
        with pytest.raises(background.ClockLeapt):
            ticked(NOON + DECADE + timedelta(minutes=minutes))
    assert (list(Letter.objects.values_list("event", "state")), Checkin.objects.count()) == before
    assert not mail.outbox
    ticked(NOON + timedelta(minutes=5))
    assert links.find("checkin", link).revoked_at is None


def test_REL_11_ten_years_forward_and_sure_of_it_nobody_gets_a_heap_of_letters(treated):
    ticked(NOON + DECADE, sure=True)
    per_person = Counter(to for message in mail.outbox for to in message.to)
    assert max(per_person.values(), default=0) <= 2, per_person
    sent = len(mail.outbox)
    assert ticked(NOON + DECADE + timedelta(minutes=1)) == sent


def test_REL_11_what_was_written_in_a_wrong_year_does_not_break_the_chain(practice, treated, ines):
    with clock.frozen(NOON + DECADE):
        story.people(course_of(treated), ines)
        audit_due.run(practice)
    with clock.frozen(NOON):
        story.meet(course_of(treated), ines, on=(NOON + timedelta(days=20)).date())
        audit_due.run(practice)
        assert chain.verify(practice.pk).fault == ""


def test_REL_11_a_session_of_a_wrong_year_does_not_last_ten_years(
    practice, ines, as_user, limits_hold
):
    with clock.frozen(NOON + DECADE):
        browser = as_user(ines)
        assert browser.get(reverse("people:account")).status_code == 200
    with clock.frozen(NOON):
        assert browser.get(reverse("people:account")).status_code == 302


def test_REL_11_letters_wait_no_longer_than_they_should_when_the_clock_comes_back(
    practice, marisol
):
    from kith.post import actions

    with clock.frozen(NOON):
        letter = actions.write(
            "plain", event="e", practice=practice, client=marisol, route="web:front"
        )
    with clock.frozen(NOON + DECADE):
        actions._take(letter.pk)  # leased in a wrong year, then the machine went down
    with clock.frozen(NOON + timedelta(minutes=10)):
        assert tick.run() == 1
