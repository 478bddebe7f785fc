"""Each message goes once, to somebody who wants it, whatever dies on the way (REL-10)."""

import threading
from datetime import datetime, time, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection, transaction

from kith import clock
from kith.care.actions import lift_stop, stop_everything
from kith.people.models import Client, User
from kith.post import actions, tick
from kith.post.models import Letter
from kith.web import tenancy
from tests.support.cast import make_practice, make_staff
from tests.support.disk import on_disk

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=ZoneInfo("Europe/London"))


class Killed(BaseException):
    """The process died here."""


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """Noon on a Wednesday, and no room has anything due."""
    monkeypatch.setattr(tick, "DUE", [])
    with clock.frozen(NOON):
        yield


def wrote(practice, client, kind="plain", event="e1", **more):
    """A letter to a client, in the outbox."""
    return actions.write(
        kind, event=event, practice=practice, client=client, route="web:front", **more
    )


@pytest.fixture
def letter(practice, marisol):
    return wrote(practice, marisol)


def state(letter):
    letter.refresh_from_db()
    return letter.state


def tick_at(minutes):
    with clock.frozen(NOON + timedelta(minutes=minutes)):
        return tick.run()


def test_REL_10_a_letter_goes_once(letter, practice):
    assert actions.send(letter.pk, practice.pk)
    assert not actions.send(letter.pk, practice.pk)
    assert tick_at(60) == 0
    assert [m.to for m in mail.outbox] == [["marisol@example.org"]]
    assert state(letter) == "sent" and letter.attempts == 1


def test_REL_10_one_event_makes_one_letter(letter, practice, marisol):
    again = wrote(practice, marisol)
    assert again.pk == letter.pk
    tick_at(0)
    assert len(mail.outbox) == 1


def test_REL_10_a_deed_that_did_not_happen_sends_nothing(practice, marisol):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        wrote(practice, marisol)
        raise ZeroDivisionError
    tick_at(0)
    assert not mail.outbox and not Letter.objects.exists()


