"""Teodor's story: after a death, sixteen sessions, then maintenance of his own."""

from . import beginning, closing, lifeline, weeks
from .case import (
    acknowledge,
    agree,
    arrive,
    circle_at_the_end,
    consultation,
    end_review,
    finish,
    focus,
    goals_move,
    told_week,
)
from .told import Told, book, send_checkin, series


def teodor(t: Told, case: dict):
    """Case C: after a death; sixteen sessions, then maintenance of his own."""
    yield from arrive(t, case)
    yield from consultation(t, case)

    def deed(number):
        if number == 2:
            acknowledge(t, case["around"]["first_done"])
        if number == 3:
            weeks.picture(t, "Session 3")
            weeks.add_people(t, case["people"])
            lifeline.tell(t, case)
            agree(t, case)
            series(t, "rest", 21, 13)
        if number == 4:
            acknowledge(t, case["around"]["rise_done"])
            focus(t, case)
            beginning.middle(t)
        if number == 8:
            agree(t, case, 2)
        if number in (8, 11, 14):
            goals_move(t, case, {8: 0.2, 11: 0.6, 14: 0.9}[number])
        if number == 11:
            weeks.picture(t, "Session 11")
            weeks.come_closer(t, "C2", "inner")
        if number == 12:
            closing.announce(t, 84, 112, case["around"]["reaction"])
            weeks.picture(t, "Session 12")
            weeks.come_closer(t, "C3", "middle")
        if number == 13:
            weeks.picture(t, "Session 13")
            weeks.come_closer(t, "C4", "middle")
        if number == 15:
            end_review(t, case)
        if number == 16:
            circle_at_the_end(t, case)
            finish(t, case)

    for row in case["weeks"]:
        number = row["session"]
        yield from told_week(t, case, row, deed=lambda n=number: deed(n))
        if number == 6:
            yield from did_not_come(t, case)
    yield t.at(112, 12, 50)
    closing.close(t)
    yield from maintained(t, case)


def did_not_come(t: Told, case: dict):
    """The wedding day: he stayed away; they spoke on the phone the same day."""
    row = case["missed"][0]
    yield t.at(row["day"] - 1, 9)
    send_checkin(t, row["day"])
    yield t.ends(row["day"])
    weeks.missed(t, row["day"], by_client=False, reason=row["reason"])
    yield t.at(row["day"], 16)
    book(t, case["weeks"][-1]["day"])


def maintained(t: Told, case: dict):
    """Maintenance: a contract of its own, once a month."""
    told, rows = case["maintenance"], case["maintenance_sessions"]
    yield t.at(119, 11)
    closing.maintain(
        t,
        sessions_planned=told["sessions"],
        every_days=told["every_days"],
        minutes=told["minutes"],
        starts_on=t.on(rows[0]["day"]),
        mode="in_person",
        place="Lindenhof, second floor, room 4",
        fee="60 (demo currency)",
        own_words=told["focus"],
        reason="Boat week and the second year-day are ahead.",
    )
    t.minutes = told["minutes"]
    series(t, "maintenance", rows[0]["day"], told["sessions"], told["every_days"])
    for row in rows:
        mood = {"mood": 6, "low": 5, "event": row["note"], "work": told["focus"]}
        mood["practice"] = "choir on Thursday, one warm meal with company"
        yield from weeks.week(t, {**mood, **row})
