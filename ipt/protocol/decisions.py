"""Decision points: the software lays out what to consider, the therapist decides.

Nothing here changes a treatment. A result is called "things to consider", never failure.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ipt.measures.change import change
from ipt.measures.definition import Measure
from ipt.protocol.course import session_number
from ipt.protocol.definition import DecisionPoint, Protocol
from ipt.protocol.shelf import load


@dataclass(frozen=True)
class DecisionDue:
    """A decision to take now.

    session        number of the session it belongs to; None if it hangs on weeks
    percent_fall   of the primary measure from baseline; None if it could not be told
    threshold      the fall below which there is something to decide, in percent
    why            "little_change", "not_assessable" or "always"
    ask            ids of things to consider (`decision.ask.<id>`)
    choices        ids of the decisions to choose from (`decision.choice.<id>`)
    """

    point: str
    session: int | None
    percent_fall: float | None
    threshold: float | None
    must_record: bool
    why: Literal["little_change", "not_assessable", "always"]
    ask: tuple[str, ...]
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
        if falls_on(point, session, planned):
            return judged(point, session, percent_fall)
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
    reached = [
        (session, point)
        for session in range(1, max(falls, default=0) + 1)
        for point in protocol.decision_points
        if falls_on(point, session, planned) and point.id not in decided
    ]
    due = [judged(point, session, falls.get(session)) for session, point in reached]
    return tuple(each for each in due if each)


def deteriorated(measure: Measure, scores: Sequence[float]) -> bool:
    """Whether the last score is reliably worse than the best one so far.

    scores   totals in order, one or more (PHQ-9 a rise of 6, GAD-7 4, EPDS 4 from the best)
    """
    best = min(scores) if measure.higher_is == "worse" else max(scores)
    return change(measure, best, scores[-1]).verdict == "worse"


def worse_since(measure: Measure, scores: Sequence[tuple[date, float]]) -> date | None:
    """Return the day since which the scores are reliably worse than the best; None if they are not.

    scores   (day, total) in order
    """
    since = None
    for upto, (day, _) in enumerate(scores, 1):
        worse = deteriorated(measure, [total for _, total in scores[:upto]])
        since = (since or day) if worse else None
    return since


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


def falls_on(point: DecisionPoint, session: int, planned: int | None) -> bool:
    """Whether a decision point belongs to this session.

    planned   agreed number of sessions; None if there is none: then no point from the end does
    """
    if point.every:
        return session % point.every == 0
    if point.session is None or (point.session < 0 and planned is None):
        return False
    return session_number(point.session, planned or 0) == session


def judged(
    point: DecisionPoint,
    session: int | None,
    fall: float | None,
    threshold: float | None = None,
) -> DecisionDue | None:
    """Return the decision that a point asks for at this fall; None if there is nothing to decide.

    threshold   in percent, where a practice set its own; else the point's
    """
    below = point.below_percent if threshold is None else threshold
    if point.below_percent is None:
        why = "always"
    elif fall is None:
        why = "not_assessable"
    elif fall < below:
        why = "little_change"
    else:
        return None
    return DecisionDue(
        point=point.id,
        session=session,
        percent_fall=fall,
        threshold=below,
        must_record=point.must_record,
        why=why,
        ask=point.ask,
        choices=point.choices,
    )
