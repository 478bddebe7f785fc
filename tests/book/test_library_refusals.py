"""A definition file that does not fit is refused with file, path and reason."""

import json
from pathlib import Path

import pytest

from ipt.measures import from_json, library
from ipt.reading import BrokenBook


def data_of(id):
    return json.loads((library.SHELF / id / "measure.json").read_text())


# where in the file, of which measure, what is done to it
BREAKS = [
    ("schema", "phq-9", lambda d: d.update(schema="something/1")),
    ("measure: unknown keys ['colour']", "phq-9", lambda d: d.update(colour="red")),
    ("measure.id", "phq-9", lambda d: d.update(id="../phq")),
    ("measure.version", "phq-9", lambda d: d.update(version="1")),
    ("measure.higher_is", "phq-9", lambda d: d.update(higher_is="sideways")),
    ("measure.text_status", "phq-9", lambda d: d.update(text_status="some")),
    ("measure.entered_by", "phq-9", lambda d: d.update(entered_by="anybody")),
    ("measure.domain", "phq-9", lambda d: d.update(domain=[1])),
    ("measure.minutes", "phq-9", lambda d: d.update(minutes="two")),
    ("measure.licence.verdict", "phq-9", lambda d: d["licence"].update(verdict="free")),
    ("measure.licence.holder", "phq-9", lambda d: d["licence"].pop("holder")),
    (
        "measure.option_sets.freq4",
        "phq-9",
        lambda d: d["option_sets"]["freq4"].append({"value": 0}),
    ),
    ("measure.option_sets.freq4", "phq-9", lambda d: d["option_sets"]["freq4"].clear()),
    ("measure.option_sets.freq4[0]", "phq-9", lambda d: d["option_sets"]["freq4"][0].clear()),
    ("measure.option_sets", "phq-9", lambda d: d["option_sets"].update(more=[{"value": 0}])),
    ("measure.items[2].linkId", "phq-9", lambda d: d["items"][2].pop("linkId")),
    ("measure.items[2].linkId", "phq-9", lambda d: d["items"][2].update(linkId="a b")),
    ("measure.items: two items share", "phq-9", lambda d: d["items"][2].update(linkId="phq9-1")),
    ("measure.items[3]: must be an object", "phq-9", lambda d: d["items"].insert(3, "four")),
    ("measure.items[0]: unknown keys ['text']", "phq-9", lambda d: d["items"][0].update(text="x")),
    ("measure.items[0].type", "phq-9", lambda d: d["items"][0].update(type="text")),
    ("measure.items[0].options", "phq-9", lambda d: d["items"][0].update(options="unknown")),
    ("measure.items[0].number", "phq-9", lambda d: d["items"][0].update(number=True)),
    (
        "measure.items[1].value_if_hidden",
        "audit-c",
        lambda d: d["items"][1].update(value_if_hidden=9),
    ),
    (
        "measure.items[0].show_if.item",
        "phq-9",
        lambda d: d["items"][0].update(show_if={"item": "phq9-2", "gt": 0}),
    ),
    (
        "measure.items[2].show_if.item",
        "audit-c",
        lambda d: d["items"][2].update(show_if={"item": "auditc-2", "gt": 0}),
    ),
    (
        "measure.items[1].show_if.item",
        "wsas",
        lambda d: d["items"][1].update(show_if={"item": "wsas-1", "equals": 0}),
    ),
    ("measure.items[1].show_if.gt", "audit-c", lambda d: d["items"][1].update(show_if={})),
    ("measure.items[1].show_if.gt", "audit-c", lambda d: d["items"][1]["show_if"].pop("gt")),
    (
        "measure.items[1].show_if: unknown",
        "audit-c",
        lambda d: d["items"][1]["show_if"].update(a=1),
    ),
    (
        "measure.items[9].show_if.items",
        "phq-9",
        lambda d: d["items"][9]["show_if"].update(items=[]),
    ),
    (
        "measure.items[9].show_if.any_of_items_gt",
        "phq-9",
        lambda d: d["items"][9]["show_if"].update(any_of_items_gt="0"),
    ),
    ("measure.scales: must not be empty", "phq-9", lambda d: d["scales"].clear()),
    ("measure.scales: an id stands twice", "phq-9", lambda d: d["scales"].append(d["scales"][0])),
    ("measure.scales[0].items", "phq-9", lambda d: d["scales"][0]["items"].append("phq9-99")),
    ("measure.scales[0].items", "phq-9", lambda d: d["scales"][0]["items"].append("phq9-1")),
    ("measure.scales[0].items", "phq-9", lambda d: d["scales"][0]["items"].append("phq9-10")),
    ("measure.scales[0].items", "phq-9", lambda d: d["scales"][0]["items"].append([])),
    ("measure.scales[0].items", "phq-9", lambda d: d["scales"][0]["items"].clear()),
    ("measure.scales[0].method", "phq-9", lambda d: d["scales"][0].update(method="most")),
    ("measure.scales[0].range", "phq-9", lambda d: d["scales"][0].update(range=[0])),
    (
        "measure.scales[0].range: must be [0, 27]",
        "phq-9",
        lambda d: d["scales"][0].update(range=[0, 28]),
    ),
    (
        "measure.scales[0].range: must be [0, 27]",
        "phq-9",
        lambda d: d["scales"][0].update(range=[1, 27]),
    ),
    (
        "measure.scales[0].range: must be [0, 32]",
        "wsas",
        lambda d: d["scales"][0]["if_not_applicable"].update(range=[0, 40]),
    ),
    (
        "measure.scales[0].if_not_applicable.range",
        "wsas",
        lambda d: d["scales"][0]["if_not_applicable"].update(range=[0]),
    ),
    (
        "measure.scales[0].if_not_applicable.items",
        "wsas",
        lambda d: d["scales"][0]["if_not_applicable"].update(items=["wsas-1"]),
    ),
    (
        "measure.scales[0].if_not_applicable: unknown",
        "wsas",
        lambda d: d["scales"][0]["if_not_applicable"].update(a=1),
    ),
    (
        "measure.scales[0].if_not_applicable",
        "wsas",
        lambda d: d["scales"][0].pop("if_not_applicable"),
    ),
    (
        "measure.scales[0].if_not_applicable",
        "phq-9",
        lambda d: d["scales"][0].update(if_not_applicable={"item": "phq9-1"}),
    ),
    ("measure.scales[0].multiply", "phq-9", lambda d: d["scales"][0].update(multiply=0)),
    (
        "measure.scales[0].transform",
        "mos-sss",
        lambda d: d["scales"][0].update(transform="100*(x-1)/0"),
    ),
    ("measure.scales[0].transform", "mos-sss", lambda d: d["scales"][0].update(transform="x**2")),
    (
        "measure.scales[0].missing.rule",
        "phq-9",
        lambda d: d["scales"][0]["missing"].update(rule="guess"),
    ),
    (
        "measure.scales[0].missing.rule",
        "phq-9",
        lambda d: d["scales"][0]["missing"].update(rule="mean-of-answered"),
    ),
    (
        "measure.scales[0].missing.rule",
        "kith-session",
        lambda d: d["scales"][0]["missing"].update(rule="mean-substitution"),
    ),
    (
        "measure.scales[0].missing.min_valid",
        "phq-9",
        lambda d: d["scales"][0]["missing"].update(min_valid=0),
    ),
    (
        "measure.scales[0].missing.min_valid",
        "phq-9",
        lambda d: d["scales"][0]["missing"].update(min_valid=10),
    ),
    (
        "measure.scales[0].missing.round",
        "phq-9",
        lambda d: d["scales"][0]["missing"].update(round="down"),
    ),
    (
        "measure.scales[0].missing: unknown",
        "phq-9",
        lambda d: d["scales"][0]["missing"].update(most=1),
    ),
    (
        "measure.scales[0].bands: mild overlaps minimal",
        "phq-9",
        lambda d: d["scales"][0]["bands"][1].update(min=4),
    ),
    (
        "measure.scales[0].bands[1].max",
        "phq-9",
        lambda d: d["scales"][0]["bands"][1].update(min=10),
    ),
    (
        "measure.scales[0].bands: an id stands twice",
        "phq-9",
        lambda d: d["scales"][0]["bands"][1].update(id="minimal"),
    ),
    (
        "measure.scales[0].cutoffs: an id stands twice",
        "phq-9",
        lambda d: d["scales"][0]["cutoffs"][1].update(id="remission"),
    ),
    (
        "measure.scales[0].cutoffs[0].op",
        "phq-9",
        lambda d: d["scales"][0]["cutoffs"][0].update(op="=>"),
    ),
    (
        "measure.scales[0].cutoffs[0].value",
        "phq-9",
        lambda d: d["scales"][0]["cutoffs"][0].update(value="10"),
    ),
    ("measure.rules[0].type", "phq-9", lambda d: d["rules"][0].pop("type")),
    ("measure.rules[0].type", "phq-9", lambda d: d["rules"][0].update(type="oracle")),
    ("measure.rules: an id stands twice", "phq-9", lambda d: d["rules"].append(d["rules"][0])),
    ("measure.rules[0].core_min", "phq-9", lambda d: d["rules"][0].pop("core_min")),
    ("measure.rules[0].other", "phq-9", lambda d: d["rules"][0].update(other=["phq9-99"])),
    (
        "measure.rules[0].special[0].item",
        "phq-9",
        lambda d: d["rules"][0]["special"][0].update(item="phq9-99"),
    ),
    (
        "measure.rules[0].special[0].threshold",
        "phq-9",
        lambda d: d["rules"][0]["special"][0].pop("threshold"),
    ),
    (
        "measure.rules[0].special[0]: unknown",
        "phq-9",
        lambda d: d["rules"][0]["special"][0].update(a=1),
    ),
    (
        "measure.rules[0]: unknown keys ['label']",
        "phq-9",
        lambda d: d["rules"][0].update(label="x"),
    ),
    ("measure.rules[0].value", "ons-loneliness", lambda d: d["rules"][0].pop("value")),
    ("measure.rules[0].item", "ons-loneliness", lambda d: d["rules"][0].update(item="ons-9")),
    ("measure.rules[0]: unknown", "ons-loneliness", lambda d: d["rules"][0].update(a=1)),
    ("measure.rules[0].threshold", "pcl-5", lambda d: d["rules"][0].pop("threshold")),
    ("measure.rules[0]: unknown", "pcl-5", lambda d: d["rules"][0].update(a=1)),
    ("measure.rules[0].require[1].min", "pcl-5", lambda d: d["rules"][0]["require"][1].pop("min")),
    (
        "measure.rules[0].require[1].items",
        "pcl-5",
        lambda d: d["rules"][0]["require"][1].update(items=["x"]),
    ),
    (
        "measure.rules[0].require[1]: unknown",
        "pcl-5",
        lambda d: d["rules"][0]["require"][1].update(a=1),
    ),
    ("measure.risk[0].level", "phq-9", lambda d: d["risk"][0].update(level="soon")),
    ("measure.risk[0].op", "phq-9", lambda d: d["risk"][0].update(op="~")),
    ("measure.risk[0].item", "phq-9", lambda d: d["risk"][0].update(item="phq9-77")),
    ("measure.risk[0].item", "phq-9", lambda d: d["risk"][0].update(scale="total")),
    ("measure.risk[0].item", "phq-9", lambda d: d["risk"][0].update(item="x", scale="total")),
    ("measure.risk[0].item", "phq-9", lambda d: d["risk"][0].pop("item")),
    (
        "measure.risk[0].item: wsas-1 could be left",
        "wsas",
        lambda d: d["risk"].append(
            {"id": "a", "item": "wsas-1", "op": ">=", "value": 8, "level": "review"}
        ),
    ),
    ("measure.risk[0]: unknown", "phq-9", lambda d: d["risk"][0].update(a=1)),
    ("measure.risk: an id stands twice", "phq-9", lambda d: d["risk"].append(d["risk"][0])),
    ("measure.change.scale", "phq-9", lambda d: d["change"].update(scale="other")),
    ("measure.change.rci.threshold", "phq-9", lambda d: d["change"]["rci"].update(threshold="6")),
    ("measure.change.mcid.value", "phq-9", lambda d: d["change"].update(mcid={})),
    ("measure.change: unknown", "phq-9", lambda d: d["change"].update(a=1)),
]


