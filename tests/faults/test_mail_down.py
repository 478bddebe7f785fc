"""The mail server is down for a day: nothing is lost, all is on the pages, no storm (REL-18)."""

from collections import Counter
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from kith import clock
from kith.care.models import Course
from kith.post import actions, tick
from kith.post.models import Letter
from kith.serving import doctor, doctor_data
from tests.support import story

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=LONDON)
MANY = 150


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.KITH_DATA = tmp_path


@pytest.fixture
def down(monkeypatch):
    """The times at which the server was tried, and a way to bring it back."""
    tried = []

    def nobody(backend, messages):
        tried.append(clock.now())
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", nobody)
        yield tried, patch.undo


@pytest.fixture
def waiting(practice, ines, marisol):
    """A client in treatment, and very many letters to staff, on a Tuesday morning."""
    with clock.frozen(TUESDAY - timedelta(days=2)):
        story.whole_course(marisol, ines)
        tick.run()
    mail.outbox.clear()
    with clock.frozen(TUESDAY):
        for n in range(MANY):
            actions.write("plain", event=f"e{n}", practice=practice, user=ines, route="web:front")
    return Course.objects.get(client=marisol)


def tick_at(moment):
    with clock.frozen(moment):
        tick.run()


def minutes(start, stop, step=10):
    return [TUESDAY + timedelta(minutes=m) for m in range(start, stop, step)]


def test_REL_18_a_day_without_mail_loses_nothing_shows_all_and_ends_without_a_storm(
    waiting, down, marisol, ines, as_user
):
    tried, back = down
    with clock.frozen(TUESDAY):
        story.checkins.prepare(course=waiting, on=(TUESDAY + timedelta(days=1)).date())
    for moment in minutes(0, 24 * 60):
        tick_at(moment)
    assert len(tried) <= 24 * 6, "one try a tick"
    letters = Letter.objects.filter(state="waiting")
    assert letters.count() >= MANY and not mail.outbox
    assert not Letter.objects.filter(state="given_up").exists()

    with clock.frozen(TUESDAY + timedelta(days=1)):
        home = as_user(marisol).get("/home/")
        assert home.status_code == 200 and "/my/check-in/" in home.content.decode()
        assert "waits to be read" in as_user(ines).get("/today/").content.decode()
        said = [finding.sentence for finding in doctor.run(doctor_data.outbox)]
        assert any("letters should have gone out" in sentence for sentence in said)

    back()
    heaps = []
    for moment in minutes(24 * 60, 30 * 60):
        before = len(mail.outbox)
        tick_at(moment)
        heaps.append(len(mail.outbox) - before)
    assert max(heaps) <= tick.AT_ONCE < MANY
    assert not Letter.objects.filter(state__in=["waiting", "sending"], not_before__lte=moment)
    assert Letter.objects.filter(event__startswith="e", state="sent").count() == MANY
    assert len(mail.outbox) == Letter.objects.filter(state="sent", sent_at__gte=TUESDAY).count()


def test_REL_18_the_pauses_grow_while_it_is_down(practice, ines, down, monkeypatch):
    monkeypatch.setattr(tick, "DUE", [])
    with clock.frozen(TUESDAY):
        actions.write("plain", event="e", practice=practice, user=ines, route="web:front")
    tried, _back = down
    for moment in minutes(0, 24 * 60, 1):
        tick_at(moment)
    gaps = [later - before for before, later in zip(tried, tried[1:], strict=False)]
    assert gaps == sorted(gaps) and gaps[-1] >= timedelta(hours=4)
    assert len(tried) < 12


def test_REL_18_what_happens_meanwhile_is_told_once_when_mail_is_back(waiting, down):
    _tried, back = down
    for moment in minutes(0, 26 * 60, 30):
        tick_at(moment)
    back()
    for moment in minutes(26 * 60, 34 * 60, 30):
        tick_at(moment)
    per_event = Counter(Letter.objects.filter(state="sent").values_list("event", flat=True))
    assert max(per_event.values()) == 1
    assert len(mail.outbox) == len({message.message()["Message-ID"] for message in mail.outbox})


def test_REL_18_a_reminder_that_mail_held_up_past_the_meeting_is_not_sent(
    practice, ines, marisol, waiting, down
):
    _tried, back = down
    meeting = story.meet(waiting, ines, on=(TUESDAY + timedelta(days=3)).date(), at=time(9))
    Letter.objects.filter(event__startswith="e").update(state="withheld")
    day = timedelta(days=1)
    with clock.frozen(meeting.starts_at - day + timedelta(minutes=5)):
        actions.write(
            "reminder",
            event=f"reminder:{meeting.pk}:{meeting.starts_at:%Y%m%d%H%M}",
            practice=practice,
            client=marisol,
            route="schedule:own_meetings",
        )
        tick.run()
    back()
    with clock.frozen(meeting.starts_at + timedelta(hours=4)):
        tick.run()
    reminder = Letter.objects.get(kind="reminder", event__contains=str(meeting.pk))
    assert (reminder.state, reminder.reason) == ("withheld", "past")
