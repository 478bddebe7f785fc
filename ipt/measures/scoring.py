"""From answers to a score, in one fixed order.

1 a hidden item takes its hidden value; 2 an answer must be one of the item's options;
3 reverse; 4 missing items; 5 multiply, then transform; 6 bands and cut-offs.
Risk rules run first, on whatever has been answered so far, and no missing total hides them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from operator import eq, ge, gt, le, lt
from typing import Any, Literal

from ipt.measures.definition import Item, Measure, Scale

COMPARE = {">=": ge, "<=": le, ">": gt, "<": lt, "==": eq}
LINEAR = re.compile(r"(?P<times>\d+)\*\(x-(?P<minus>\d+)\)/(?P<over>\d+)")

Answers = Mapping[str, int]


class BadAnswer(ValueError):
    """An answer that the measure does not offer: which item, and why."""

    def __init__(self, item: str, reason: str) -> None:
        self.item, self.reason = item, reason
        super().__init__(f"{item}: {reason}")


@dataclass(frozen=True)
class RiskHit:
    """A risk rule that fired: on which item, with which answer, and how much it asks for."""

    rule: str
    item: str
    value: float
    level: Literal["review", "high_review"]


@dataclass(frozen=True)
class ScaleScore:
    """One scale's value in its own points, None if too much is missing."""

    value: int | float | None
    band: str | None
    answered: int
    expected: int
    prorated: bool
    cutoffs: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """What one response comes to.

    total, band, prorated   of the main scale; total is None when it may not be computed
    answered, expected      scored items of the main scale
    complete                every required item that is shown has an answer
    risk_unanswered         risk items left blank: never read as 0, ask in the session
    rules                   named algorithms; None where an answer they need is missing
    """

    total: int | float | None
    band: str | None
    answered: int
    expected: int
    prorated: bool
    complete: bool
    risk: tuple[RiskHit, ...]
    risk_unanswered: tuple[str, ...]
    scales: Mapping[str, ScaleScore]
    rules: Mapping[str, bool | None]


def score(measure: Measure, answers: Answers) -> Score:
    """Score a response, whole or partial. Raises BadAnswer for an answer not offered."""
    check(measure, answers)
    filled = _filled(measure, answers)
    scales = {scale.id: _scale(measure, scale, filled) for scale in measure.scales}
    main = scales[measure.main.id]
    return Score(
        total=main.value,
        band=main.band,
        answered=main.answered,
        expected=main.expected,
        prorated=main.prorated,
        complete=next_item(measure, answers) is None,
        risk=risk(measure, answers),
        risk_unanswered=tuple(item for item in measure.risk_items if item not in answers),
        scales=scales,
        rules={rule["id"]: RULES[rule["type"]](rule, filled) for rule in measure.rules},
    )


def risk(measure: Measure, answers: Answers) -> tuple[RiskHit, ...]:
    """Return every risk rule that fires on what is answered so far, in the file's order.

    Looks at raw answers, so it needs no other item and no total. A blank never fires.
    """
    on_items = [
        RiskHit(rule.id, rule.item, answers[rule.item], rule.level)
        for rule in measure.risk
        if rule.item in answers and COMPARE[rule.op](answers[rule.item], rule.value)
    ]
    return tuple(on_items + _risk_on_scales(measure, answers))


def check(measure: Measure, answers: Answers) -> None:
    """Raise BadAnswer for an item the measure does not have or a value it does not offer."""
    items = {item.linkId: item for item in measure.items}
    for linkId, value in answers.items():
        if linkId not in items:
            raise BadAnswer(linkId, "is not an item of this measure")
        if isinstance(value, bool) or value not in items[linkId].options:
            raise BadAnswer(linkId, f"{value!r} is not one of its answers")


def visible_items(measure: Measure, answers: Answers) -> tuple[Item, ...]:
    """Return the items to show, given the answers so far, in order."""
    return tuple(item for item in measure.items if _shown(item, answers))


def next_item(measure: Measure, answers: Answers) -> Item | None:
    """Return the first shown, required item without an answer; None when all are answered."""
    shown = visible_items(measure, answers)
    return next((item for item in shown if item.required and item.linkId not in answers), None)


def _shown(item: Item, answers: Answers) -> bool:
    rule = item.show_if
    if rule is None:
        return True
    if "any_of_items_gt" in rule:
        return any(answers.get(id, 0) > rule["any_of_items_gt"] for id in rule["items"])
    given = answers.get(rule["item"])
    if given is None:
        return False
    return given == rule["equals"] if "equals" in rule else given > rule["gt"]


