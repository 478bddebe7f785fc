"""Turn a `kith-measure/1` file into a Measure, refusing with file, path and reason."""

import re
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ipt.measures import parts, rules
from ipt.measures.definition import VERDICTS, Item, Measure, Wording
from ipt.measures.reading import At
from ipt.reading import BrokenBook, json_object

SCHEMA = "kith-measure/1"
WORDING_SCHEMA = "kith-wording/1"
RULE_TYPES = tuple(rules.RULES)
STATUS = ("included", "confirm", "labels-only")
ID = re.compile(r"[a-z0-9]{1,20}(-[a-z0-9]{1,20}){0,4}")
VERSION = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
KEYS = (
    *("schema", "id", "version", "year", "domain", "higher_is", "respondent", "entered_by"),
    *("recall", "minutes", "text_status", "validated", "repeat_per", "option_sets", "items"),
    *("scales", "rules", "risk", "risk_note", "change", "schedule", "codes", "licence"),
    *("citation", "sources_checked", "notes"),
)
TEXTS = ("title", "short", "instructions", "recall", "licence")
MAPS = ("options", "items", "scales", "bands", "cutoffs", "rules")


def measure(file: Path) -> Measure:
    """Read a structure file. Raises BrokenBook (a ValueError) if anything does not fit."""
    return measure_of(json_object(file), file=file)


def measure_of(data: dict[str, Any], *, file: Path) -> Measure:
    """Return the measure that a structure describes. `file` is named in refusals."""
    at = At(file, "measure", data)
    if data.get("schema") != SCHEMA:
        raise BrokenBook(file, "schema", f"must be {SCHEMA}")
    at.only(*KEYS)
    for key, form in (("id", ID), ("version", VERSION)):
        if not form.fullmatch(at.need(key, str)):
            raise at.refused(key, f"{data[key]!r} does not look like one")
    items, codes = _items(at)
    scales = _scales(at, items)
    status = at.one_of("text_status", STATUS)
    return Measure(
        id=data["id"],
        version=data["version"],
        domain=_strings(at, "domain"),
        higher_is=at.one_of("higher_is", ("worse", "better")),
        recall_days=at.inner("recall").may("days", int),
        minutes=at.need("minutes", int),
        text_included=status == "included",
        entered_by=at.one_of("entered_by", ("client", "clinician")),
        items=tuple(items.values()),
        scales=tuple(scales.values()),
        rules=_rules(at, items),
        risk=_risk(at, items, scales),
        change=parts.change(at.inner("change"), scales),
        schedule=MappingProxyType(at.need("schedule", dict)),
        codes=MappingProxyType(at.need("codes", dict)),
        licence=_licence(at.inner("licence")),
        citation=_strings(at, "citation"),
        notes=at.may("notes", str, ""),
        option_codes=codes,
        text_status=status,
        respondent=at.may("respondent", str, "client"),
        year=at.may("year", int),
        validated=at.may("validated", bool, True),
        repeat_per=at.may("repeat_per", str),
        risk_note=at.may("risk_note", str, ""),
        sources_checked=_strings(at, "sources_checked") if "sources_checked" in data else (),
    )


def wording(file: Path, of: Measure) -> Wording:
    """Read a wording file and check that it says everything the measure asks, and no more."""
    return wording_of(json_object(file), of, file=file, language=file.stem)


def wording_of(data: dict[str, Any], of: Measure, *, file: Path, language: str) -> Wording:
    """Return a measure's words in one language. `file` is named in refusals."""
    at = At(file, "wording", data)
    if data.get("schema") != WORDING_SCHEMA:
        raise BrokenBook(file, "schema", f"must be {WORDING_SCHEMA}")
    at.only("schema", "measure", "version", "language", "source", *TEXTS, *MAPS)
    for key, expected in (("measure", of.id), ("version", of.version), ("language", language)):
        if at.need(key, str) != expected:
            raise at.refused(key, f"must be {expected}, not {data[key]}")
    if not LANGUAGE.fullmatch(language):
        raise at.refused("language", f"{language!r} does not look like one")
    _says_all(at, of)
    return Wording(
        measure=of.id,
        version=of.version,
        language=language,
        source=_strings(at, "source"),
        option_set_of={item.linkId: item.option_set for item in of.items},
        main_scale=of.main.id,
        **{key: at.need(key, str) for key in TEXTS},
        **{key: MappingProxyType(at.need(key, dict)) for key in MAPS},
    )


def _says_all(at: At, of: Measure) -> None:
    _same(at, "items", {item.linkId for item in of.items})
    _same(at, "scales", {scale.id for scale in of.scales})
    _same(at, "rules", {rule["id"] for rule in of.rules})
    sets = {item.option_set: {str(value) for value in item.options} for item in of.items}
    inner = {
        "options": sets,
        "bands": {scale.id: {band.id for band in scale.bands} for scale in of.scales},
        "cutoffs": {scale.id: {cut.id for cut in scale.cutoffs} for scale in of.scales},
    }
    for key, expected in inner.items():
        _keys(at, key, set(expected))
        for name, ids in expected.items():
            _same(at.inner(key), name, ids)


def _same(at: At, key: str, expected: set[str]) -> None:
    """Everything asked has words, nothing else has."""
    _keys(at, key, expected)
    for name in expected:
        if not at.inner(key).need(name, str).strip():
            raise at.refused(f"{key}.{name}", "must not be empty")


def _keys(at: At, key: str, expected: set[str]) -> None:
    said = set(at.need(key, dict))
    if gone := expected - said:
        raise at.refused(key, f"no words for {sorted(gone)}")
    if extra := said - expected:
        raise at.refused(key, f"words for unknown {sorted(extra)}")


def _items(at: At) -> tuple[dict[str, Item], Any]:
    options, codes = parts.option_sets(at.inner("option_sets"))
    items: dict[str, Item] = {}
    for row in at.rows("items"):
        found = parts.item(row, options, items)
        if found.linkId in items:
            raise at.refused("items", f"two items share the linkId {found.linkId}")
        items[found.linkId] = found
    if unused := set(options) - {item.option_set for item in items.values()}:
        raise at.refused("option_sets", f"no item uses {sorted(unused)}")
    return items, codes


def _scales(at: At, items: dict[str, Item]) -> dict[str, parts.Scale]:
    found = [parts.scale(row, items) for row in at.rows("scales")]
    if not found:
        raise at.refused("scales", "must not be empty")
    at.different("scales", [scale.id for scale in found])
    return {scale.id: scale for scale in found}


def _rules(at: At, items: dict[str, Item]) -> tuple[Any, ...]:
    found = tuple(rules.read(row, items) for row in at.rows("rules"))
    at.different("rules", [rule["id"] for rule in found])
    return found


def _risk(at: At, items: dict[str, Item], scales: dict[str, parts.Scale]) -> tuple[Any, ...]:
    found = tuple(parts.risk(row, items, scales) for row in at.rows("risk"))
    at.different("risk", [rule.id for rule in found])
    return found


def _licence(at: At) -> MappingProxyType[str, Any]:
    at.one_of("verdict", VERDICTS)
    for key in ("status", "holder", "attribution"):
        at.need(key, str)
    return MappingProxyType(at.row)


def _strings(at: At, key: str) -> tuple[str, ...]:
    said = at.need(key, list)
    if not all(isinstance(each, str) for each in said):
        raise at.refused(key, "must be a list of words")
    return tuple(said)
