"""Who waits, in which stage, since when and for what: from the first words to the first session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "waiting.toml"


@dataclass(frozen=True)
class Way:
    """How far somebody has come, as days; None for what has not been. No word of the record.

    planned_on   day of the meeting that is planned next (a first or second conversation, a session)
    held_on      day of the last conversation that took place
    unasked      kinds of things not even asked: "consents", "baseline"
    unanswered   kinds of things asked and not come back
    verdict      of the outcome: "fits", "later", "elsewhere"; "" while it is open
    again_on     the day to meet again that was set with the outcome
    waiting_on   since when on the waiting list
    contacted_on last safety contact while waiting
    repeat_due   whether the questionnaires are to be repeated
    """

    asked_on: date
    accepted_on: date | None = None
    planned_on: date | None = None
    held_on: date | None = None
    unasked: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    verdict: str = ""
    judged_on: date | None = None
    again_on: date | None = None
    waiting_on: date | None = None
    contacted_on: date | None = None
    repeat_due: bool = False


@dataclass(frozen=True)
class Stage:
    """Where somebody waits (`intake.stage.<id>`).

    since      the day on which the stage began
    waits_for  ids of what it waits for (`intake.waits_for.<id>`)
    stalled    why it has stood still for long, as a message; None while it has not
    """

    id: str
    since: date
    waits_for: tuple[str, ...]
    stalled: Message | None


def stages() -> tuple[str, ...]:
    """Return the stages in the order in which they come."""
    return tuple(_stages())


def contact_due(waiting_on: date, contacted_on: date | None) -> date:
    """Return the day by which somebody on the waiting list is to be contacted.

    >>> contact_due(date(2026, 3, 2), None)
    datetime.date(2026, 3, 30)
    """
    every = timedelta(days=toml(FILE)["contact_every_days"])
    return max(waiting_on, contacted_on or waiting_on) + every


def contact_said(days_left: int) -> bool:
    """Whether a contact that is due in so many days is spoken of already."""
    return days_left <= toml(FILE)["contact_said_before_days"]


def stage(way: Way, today: date) -> Stage:
    """Say where somebody stands on the way in, since when, and what it waits for."""
    if way.accepted_on is None:
        return _stage("asked", way.asked_on, ("answer",), today)
    if way.waiting_on is not None:
        return _on_the_list(way, way.waiting_on, today)
    if way.verdict == "fits" and way.judged_on is not None:
        return _stage("to_begin", way.judged_on, _before_beginning(way), today)
    if way.verdict == "later" and way.judged_on is not None:
        waits = ("second",) if way.planned_on else ("second_date",)
        return _stage("again", way.judged_on, waits, today, way.planned_on or way.again_on)
    if way.held_on is not None:
        return _stage("papers", way.held_on, (*_papers(way), "outcome"), today)
    if way.planned_on is not None:
        waits = ("conversation",) if way.planned_on >= today else ("settling",)
        return _stage("offered", way.accepted_on, waits, today, way.planned_on)
    return _stage("to_offer", way.accepted_on, ("date",), today)


def _on_the_list(way: Way, since: date, today: date) -> Stage:
    due = contact_due(since, way.contacted_on)
    waits = ("place", *(("contact",) if due <= today else ()))
    return _stage("waiting_list", since, (*waits, *(("repeat",) * way.repeat_due)), today, due)


def _before_beginning(way: Way) -> tuple[str, ...]:
    return (*_papers(way), "beginning" if way.planned_on else "first_session")


def _papers(way: Way) -> tuple[str, ...]:
    return (*way.unasked, *(f"{kind}_back" for kind in way.unanswered))


def _stage(
    id: str, since: date, waits: tuple[str, ...], today: date, set_on: date | None = None
) -> Stage:
    row = _stages()[id]
    start = set_on if row["beyond"] == "set" else since
    late = start is not None and (today - start).days > row["days"]
    values = {"days": (today - since).days, "day": start}
    return Stage(id, since, waits, Message(f"intake.stalled.{id}", values) if late else None)


@cache
def _stages() -> Mapping[str, Mapping[str, Any]]:
    return {row["id"]: row for row in toml(FILE)["stages"]}
