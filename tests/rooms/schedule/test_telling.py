from datetime import time, timedelta

import pytest
from django.core import mail

from kith.care.actions import NotYet, answer_consent, stop_everything, withdraw_consent
from kith.care.models import Consent
from kith.post import tick
from kith.post.actions import write
from kith.post.models import Letter
from kith.schedule import actions
from kith.web import tenancy

from .underway import FIRST, again, london, meet

NOON = london(2026, 3, 9, 12)


KINDS = ["meeting", "meeting_told", "reminder"]


def sent(practice, moment, at):
    """How many letters about meetings have gone out by a moment."""
    with at(moment), tenancy.within(None):
        tick.run()
    with tenancy.within(practice.pk):
        return Letter.objects.filter(kind__in=KINDS, state="sent").count()


def letter(words):
    return next(m for m in mail.outbox if words in m.subject)


def test_REL_10_an_undo_within_minutes_sends_nothing(counted, ines, practice, at):
    meeting = meet(counted, ines)
    with at(NOON):
        meeting = actions.cancel(meeting=meeting, version=1, by=ines)
    with at(NOON + timedelta(minutes=5)):
        actions.undo(meeting=meeting, by=ines)

    assert again(meeting).state == "planned"
    assert sent(practice, NOON + timedelta(hours=1), at) == 0


def test_REL_10_a_cancelled_meeting_is_told_once_ten_minutes_later(counted, ines, practice, at):
    meeting = meet(counted, ines)
    with at(NOON):
        actions.cancel(meeting=meeting, version=1, by=ines)

    assert sent(practice, NOON + timedelta(minutes=5), at) == 0
    assert sent(practice, NOON + timedelta(minutes=11), at) == 1
    assert sent(practice, NOON + timedelta(minutes=12), at) == 1


def test_after_ten_minutes_it_is_too_late_to_undo(counted, ines, at):
    meeting = meet(counted, ines)
    with at(NOON):
        meeting = actions.cancel(meeting=meeting, version=1, by=ines)
    with at(NOON + timedelta(minutes=11)), pytest.raises(NotYet):
        actions.undo(meeting=meeting, by=ines)


def test_a_move_undone_is_back_where_it_was(counted, ines, practice, at):
    meeting = meet(counted, ines)
    before = meeting.starts_at
    with at(NOON):
        meeting = actions.move(
            meeting=meeting, on=FIRST + timedelta(days=1), at=time(9), version=1, by=ines
        )
    with at(NOON + timedelta(minutes=3)):
        actions.undo(meeting=meeting, by=ines)

    assert again(meeting).starts_at == before
    assert sent(practice, NOON + timedelta(hours=1), at) == 0


def test_PRIV_05_the_letter_says_nothing(counted, ines, practice, at):
    meeting = meet(counted, ines, place="Room 2, Lindenhof")
    with at(NOON):
        actions.cancel(meeting=meeting, version=1, by=ines, reason="Ines is ill")
    sent(practice, NOON + timedelta(minutes=11), at)

    told = letter("something has changed")
    words = (told.subject + told.body).casefold()
    for forbidden in ("therap", "session", "ines", "marisol", "room 2", "ill", "mood", "ipt"):
        assert forbidden not in words


def test_the_client_says_they_cannot_come_and_it_is_told_once(
    as_user, counted, ines, marisol, practice, at
):
    meeting = meet(counted, ines)
    browser = as_user(marisol)
    address = f"/my/meetings/{meeting.pk}/cannot-come/"
    with at(NOON):
        answers = [browser.post(address, {"words": "Noor is ill."}) for _ in range(2)]

    assert [a.status_code for a in answers] == [302, 302]
    now = again(meeting)
    assert (now.state, now.cancelled_by, now.reason) == ("cancelled", "client", "Noor is ill.")
    assert Letter.objects.filter(user=ines, state="waiting").count() == 1
    assert sent(practice, NOON + timedelta(minutes=11), at) == 1
    assert letter("your calendar").to == ["ines@lindenhof.example"]


def test_the_client_can_come_after_all(as_user, counted, ines, marisol, practice, at):
    meeting = meet(counted, ines)
    browser = as_user(marisol)
    with at(NOON):
        browser.post(f"/my/meetings/{meeting.pk}/cannot-come/", {"words": ""})
        assert b"I can come after all" in browser.get("/my/meetings/").content
        browser.post(f"/my/meetings/{meeting.pk}/undo/")

    assert again(meeting).state == "planned"
    assert sent(practice, NOON + timedelta(hours=1), at) == 0


