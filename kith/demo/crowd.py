"""A caseload of made-up people in all phases and states, each told from the first words on.

Who they are stands in `cast/crowd.toml`; what their weeks hold is drawn with a fixed seed, so the
same day makes the same demo.
"""

import random
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from kith.care import actions as care
from kith.safety import reading as safety
from kith.schedule import actions as schedule

from . import beginning, closing, middle, weeks
from .cases import read
from .crowd_weeks import draw, life
from .house import House
from .told import Told, book, hold, meeting, send_checkin, series, tap, type_in

HOURS = (9, 10, 14, 15, 16, 8)
ON_SCREEN = 2  # the last so many weeks are answered item by item, the earlier ones on paper


@dataclass
class Somebody(Told):
    """A story of the crowd, with what the file says of the person."""

    said: dict = field(default_factory=dict)
    words: dict = field(default_factory=dict)

    @property
    def held(self) -> int:
        return self.said.get("held", 0)

    @property
    def state(self) -> str:
        return self.said["state"]


def stories(house: House, people: int | None = None) -> list:
    """Everybody's story; `people`: how many of the crowd, None for all."""
    book_ = read("crowd")
    told = [_asks(house, row) for row in book_["enquiries"][:people]]
    free = {key: _free_hours(house.today) for key in ("therapist", "second")}
    for row in book_["people"][:people]:
        with_ = row.get("with", "therapist")
        day, start = _next(house, row, free[with_])
        zero = day - timedelta(days=7 * (row.get("held", 0) + _weeks_missed(row)))
        if row["state"] == "maintenance":
            zero -= timedelta(days=MAINTAINED)
        t = Somebody(house, row["key"], zero, house.staff[with_], start, said=row)
        t.words = life(row, book_, random.Random(row["key"]))
        told.append(TELL.get(row["state"], running)(t))
    return told


def _free_hours(today: date) -> list:
    """Hours of the coming working days, none of them today."""
    days = [today + timedelta(days=ahead) for ahead in range(1, 7)]
    return [(day, time(hour)) for hour in HOURS for day in days if day.weekday() < 5]


def _next(house, row, free):
    """The day and hour of the next meeting: the one that the file names is today."""
    if "at" in row:
        return house.today, time.fromisoformat(row["at"])
    return free.pop(0)


def _weeks_missed(row) -> int:
    return 2 if row["state"] == "missed_twice" else 0


def _asks(house: House, row: dict):
    """Somebody has asked and waits."""
    t = Told(house, row["key"], house.today, house.ines, time(9))
    yield t.at(-row["days_ago"], 18, 25)
    more = {"urgent": row["urgent"]} if "urgent" in row else {}
    beginning.ask(
        t,
        name=row["name"],
        words=row["words"],
        reach=row["reach"],
        referrer=row.get("referrer", ""),
        **more,
    )


def arrive(t: Somebody, first: int):
    """Asked, taken up, and a first conversation planned."""
    said = t.said
    yield t.at(first - 9, 17, 5)
    enquiry = beginning.ask(
        t, name=said["name"], words=t.words["asks"], reach=f"{said['key']}@demo.invalid"
    )
    yield t.at(first - 7, 12, 30)
    beginning.take_up(
        t,
        enquiry,
        name=said["name"],
        pronouns=said["pronouns"],
        email="" if t.state == "on_paper" else f"{said['key']}@demo.invalid",
        on_paper=t.state == "on_paper",
    )
    book(t, first, kind="consultation", by=t.house.coordinator)


def consultation(t: Somebody, first: int, *, outcome="ipt_start"):
    """The first conversation, signed; where IPT fits now the course begins the same day."""
    yield t.ends(first)
    _baseline(t, first)
    hold(t, first)
    beginning.consult(
        t,
        presenting={"challenges": t.words["asks"]},
        patterns={"key_people": t.words["one"]},
        hopes={"first": t.words["goal"]},
    )
    beginning.screen(t, level="low", rationale="No thoughts of death or self-harm.")
    reasons = t.words["because"]
    beginning.fit(t, outcome=outcome, reasons=reasons, ratings={"dx_match": "favours"})
    if outcome == "ipt_start":
        beginning.consent(t, no=["research", "recording"])
        beginning.begin(t)
        book(t, 0)


def _baseline(t: Somebody, day: int):
    row = draw(t.said, 0, day, t.words)
    for measure in weeks.PHONE:
        type_in(t, day, measure, row[measure]["items"])


def running(t: Somebody):
    """Enquiry, consultation, and one week after the other."""
    yield from arrive(t, -7)
    yield from consultation(t, -7)
    yield from course(t)


def course(t: Somebody):
    """Every session up to the next one, which is told as far as it has come."""
    previous = None
    for number in range(1, t.held + 2):
        row = draw(t.said, number, 7 * (number - 1), t.words)
        yield from one_week(t, row, previous)
        previous = row


