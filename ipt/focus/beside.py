"""The facts already collected that belong beside an area while its evidence is rated.

Plain data in, plain data out: who and what, and why it is shown. It rates nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ipt.inventory import ring_moved
from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "beside.toml"
NEAR = ("inner", "middle")
UNEQUAL = ("partly", "poorly")


@dataclass(frozen=True)
class Someone:
    """A person of the inventory.

    ring, ring_before   where they stand now, and stood before it began ("" if not told)
    match               how expectations meet: well, partly, poorly, unsure, "" if not told
    """

    id: str
    status: str = ""
    ring: str = ""
    ring_before: str = ""
    match: str = ""
    hard: str = ""


@dataclass(frozen=True)
class Happening:
    """An event of the timeline.

    area       the area it was given to, "" if none
    to_onset   days from the onset, negative before it; None if either day is not known
    """

    id: str
    kind: str
    area: str = ""
    to_onset: int | None = None


@dataclass(frozen=True)
class Belongs:
    """Somebody or something that belongs beside an area, and why."""

    id: str
    why: tuple[Message, ...]


def people(area: str, everyone: Iterable[Someone]) -> tuple[Belongs, ...]:
    """Return the people that belong beside one of the four areas, in the order given.

    >>> people("grief", [Someone("c1", status="deceased")])[0].why[0].id
    'focus_fact.dead'
    """
    wanted = _areas()[area]["signs"]
    found = []
    for person in everyone:
        there = _signs(person)
        why = tuple(Message(f"focus_fact.{sign}") for sign in wanted if sign in there)
        if why:
            found.append(Belongs(person.id, why))
    return tuple(found)


def events(area: str, happenings: Iterable[Happening]) -> tuple[Belongs, ...]:
    """Return the events that belong beside one of the four areas, in the order given."""
    return tuple(Belongs(each.id, _when(each)) for each in happenings if _concerns(area, each))


def days_to_onset(area: str, happenings: Iterable[Happening]) -> int | None:
    """Return the days between the onset and the nearest event of an area; None if none is dated."""
    days = [abs(e.to_onset) for e in happenings if _concerns(area, e) and e.to_onset is not None]
    return min(days, default=None)


def told(area: str) -> tuple[str, ...]:
    """Return which parts of the first conversation belong beside an area: "part.field"."""
    return tuple(_areas()[area]["told"])


def _signs(person: Someone) -> set[str]:
    there = set()
    if person.status == "deceased":
        return {"dead"}
    if person.status in ("estranged", "absent"):
        there.add("estranged")
    if person.match in UNEQUAL:
        there.add("unequal")
    if person.hard.strip():
        there.add("hard")
    if person.ring in NEAR:
        there.add("near")
    if person.ring and person.ring_before:
        steps = ring_moved(person.ring_before, person.ring)
        there |= {"closer"} if steps > 0 else {"further"} if steps < 0 else set()
    return there


def _concerns(area: str, event: Happening) -> bool:
    return event.area == area if event.area else event.kind in _areas()[area]["kinds"]


def _when(event: Happening) -> tuple[Message, ...]:
    near = toml(FILE)["near_onset_days"]
    if event.to_onset is None:
        return ()
    if abs(event.to_onset) > near:
        return (Message("focus_fact.far_from_onset"),)
    return (Message("focus_fact.near_onset", {"days": abs(event.to_onset)}),)


@cache
def _areas() -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in toml(FILE)["areas"]}