def test_the_client_cannot_undo_what_the_therapist_did(as_user, counted, ines, marisol, at):
    meeting = meet(counted, ines)
    with at(NOON):
        actions.cancel(meeting=meeting, version=1, by=ines)
        as_user(marisol).post(f"/my/meetings/{meeting.pk}/undo/")

    assert again(meeting).state == "cancelled"


def test_a_meeting_is_shown_in_the_clients_own_zone(as_user, counted, ines, marisol, at):
    marisol.time_zone = "America/New_York"
    marisol.save()
    meet(counted, ines, at=time(17), place="https://meet.example/room")
    with at(NOON):
        page = as_user(marisol).get("/my/meetings/").content.decode()

    assert "13:00" in page and "America/New_York" in page  # New York is four hours behind then
    assert 'href="https://meet.example/room"' in page


def test_SEC_03_another_client_sees_nothing_of_it(as_user, counted, ines, aoife):
    meeting = meet(counted, ines)

    assert as_user(aoife).get(f"/my/meetings/{meeting.pk}/cannot-come/").status_code == 404
    assert as_user(aoife).post(f"/my/meetings/{meeting.pk}/cannot-come/").status_code == 404
    assert again(meeting).state == "planned"


def test_REL_10_one_reminder_a_day_ahead(counted, ines, practice, at):
    with at(london(2026, 3, 4)):
        meet(counted, ines)

    assert sent(practice, london(2026, 3, 9, 10), at) == 0
    assert sent(practice, london(2026, 3, 9, 17, 30), at) == 1
    assert sent(practice, london(2026, 3, 9, 17, 31), at) == 1


def test_REL_10_no_reminder_for_what_is_cancelled(counted, ines, practice, at):
    with at(london(2026, 3, 4)):
        meeting = meet(counted, ines)
        meeting = actions.cancel(
            meeting=meeting, version=1, by=ines, cancelled_by="client", reason=""
        )

    assert sent(practice, london(2026, 3, 9, 17, 30), at) == 0


def test_no_reminder_without_the_consent_to_messages(counted, ines, practice, at):
    with at(london(2026, 3, 4)):
        meet(counted, ines)
        withdraw_consent(consent=Consent.objects.get(kind="messaging", withdrawn_at=None), by=ines)

    assert sent(practice, london(2026, 3, 9, 17, 30), at) == 0


def test_PRIV_04_no_reminder_while_the_yes_to_treatment_is_taken_back(counted, ines, practice, at):
    treatment = Consent.objects.get(kind="treatment", withdrawn_at=None)
    with at(london(2026, 3, 4)):
        meet(counted, ines)
        withdraw_consent(consent=treatment, by=ines)
    assert sent(practice, london(2026, 3, 9, 17, 30), at) == 0

    with at(london(2026, 3, 9, 17, 40)):
        say_yes(counted, ines)
    assert sent(practice, london(2026, 3, 9, 17, 41), at) == 1


def say_yes(course, by):
    answer_consent(course=course, kind="treatment", given=True, how="said", by=by, text_version="1")


def test_PRIV_04_a_reminder_that_waits_is_taken_back_with_the_yes(counted, ines, practice, at):
    with at(london(2026, 3, 4)):
        meeting = meet(counted, ines)
    event = f"reminder:{meeting.pk}:{meeting.starts_at:%Y%m%d%H%M}"
    with at(london(2026, 3, 9, 17, 30)):
        write("reminder", event=event, practice=practice, client=counted.client, route="home:today")
        treatment = Consent.objects.get(kind="treatment", withdrawn_at=None)
        withdraw_consent(consent=treatment, by=ines)
    assert sent(practice, london(2026, 3, 9, 17, 31), at) == 0
    letter = Letter.objects.get(event=event)
    assert (letter.state, letter.reason) == ("withheld", "paused")
    with at(london(2026, 3, 9, 17, 40)):
        say_yes(counted, ines)
    assert sent(practice, london(2026, 3, 9, 17, 41), at) == 1
    assert sent(practice, london(2026, 3, 9, 17, 42), at) == 1  # and no second one


def test_stop_everything_stops_reminders_too(counted, ines, practice, at):
    with at(london(2026, 3, 4)):
        meet(counted, ines)
        stop_everything(course=counted, reason="danger", words="", by=ines)

    assert sent(practice, london(2026, 3, 9, 17, 30), at) == 0