@pytest.mark.parametrize("where, id, spoil", BREAKS)
def test_a_broken_file_is_refused_with_file_path_and_reason(tmp_path, where, id, spoil):
    data = data_of(id)
    spoil(data)
    file = tmp_path / "measure.json"
    file.write_text(json.dumps(data))

    with pytest.raises(BrokenBook) as refusal:
        from_json.measure(file)

    path, _, reason = where.partition(": ")
    assert refusal.value.file == file and refusal.value.reason
    assert refusal.value.where.startswith(path) and refusal.value.reason.startswith(reason)
    assert str(refusal.value) == f"{file}: {refusal.value.where}: {refusal.value.reason}"


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_what_is_no_measure_file_is_refused(tmp_path, text):
    file = tmp_path / "measure.json"
    file.write_text(text)
    with pytest.raises(BrokenBook, match=r"measure\.json"):
        from_json.measure(file)


def test_what_a_file_need_not_say_has_a_plain_meaning():
    data = data_of("gad-2")
    for key in ("respondent", "year", "sources_checked", "notes"):
        data.pop(key, None)
    data["scales"][0] |= {"bands": None, "cutoffs": None}
    found = from_json.measure_of(data, file=Path("x"))
    assert (found.respondent, found.year, found.sources_checked) == ("client", None, ())
    assert (found.main.bands, found.main.cutoffs, found.notes) == ((), (), "")
    assert (found.main.missing.min_valid, found.main.missing.round) == (2, "none")


