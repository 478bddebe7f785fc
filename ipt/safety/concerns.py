"""When an answer opens a concern, joins an open one, or asks to be asked.

Fires when the item is saved, whatever becomes of the form. Changing or abandoning the form
never closes anything: only a named clinician does.
"""

from collections.abc import Collection
from typing import Literal

from ipt.measures import scoring
from ipt.measures.definition import Measure
from ipt.measures.scoring import RiskHit

Level = Literal["review", "high_review", "urgent"]
LEVELS: tuple[Level, ...] = ("review", "high_review", "urgent")


def decide(
    hit: RiskHit | Level, open_levels: Collection[Level], *, open_values: Collection[float] = ()
) -> Literal["open", "join"]:
    """Decide what a risk answer does: an equal or lower one joins an open concern, a rise opens.

    hit           the hit, or its level
    open_levels   levels of this client's concerns not yet closed
    open_values   the answers those concerns hold, on the same item, where known: then a rise
                  within a level (a 3 after a 2) opens a new one too

    >>> decide("review", ["high_review"])
    'join'
    >>> decide("high_review", ["review"])
    'open'
    """
    level = hit if isinstance(hit, str) else hit.level
    if not open_levels or rank(level) > max(rank(each) for each in open_levels):
        return "open"
    if isinstance(hit, RiskHit) and open_values and hit.value > max(open_values):
        return "open"
    return "join"


def worst(hits: Collection[RiskHit]) -> RiskHit | None:
    """Return the hit that asks for most, None if there is none: one answer, one concern."""
    return max(hits, key=lambda hit: rank(hit.level), default=None)


def level_for(
    measure: Measure, item: str, value: int | None
) -> Literal["review", "high_review", "ask"] | None:
    """Return what one answer asks for: a level, "ask" for a blank risk item, or None.

    A blank is never read as 0: the therapist asks in the session.
    """
    if item not in measure.risk_items:
        return None
    if value is None:
        return "ask"
    hit = worst(scoring.risk(measure, {item: value}))
    return None if hit is None else hit.level


def rank(level: Level) -> int:
    """Return how much a level asks for, from 0."""
    return LEVELS.index(level)
