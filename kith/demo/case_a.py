"""Marisol's story: a dispute, fourteen sessions, the first follow-up."""

from . import beginning, closing, lifeline, weeks
from .case import (
    agree,
    arrive,
    circle_at_the_end,
    consultation,
    corrected,
    end_review,
    finish,
    focus,
    goals_move,
    told_week,
)
from .told import Told, book, hold, send_checkin, series, tap


def marisol(t: Told, case: dict):
    """Case A: a dispute; fourteen sessions, one cancelled and moved, the first follow-up."""
    yield from arrive(t, case)
    yield from consultation(t, case)

    def deed(number):
        if number == 2:
            weeks.picture(t, "Session 2")
            weeks.add_people(t, case["people"][:4])
        if number == 3:
            weeks.add_people(t, case["people"][4:])
            lifeline.tell(t, case)
            focus(t, case)
            agree(t, case)
            series(t, "rest", 21, 11)
        if number == 4:
            beginning.middle(t)
            corrected(t, case)
            weeks.picture(t, "Session 4")
            weeks.come_closer(t, "A5", "middle", knows="yes")
        if number in (4, 8, 12):
            goals_move(t, case, {4: 0.1, 8: 0.3, 12: 0.9}[number])
        if number == 10:
            closing.announce(t, 70, 98, case["around"]["reaction"])
        if number == 13:
            end_review(t, case)
        if number == 14:
            circle_at_the_end(t, case)
            finish(t, case)

    for row in case["weeks"]:
        number = row["session"]
        yield from told_week(t, case, row, deed=lambda n=number: deed(n))
        if number == 7:
            yield from cancelled(t, case)
    yield t.at(98, 18, 45)
    closing.close(t, words=case["ending"]["satisfaction"])
    yield from followed_up(t, case)


def cancelled(t: Told, case: dict):
    """The week of the cancelled session: its check-in stays unanswered, the meeting is moved."""
    row = case["missed"][0]
    yield t.at(row["day"] - 1, 9)
    send_checkin(t, row["day"])
    yield t.at(row["day"], 11, 20)
    weeks.missed(t, row["day"], by_client=row["kind"] == "cancelled", reason=row["reason"])
    yield t.at(row["day"], 16)
    book(t, case["weeks"][-1]["day"])


def followed_up(t: Told, case: dict):
    """The follow-ups: their check-ins go out by themselves."""
    names = ("weeks_4_6", "month_3", "month_6")
    days = {name: row["day"] for name, row in zip(names, case["followups"], strict=False)}
    closing.follow_ups(t, days)
    book(t, case["followups"][0]["day"], kind="follow_up", mode="phone", minutes=25)
    for name, row in zip(names, case["followups"], strict=False):
        yield t.at(row["day"], 9)
        closing.follow_up_day(t)
        yield t.at(row["day"], 12, 30)
        checkin = t.again().checkins.get(for_on=t.on(row["day"]))
        tap(t, checkin, {m: row[m]["items"] for m in ("phq-9", "gad-7") if m in row})
        yield t.ends(row["day"])
        if name == "weeks_4_6":
            weeks.tell_practice(t, row["day"], "done", "It hangs on the fridge.")
            weeks.sign(t, hold(t, row["day"]), {"work": row["note"], "mood": row["mood"]})
            closing.note_follow_up(t, name, **case["around"]["follow_up"])
