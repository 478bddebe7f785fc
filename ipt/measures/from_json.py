"""Turn a `kith-measure/1` file into a Measure, refusing with file, path and reason."""

from pathlib import Path
from types import MappingProxyType
from typing import Any

from ipt.measures.definition import (
    Band,
    ChangeFacts,
    Cutoff,
    Item,
    Measure,
    Missing,
    RiskRule,
    Scale,
    Wording,
)
from ipt.reading import BrokenBook, json_object, must

SCHEMA = "kith-measure/1"
WORDING_SCHEMA = "kith-wording/1"
OPS = (">=", "<=", ">", "<", "==")
LEVELS = {"review": "review", "same-day-review": "review", "urgent": "high_review"}
RULE_TYPES = ("phq-dsm", "item-equals", "cluster-count")
NUMBER = (int, float)


def measure(file: Path) -> Measure:
    """Read a structure file. Raises BrokenBook (a ValueError) if anything does not fit."""
    data = json_object(file)
    if data.get("schema") != SCHEMA:
        raise BrokenBook(file, "schema", f"must be {SCHEMA}")
    need = _need(file, data, "measure")
    options = _option_sets(file, need("option_sets", dict))
    items = tuple(_item(file, row, at, options) for at, row in enumerate(need("items", list)))
    ids = {item.linkId for item in items}
    if len(ids) != len(items):
        raise BrokenBook(file, "measure.items", "two items share a linkId")
    scales = tuple(_scale(file, row, at, ids) for at, row in enumerate(need("scales", list)))
    if not scales:
        raise BrokenBook(file, "measure.scales", "must not be empty")
    if need("higher_is", str) not in ("worse", "better"):
        raise BrokenBook(file, "measure.higher_is", "must be worse or better")
    scale_ids = {scale.id for scale in scales}
    return Measure(
        id=need("id", str),
        version=need("version", str),
        domain=tuple(need("domain", list)),
        higher_is=data["higher_is"],
        recall_days=need("recall", dict).get("days"),
        minutes=need("minutes", int),
        text_included=need("text_status", str) == "included",
        entered_by=need("entered_by", str),
        items=items,
        scales=scales,
        rules=tuple(_rule(file, row, at) for at, row in enumerate(need("rules", list))),
        risk=tuple(
            _risk(file, row, at, ids, scale_ids) for at, row in enumerate(need("risk", list))
        ),
        change=_change(file, need("change", dict), scale_ids),
        schedule=MappingProxyType(need("schedule", dict)),
        codes=MappingProxyType(need("codes", dict)),
        licence=MappingProxyType(need("licence", dict)),
        citation=tuple(need("citation", list)),
        notes=data.get("notes", ""),
    )


def wording(file: Path, of: Measure) -> Wording:
    """Read a wording file and check that it says everything the measure asks, and no more."""
    data = json_object(file)
    if data.get("schema") != WORDING_SCHEMA:
        raise BrokenBook(file, "schema", f"must be {WORDING_SCHEMA}")
    need = _need(file, data, "wording")
    for key, expected in (("measure", of.id), ("version", of.version), ("language", file.stem)):
        if need(key, str) != expected:
            raise BrokenBook(file, f"wording.{key}", f"must be {expected}, not {data[key]}")
    _same(file, "items", need("items", dict), {item.linkId for item in of.items})
    sets = {item.option_set: {str(value) for value in item.options} for item in of.items}
    _same(file, "options", need("options", dict), set(sets))
    for name, values in sets.items():
        _same(file, f"options.{name}", data["options"][name], values)
    _same(file, "scales", need("scales", dict), {scale.id for scale in of.scales})
    for scale in of.scales:
        bands = need("bands", dict).get(scale.id, {})
        _same(file, f"bands.{scale.id}", bands, {band.id for band in scale.bands})
        cuts = need("cutoffs", dict).get(scale.id, {})
        _same(file, f"cutoffs.{scale.id}", cuts, {cut.id for cut in scale.cutoffs})
    _same(file, "rules", need("rules", dict), {rule["id"] for rule in of.rules})
    texts = ("title", "short", "instructions", "recall", "licence")
    maps = ("options", "items", "scales", "bands", "cutoffs", "rules")
    return Wording(
        measure=of.id,
        version=of.version,
        language=file.stem,
        source=tuple(need("source", list)),
        option_set_of={item.linkId: item.option_set for item in of.items},
        main_scale=of.main.id,
        **{key: need(key, str) for key in texts},
        **{key: MappingProxyType(need(key, dict)) for key in maps},
    )


def _need(file: Path, data: Any, where: str) -> Any:
    return lambda key, kind: must(data, key, kind, file=file, where=where)


def _same(file: Path, where: str, said: dict[str, Any], expected: set[str]) -> None:
    if gone := expected - set(said):
        raise BrokenBook(file, f"wording.{where}", f"no words for {sorted(gone)}")
    if extra := set(said) - expected:
        raise BrokenBook(file, f"wording.{where}", f"words for unknown {sorted(extra)}")