def one_week(t: Somebody, row: dict, previous: dict | None):
    number = row["session"]
    old = number <= t.held - ON_SCREEN or t.state == "on_paper"
    if number > t.held and t.state in LAST:
        yield from LAST[t.state](t, row)
        return
    yield from weeks.week(
        t,
        row,
        previous=previous,
        asked=iter(()) if old else _answered(t, row),
        deed=lambda: _deed(t, row, old),
        note={
            "draft": t.state == "draft_kept" and number == t.held,
            "later": t.state == "last_but_one" and number == t.held,
            "ending": number >= _announced(t),
        },
        result=("done", "") if number > 1 and not old else None,
    )


def _answered(t: Somebody, row: dict):
    if t.state == "unanswered" and row["session"] >= t.held:
        return _sent_only(t, row)
    return weeks.checkin(t, row)


def _sent_only(t, row):
    yield t.at(row["day"] - 1, 9)
    send_checkin(t, row["day"])


def _deed(t: Somebody, row: dict, old: bool):
    """What belongs to a session beside its note."""
    number = row["session"]
    if old:
        for measure in weeks.PHONE:
            type_in(t, row["day"], measure, row[measure]["items"])
    if number == 1:
        agree(t)
    if number == 2:
        weeks.add_people(t, t.words["people"])
    if number == 3:
        area = t.said["area"]
        middle.rate(t, {area: 3}, {area: t.words["because"]})
        person = "one" if area in ("dispute", "grief") else ""
        loss = "death_expected" if area == "grief" else ""
        middle.choose(t, area, because=t.words["because"], person=person, loss_type=loss)
        middle.aim(t, t.words["aim"], area)
    if number == 4:
        beginning.middle(t)
    if number == _announced(t):
        last = 7 * (t.said["planned"] - 1)
        closing.announce(t, row["day"], last, "Quiet for a moment. 'Good to know it before.'")


def _announced(t: Somebody) -> int:
    """The session at which the ending is named; beyond all of them where it has not been yet."""
    named = t.state in ("announced", "last_but_one", "maintenance")
    return t.said["planned"] - 4 if named else 99


def agree(t: Somebody):
    """Number of sessions and rhythm agreed in the first session; the series planned from it."""
    beginning.contract(
        t,
        1,
        sessions_planned=t.said["planned"],
        every_days=7,
        minutes=50,
        starts_on=t.zero,
        mode="in_person",
        place="Lindenhof, second floor, room 4",
        fee="60 (demo currency)",
        missed="moved",
        cancel_hours=24,
        contact_between="By phone, on working days. Not for emergencies.",
    )
    t.again()
    series(t, "all", 7, t.said["planned"] - 1)


def no_show_today(t: Somebody, row: dict):
    """Nobody came; the call was made twenty minutes later."""
    yield from weeks.checkin(t, row)
    yield t.begins(row["day"]) + timedelta(minutes=20)
    weeks.missed(t, row["day"], by_client=False, reason="Call made; will come next week.")


def missed_twice(t: Somebody, row: dict):
    """Two weeks in a row nobody came, and the check-ins stay unanswered."""
    for week in (0, 7):
        yield from _sent_only(t, row | {"day": row["day"] + week})
        yield t.begins(row["day"] + week) + timedelta(minutes=30)
        weeks.missed(t, row["day"] + week, by_client=False, reason="No answer on the phone.")
    yield from _sent_only(t, row | {"day": row["day"] + 14})


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


def consultation_today(t: Somebody):
    """A first conversation is planned for today; the baseline was said on the phone."""
    yield from arrive(t, 0)
    yield t.at(-1, 11)
    row = draw(t.said, 0, 0, t.words)
    for measure in weeks.PHONE:
        type_in(t, 0, measure, row[measure]["items"], source="said")
    yield t.ends(0)
    hold(t, 0)


def waiting(t: Somebody):
    """IPT fits; there is no free hour yet."""
    yield from arrive(t, -14)
    yield from consultation(t, -14, outcome="ipt_waitlist")


MAINTAINED = 56


def maintenance(t: Somebody):
    """A course that is over, and two meetings of maintenance."""
    yield from arrive(t, -7)
    yield from consultation(t, -7)
    previous = None
    for number in range(1, t.held + 1):
        row = draw(t.said, number, 7 * (number - 1), t.words)
        yield from one_week(t, row, previous)
        previous = row
    last = 7 * (t.held - 1)
    yield t.ends(last) + timedelta(hours=1)
    closing.close(t)
    yield t.at(last + 2, 11)
    first = last + 35
    closing.maintain(
        t,
        sessions_planned=6,
        every_days=28,
        minutes=45,
        starts_on=t.on(first),
        mode="in_person",
        place="Lindenhof, second floor, room 4",
        reason="A hard winter is ahead.",
    )
    t.minutes = 45
    series(t, "maintenance", first, 6, 28)
    for turn in range(2):
        row = draw(t.said, t.held + 1, first + 28 * turn, t.words)
        del row["gad-7"]
        yield from weeks.week(t, row)


TELL = {
    "consultation_today": consultation_today,
    "waiting": waiting,
    "maintenance": maintenance,
}