def test_REL_10_killed_before_it_is_taken_it_goes_at_the_next_tick(letter, practice, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(actions, "_take", kill)
        with pytest.raises(Killed):
            actions.send(letter.pk, practice.pk)
    tick_at(0)
    assert len(mail.outbox) == 1


def kill(*args, **kwargs):
    raise Killed


@pytest.mark.parametrize("step", ["message", "send"])
def test_REL_10_killed_before_it_is_sent_it_goes_when_the_lease_ends(
    letter, practice, monkeypatch, step
):
    with monkeypatch.context() as patch:
        if step == "message":
            patch.setattr(actions, "message", kill)
        else:
            patch.setattr(EmailBackend, "send_messages", kill)
        with pytest.raises(Killed):
            actions.send(letter.pk, practice.pk)
    assert state(letter) == "sending"
    assert tick_at(1) == 0
    assert tick_at(2) == 1
    assert tick_at(3) == 0
    assert len(mail.outbox) == 1 and state(letter) == "sent"


def test_REL_10_killed_after_it_was_sent_it_goes_once_more_and_that_shows(
    letter, practice, monkeypatch
):
    """The crash window: the server has it, the row does not know. At least once, and visible."""

    def sent_then_killed(backend, messages):
        mail.outbox.extend(messages)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", sent_then_killed)
        with pytest.raises(Killed):
            actions.send(letter.pk, practice.pk)
    tick_at(2), tick_at(4), tick_at(60)
    assert len(mail.outbox) == 2
    assert state(letter) == "sent" and letter.attempts == 2


def test_REL_10_while_one_worker_has_it_no_other_takes_it(letter, practice, monkeypatch):
    send, nested = EmailBackend.send_messages, []

    def meanwhile(backend, messages):
        nested.append(actions.send(letter.pk, practice.pk))
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", meanwhile)
    assert actions.send(letter.pk, practice.pk)
    assert nested == [False] and len(mail.outbox) == 1


def test_REL_10_eight_workers_send_it_once(transactional_db, tmp_path):
    with on_disk(tmp_path):
        house = make_practice()
        with tenancy.within(house.pk):
            user = make_staff(house, "Ines Halvorsen", "therapist")
            letters = [
                actions.write("plain", event=f"e{n}", practice=house, user=user, route="web:front")
                for n in range(5)
            ]
        went = work_at_once([letter.pk for letter in letters], house.pk, 8)
    assert sorted(went) == [False] * 35 + [True] * 5
    assert len(mail.outbox) == 5


def work_at_once(ids, practice_id, workers):
    start, went = threading.Barrier(workers), []

    def work():
        start.wait()
        try:
            with clock.frozen(NOON):
                went.extend(actions.send(pk, practice_id) for pk in ids)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    return went


def test_REL_10_nothing_goes_to_somebody_who_said_never(letter, practice, marisol):
    Client.objects.filter(pk=marisol.pk).update(may_write=False)
    assert tick_at(0) == 0
    assert not mail.outbox
    assert (state(letter), letter.reason) == ("withheld", "never_write")


def test_REL_10_nothing_goes_for_what_was_cancelled(letter, practice):
    actions.withhold("e1", practice=practice, reason="cancelled")
    assert tick_at(0) == 0 and not mail.outbox
    assert state(letter) == "withheld"


def test_REL_10_what_is_cancelled_while_the_server_fails_is_not_tried_again(
    letter, practice, monkeypatch
):
    def fails(backend, messages):
        actions.withhold("e1", practice=practice, reason="cancelled")
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", fails)
        tick_at(0)
    assert tick_at(600) == 0 and not mail.outbox
    assert state(letter) == "withheld"


def test_REL_10_nothing_goes_while_everything_is_stopped(letter, practice, course, marisol, ines):
    stop = stop_everything(course=course, reason="danger", words="", by=ines)
    wrote(practice, marisol, event="e2")
    tick_at(0)
    assert not mail.outbox
    assert set(Letter.objects.values_list("state", "reason")) == {("withheld", "stopped")}
    lift_stop(stop=stop, because="all is well", by=ines)
    tick_at(600)
    assert not mail.outbox


def test_REL_10_nothing_goes_to_a_closed_account(practice, ines):
    letter = actions.write("plain", event="e1", practice=practice, user=ines, route="web:front")
    User.objects.filter(pk=ines.pk).update(is_active=False)
    assert tick_at(0) == 0 and not mail.outbox
    assert (state(letter), letter.reason) == ("withheld", "account_closed")


def test_REL_10_nothing_goes_to_somebody_without_an_address(practice, teodor):
    letter = wrote(practice, teodor)
    assert tick_at(0) == 0
    assert (state(letter), letter.reason) == ("withheld", "no_address")


def test_REL_10_a_letter_for_later_waits_even_when_a_job_asks(practice, marisol):
    later = NOON + timedelta(days=3)
    letter = wrote(practice, marisol, not_before=later)
    assert not actions.send(letter.pk, practice.pk)
    assert tick_at(60) == 0
    assert tick_at(3 * 24 * 60) == 1


def test_REL_10_the_job_of_the_deed_sends_it_before_any_tick(transactional_db, tmp_path):
    with on_disk(tmp_path):
        house = make_practice()
        with tenancy.within(house.pk):
            user = make_staff(house, "Ines Halvorsen", "therapist")
            actions.write("plain", event="e1", practice=house, user=user, route="web:front")
        call_command("db_worker", batch=True, verbosity=0, startup_delay=False, reload=False)
    assert len(mail.outbox) == 1


def down(backend, messages):
    tries.append(1)
    raise ConnectionRefusedError


tries = []


def test_REL_10_a_mail_server_down_for_a_day_loses_nothing_and_meets_no_storm(
    practice, marisol, monkeypatch
):
    tries.clear()
    for n in range(20):
        wrote(practice, marisol, event=f"e{n}")
    minutes = range(0, 24 * 60, 15)
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", down)
        for minute in minutes:
            tick_at(minute)
    assert len(tries) <= len(minutes)  # one try a tick, not one a letter
    assert not Letter.objects.exclude(state="waiting").exists()
    for minute in range(24 * 60, 29 * 60, 60):
        tick_at(minute)
    assert len(mail.outbox) == 20
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}


