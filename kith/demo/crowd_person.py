"""One made-up person: how they come, what is agreed, what belongs to their sessions."""

from dataclasses import dataclass, field

from . import beginning, closing, middle, weeks
from .crowd_weeks import draw
from .told import Told, book, hold, send_checkin, series, type_in

REVIEWS = {4: "review_4", 8: "review_8"}


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


def arrive(t: Somebody, first: int):
    """Asked, taken up, and a first conversation planned."""
    said = t.said
    yield t.at(first - 9, *t.words["asked_at"])
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


def consultation(t: Somebody, first: int, *, outcome="ipt_start", days=7):
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
    ratings = {"dx_match": "favours"}
    beginning.fit(t, outcome=outcome, reasons=reasons, ratings=ratings, days=days)
    if outcome == "ipt_start":
        beginning.consent(t, no=["research", "recording"])
        beginning.begin(t)
        book(t, 0)


def _baseline(t: Somebody, day: int):
    row = draw(t.said, 0, day, t.words)
    for measure in weeks.PHONE:
        type_in(t, day, measure, row[measure]["items"])


def sent_only(t, row):
    yield t.at(row["day"] - 1, 9)
    send_checkin(t, row["day"])


def deed(t: Somebody, row: dict, old: bool):
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
        middle.rate(t, {area: 3}, {area: {"for": t.words["because"]}})
        person = "one" if area in ("dispute", "grief") else ""
        loss = "death_expected" if area == "grief" else ""
        middle.choose(t, area, because=t.words["because"], person=person, loss_type=loss)
        middle.formulate(
            t,
            f"{t.words['asks']} {t.words['because']} For {t.said['planned']} sessions we work on"
            f" that, so that you can: {t.words['goal']}",
            parts={"aim": t.words["goal"]},
            people=["one"],
            area=area,
            sessions=t.said["planned"],
        )
        middle.aim(t, t.words["aim"], area)
    if number == 4:
        beginning.middle(t)
    if number in REVIEWS and number < t.held - 1 and t.said["curve"] != "worse":
        why = "It moves, slowly; nothing speaks against going on."
        middle.decide(t, REVIEWS[number], "continue_as_is_with_reason", why)
    if number == announced(t):
        last = 7 * (t.said["planned"] - 1)
        closing.announce(t, row["day"], last, "Quiet for a moment. 'Good to know it before.'")


def announced(t: Somebody) -> int:
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
