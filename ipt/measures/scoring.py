"""From answers to a score, in one fixed order.

1 a hidden item takes its hidden value; 2 an answer must be one of the item's options;
3 reverse; 4 missing items; 5 multiply, then transform; 6 bands and cut-offs.
Risk rules run first, on whatever has been answered so far, and no missing total hides them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from operator import eq, ge, gt, le, lt
from typing import Literal

from ipt.forms import conditions
from ipt.measures.definition import NOT_APPLICABLE, Item, Measure, RiskRule, Scale
from ipt.measures.rules import RULES

COMPARE = {">=": ge, "<=": le, ">": gt, "<": lt, "==": eq}
HALF = Fraction(1, 2)

Answers = Mapping[str, int | Literal["na"]]


class BadAnswer(ValueError):
    """An answer that the measure does not offer: which item, and why."""

    def __init__(self, item: str, reason: str) -> None:
        self.item, self.reason = item, reason
        super().__init__(f"{item}: {reason}")


@dataclass(frozen=True)
class RiskHit:
    """A risk rule that fired: on which item, with which answer, and how much it asks for.

    item   the item, or the scale for a rule that looks at a scale
    value  the answer; for a scale its value, or what it comes to at least so far
    """

    rule: str
    item: str
    value: float
    level: Literal["review", "high_review"]


@dataclass(frozen=True)
class ScaleScore:
    """One scale's value in its own points, None if too much is missing.

    range           lowest and highest possible value; shorter if an item does not apply
    cutoffs         ids of the lines met that were published for everyone
    group_cutoffs   ids of the lines met that were published for one group (`applies_to`)
    """

    value: int | float | None
    band: str | None
    answered: int
    expected: int
    prorated: bool
    cutoffs: tuple[str, ...]
    range: tuple[float, float]
    group_cutoffs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """What one response comes to.

    total, band, prorated   of the main scale; total is None when it may not be computed
    answered, expected      scored items of the main scale
    complete                every required item that is shown has an answer
    risk_unanswered         risk items left blank: never read as 0, ask in the session
    rules                   named algorithms; None where an answer they need is missing
    not_applicable          items that do not apply: the total stands on fewer items and its
                            range is that of `scales`, so it is not compared with a full one
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
    not_applicable: tuple[str, ...] = field(default=())


def score(measure: Measure, answers: Answers) -> Score:
    """Score a response, whole or partial. Raises BadAnswer for an answer not offered.

    answers   option values as printed, by linkId, "na" where an item allows it; blanks left out

    >>> from ipt.measures import library
    >>> score(library.load("gad-2"), {"gad2-1": 2, "gad2-2": 1}).total
    3
    """
    check(measure, answers)
    filled = _filled(measure, answers)
    scales = {scale.id: _scale(scale, filled, answers) for scale in measure.scales}
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
        not_applicable=tuple(
            item.linkId for item in measure.items if answers.get(item.linkId) == NOT_APPLICABLE
        ),
    )


def risk(measure: Measure, answers: Answers) -> tuple[RiskHit, ...]:
    """Return every risk rule that fires on what is answered so far, in the file's order.

    A rule on an item looks at its raw answer and needs no other item and no total. A rule on
    a scale fires as soon as no answer still to come could take the scale out of it again.
    A blank never fires.
    """
    on_items = [
        RiskHit(rule.id, rule.item, answers[rule.item], rule.level)
        for rule in measure.risk
        if rule.item in answers and COMPARE[rule.op](answers[rule.item], rule.value)
    ]
    filled = _filled(measure, answers)
    found = [_on_scale(measure, rule, filled, answers) for rule in measure.risk if rule.scale]
    return tuple(on_items + [hit for hit in found if hit])


def check(measure: Measure, answers: Answers) -> None:
    """Raise BadAnswer for an item the measure does not have or a value it does not offer."""
    items = {item.linkId: item for item in measure.items}
    for linkId, value in answers.items():
        if linkId not in items:
            raise BadAnswer(linkId, "is not an item of this measure")
        if value == NOT_APPLICABLE:
            if not items[linkId].not_applicable_allowed:
                raise BadAnswer(linkId, "cannot be left as not applicable")
        elif type(value) is not int or value not in items[linkId].options:
            raise BadAnswer(linkId, f"{value!r} is not one of its answers")


def visible_items(measure: Measure, answers: Answers) -> tuple[Item, ...]:
    """Return the items to show, given the answers so far, in order."""
    return tuple(item for item in measure.items if _shown(item, answers))


def next_item(measure: Measure, answers: Answers) -> Item | None:
    """Return the first shown, required item without an answer; None when all are answered."""
    shown = visible_items(measure, answers)
    return next((item for item in shown if item.required and item.linkId not in answers), None)


def reversed_value(item: Item, value: int) -> int:
    """Return what an answer counts on an item: turned round in its options if it is reversed."""
    return min(item.options) + max(item.options) - value if item.reverse else value


