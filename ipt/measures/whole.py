"""One whole definition taken apart into structure and words, and put together again."""

from collections.abc import Mapping
from typing import Any

from ipt.measures.definition import Item, Measure, Scale, Wording
from ipt.measures.from_json import WORDING_SCHEMA
from ipt.measures.reading import At

Row = dict[str, Any]
WORDS_ABOVE = ("language", "title", "short", "instructions")


def parted(at: At) -> tuple[Row, Row]:
    """Return structure and words of a whole file, as the shelf keeps them in two."""
    words = _words(at)
    structure = {key: said for key, said in at.row.items() if key not in WORDS_ABOVE}
    structure["recall"] = _without(at.row["recall"], "text")
    structure["items"] = [_without(row, "text") for row in at.row["items"]]
    structure["option_sets"] = {
        name: [_without(row, "label") for row in rows]
        for name, rows in at.row["option_sets"].items()
    }
    structure["scales"] = [
        _without(row, "title")
        | {"bands": [_without(band, "label") for band in row.get("bands") or ()]}
        | {"cutoffs": [_without(cut, "purpose") for cut in row.get("cutoffs") or ()]}
        for row in at.row["scales"]
    ]
    structure["rules"] = [_without(row, "label") for row in at.row.get("rules") or ()]
    typed = "client" if at.row.get("text_status") == "included" else "clinician"
    return {"entered_by": typed} | structure, words


def _words(at: At) -> Row:
    licence, scales, sets = at.inner("licence"), at.rows("scales"), at.inner("option_sets")
    return {
        "schema": WORDING_SCHEMA,
        "measure": at.need("id", str),
        "version": at.need("version", str),
        **{key: at.need(key, str) for key in WORDS_ABOVE},
        "recall": at.inner("recall").need("text", str),
        "options": {name: _said(sets.rows(name), "value", "label", int) for name in sets.row},
        "items": _said(at.rows("items"), "linkId", "text"),
        "scales": _said(scales, "id", "title"),
        "bands": {
            row.row["id"]: _said(row.rows("bands", optional=True), "id", "label") for row in scales
        },
        "cutoffs": {
            row.row["id"]: _said(row.rows("cutoffs", optional=True), "id", "purpose")
            for row in scales
        },
        "rules": _said(at.rows("rules", optional=True), "id", "label"),
        "source": at.need("citation", list),
        "licence": licence.need("attribution", str) or licence.need("status", str),
    }


def _said(rows: tuple[At, ...], id: str, text: str, kind: type = str) -> dict[str, str]:
    return {str(row.need(id, kind)): row.need(text, str) for row in rows}


def _without(row: Mapping[str, Any], key: str) -> Row:
    return {name: said for name, said in row.items() if name != key}


def assembled(measure: Measure, wording: Wording) -> Row:
    """Return the whole file of a measure and its words in one language."""
    return {
        "schema": "kith-measure/1",
        "id": measure.id,
        "version": measure.version,
        **{key: getattr(wording, key) for key in WORDS_ABOVE},
        "year": measure.year,
        "domain": list(measure.domain),
        "higher_is": measure.higher_is,
        "respondent": measure.respondent,
        "entered_by": measure.entered_by,
        "recall": {"text": wording.recall, "days": measure.recall_days},
        "minutes": measure.minutes,
        "text_status": measure.text_status,
        "validated": measure.validated,
        "repeat_per": measure.repeat_per,
        "option_sets": _sets(measure, wording),
        "items": [_item(item, wording) for item in measure.items],
        "scales": [_scale(scale, wording) for scale in measure.scales],
        "rules": [dict(rule) | {"label": wording.rules[rule["id"]]} for rule in measure.rules],
        "risk": [_risk(rule) for rule in measure.risk],
        "risk_note": measure.risk_note,
        "change": dict(measure.change.published),
        **{key: dict(getattr(measure, key)) for key in ("schedule", "codes", "licence")},
        "citation": list(measure.citation),
        "sources_checked": list(measure.sources_checked),
        "notes": measure.notes,
    }


def _sets(measure: Measure, wording: Wording) -> dict[str, list[Row]]:
    """The answers of each set in the order in which they are shown."""
    values = {item.option_set: item.options for item in measure.items}
    return {
        name: [
            _short(value=n, label=wording.options[name][str(n)], code=codes.get(n))
            for n in values[name]
        ]
        for name, codes in measure.option_codes.items()
    }


def _item(item: Item, wording: Wording) -> Row:
    return _short(
        linkId=item.linkId,
        number=item.number,
        text=wording.items[item.linkId],
        type="choice",
        options=item.option_set,
        scored=item.scored,
        required=item.required,
        reverse=item.reverse,
        show_if=None if item.show_if is None else dict(item.show_if),
        value_if_hidden=item.value_if_hidden,
        not_applicable_allowed=item.not_applicable_allowed,
        code=item.code,
    )


def _scale(scale: Scale, wording: Wording) -> Row:
    form, short = scale.transform, scale.if_not_applicable
    bands, cuts = wording.bands[scale.id], wording.cutoffs[scale.id]
    return _short(
        id=scale.id,
        title=wording.scales[scale.id],
        items=list(scale.items),
        method=scale.method,
        multiply=scale.multiply,
        transform=form and f"{form.times}*(x-{form.minus})/{form.over}",
        range=list(scale.range),
        missing=dict(vars(scale.missing)),
        bands=[_short(**vars(band), label=bands[band.id]) for band in scale.bands],
        cutoffs=[_short(**vars(cut), purpose=cuts[cut.id]) for cut in scale.cutoffs],
        band_rounding="one decimal, half-up" if scale.band_rounding else None,
        if_not_applicable=short
        and {"item": short.item, "items": list(short.items), "range": list(short.range)},
        code=scale.code,
        band_sets_alternative=scale.other_bands,
    )


def _risk(rule: Any) -> Row:
    row = {key: said for key, said in vars(rule).items() if key not in ("level", "source_level")}
    return _short(**row, level=rule.source_level)


def _short(**row: Any) -> Row:
    return {key: said for key, said in row.items() if said is not None}