def test_REL_10_a_failing_letter_is_tried_ever_more_rarely_and_then_given_up(
    letter, practice, monkeypatch
):
    monkeypatch.setattr(EmailBackend, "send_messages", down)
    tries.clear()
    minutes = [0]
    while state(letter) == "waiting":
        minutes.append((letter.not_before - NOON) // timedelta(minutes=1))
        tick_at(minutes[-1] - 1)  # too early: nothing is tried
        tick_at(minutes[-1])
        assert len(tries) == len(minutes) - 1
    gaps = [later - before for before, later in zip(minutes[1:], minutes[2:], strict=False)]
    assert gaps[:5] == [1, 5, 15, 60, 240] and set(gaps[5:]) == {240}
    assert len(tries) == actions.MOST_TRIES
    assert state(letter) == "given_up" and letter.reason == "ConnectionRefusedError"


@pytest.mark.parametrize(
    "refusal", [SMTPRecipientsRefused({"x": (550, b"no such user")}), SMTPDataError(554, b"no")]
)
def test_REL_10_a_mailbox_that_is_refused_does_not_hold_up_the_others(
    practice, marisol, aoife, monkeypatch, refusal
):
    send = EmailBackend.send_messages

    def picky(backend, messages):
        if messages[0].to == ["marisol@example.org"]:
            raise refusal
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", picky)
    for who in (marisol, aoife):
        wrote(practice, who, event=f"e{who.pk}")
    assert tick_at(0) == 1
    assert [m.to for m in mail.outbox] == [["aoife@example.org"]]


def test_REL_10_a_letter_that_cannot_be_written_does_not_hold_up_the_others(
    practice, marisol, aoife, monkeypatch
):
    make = actions.message

    def broken(letter):
        if letter.client_id == marisol.pk:
            raise ValueError("no template")
        return make(letter)

    monkeypatch.setattr(actions, "message", broken)
    for who in (marisol, aoife):
        wrote(practice, who, event=f"e{who.pk}")
    assert tick_at(0) == 1
    held = Letter.objects.get(client=marisol)
    assert (held.state, held.attempts) == ("waiting", 1)


def test_REL_10_the_trouble_of_one_room_stops_neither_the_others_nor_the_letters(
    letter, monkeypatch
):
    ran = []

    def work(path):
        def trouble(practice):
            raise ZeroDivisionError

        return trouble if path == "a" else ran.append

    monkeypatch.setattr(tick, "DUE", ["a", "b"])
    monkeypatch.setattr(tick, "import_string", work)
    assert tick_at(0) == 1
    assert len(ran) == 1


@pytest.mark.parametrize(
    "zone, start, end, goes_at",
    [
        ("Europe/London", None, None, "12:00"),
        ("Europe/London", time(9), time(17), "12:00"),
        ("Europe/London", time(18), time(20), "18:00"),
        ("Europe/London", time(18), None, "18:00"),
        ("Europe/London", time(9), time(11), "+1 09:00"),
        ("Europe/London", None, time(11), "+1 00:00"),
        ("Europe/London", time(22), time(13), "12:00"),
        ("Europe/London", time(22), time(6), "22:00"),
        ("America/New_York", time(9), time(17), "14:00"),  # seven in the morning there
        ("Pacific/Auckland", time(8), time(21), "19:00"),  # one at night there
    ],
)
def test_PRIV_05_letters_keep_the_hours_that_the_client_chose(
    practice, marisol, zone, start, end, goes_at
):
    Client.objects.filter(pk=marisol.pk).update(time_zone=zone, write_from=start, write_until=end)
    marisol.refresh_from_db()
    letter = wrote(practice, marisol)
    london = letter.not_before.astimezone(NOON.tzinfo)
    days = (london.date() - NOON.date()).days
    assert f"{'+1 ' * days}{london:%H:%M}" == goes_at


def test_PRIV_05_hours_chosen_after_the_letter_was_written_are_kept_too(letter, practice, marisol):
    Client.objects.filter(pk=marisol.pk).update(write_from=time(18), write_until=time(20))
    assert tick_at(0) == 0
    assert tick_at(5 * 60) == 0
    assert tick_at(6 * 60) == 1


def test_PRIV_05_what_the_person_asked_for_just_now_does_not_wait(practice, marisol):
    hours = {"write_from": time(18), "write_until": time(20)}
    Client.objects.filter(pk=marisol.pk).update(may_write=False, **hours)
    marisol.refresh_from_db()
    wrote(practice, marisol, kind="own_request")
    assert tick_at(0) == 1


def test_REL_10_how_many_wait_and_how_long_can_be_asked(letter):
    with clock.frozen(NOON + timedelta(minutes=90)):
        assert tick.waiting_letters() == (1, 90)
    tick_at(0)
    assert tick.waiting_letters() == (0, 0)