UNSAID = [
    ("wording.items", "phq9-9", lambda d: d["items"].pop("phq9-9")),
    ("wording.items", "more", lambda d: d["items"].update(more="x")),
    ("wording.items.phq9-9", "must not be empty", lambda d: d["items"].update({"phq9-9": " "})),
    ("wording.items.phq9-9", "must be str", lambda d: d["items"].update({"phq9-9": 9})),
    ("wording.options", "freq4", lambda d: d["options"].pop("freq4")),
    ("wording.options.freq4", "'3'", lambda d: d["options"]["freq4"].pop("3")),
    ("wording.options", "more", lambda d: d["options"].update(more={})),
    ("wording.scales", "total", lambda d: d["scales"].clear()),
    ("wording.bands", "other", lambda d: d["bands"].update(other={})),
    ("wording.bands.total", "mild", lambda d: d["bands"]["total"].pop("mild")),
    ("wording.cutoffs.total", "remission", lambda d: d["cutoffs"]["total"].pop("remission")),
    ("wording.rules", "major-depressive-syndrome", lambda d: d["rules"].clear()),
    ("wording", "unknown keys ['colour']", lambda d: d.update(colour="red")),
    ("wording.version", "must be 1.0.0, not 2.0.0", lambda d: d.update(version="2.0.0")),
    ("wording.measure", "must be phq-9, not gad-7", lambda d: d.update(measure="gad-7")),
    ("wording.language", "must be en, not de", lambda d: d.update(language="de")),
    ("wording.source", "must be a list of words", lambda d: d.update(source=[1])),
    ("wording.title", "is missing", lambda d: d.pop("title")),
    ("schema", "must be kith-wording/1", lambda d: d.update(schema="x")),
]


@pytest.mark.parametrize("where, reason, spoil", UNSAID)
def test_a_wording_that_says_too_little_or_too_much_is_refused(tmp_path, where, reason, spoil):
    data = json.loads((library.SHELF / "phq-9" / "en.json").read_text())
    spoil(data)
    file = tmp_path / "en.json"
    file.write_text(json.dumps(data))
    with pytest.raises(BrokenBook) as refusal:
        from_json.wording(file, library.load("phq-9"))
    assert refusal.value.where == where and reason in refusal.value.reason


def test_a_language_must_look_like_one():
    data = json.loads((library.SHELF / "phq-9" / "en.json").read_text()) | {"language": "../x"}
    with pytest.raises(BrokenBook, match=r"wording\.language"):
        from_json.wording_of(data, library.load("phq-9"), file=Path("x"), language="../x")
