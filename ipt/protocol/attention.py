"""Who needs a look first, and why: reasons as message ids, sorted by rank.

A reason opens a conversation. It never changes a treatment and is not shown to the client.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ipt.intake.waiting import contact_said
from ipt.measures.change import Change
from ipt.protocol.review import Review
from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "attention.toml"
MISSED = 2
STRUCTURE_FROM = 3
SETTLED_FROM = 4
GAIN_NOT_BESIDE = frozenset({"worse", "risk_up", "missed"})  # a review open for it hides a gain


@dataclass(frozen=True)
class CaseFacts:
    """What the desk knows of one course.

    concern           highest level of the open concerns nobody has acknowledged yet
    risk_value        answer to the risk item in the latest check-in, None if 0 or not asked
    risk_level        what that answer asks for
    risk_check_due    the day that the newest risk screen set for the next check has come
    changes           by measure id, the change from the first score to the latest; a fall that
                      was lost again is in `decision`, and then no gain is told
    recovered         see `ipt.measures.change.recovered`
    gain_withheld     no gain may be told now, see `ipt.progress.review.gain_withheld`
    sessions_planned  None while there is no contract
    ending_from       session from which the ending is to be named; None without a contract
    check_in_days     days since an unanswered check-in went out; None if there is none
    contact_in_days   days until somebody on the waiting list is to be contacted; None for others
    """

    status: str = "active"
    concern: Literal["review", "high_review", "urgent"] | None = None
    risk_value: float | None = None
    risk_level: Literal["review", "high_review"] | None = None
    risk_check_due: bool = False
    changes: Mapping[str, Change] = field(default_factory=dict)
    recovered: bool | None = None
    gain_withheld: bool = False
    missed_in_a_row: int = 0
    decision: Review | None = None
    sessions_held: int = 0
    sessions_planned: int | None = None
    ending_from: int | None = None
    ending_announced: bool = False
    notes_owed: int = 0
    has_formulation: bool = True
    has_contract: bool = True
    has_focus: bool = True
    check_in_days: int | None = None
    contact_in_days: int | None = None
    is_new: bool = False


@dataclass(frozen=True)
class Reason:
    """Why this course needs a look: `attention.<id>` are its words; a lower rank comes first."""

    id: str
    rank: int
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Message id of the reason."""
        return f"attention.{self.id}"


@cache
def ranks() -> Mapping[str, int]:
    """Return the rank of each reason by its id."""
    return {row["id"]: row["rank"] for row in toml(FILE)["reasons"]}


def reasons(facts: CaseFacts) -> tuple[Reason, ...]:
    """Return every reason to look at this course, most pressing first; empty if there is none."""
    found = [*_safety(facts), *_progress(facts), *_structure(facts)]
    return tuple(sorted((_reason(id, values) for id, values in found), key=lambda r: r.rank))


def _reason(id: str, values: Mapping[str, Any]) -> Reason:
    return Reason(id, ranks()[id], values)


def _open(facts: CaseFacts) -> tuple[str, ...]:
    """What opened the review that is open."""
    return facts.decision.settles if facts.decision else ()


def _told(facts: CaseFacts) -> tuple[Message, ...]:
    """What the open review says."""
    return facts.decision.reasons if facts.decision else ()


def _safety(facts: CaseFacts) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    if facts.concern:
        found.append(("concern_unread", {"level": facts.concern}))
    if facts.risk_level == "high_review":
        found.append(("risk_high", {"value": facts.risk_value}))
    elif facts.risk_level:
        found.append(("risk_answered", {"value": facts.risk_value}))
    if facts.risk_check_due:
        found.append(("risk_check", {}))
    known = [reason.values["count"] for reason in _told(facts) if reason.id == "review.missed"]
    missed = max(facts.missed_in_a_row, *known, 0)
    if missed >= MISSED:
        found.append(("missed", {"count": missed}))
    if "risk_up" in _open(facts):
        found.append(("risk_up", {}))
    return found


def _progress(facts: CaseFacts) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for id, change in facts.changes.items():
        if change.verdict == "worse":
            found.append(("worse", {"measure": id, "points": abs(change.points)}))
    found += _review(facts, {values["measure"] for _, values in found})
    shown = [id for id, change in facts.changes.items() if change.verdict == "improved"]
    settled = facts.sessions_held >= SETTLED_FROM and facts.changes
    if settled and all(change.verdict == "unclear" for change in facts.changes.values()):
        found.append(("change_unclear", {}))
    if facts.gain_withheld or any(id == "worse" for id, _ in found):
        return found
    if not GAIN_NOT_BESIDE.isdisjoint(_open(facts)):
        return found
    if facts.recovered:
        found.append(("recovered", {}))
    elif shown:
        points = abs(facts.changes[shown[0]].points)
        found.append(("improved", {"measure": shown[0], "points": points}))
    return found


def _review(facts: CaseFacts, known: Collection[str]) -> list[tuple[str, dict[str, Any]]]:
    """What the open review holds. `known`: measures already told to be worse than at the start."""
    found: list[tuple[str, dict[str, Any]]] = [
        ("worse_again", {"measure": reason.values["measure"]})
        for reason in _told(facts)
        if reason.id == "review.worse" and reason.values["measure"] not in known
    ]
    if facts.decision and facts.decision.session:
        found.append(("decision_due", {"session": facts.decision.session}))
    elif not GAIN_NOT_BESIDE.issuperset(_open(facts)):
        found.append(("look_again", {}))
    return found


def _structure(facts: CaseFacts) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    coming = facts.sessions_held + 1
    if facts.ending_from and coming >= facts.ending_from and not facts.ending_announced:
        left = (facts.sessions_planned or 0) - facts.sessions_held
        found.append(("ending_due", {"left": max(0, left)}))
    if facts.notes_owed:
        found.append(("note_owed", {"count": facts.notes_owed}))
    if facts.status == "active" and facts.sessions_held >= STRUCTURE_FROM:
        there = {
            "focus_missing": facts.has_focus,
            "contract_missing": facts.has_contract,
            "formulation_missing": facts.has_formulation,
        }
        found += [(id, {}) for id, present in there.items() if not present]
    if facts.check_in_days is not None:
        found.append(("check_in_unanswered", {"days": facts.check_in_days}))
    if facts.contact_in_days is not None and contact_said(facts.contact_in_days):
        found.append(("contact_due", {"days": facts.contact_in_days}))
    if facts.is_new:
        found.append(("new", {}))
    return found