def stepped(scale: Scale, value: Fraction) -> Fraction:
    """Step 5: multiply, then transform."""
    if scale.multiply is not None:
        value *= Fraction(str(scale.multiply))
    if scale.transform is not None:
        form = scale.transform
        value = form.times * (value - form.minus) / form.over
    return value


def extremes(scale: Scale, options: Collection[Collection[int]]) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest value of a scale of items with these options."""
    lows, highs = [min(each) for each in options], [max(each) for each in options]
    return stepped(scale, _together(scale, lows)), stepped(scale, _together(scale, highs))


def half_up(value: Fraction) -> int:
    """Round to the nearest whole number, halves upwards.

    >>> half_up(Fraction(21, 2))
    11
    """
    return floor(value + HALF)


def _shown(item: Item, answers: Answers) -> bool:
    """The same conditions as on every other form of the book."""
    rule = item.show_if
    return rule is None or conditions.holds(conditions.from_measure(rule), answers.get)


def _filled(measure: Measure, answers: Answers) -> dict[str, int]:
    """Steps 1 and 3: hidden items take their value, reversed items are turned round."""
    filled = {}
    for item in measure.items:
        value = item.value_if_hidden if _hidden(item, answers) else answers.get(item.linkId)
        if value is not None and value != NOT_APPLICABLE:
            filled[item.linkId] = reversed_value(item, value)
    return filled


def _hidden(item: Item, answers: Answers) -> bool:
    """Whether its gate says so. A gate left blank hides items too, but says nothing of them."""
    if item.show_if is None or _shown(item, answers):
        return False
    gates = item.show_if["items"] if "items" in item.show_if else [item.show_if["item"]]
    return all(gate in answers for gate in gates)


def _items(scale: Scale, answers: Answers) -> tuple[tuple[str, ...], tuple[float, float]]:
    """The items that count and the range, shorter if one of them does not apply."""
    short = scale.if_not_applicable
    if short is not None and answers.get(short.item) == NOT_APPLICABLE:
        return short.items, short.range
    return scale.items, scale.range


def _scale(scale: Scale, filled: Mapping[str, int], answers: Answers) -> ScaleScore:
    items, bounds = _items(scale, answers)
    given = [filled[item] for item in items if item in filled]
    value = _value(scale, given, len(items))
    number = _plain(value)
    met = [c for c in scale.cutoffs if value is not None and COMPARE[c.op](value, c.value)]
    return ScaleScore(
        value=number,
        band=_band(scale, value),
        answered=len(given),
        expected=len(items),
        prorated=value is not None and len(given) < len(items),
        cutoffs=tuple(cut.id for cut in met if cut.applies_to is None),
        range=bounds,
        group_cutoffs=tuple(cut.id for cut in met if cut.applies_to is not None),
    )


def _value(scale: Scale, given: list[int], expected: int) -> Fraction | None:
    """Steps 4 and 5, exact. `expected`: how many items count."""
    missing = scale.missing
    least = expected if missing.rule == "none" else missing.min_valid
    if len(given) < least:
        return None
    value = Fraction(sum(given), len(given))
    if scale.method == "sum":
        value *= expected
        if missing.round == "half-up":
            value = Fraction(half_up(value))
    return stepped(scale, value)


def _together(scale: Scale, values: list[int]) -> Fraction:
    return Fraction(sum(values), 1 if scale.method == "sum" else len(values))


def _band(scale: Scale, value: Fraction | None) -> str | None:
    """Step 6: bands are published in whole points of a sum, or in tenths of a mean."""
    if value is None:
        return None
    if scale.band_rounding:
        value = Fraction(half_up(value * 10), 10)
    elif scale.method == "sum":
        value = Fraction(half_up(value))
    inside = (b.id for b in scale.bands if _exact(b.min) <= value <= _exact(b.max))
    return next(inside, None)


def _exact(number: float) -> Fraction:
    return Fraction(str(number))


def _plain(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def _on_scale(
    measure: Measure, rule: RiskRule, filled: Mapping[str, int], answers: Answers
) -> RiskHit | None:
    scale = measure.scale(rule.scale)
    value = _scale(scale, filled, answers).value
    if value is None:
        value = _at_least(measure, scale, rule.op, filled, answers)
    fires = value is not None and COMPARE[rule.op](value, rule.value)
    return RiskHit(rule.id, rule.scale, value, rule.level) if fires else None


def _at_least(
    measure: Measure, scale: Scale, op: str, filled: Mapping[str, int], answers: Answers
) -> int | float | None:
    """What the scale comes to if every blank gets the answer that keeps it out of the rule."""
    if op == "==":
        return None
    calm = min if op in (">=", ">") else max
    items, _ = _items(scale, answers)
    values = [filled[id] if id in filled else calm(measure.item(id).options) for id in items]
    return _plain(stepped(scale, _together(scale, values)))
