"""The parts of a definition file: items, scales, risk rules, what is published about change."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ipt.measures.definition import (
    Band,
    ChangeFacts,
    Cutoff,
    Item,
    Linear,
    Missing,
    RiskRule,
    Scale,
    Shorter,
)
from ipt.measures.reading import NUMBER, At
from ipt.measures.scoring import extremes

OPS = (">=", "<=", ">", "<", "==")
LEVELS = {"review": "review", "same-day-review": "review", "urgent": "high_review"}
METHOD_OF = {"mean-substitution": "sum", "mean-of-answered": "mean"}
LINEAR = re.compile(r"([1-9]\d{0,3})\*\(x-(\d{1,4})\)/([1-9]\d{0,3})")
LINK = re.compile(r"[A-Za-z0-9][\w.-]{0,63}")
Options = Mapping[str, tuple[int, ...]]
Items = Mapping[str, Item]


def option_sets(at: At) -> tuple[Options, Mapping[str, Mapping[int, str]]]:
    """Return the answer values of each option set, and their codes."""
    values, codes = {}, {}
    for name in at.row:
        rows = at.rows(name)
        for row in rows:
            row.only("value", "code")
        values[name] = tuple(row.need("value", int) for row in rows)
        if not rows or len(set(values[name])) != len(rows):
            raise at.refused(name, "values must differ")
        codes[name] = {row.row["value"]: row.need("code", str) for row in rows if "code" in row.row}
    return values, codes


def item(at: At, options: Options, before: Items) -> Item:
    """Return an item. `before`: those above it, by linkId."""
    at.only(
        *("linkId", "number", "type", "options", "scored", "required", "reverse", "code"),
        *("show_if", "value_if_hidden", "not_applicable_allowed"),
    )
    if not LINK.fullmatch(at.need("linkId", str)):
        raise at.refused("linkId", "must be letters, digits, dots or hyphens")
    at.one_of("type", ("choice",))
    offered = options.get(at.need("options", str))
    if offered is None:
        raise at.refused("options", f"no option set {at.row['options']!r}")
    hidden, gate = at.may("value_if_hidden", int), at.inner_if("show_if")
    if hidden is not None and hidden not in offered:
        raise at.refused("value_if_hidden", "must be one of its answers")
    return Item(
        linkId=at.row["linkId"],
        number=at.need("number", int),
        option_set=at.row["options"],
        options=offered,
        scored=at.need("scored", bool),
        required=at.need("required", bool),
        reverse=at.may("reverse", bool, False),
        show_if=_show_if(gate, before) if gate else None,
        value_if_hidden=hidden,
        not_applicable_allowed=at.may("not_applicable_allowed", bool, False),
        code=at.may("code", dict),
    )


def _show_if(at: At, before: Items) -> Mapping[str, Any]:
    """A gate stands above, is always shown and always answerable."""
    gates = [id for id, i in before.items() if not i.show_if and not i.not_applicable_allowed]
    if "any_of_items_gt" in at.row:
        at.only("any_of_items_gt", "items")
        at.need("any_of_items_gt", int)
        at.names("items", gates)
    else:
        test = "equals" if "equals" in at.row else "gt"
        at.only("item", test)
        at.need(test, int)
        at.one_of("item", gates)
    return MappingProxyType(at.row)


def scale(at: At, items: Items) -> Scale:
    """Return a scale. `items`: all of the measure, by linkId."""
    at.only(
        *("id", "items", "method", "multiply", "transform", "range", "missing", "bands"),
        *("cutoffs", "code", "if_not_applicable", "band_rounding", "band_sets_alternative"),
    )
    named = at.names("items", [id for id, item in items.items() if item.scored])
    method = at.one_of("method", ("sum", "mean"))
    if at.may("multiply", NUMBER, 1) <= 0:
        raise at.refused("multiply", "must be more than 0")
    found = Scale(
        id=at.need("id", str),
        items=named,
        method=method,
        range=_range(at),
        missing=_missing(at.inner("missing"), method, len(named)),
        bands=_bands(at),
        cutoffs=tuple(_cutoff(row) for row in at.rows("cutoffs", optional=True)),
        multiply=at.may("multiply", NUMBER),
        transform=_linear(at),
        band_rounding=bool(at.may("band_rounding", str, "")),
        if_not_applicable=_shorter(at, named, items),
        code=at.may("code", dict),
        other_bands=at.may("band_sets_alternative", dict),
    )
    at.different("bands", [band.id for band in found.bands])
    at.different("cutoffs", [cut.id for cut in found.cutoffs])
    _in_range(at, found, items)
    return found


def _in_range(at: At, scale: Scale, items: Items) -> None:
    """The range is what the lowest and the highest answers come to."""
    short = scale.if_not_applicable
    for names, said in [(scale.items, scale.range)] + (
        [(short.items, short.range)] if short else []
    ):
        low, high = extremes(scale, [items[name].options for name in names])
        if said != (low, high):
            raise at.refused("range", f"must be [{low}, {high}], not {list(said)}")


def _range(at: At) -> tuple[float, float]:
    said = at.need("range", list)
    if len(said) != 2:
        raise at.refused("range", "must be [lowest, highest]")
    return tuple(said)


def _missing(at: At, method: str, count: int) -> Missing:
    at.only("rule", "min_valid", "round", "source")
    rule = at.one_of("rule", ("none", *METHOD_OF))
    if METHOD_OF.get(rule, method) != method:
        raise at.refused("rule", f"{rule} goes with the method {METHOD_OF[rule]}")
    least = at.may("min_valid", int, count)
    if not 1 <= least <= count:
        raise at.refused("min_valid", f"must be 1 to {count}")
    rounding = at.one_of("round", ("none", "half-up"), "none")
    return Missing(rule, least, rounding, at.may("source", str, ""))


def _linear(at: At) -> Linear | None:
    said = at.may("transform", str)
    form = said and LINEAR.fullmatch(said)
    if said and not form:
        raise at.refused("transform", f"must look like 100*(x-1)/4, not {said!r}")
    return Linear(*map(int, form.groups())) if form else None


def _shorter(at: At, named: tuple[str, ...], items: Items) -> Shorter | None:
    """An item that may not apply leaves a shorter scale, which must be written down."""
    loose = [name for name in named if items[name].not_applicable_allowed]
    said = at.inner_if("if_not_applicable")
    if loose != ([said.need("item", str)] if said else []):
        raise at.refused("if_not_applicable", f"must say what becomes of {loose}")
    if said is None:
        return None
    said.only("item", "items", "range")
    rest = [name for name in named if name not in loose]
    return Shorter(said.row["item"], said.names("items", rest), _range(said))


def _bands(at: At) -> tuple[Band, ...]:
    found = tuple(_band(row) for row in at.rows("bands", optional=True))
    for before, after in zip(found, found[1:], strict=False):
        if after.min <= before.max:
            raise at.refused("bands", f"{after.id} overlaps {before.id}")
    return found


def _band(at: At) -> Band:
    at.only("id", "min", "max", "verified")
    low, high = at.need("min", NUMBER), at.need("max", NUMBER)
    if low > high:
        raise at.refused("max", "must not be below min")
    return Band(at.need("id", str), low, high, at.may("verified", (bool, str)))


def _cutoff(at: At) -> Cutoff:
    at.only("id", "op", "value", "source", "applies_to", "verified")
    return Cutoff(
        id=at.need("id", str),
        op=at.one_of("op", OPS),
        value=at.need("value", NUMBER),
        source=at.may("source", str, ""),
        applies_to=at.may("applies_to", str),
        verified=at.may("verified", (bool, str)),
    )


def risk(at: At, items: Items, scales: Mapping[str, Scale]) -> RiskRule:
    """Return a risk rule. It looks at one item or at one scale."""
    at.only("id", "item", "scale", "op", "value", "level", "note")
    on_item, on_scale = at.may("item", str), at.may("scale", str)
    if (on_item in items) == (on_scale in scales) or (on_item and on_scale):
        raise at.refused("item", "must name an item or a scale of this measure")
    if on_item and items[on_item].not_applicable_allowed:
        raise at.refused("item", f"{on_item} could be left as not applicable")
    level = at.one_of("level", LEVELS)
    return RiskRule(
        id=at.need("id", str),
        item=on_item,
        scale=on_scale,
        op=at.one_of("op", OPS),
        value=at.need("value", NUMBER),
        level=LEVELS[level],
        source_level=level,
        note=at.may("note", str, ""),
    )


def change(at: At, scales: Mapping[str, Scale]) -> ChangeFacts:
    """Return what is published about change."""
    at.only(
        *("scale", "rci", "clinical_cutoff", "mcid", "response", "reliability", "sd"),
        *("sd_note", "note"),
    )
    if at.need("scale", str) not in scales:
        raise at.refused("scale", f"unknown scale {at.row['scale']!r}")
    rci = At(at.file, f"{at.where}.rci", at.may("rci", dict, {}))
    return ChangeFacts(
        scale=at.row["scale"],
        threshold=rci.may("threshold", NUMBER),
        basis=rci.may("basis", str, ""),
        verified=rci.may("verified", (bool, str)),
        clinical_cutoff=_value(at, "clinical_cutoff"),
        mcid=_value(at, "mcid"),
        published=MappingProxyType(at.row),
    )


def _value(at: At, key: str) -> float | None:
    said = at.inner_if(key)
    return said.need("value", NUMBER) if said else None
