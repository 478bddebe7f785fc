"""What becomes of the next meeting of a made-up person, by the state the file gives them."""

from datetime import timedelta

from kith.care import actions as care
from kith.safety import reading as safety
from kith.schedule import actions as schedule

from . import closing, weeks
from .crowd_person import Somebody, sent_only
from .crowd_weeks import draw
from .told import hold, meeting, send_checkin, tap


def no_show_today(t: Somebody, row: dict):
    """Nobody came; the call was made twenty minutes later."""
    yield from weeks.checkin(t, row)
    yield t.begins(row["day"]) + timedelta(minutes=20)
    weeks.missed(t, row["day"], by_client=False, reason="Call made; will come next week.")


def missed_twice(t: Somebody, row: dict):
    """Two weeks in a row nobody came, and the check-ins stay unanswered."""
    for week in (0, 7):
        yield from sent_only(t, row | {"day": row["day"] + week})
        yield t.begins(row["day"] + week) + timedelta(minutes=30)
        weeks.missed(t, row["day"] + week, by_client=False, reason="No answer on the phone.")
    yield from sent_only(t, row | {"day": row["day"] + 14})


def risk_waiting(t: Somebody, row: dict):
    """Sent by hand the evening before; item 9 answered with 2, and nobody has read it yet."""
    day = (t.house.today - t.zero).days
    yield t.at(day - 1, 17, 30)
    sent = send_checkin(t, row["day"], by=t.therapist)
    yield _unread_since(t)
    risky = row["phq-9"]["items"][:8] + "2"
    tap(t, sent, {"phq-9": risky, "gad-7": row["gad-7"]["items"]})


def _unread_since(t: Somebody):
    """A moment from which the time to read it still runs, whatever hour it is."""
    now = t.house.now
    evening = t.at((t.house.today - t.zero).days - 1, 20, 40)
    for minutes in (95, 50, 25, 5):
        moment = now - timedelta(minutes=minutes)
        due = safety.reader(t.again(), moment).due_at
        if moment > evening and due and due > now + timedelta(minutes=30):
            return moment
    return max(evening, now - timedelta(minutes=3))


def last_but_one(t: Somebody, row: dict):
    """The note of last week was signed this morning; that of today is still to be written."""
    yield from weeks.checkin(t, row)
    yield t.at(row["day"], 8, 50)
    earlier = draw(t.said, t.held, row["day"] - 7, t.words)
    weeks.sign(t, meeting(t, row["day"] - 7), earlier, ending=True)
    yield t.begins(row["day"])
    closing.keep_well(
        t,
        {
            "signs": ["Cancelling friends twice", "Awake at four"],
            "ahead": [{"text": "The first winter in the new town"}],
            "if_sign": "Call somebody the same day.",
            "keep_doing": ["Thursday evenings with the neighbours"],
            "threshold": "PHQ-9 of 10 or more for two weeks: call the practice.",
        },
    )
    yield t.ends(row["day"])
    hold(t, row["day"])


def on_hold(t: Somebody, row: dict):
    """A pause is agreed after the last session."""
    yield t.ends(row["day"] - 7) + timedelta(hours=3)
    schedule.cancel_rest(course=t.again(), by=t.therapist)
    care.move(course=t.course, by=t.therapist, status="on_hold", why="Six weeks abroad for work.")


def ended_early(t: Somebody, row: dict):
    yield t.ends(row["day"] - 7) + timedelta(days=1)
    closing.close(t, "client_ended_early", "Feels well enough; may come back.")


LAST = {
    "last_but_one": last_but_one,
    "no_show_today": no_show_today,
    "missed_twice": missed_twice,
    "risk_waiting": risk_waiting,
    "on_hold": on_hold,
    "ended_early": ended_early,
}