def _filled(measure: Measure, answers: Answers) -> dict[str, int]:
    """Steps 1 and 3: hidden items take their value, reversed items are turned round."""
    filled = {}
    for item in measure.items:
        value = answers.get(item.linkId)
        hidden = not _shown(item, answers)
        # A gate left blank hides its items too, but says nothing about them.
        if hidden and item.show_if and item.show_if.get("item", None) in answers:
            value = item.value_if_hidden
        if value is None:
            continue
        turned = min(item.options) + max(item.options) - value
        filled[item.linkId] = turned if item.reverse else value
    return filled


def _scale(measure: Measure, scale: Scale, filled: Answers) -> ScaleScore:
    given = [filled[item] for item in scale.items if item in filled]
    value = _value(scale, given)
    number = _plain(value)
    return ScaleScore(
        value=number,
        band=_band(scale, value),
        answered=len(given),
        expected=len(scale.items),
        prorated=number is not None and len(given) < len(scale.items),
        cutoffs=tuple(
            cut.id
            for cut in scale.cutoffs
            if number is not None and COMPARE[cut.op](number, cut.value)
        ),
    )


def _value(scale: Scale, given: list[int]) -> Fraction | None:
    """Steps 4 and 5, exact."""
    missing = scale.missing
    least = len(scale.items) if missing.rule == "none" else missing.min_valid
    if len(given) < least or not given:
        return None
    value = Fraction(sum(given), len(given))
    if scale.method == "sum":
        value *= len(scale.items)
        if len(given) < len(scale.items) and missing.round == "half-up":
            value = Fraction(half_up(value))
    if scale.multiply is not None:
        value *= Fraction(scale.multiply)
    return _transformed(scale.transform, value)


def _transformed(rule: str | None, value: Fraction) -> Fraction:
    if rule is None:
        return value
    form = LINEAR.fullmatch(rule)
    if form is None:
        raise ValueError(f"unknown transform {rule!r}")
    return int(form["times"]) * (value - int(form["minus"])) / int(form["over"])


def _band(scale: Scale, value: Fraction | None) -> str | None:
    if value is None:
        return None
    if scale.band_rounding:
        value = Fraction(half_up(value * 10), 10)
    return next((band.id for band in scale.bands if band.min <= value <= band.max), None)


def half_up(value: Fraction) -> int:
    """Round to the nearest whole number, halves upwards.

    >>> half_up(Fraction(21, 2))
    11
    """
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    return int(decimal.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _plain(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def _risk_on_scales(measure: Measure, answers: Answers) -> list[RiskHit]:
    rules = [rule for rule in measure.risk if rule.scale]
    if not rules:
        return []
    filled = _filled(measure, answers)
    hits = []
    for rule in rules:
        value = _scale(measure, measure.scale(rule.scale), filled).value
        if value is not None and COMPARE[rule.op](value, rule.value):
            hits.append(RiskHit(rule.id, rule.scale, value, rule.level))
    return hits


def _phq_dsm(rule: Mapping[str, Any], filled: Answers) -> bool | None:
    """Count symptoms as Kroenke 2001 does; item 9 counts from 'several days'. Not a diagnosis."""
    special = {each["item"]: each["threshold"] for each in rule["special"]}
    needed = [*rule["core"], *rule["other"], *special]
    if any(item not in filled for item in needed):
        return None
    core = sum(filled[item] >= rule["core_threshold"] for item in rule["core"])
    other = sum(filled[item] >= rule["other_threshold"] for item in rule["other"])
    more = sum(filled[item] >= least for item, least in special.items())
    count = core + other + more
    return core >= rule["core_min"] and rule["count_min"] <= count <= rule["count_max"]


def _item_equals(rule: Mapping[str, Any], filled: Answers) -> bool | None:
    given = filled.get(rule["item"])
    return None if given is None else given == rule["value"]


def _cluster_count(rule: Mapping[str, Any], filled: Answers) -> bool | None:
    """Each cluster has its least number of symptoms at or above the threshold."""
    if any(item not in filled for cluster in rule["require"] for item in cluster["items"]):
        return None
    return all(
        sum(filled[item] >= rule["threshold"] for item in cluster["items"]) >= cluster["min"]
        for cluster in rule["require"]
    )


RULES = {"phq-dsm": _phq_dsm, "item-equals": _item_equals, "cluster-count": _cluster_count}