def _option_sets(file: Path, sets: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    read = {}
    for name, rows in sets.items():
        values = tuple(
            must(row, "value", int, file=file, where=f"measure.option_sets.{name}[{at}]")
            for at, row in enumerate(rows)
        )
        if not values or len(set(values)) != len(values):
            raise BrokenBook(file, f"measure.option_sets.{name}", "values must differ")
        read[name] = values
    return read


def _item(file: Path, row: Any, at: int, options: dict[str, tuple[int, ...]]) -> Item:
    where = f"measure.items[{at}]"
    need = _need(file, row, where)
    if need("options", str) not in options:
        raise BrokenBook(file, f"{where}.options", f"no option set {row['options']!r}")
    return Item(
        linkId=need("linkId", str),
        number=need("number", int),
        option_set=row["options"],
        options=options[row["options"]],
        scored=need("scored", bool),
        required=need("required", bool),
        reverse=row.get("reverse", False),
        show_if=row.get("show_if"),
        value_if_hidden=row.get("value_if_hidden"),
        not_applicable_allowed=row.get("not_applicable_allowed", False),
    )


def _scale(file: Path, row: Any, at: int, ids: set[str]) -> Scale:
    where = f"measure.scales[{at}]"
    need = _need(file, row, where)
    if unknown := set(need("items", list)) - ids:
        raise BrokenBook(file, f"{where}.items", f"unknown items {sorted(unknown)}")
    if len(need("range", list)) != 2:
        raise BrokenBook(file, f"{where}.range", "must be [lowest, highest]")
    bands = tuple(_band(file, band, f"{where}.bands") for band in row.get("bands", ()))
    for before, after in zip(bands, bands[1:], strict=False):
        if after.min <= before.max:
            raise BrokenBook(file, f"{where}.bands", f"{after.id} overlaps {before.id}")
    return Scale(
        id=need("id", str),
        items=tuple(row["items"]),
        method=need("method", str),
        range=tuple(row["range"]),
        missing=_missing(file, need("missing", dict), where, len(row["items"])),
        bands=bands,
        cutoffs=tuple(_cutoff(file, cut, where) for cut in row.get("cutoffs", ())),
        multiply=row.get("multiply"),
        transform=row.get("transform"),
        band_rounding="band_rounding" in row,
        if_not_applicable=row.get("if_not_applicable"),
    )


def _missing(file: Path, row: dict[str, Any], where: str, count: int) -> Missing:
    rule = must(row, "rule", str, file=file, where=f"{where}.missing")
    if rule not in ("none", "mean-substitution", "mean-of-answered"):
        raise BrokenBook(file, f"{where}.missing.rule", f"unknown rule {rule!r}")
    least = row.get("min_valid", count)
    if not 1 <= least <= count:
        raise BrokenBook(file, f"{where}.missing.min_valid", f"must be 1 to {count}")
    return Missing(rule, least, row.get("round", "none"))


def _band(file: Path, row: Any, where: str) -> Band:
    need = _need(file, row, where)
    return Band(need("id", str), need("min", NUMBER), need("max", NUMBER))


def _cutoff(file: Path, row: Any, where: str) -> Cutoff:
    need = _need(file, row, f"{where}.cutoffs")
    if need("op", str) not in OPS:
        raise BrokenBook(file, f"{where}.cutoffs", f"unknown comparison {row['op']!r}")
    return Cutoff(
        id=need("id", str),
        op=row["op"],
        value=need("value", NUMBER),
        source=row.get("source", ""),
        applies_to=row.get("applies_to"),
    )


def _rule(file: Path, row: Any, at: int) -> MappingProxyType[str, Any]:
    for key in ("id", "type"):
        must(row, key, str, file=file, where=f"measure.rules[{at}]")
    if row["type"] not in RULE_TYPES:
        raise BrokenBook(file, f"measure.rules[{at}].type", f"unknown rule {row['type']!r}")
    return MappingProxyType(row)


def _risk(file: Path, row: Any, at: int, items: set[str], scales: set[str]) -> RiskRule:
    where = f"measure.risk[{at}]"
    need = _need(file, row, where)
    if row.get("item") not in items and row.get("scale") not in scales:
        raise BrokenBook(file, where, "must name an item or a scale of this measure")
    if need("level", str) not in LEVELS:
        raise BrokenBook(file, f"{where}.level", f"unknown level {row['level']!r}")
    if need("op", str) not in OPS:
        raise BrokenBook(file, f"{where}.op", f"unknown comparison {row['op']!r}")
    return RiskRule(
        id=need("id", str),
        item=row.get("item"),
        scale=row.get("scale"),
        op=row["op"],
        value=need("value", NUMBER),
        level=LEVELS[row["level"]],
        source_level=row["level"],
    )


def _change(file: Path, row: dict[str, Any], scales: set[str]) -> ChangeFacts:
    if must(row, "scale", str, file=file, where="measure.change") not in scales:
        raise BrokenBook(file, "measure.change.scale", f"unknown scale {row['scale']!r}")
    rci = row.get("rci") or {}
    return ChangeFacts(
        scale=row["scale"],
        threshold=rci.get("threshold"),
        basis=rci.get("basis", ""),
        verified=rci.get("verified"),
        clinical_cutoff=(row.get("clinical_cutoff") or {}).get("value"),
        mcid=(row.get("mcid") or {}).get("value"),
    )
