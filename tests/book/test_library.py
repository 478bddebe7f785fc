"""The shelf of measures: words and structure apart, every file refused with a reason."""

import json
from pathlib import Path

import pytest

from ipt.measures import from_json, library, scoring

IDS = library.ids()


def test_the_shelf_holds_what_a_course_needs():
    assert {"phq-9", "gad-7", "epds"} <= set(IDS)


@pytest.mark.parametrize("id", IDS)
def test_every_wording_says_all_that_its_measure_asks(id):
    measure = library.load(id)
    for language in library.languages(id):
        words = library.words(id, language)
        for item in measure.items:
            assert words.item(item.linkId)
            assert all(words.option(item.linkId, value) for value in item.options)
        assert all(words.band(band.id) for band in measure.bands)


@pytest.mark.parametrize("id", IDS)
def test_structure_is_equal_in_every_language(id):
    def shape(data):
        return {k: shape(v) for k, v in data.items()} if isinstance(data, dict) else None

    folder = Path(library.SHELF / id)
    files = [file for file in folder.glob("*.json") if file.stem != "measure"]
    maps = ("options", "items", "scales", "bands", "cutoffs", "rules")
    shapes = [{key: shape(json.loads(file.read_text())[key]) for key in maps} for file in files]
    assert all(each == shapes[0] for each in shapes)


@pytest.mark.parametrize("id", IDS)
def test_structure_holds_no_words_for_people(id):
    data = json.loads((library.SHELF / id / "measure.json").read_text())
    assert not {"title", "short", "instructions", "language"} & set(data)
    assert not any("text" in item for item in data["items"])
    assert not any("label" in row for rows in data["option_sets"].values() for row in rows)


@pytest.mark.parametrize("id", IDS)
def test_bands_cover_the_whole_range_without_a_gap(id):
    for scale in library.load(id).scales:
        if scale.bands:
            covered = [n for b in scale.bands for n in range(int(b.min), int(b.max) + 1)]
            assert covered == list(range(scale.range[0], scale.range[1] + 1))


@pytest.mark.parametrize("id", IDS)
def test_each_measure_names_licence_and_source(id):
    measure = library.load(id)
    assert measure.citation and measure.licence["verdict"] and measure.licence["status"]
    assert library.words(id).source


def test_IPT13_11_no_wording_of_the_epds_is_shipped():
    measure, words = library.load("epds"), library.words("epds")
    assert not measure.text_included and measure.entered_by == "clinician"
    assert [words.item(f"epds-{n}") for n in range(1, 10)] == [f"Item {n}" for n in range(1, 10)]


def test_the_answers_of_gad7_begin_with_not_at_all():
    assert library.words("gad-7").option("gad7-1", 0) == "Not at all"


def test_a_version_once_answered_can_be_asked_for():
    assert library.load("phq-9", "1.0.0") is not None
    with pytest.raises(LookupError):
        library.load("phq-9", "0.0.1")


@pytest.mark.parametrize("path", ["../phq-9", "phq-9/..", "", "nothing"])
def test_an_id_that_is_not_on_the_shelf_is_not_there(path):
    with pytest.raises(LookupError):
        library.load(path)


BREAKS = {
    "measure.higher_is": lambda d: d.update(higher_is="sideways"),
    "measure.items[0].options": lambda d: d["items"][0].update(options="unknown"),
    "measure.items[2].linkId": lambda d: d["items"][2].pop("linkId"),
    "measure.scales[0].items": lambda d: d["scales"][0]["items"].append("phq9-99"),
    "measure.scales[0].bands": lambda d: d["scales"][0]["bands"][1].update(min=4),
    "measure.scales[0].range": lambda d: d["scales"][0].update(range=[0]),
    "measure.scales[0].missing.min_valid": lambda d: d["scales"][0]["missing"].update(min_valid=0),
    "measure.risk[0].level": lambda d: d["risk"][0].update(level="soon"),
    "measure.risk[0]": lambda d: d["risk"][0].update(item="phq9-77"),
    "measure.change.scale": lambda d: d["change"].update(scale="other"),
    "measure.option_sets.freq4": lambda d: d["option_sets"]["freq4"].append({"value": 0}),
    "measure.rules[0].type": lambda d: d["rules"][0].pop("type"),
    "schema": lambda d: d.update(schema="something/1"),
}


@pytest.mark.parametrize("where", BREAKS)
def test_a_broken_file_is_refused_with_file_path_and_reason(tmp_path, where):
    data = json.loads((library.SHELF / "phq-9" / "measure.json").read_text())
    BREAKS[where](data)
    file = tmp_path / "measure.json"
    file.write_text(json.dumps(data))

    with pytest.raises(ValueError) as refusal:
        from_json.measure(file)

    assert str(file) in str(refusal.value) and where in str(refusal.value)


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_what_is_no_measure_file_is_refused(tmp_path, text):
    file = tmp_path / "measure.json"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"measure\.json"):
        from_json.measure(file)


def test_a_wording_that_leaves_an_item_out_is_refused(tmp_path):
    data = json.loads((library.SHELF / "phq-9" / "en.json").read_text())
    del data["items"]["phq9-9"]
    file = tmp_path / "en.json"
    file.write_text(json.dumps(data))
    with pytest.raises(ValueError, match="phq9-9"):
        from_json.wording(file, library.load("phq-9"))


def test_every_kind_of_rule_that_may_be_written_can_be_scored():
    assert set(from_json.RULE_TYPES) == set(scoring.RULES)
