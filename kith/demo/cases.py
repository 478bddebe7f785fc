"""The three worked cases, told week by week from the files in `cast/`."""

import tomllib
from datetime import date, time, timedelta
from pathlib import Path

from kith.safety import actions as safety
from kith.safety.models import Concern

from . import beginning, closing, middle, weeks
from .house import House
from .told import Told, book, hold, invite, just_after, meeting, send_checkin, series, tap, type_in
from .views import mailbox

CAST = Path(__file__).parent / "cast"
CONSULTED_AT = time(13)
TUESDAY = 1


def read(name: str) -> dict:
    return tomllib.loads((CAST / f"{name}.toml").read_text(encoding="utf-8"))


def stories(house: House) -> list:
    """Marisol's course is over, Aoife is in session 10's week, Teodor in maintenance."""
    around = read("around")
    days = {"a": zero_of_a(house.today), "b": working_day(house.today, 58)}
    days["c"] = working_day(house.today, 170)
    told = []
    for key, zero in days.items():
        case = read(f"case_{key}") | {"around": around[key]}
        t = Told(house, key, zero, house.ines, time.fromisoformat(around[key]["start"]))
        told.append(TELL[key](t, case))
    return told


def zero_of_a(today: date) -> date:
    """The Tuesday that lies 130 to 136 days back: the first follow-up has been."""
    day = today - timedelta(days=130)
    return day - timedelta(days=(day.weekday() - TUESDAY) % 7)


def working_day(today: date, days: int) -> date:
    """So many days back, or up to two more where that is a weekend."""
    day = today - timedelta(days=days)
    return day - timedelta(days=max(0, day.weekday() - 4))


def arrive(t: Told, case: dict):
    """From the first words to the first conversation."""
    around, first, client = case["around"], case["consultation"]["day"], case["client"]
    yield t.at(first - 6, 20 if first == -10 else 11, 40)
    enquiry = beginning.ask(
        t,
        name=client["name"],
        words=around["asks"],
        reach=around["reach"],
        referrer=around.get("referrer", ""),
    )
    yield t.at(first - 5, 12, 10)
    beginning.take_up(
        t,
        enquiry,
        name=client["name"],
        call_me=around["call_me"],
        email=mailbox(around["email_key"]),
        phone=around["phone"],
    )
    book(t, first, kind="consultation", start=CONSULTED_AT, by=t.house.coordinator)


def consultation(t: Told, case: dict):
    """The first conversation: what brings them, screen, fit, consents; then the course begins."""
    around, told = case["around"], case["consultation"]
    yield t.at(told["day"], 14)
    for measure, digits in baseline(case).items():
        type_in(t, told["day"], measure, digits)
    hold(t, told["day"])
    beginning.consult(
        t,
        presenting={"challenges": told["presenting"], "who_knows": around["who_knows"]},
        patterns={"key_people": told["relationships"], "patterns": around["patterns"]},
        hopes=dict(zip(HOPES, told["hopes"] or around["hopes"], strict=False)),
    )
    screen(t, case, "first")
    beginning.contact(t, **around["contact"])
    if "plan_1" in around:
        beginning.plan(t, around["plan_1"], follows=0)
    yield t.at(told["day"], 14, 40)
    beginning.fit(
        t,
        outcome=told["outcome"],
        protocol=case["protocol"] if told["outcome"] == "ipt_adapted" else "",
        reasons=told["risk"]["rationale"] + " " + case["focus"]["because"],
        ratings=told["suitability"],
        next_step="First session",
    )
    declined = [kind for kind, given in told["consents"].items() if not given]
    beginning.consent(t, no=[*declined, "research"])
    beginning.begin(t)
    series(t, "first", 0, 3)
    weeks.sign(t, meeting(t, told["day"]), {"work": told["presenting"]})
    yield t.at(told["day"] + 1, 10)
    invite(t)


HOPES = ("first", "second", "third")


def baseline(case: dict) -> dict[str, str]:
    """What was filled in at the first conversation, as item strings."""
    told = case["consultation"]
    full = {m: told[m]["items"] for m in ("phq-9", "gad-7") if "items" in told.get(m, {})}
    return case["around"].get("baseline", full)


def screen(t: Told, case: dict, name: str, rationale: str = ""):
    risk = case["consultation"]["risk"]
    week = timedelta(days=7)
    beginning.screen(
        t,
        name,
        level=risk["level"],
        rationale=rationale or risk["rationale"],
        answers={"passive_wish": "yes" if "plan_1" in case["around"] else "no"},
        next_check_on=t.on(case["consultation"]["day"]) + week if risk["level"] != "low" else None,
    )


def acknowledge(t: Told, done: str):
    """Ines has read it and says what was done."""
    for concern in Concern.objects.filter(course=t.course, acknowledged_at=None):
        safety.acknowledge(concern=concern, done=done, by=t.therapist)


def agree(t: Told, case: dict, number: int = 1):
    """A version of the contract, agreed in the room."""
    row = case["contracts"][number - 1]
    beginning.contract(
        t,
        number,
        sessions_planned=row["sessions"],
        every_days=row["every_days"],
        minutes=row["minutes"],
        starts_on=t.zero,
        mode="in_person",
        place="Lindenhof, second floor, room 4",
        fee="60 (demo currency)",
        missed="moved",
        cancel_hours=row.get("cancel_hours", 24),
        contact_between="By phone, on working days. Not for emergencies.",
        own_words=case["around"]["own_words"],
        **({"reason": row["reason"]} if "reason" in row else {}),
    )
    t.again()


