"""The techniques: when they fit, their steps, what is written down, and what is worth a word.

They are not what makes IPT; the strategies of the focus areas are. Which worksheet serves which
area stands in `ipt.focus.tools`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ipt.evidence import Evidence, of
from ipt.forms.lists import lists
from ipt.reading import toml
from ipt.safety import stops
from ipt.safety.stops import PrivateQuestion
from ipt.words import Message

FILE = Path(__file__).parent / "catalogue.toml"
USE_FORM = "technique_use"


@dataclass(frozen=True)
class Technique:
    """One technique. Words: `technique.<id>.title`, `.when` and `.step.<number>`.

    group        what it is a kind of: exploration, affect, communication, decision, ...
    steps        ids of the words of its steps, in order
    phases       where it is mostly used; it is never forbidden elsewhere
    areas        focus areas it serves
    form         the form (`ipt.forms`) with what a use of it writes down
    worksheets   forms that the client may fill in with it
    mechanisms   what it works on: support, stress, affect, skill
    stop         the act that waits for the private safety question, "" if none
    """

    id: str
    group: str
    steps: tuple[str, ...]
    phases: tuple[str, ...]
    areas: tuple[str, ...]
    form: str
    worksheets: tuple[str, ...]
    mechanisms: tuple[str, ...]
    stop: str
    evidence: Evidence


@dataclass(frozen=True)
class Use:
    """That a technique was used, or is planned, in a session (counted from 1)."""

    technique: str
    session: int


@dataclass(frozen=True)
class _Look:
    """What the rules of coverage look at."""

    uses: tuple[Use, ...]
    session: int
    planned: int
    inventory_from: int | None

    def used(self, rule: Mapping[str, Any]) -> bool:
        """Whether the rule's technique is used in this session."""
        return Use(rule["technique"], self.session) in self.uses


@cache
def techniques() -> tuple[Technique, ...]:
    """Return the techniques in the order of the book."""
    return tuple(_technique(row) for row in toml(FILE)["techniques"])


def technique(id: str) -> Technique:
    """Return a technique by its id. Raises KeyError.

    >>> technique("role_play").mechanisms
    ('skill',)
    """
    return {each.id: each for each in techniques()}[id]


def for_area(area: str, phase: str | None = None) -> tuple[Technique, ...]:
    """Return the techniques that serve a focus area, if given only those of a phase."""
    return tuple(
        each
        for each in techniques()
        if area in each.areas and (phase is None or phase in each.phases)
    )


def mechanisms() -> tuple[str, ...]:
    """Return the four ways in which change is thought to come about (`list.mechanism.<id>`)."""
    return lists()["mechanism"].choices


def stopped(
    id: str, private_question: PrivateQuestion, *, with_person: bool = True
) -> Message | None:
    """Return why a technique waits, None if it may go on. Raises KeyError, ValueError.

    private_question   as last asked alone; unasked stops as much as a yes
    with_person        whether it concerns somebody of the inventory

    Source: no communication practice with somebody who is feared.
    """
    act = technique(id).stop
    if not act or not with_person:
        return None
    reason = stops.stopped(act, private_question)
    return Message(reason) if reason else None


def coverage(
    uses: Sequence[Use], session: int, planned: int, *, inventory_from: int | None
) -> tuple[Message, ...]:
    """Return what is worth a word about the techniques of a session; it stops nothing.

    uses             those of the course so far, with those done or planned in this session
    session          the session looked at, from 1
    planned          how many sessions are agreed
    inventory_from   the session in which the first person came into the inventory, None if
                     nobody is in it yet

    Source: Kith's own reminders; any technique can be used in any phase.
    """
    look = _Look(tuple(uses), session, planned, inventory_from)
    found = []
    for rule in toml(FILE)["coverage"]:
        if RULES[rule["kind"]](rule, look):
            values = {"sessions": rule["sessions"]} if "sessions" in rule else {}
            found.append(Message(f"coverage.{rule['id']}", values))
    return tuple(found)


def _technique(row: Mapping[str, Any]) -> Technique:
    many = ("phases", "areas", "worksheets", "mechanisms")
    return Technique(
        id=row["id"],
        group=row["group"],
        steps=tuple(f"technique.{row['id']}.step.{at}" for at in range(1, row["steps"] + 1)),
        form=row["form"],
        stop=row.get("stop", ""),
        evidence=of(row, file=FILE, where=row["id"]),
        **{key: tuple(row[key]) for key in many},
    )


def _early(rule: Mapping[str, Any], look: _Look) -> bool:
    return look.used(rule) and look.session == rule["in_session"]


def _order(rule: Mapping[str, Any], look: _Look) -> bool:
    begun = look.inventory_from is not None and look.inventory_from <= look.session
    return look.used(rule) and not begun


def _late(rule: Mapping[str, Any], look: _Look) -> bool:
    return look.used(rule) and look.session >= look.planned


def _gap(rule: Mapping[str, Any], look: _Look) -> bool:
    first = look.session - rule["sessions"] + 1
    recent = {use.technique for use in look.uses if first <= use.session <= look.session}
    return first >= 1 and all(technique(id).group != rule["group"] for id in recent)


RULES = {"early": _early, "order": _order, "late": _late, "gap": _gap}
