"""Aoife's story: becoming a parent, with the rise of session 3; told up to session 9."""

from . import beginning, closing, lifeline, weeks
from .case import acknowledge, agree, arrive, consultation, focus, goals_move, screen, told_week
from .told import Told, send_checkin, series, tap, type_in


def aoife(t: Told, case: dict):
    """Case B: becoming a parent; told up to session 9, with the rise of session 3."""
    yield from arrive(t, case)
    yield from consultation(t, case)

    def deed(number):
        if number == 1:
            acknowledge(t, case["around"]["first_done"])
        if number == 2:
            weeks.picture(t, "Session 2")
            weeks.add_people(t, case["people"][:4])
        if number == 3:
            third(t, case)
        if number == 4:
            beginning.middle(t)
        if number in (4, 8):
            goals_move(t, case, {4: 0.3, 8: 0.8}[number])
        if number == 5:
            weeks.picture(t, "Session 5")
            weeks.come_closer(t, "B7", "outer")
        if number == 7:
            screen(
                t, case, "before the joint session", "No thoughts now. Asked alone: no fear.", "low"
            )
            weeks.picture(t, "Session 7")
            weeks.come_closer(t, "B1", "inner")
        if number == 9:
            closing.announce(t, 56, 77, case["around"]["reaction"])
            weeks.picture(t, "Session 9")
            weeks.come_closer(t, "B3", "middle")
            weeks.come_closer(t, "B7", "middle")

    for row in case["weeks"]:
        number = row["session"]
        asked = the_rise(t, case, row) if number == 3 else None
        yield from told_week(t, case, row, deed=lambda n=number: deed(n), asked=asked)
        if number == 3:
            yield t.at(16, 11)
            acknowledge(t, case["around"]["rise_done"])
        if number == 9:
            yield t.at(58, 8, 30)
            send_checkin(t, 63, by=t.therapist)


def third(t: Told, case: dict):
    """Session 3: the risk screen again, a new plan, the circle, focus and contract."""
    screen(t, case, "third", "Passive, after a night alone with fever. No plan, no intent.")
    beginning.plan(t, case["around"]["plan_2"], follows=1)
    weeks.add_people(t, case["people"][4:])
    lifeline.tell(t, case)
    focus(t, case)
    agree(t, case)
    series(t, "rest", 21, 9)


def the_rise(t: Told, case: dict, row: dict):
    """On the morning of session 3 she says her answers on the phone, then taps the rest."""
    yield t.at(row["day"] - 1, 9)
    sent = send_checkin(t, row["day"])
    yield t.at(row["day"] - 1, 19, 40)
    weeks.tell_practice(t, row["day"], *case["around"]["results"]["3"])
    yield t.at(row["day"], 9, 30)
    type_in(t, row["day"], "epds", row["epds"]["items"], source="said")
    yield t.at(row["day"], 10)
    tap(t, sent, {m: row[m]["items"] for m in ("phq-9", "gad-7")})
