"""Decision points: the software lays out what to consider, the therapist decides.

Nothing here changes a treatment. A result is called "things to consider", never failure.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ipt.measures.change import change
from ipt.measures.definition import Measure
from ipt.protocol.course import session_number
from ipt.protocol.definition import DecisionPoint, Protocol
from ipt.protocol.shelf import load


@dataclass(frozen=True)
class DecisionDue:
    """A decision to take now.

    percent_fall   of the primary measure from baseline; None if it could not be told
    threshold      the fall below which there is something to decide, in percent
    why            "little_change", "not_assessable" or "always"
    suggestions    ids of things to consider (`decision.ask.<id>`)
    choices        ids of the decisions to choose from (`decision.choice.<id>`)
    """

    point: str
    session: int
    percent_fall: float | None
    threshold: float | None
    must_record: bool
    why: Literal["little_change", "not_assessable", "always"]
    suggestions: tuple[str, ...]
    choices: tuple[str, ...]


def decision_points(protocol: Protocol) -> tuple[DecisionPoint, ...]:
    """Return the protocol's decision points, in order."""
    return protocol.decision_points


def decision_due(
    session: int,
    percent_fall: float | None,
    *,
    protocol: Protocol | None = None,
    planned: int | None = None,
) -> DecisionDue | None:
    """Return the decision due at this session, or None.

    session        number of the session held or about to be held, from 1
    percent_fall   of the primary measure from baseline; None if there is no score: then the
                   review is due too, since nothing is known
    planned        agreed number of sessions; needed for points counted from the end

    >>> decision_due(4, 5.9).why
    'little_change'
    >>> decision_due(8, 43.8) is None
    True
    """
    for point in (protocol or load("ipt_standard")).decision_points:
        if _at(point, planned) == session:
            return _due(point, session, percent_fall)
    return None


def open_decisions(
    protocol: Protocol,
    planned: int,
    falls: Mapping[int, float | None],
    decided: Collection[str] = (),
) -> tuple[DecisionDue, ...]:
    """Return every decision that came due and has not been recorded, in order.

    falls     percent fall by number of the sessions held so far; a point is judged by the
              fall at its own session, so a later fall does not make it vanish
    decided   ids of the points already decided
    """
    due = []
    for point in protocol.decision_points:
        session = _at(point, planned)
        if point.id in decided or session is None or session > max(falls, default=0):
            continue
        if found := _due(point, session, falls.get(session)):
            due.append(found)
    return tuple(due)


def deteriorated(measure: Measure, scores: Sequence[float]) -> bool:
    """Whether the last score is reliably worse than the best one so far.

    scores   totals in order, one or more (PHQ-9 a rise of 6, GAD-7 4, EPDS 4 from the best)
    """
    best = min(scores) if measure.higher_is == "worse" else max(scores)
    return change(measure, best, scores[-1]).verdict == "worse"


def need_for_more(response: bool | None, remission: bool | None) -> tuple[str, ...]:
    """Return what to consider at the end: choices of the point `need_for_more`, likeliest first.

    Without response another effective treatment is offered; it is the treatment that has not
    helped enough, never the client's failure.
    """
    if remission:
        return ("follow_up", "maintenance")
    if response:
        return ("continuation", "maintenance", "follow_up", "other_treatment")
    return ("other_treatment", "continuation")


def _at(point: DecisionPoint, planned: int | None) -> int | None:
    if point.session > 0:
        return point.session
    return None if planned is None else session_number(point.session, planned)


def _due(point: DecisionPoint, session: int, fall: float | None) -> DecisionDue | None:
    if point.below_percent is None:
        why = "always"
    elif fall is None:
        why = "not_assessable"
    elif fall < point.below_percent:
        why = "little_change"
    else:
        return None
    return DecisionDue(
        point=point.id,
        session=session,
        percent_fall=fall,
        threshold=point.below_percent,
        must_record=point.must_record,
        why=why,
        suggestions=point.ask,
        choices=point.choices,
    )