def focus(t: Told, case: dict):
    """Focus and goals, in the client's words."""
    told = case["focus"]
    middle.rate(t, told["ratings"], {told["primary"]: told["because"]})
    correction = case["formulation"]["correction"]
    middle.choose(
        t,
        told["primary"],
        because=told["because"],
        person=told.get("person", ""),
        loss_type=told.get("loss_type", ""),
        words=correction,
    )
    if "secondary" in told:
        person = told.get("secondary_person", "")
        middle.choose(
            t, told["secondary"], "secondary", because="Nights are never settled.", person=person
        )
    for number, goal in enumerate(case["goals"]):
        with just_after(number):
            middle.aim(t, goal, told["primary"])


def rest(t: Told, case: dict, *, sessions: int):
    """The sessions after the third, planned once the agreement stands."""
    series(t, "rest", 21, sessions)


def told_week(t: Told, case: dict, row: dict, **more):
    """A week as the case tells it, with what is the same in all three."""
    number, earlier = row["session"], [w for w in case["weeks"] if w["session"] < row["session"]]
    result = (
        None if "asked" in more and more["asked"] else case["around"]["results"].get(str(number))
    )
    summary = ""
    if number == case["formulation"]["session"]:
        summary = case["formulation"]["text"]
    more.setdefault("note", {"summary": summary, "ending": number >= _ending(case)})
    yield from weeks.week(t, row, result=result, previous=earlier[-1] if earlier else None, **more)


def _ending(case) -> int:
    return case["ending"]["announced_session"]


def goals_move(t: Told, case: dict, part: float):
    for goal in case["goals"]:
        middle.move(t, goal, part)


def circle_at_the_end(t: Told, case: dict):
    """Where everybody stands at the end: dated, the former places stay."""
    for row in case["people"]:
        ring = row["rings"][3]
        person = t.people[row["id"]]
        weeks.place(t, person, "end", ring)
        weeks.come_closer(t, row["id"], ring)


def marisol(t: Told, case: dict):
    """Case A: a dispute; fourteen sessions, one cancelled and moved, the first follow-up."""
    yield from arrive(t, case)
    yield from consultation(t, case)

    def deed(number):
        if number == 2:
            weeks.add_people(t, case["people"][:4])
        if number == 3:
            weeks.add_people(t, case["people"][4:])
            focus(t, case)
            agree(t, case)
            rest(t, case, sessions=11)
        if number == 4:
            beginning.middle(t)
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


def end_review(t: Told, case: dict):
    """Looking back and ahead, in the last session but one."""
    around, told = case["around"], case["ending"]
    closing.look_back(
        t,
        hard=around["hard"],
        feelings=around["feelings"],
        feelings_words=around["feelings_words"],
        proud_of=around["proud_of"],
        decision="maintenance" if told["maintenance"] else "follow_up",
        because=around["because"],
    )
    closing.gains(t, told["gains"])


def finish(t: Told, case: dict):
    """The last session: goals as they stand, the plan for the time after."""
    goals_move(t, case, 1)
    around = case["around"]
    told = dict(case["ending"])
    told["keep_doing"] = told["keep_doing"] or around.get("keep_doing", [])
    closing.keep_well(t, told, supports=around["supports"], professionals=around["professionals"])


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
            weeks.tell_practice(t, row["day"], "done", "It hangs on the fridge, behind the roster.")
            weeks.sign(t, hold(t, row["day"]), {"work": row["note"], "mood": row["mood"]})
            closing.note_follow_up(t, name, **case["around"]["follow_up"])


def aoife(t: Told, case: dict):
    """Case B: becoming a parent; told up to session 9, with the rise of session 3."""
    yield from arrive(t, case)
    yield from consultation(t, case)

    def deed(number):
        if number == 1:
            acknowledge(t, case["around"]["first_done"])
        if number == 2:
            weeks.add_people(t, case["people"][:4])
        if number == 3:
            third(t, case)
        if number == 4:
            beginning.middle(t)
        if number in (4, 8):
            goals_move(t, case, {4: 0.3, 8: 0.8}[number])
        if number == 5:
            weeks.come_closer(t, "B7", "outer")
        if number == 7:
            screen(t, case, "before the joint session", "Asked alone in session 6: no fear.")
            weeks.come_closer(t, "B1", "inner")
        if number == 9:
            closing.announce(t, 56, 77, case["around"]["reaction"])
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
    focus(t, case)
    agree(t, case)
    rest(t, case, sessions=9)


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


def teodor(t: Told, case: dict):
    """Case C: after a death; sixteen sessions, then maintenance of his own."""
    yield from arrive(t, case)
    yield from consultation(t, case)

    def deed(number):
        if number == 2:
            acknowledge(t, case["around"]["first_done"])
        if number == 3:
            weeks.add_people(t, case["people"])
            agree(t, case)
            rest(t, case, sessions=13)
        if number == 4:
            acknowledge(t, case["around"]["rise_done"])
            focus(t, case)
            beginning.middle(t)
        if number == 8:
            agree(t, case, 2)
        if number in (8, 11, 14):
            goals_move(t, case, {8: 0.2, 11: 0.6, 14: 0.9}[number])
        if number == 11:
            weeks.come_closer(t, "C2", "inner")
        if number == 12:
            closing.announce(t, 84, 112, case["around"]["reaction"])
            weeks.come_closer(t, "C3", "middle")
        if number == 13:
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


TELL = {"a": marisol, "b": aoife, "c": teodor}
