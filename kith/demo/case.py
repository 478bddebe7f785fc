"""What the three worked cases have in common: how they arrive, agree, go on and end."""

from datetime import time, timedelta

from kith import clock
from kith.safety import actions as safety
from kith.safety.models import Concern

from . import beginning, closing, middle, sheets, weeks
from .told import Told, book, hold, invite, just_after, meeting, series, type_in
from .views import mailbox

CONSULTED_AT = time(13)
HOPES = ("first", "second", "third")
LEAFLET = "How IPT works, Lindenhof, spring edition"


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
    for number, (measure, digits) in enumerate(baseline(case).items()):
        with just_after(number):
            type_in(t, told["day"], measure, digits)
    hold(t, told["day"])
    hopes = dict(zip(HOPES, told["hopes"] or around["hopes"], strict=False))
    beginning.consult(
        t,
        presenting={"challenges": told["presenting"], **around["presenting"]},
        patterns={"key_people": told["relationships"], **around["people_at_first"]},
        hopes={**hopes, "leaflet": LEAFLET},
    )
    screen(t, case, "first")
    beginning.contact(t, **around["contact"])
    if "plan_1" in around:
        beginning.plan(t, around["plan_1"], follows=0)
    yield t.at(told["day"], 14, 40)
    beginning.fit(
        t,
        outcome=told["outcome"],
        protocol=case["protocol"] if case["protocol"] != "ipt_standard" else "",
        condition=around["condition"],
        reasons=told["risk"]["rationale"] + " " + case["focus"]["because"],
        ratings=told["suitability"],
        notes=around["fit_notes"],
        next_step="First session",
    )
    declined = [kind for kind, given in told["consents"].items() if not given]
    beginning.consent(t, no=[*declined, "research"])
    beginning.begin(t)
    series(t, "first", 0, 3)
    weeks.sign(t, meeting(t, told["day"]), {"work": told["presenting"]})
    yield t.at(told["day"] + 1, 10)
    invite(t)
    if "letter" in around:
        beginning.letter(t, **around["letter"])


def baseline(case: dict) -> dict[str, str]:
    """What was filled in at the first conversation, as item strings."""
    told = case["consultation"]
    full = {m: told[m]["items"] for m in ("phq-9", "gad-7") if "items" in told.get(m, {})}
    return case["around"].get("baseline", full)


def screen(t: Told, case: dict, name: str, rationale: str = "", level: str = ""):
    """The risk screen; later ones say their own reason and level."""
    risk = case["consultation"]["risk"]
    level = level or risk["level"]
    in_a_week = clock.today(t.client.zone) + timedelta(days=7)
    wish = "plan_1" in case["around"] and name != "before the joint session"
    beginning.screen(
        t,
        name,
        level=level,
        rationale=rationale or risk["rationale"],
        answers={"passive_wish": "yes" if wish else "no"},
        next_check_on=None if level == "low" else in_a_week,
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
        place=". ".join(filter(None, ("Lindenhof, second floor, room 4", row.get("notes", "")))),
        fee="60 (demo currency)",
        fee_payer="The client, after each session",
        missed="moved",
        cancel_hours=row.get("cancel_hours", 24),
        attendance=row["missed"],
        lateness="We end at the agreed time.",
        contact_by="By phone",
        contact_hours="On working days, 9 to 17",
        answer_within="By the next working day",
        review_points=row["review_points"],
        others={"rows": case["around"].get("others", [])},
        confidentiality=t.house.practice.confidentiality_text,
        after_ending=case["around"]["afterwards"],
        own_words=case["around"]["own_words"],
        **({"reason": row["reason"]} if "reason" in row else {}),
    )
    t.again()


def focus(t: Told, case: dict):
    """Focus, formulation and goals, in the client's words."""
    told = case["focus"]
    middle.rate(t, told["ratings"], case["evidence"])
    middle.choose(
        t,
        told["primary"],
        because=told["because"],
        person=told.get("person", ""),
        loss_type=told.get("loss_type", ""),
    )
    if "secondary" in told:
        person = told.get("secondary_person", "")
        middle.choose(
            t, told["secondary"], "secondary", because="Nights are never settled.", person=person
        )
    said = case["formulation"]
    middle.formulate(
        t,
        said["text"],
        parts=said["parts"],
        people=said["people"],
        area=told["primary"],
        sessions=case["contracts"][0]["sessions"],
    )
    for number, goal in enumerate(case["goals"]):
        with just_after(number):
            middle.aim(t, goal, goal.get("area", told["primary"]), goal.get("people", []))
    if said["corrected_session"] == told["session"]:
        corrected(t, case)


def corrected(t: Told, case: dict):
    """The client's correction, kept as said and taken over."""
    said = case["formulation"]
    with just_after(1):
        middle.correct(t, said["correction"], said["corrected"])


def stages(t: Told, case: dict, number: int):
    """Where the dispute stands, at the sessions in which it moved."""
    for row in case["focus"]["stages"]:
        if row["session"] == number:
            middle.stage(t, number, row["stage"], row["why"])


def told_week(t: Told, case: dict, row: dict, **more):
    """A week as the case tells it, with what is the same in all three."""
    number, earlier = row["session"], [w for w in case["weeks"] if w["session"] < row["session"]]
    result = (
        None if "asked" in more and more["asked"] else case["around"]["results"].get(str(number))
    )
    summary = ""
    if number == case["formulation"]["session"]:
        summary = case["formulation"]["text"]
    then = more.pop("deed", lambda: None)
    named = [person for person in case["people"] if person["id"] in row["people"]]

    def deed():
        weeks.add_people(t, named)
        then()
        sheets.told(t, case, number)
        if number == 1:
            sheets.hand_over(t)
        stages(t, case, number)
        for said in case["decisions"]:
            if said["session"] == number:
                middle.decide(t, said["point"], said["choice"], said["reason"])

    more.setdefault("note", {"summary": summary, "ending": number >= _ending(case)})
    yield from weeks.week(
        t, row, result=result, previous=earlier[-1] if earlier else None, deed=deed, **more
    )


def _ending(case) -> int:
    return case["ending"]["announced_session"]


def goals_move(t: Told, case: dict, part: float):
    for goal in case["goals"]:
        middle.move(t, goal, part)


def circle_at_the_end(t: Told, case: dict):
    """Where everybody stands at the end: a picture of its own, the former ones stay."""
    weeks.picture(t, "At the end", "end")
    for row in case["people"]:
        weeks.come_closer(t, row["id"], row["rings"][3])


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
