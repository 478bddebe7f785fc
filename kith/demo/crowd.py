"""A caseload of made-up people in all phases and states, each told from the first words on.

Who they are stands in `cast/crowd.toml`; what their weeks hold is drawn with a fixed seed, so the
same day makes the same demo.
"""

import random
from collections.abc import Collection
from datetime import date, time, timedelta

from . import beginning, closing, weeks
from .cases import read
from .crowd_person import Somebody, announced, arrive, consultation, deed, sent_only
from .crowd_turns import LAST
from .crowd_weeks import draw, life
from .house import House
from .told import Told, hold, series, type_in

HOURS = (9, 10, 14, 15, 16, 8)
ON_SCREEN = 2  # the last so many weeks are answered item by item, the earlier ones on paper
MAINTAINED = 56  # days


def stories(house: House, people: Collection[str] | None = None) -> list:
    """Everybody's story; `people`: keys of those of the crowd that are wanted, None for all."""
    book_ = read("crowd")
    told = [_asks(house, row) for row in book_["enquiries"]]
    free = {key: _free_hours(house.today) for key in ("therapist", "second")}
    for row in book_["people"]:
        t = _somebody(house, row, free[row.get("with", "therapist")])
        if people is None or t.key in people:
            t.words = life(row, book_, random.Random(t.key))
            told.append(TELL.get(t.state, running)(t))
    return told


def _somebody(house: House, row: dict, free: list) -> Somebody:
    """The person with the day of session 1, counted back from their next meeting."""
    day, start = _next(house, row, free)
    weeks_ago = row.get("held", 0) + _weeks_missed(row)
    since = MAINTAINED if row["state"] == "maintenance" else 0
    zero = day - timedelta(days=7 * weeks_ago + since)
    therapist = house.staff[row.get("with", "therapist")]
    return Somebody(house, row["key"], zero, therapist, start, said=row)


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
        deed=lambda: deed(t, row, old),
        note={
            "draft": t.state == "draft_kept" and number == t.held,
            "later": t.state == "last_but_one" and number == t.held,
            "ending": number >= announced(t),
        },
        result=("done", "") if number > 1 and not old else None,
    )


def _answered(t: Somebody, row: dict):
    if t.state == "unanswered" and row["session"] >= t.held:
        return sent_only(t, row)
    return weeks.checkin(t, row)


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
    yield from consultation(t, -14, outcome="ipt_waitlist", days=28)


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
