"""Small numbers: what of a report may leave the practice."""

from collections.abc import Mapping
from dataclasses import replace

from ipt.measures.nhs import EACH_ONE_OF, OF_CASES, RATES, Rate, Report

SMALL = 5


def suppressed(count: int | None, least: int = SMALL) -> int | None:
    """Return a count as it may leave the practice: None below 5.

    >>> suppressed(4), suppressed(5)
    (None, 5)
    """
    return None if count is None or count < least else count


def suppress(whole: Report, least: int = SMALL) -> Report:
    """Return a report that may leave the practice: no count below 5, nor one to be worked out.

    What is hidden is None. Of improved, deteriorated, unchanged and unknown so many are hidden
    that together they are at least 5 and at least two; a rate of recovery is hidden where the
    rest of those it is over, or a difference to another number shown, is below 5.
    """
    few_outside = 0 < whole.not_at_caseness < least
    few_unpaired = 0 < whole.finished - whole.paired < least
    hidden = _hidden_moves(whole, least) | {
        name for name in OF_CASES if few_outside or _tells(whole.published[name], least)
    }
    full, reliable = (whole.published[name] for name in OF_CASES)
    if 0 < full.count - reliable.count < least:
        hidden.add("reliable_recovery")
    alone = hidden | {name for name in OF_CASES if _tells_beside(whole, name, least)}
    return replace(
        whole,
        finished=suppressed(whole.finished, least),
        not_at_caseness=suppressed(whole.not_at_caseness, least),
        paired=None if few_unpaired else suppressed(whole.paired, least),
        published=_without(whole.published, hidden),
        paired_only=_without(whole.paired_only, set(RATES) if few_unpaired else alone),
    )


def _tells(rate: Rate, least: int) -> bool:
    return rate.count < least or rate.of - rate.count < least


def _tells_beside(whole: Report, name: str, least: int) -> bool:
    """Whether a rate of the paired line gives away a small number, alone or by subtraction."""
    rate = whole.paired_only[name]
    differences = whole.published[name].of - rate.of, whole.paired - rate.of
    return _tells(rate, least) or any(0 < each < least for each in differences)


def _hidden_moves(whole: Report, least: int) -> set[str]:
    """Which of improved, deteriorated and unchanged to hide, the smallest first."""
    parts = {name: whole.published[name].count for name in EACH_ONE_OF}
    unknown = whole.finished - whole.paired
    if 0 < unknown < least:
        parts["unknown"] = unknown
    hidden: list[str] = []
    for name in sorted(parts, key=parts.__getitem__):
        together = sum(parts[each] for each in hidden)
        if parts[name] < least or (hidden and (len(hidden) < 2 or together < least)):
            hidden.append(name)
    return set(hidden) - {"unknown"}


def _without(rates: Mapping[str, Rate], hidden: set[str]) -> dict[str, Rate]:
    return {name: Rate(None, None) if name in hidden else rate for name, rate in rates.items()}
