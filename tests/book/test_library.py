"""The shelf of measures: words and structure apart, every file refused with a reason."""

import dataclasses
import json
import re
import shutil

import pytest

from ipt.measures import definition, from_json, library, rules, scoring
from ipt.reading import BOOK

IDS = library.ids()
NOT_SHIPPED = ("bundle-review", "score-only")
LABEL = re.compile(r"Item \d+( \((symptom|self-harm item)\))?")
SHIPPED = {
    "bundle": "ces-d core-10 gad-2 gad-7 kith-goal kith-session mos-sss ons-loneliness"
    " pc-ptsd-5 pcl-5 phq-2 phq-4 phq-8 phq-9 rses",
    "bundle-nc": "audit-c who-5",
    "bundle-review": "audit-c-uk k10 mspss",
    "score-only": "asrm bgq epds isi lsns-6 pg-13-r wsas",
}


def data_of(id):
    return json.loads((library.SHELF / id / "measure.json").read_text())


def test_the_shelf_holds_every_measure_under_its_verdict():
    found = {verdict: [] for verdict in SHIPPED}
    for id in IDS:
        found[library.load(id).licence["verdict"]].append(id)
    assert {verdict: " ".join(ids) for verdict, ids in found.items()} == SHIPPED
    assert len(IDS) == 27


@pytest.mark.parametrize("id", IDS)
def test_every_wording_says_all_that_its_measure_asks(id):
    measure = library.load(id)
    for language in library.languages(id):
        words = library.words(id, language)
        for item in measure.items:
            assert words.item(item.linkId)
            assert all(words.option(item.linkId, value) for value in item.options)
        for scale in measure.scales:
            assert all(words.band(band.id, scale.id) for band in scale.bands)
        assert all(words.band(band.id) for band in measure.bands)


@pytest.mark.parametrize("id", IDS)
def test_structure_is_equal_in_every_language(id):
    def shape(data):
        return {k: shape(v) for k, v in data.items()} if isinstance(data, dict) else None

    files = [file for file in (library.SHELF / id).glob("*.json") if file.stem != "measure"]
    files += (library.NONCOMMERCIAL / id).glob("*.json")
    maps = ("options", "items", "scales", "bands", "cutoffs", "rules")
    shapes = [{key: shape(json.loads(file.read_text())[key]) for key in maps} for file in files]
    assert all(each == shapes[0] for each in shapes)


@pytest.mark.parametrize("id", IDS)
def test_structure_holds_no_words_for_people(id):
    data = data_of(id)
    assert not {"title", "short", "instructions", "language"} & set(data)
    assert set(data["recall"]) == {"days"}
    assert not any("text" in item for item in data["items"])
    assert not any("label" in row for rows in data["option_sets"].values() for row in rows)
    assert not any("label" in rule for rule in data["rules"])
    for scale in data["scales"]:
        assert "title" not in scale
        assert not any("label" in band for band in scale["bands"])
        assert not any("purpose" in cut for cut in scale["cutoffs"])


@pytest.mark.parametrize("id", IDS)
def test_bands_cover_the_whole_range_without_a_gap(id):
    for scale in library.load(id).scales:
        step = 10 if scale.band_rounding else 1
        if scale.bands:
            edges = [(round(b.min * step), round(b.max * step)) for b in scale.bands]
            covered = [n for low, high in edges for n in range(low, high + 1)]
            assert covered == list(range(scale.range[0] * step, scale.range[1] * step + 1))


@pytest.mark.parametrize("id", IDS)
def test_each_measure_names_licence_and_source(id):
    measure, words = library.load(id), library.words(id)
    assert measure.citation and measure.licence["status"] and measure.licence["holder"]
    assert words.source == measure.citation
    assert words.licence == (measure.licence["attribution"] or measure.licence["status"])


def test_no_two_measures_share_an_item():
    items = [item.linkId for id in IDS for item in library.load(id).items]
    assert len(items) == len(set(items)) == 208


def wordings():
    """Every file with words of a measure in the whole book, wherever it lies."""
    for file in sorted(BOOK.rglob("*.json")):
        data = json.loads(file.read_text())
        if data.get("schema") == from_json.WORDING_SCHEMA:
            yield file, data


def test_IPT13_11_no_wording_is_shipped_that_may_not_be():
    seen = set()
    for file, data in wordings():
        measure = library.load(data["measure"])
        apart = library.NONCOMMERCIAL in file.parents
        verdict = measure.licence["verdict"]
        if verdict == "bundle" or apart:
            assert not apart or verdict == "bundle-nc"
            continue
        seen.add(measure.id)
        assert not measure.text_included
        assert all(LABEL.fullmatch(said) for said in data["items"].values()), file
        assert all(k == v for said in data["options"].values() for k, v in said.items()), file
        assert data["instructions"] == (
            "Use a licensed copy of the form. Enter the score printed beside each chosen answer."
        )
    named = " ".join(SHIPPED[key] for key in ("bundle-nc", *NOT_SHIPPED))
    assert seen == set(named.split())


def test_IPT13_11_whole_definitions_are_not_in_the_book():
    for file in BOOK.rglob("*.json"):
        data = json.loads(file.read_text())
        if data.get("schema") == from_json.SCHEMA:
            assert file.name == "measure.json" and library.SHELF in file.parents
    names = {file.parent.name for file, _ in wordings() if library.NONCOMMERCIAL in file.parents}
    assert names == set(SHIPPED["bundle-nc"].split())


@pytest.mark.parametrize("id", [id for key in NOT_SHIPPED for id in SHIPPED[key].split()])
def test_IPT13_11_no_permission_of_a_practice_brings_words_that_are_not_there(id):
    measure, words = library.load(id), library.words(id, licensed=True)
    assert (measure.text_status, measure.entered_by) == ("labels-only", "clinician")
    assert words == library.words(id)
    assert all(LABEL.fullmatch(words.item(item.linkId)) for item in measure.items)


@pytest.mark.parametrize(
    "id, item, words",
    [
        ("who-5", "who5-2", "I have felt calm and relaxed"),
        ("audit-c", "auditc-1", "How often do you have a drink containing alcohol?"),
    ],
)
def test_words_that_are_not_for_commerce_are_read_by_who_confirmed(id, item, words):
    measure = library.load(id)
    assert (measure.text_included, measure.text_status) == (False, "confirm")
    assert library.words(id).item(item) == f"Item {item[-1]}"
    assert library.words(id, licensed=True).item(item) == words
    assert library.languages(id) == library.languages(id, licensed=True) == ("en",)


def test_without_the_folder_of_words_with_a_licence_of_their_own_all_works(monkeypatch, tmp_path):
    monkeypatch.setattr(library, "NONCOMMERCIAL", tmp_path)
    library.words.cache_clear()
    assert library.words("who-5", licensed=True).item("who5-1") == "Item 1"
    assert library.languages("who-5", licensed=True) == ("en",)
    library.words.cache_clear()


def test_words_with_a_licence_of_their_own_say_so():
    readme = (library.NONCOMMERCIAL / "README.md").read_text()
    for id in SHIPPED["bundle-nc"].split():
        assert f"`{id}`" in readme
    assert "**not** under Kith's licence" in readme and "BY-NC-SA 3.0 IGO" in readme


def test_the_answers_of_gad7_begin_with_not_at_all():
    assert library.words("gad-7").option("gad7-1", 0) == "Not at all"


def test_answers_are_shown_in_the_printed_order():
    assert library.load("rses").items[0].options == (3, 2, 1, 0)
    assert library.load("who-5").items[0].options == (5, 4, 3, 2, 1, 0)


@pytest.mark.parametrize(
    "id, threshold, clinical, mcid, verified",
    [
        ("phq-9", 6, 10, 5, "secondary"),
        ("gad-7", 4, 8, 4, "secondary"),
        ("core-10", 6, 11, None, False),
        ("pcl-5", 10, 32, 10, False),
        ("epds", 4, 13, None, False),
        ("wsas", 8, 10, None, False),
        ("phq-8", None, 10, None, None),
        ("who-5", None, 50, 10, None),
        ("isi", None, None, 6, None),
    ],
)
def test_what_is_published_about_change_is_kept_with_how_well_it_is_known(
    id, threshold, clinical, mcid, verified
):
    facts = library.load(id).change
    found = (facts.threshold, facts.clinical_cutoff, facts.mcid, facts.verified)
    assert found == (threshold, clinical, mcid, verified)
    assert facts.published["scale"] == facts.scale == library.load(id).main.id


def test_only_these_measures_have_a_published_reliable_change():
    known = {id for id in IDS if library.load(id).change.threshold is not None}
    assert known == {"phq-9", "gad-7", "core-10", "pcl-5", "epds", "wsas"}


def test_figures_nobody_checked_are_marked_as_recalled():
    marked = {
        (id, part.id)
        for id in IDS
        for scale in library.load(id).scales
        for part in (*scale.bands, *scale.cutoffs)
        if definition.recalled(part.verified)
    }
    assert {id for id, _ in marked} == {
        *("asrm", "core-10", "lsns-6", "ons-loneliness", "pc-ptsd-5", "pcl-5")
    }
    assert ("core-10", "severe") in marked and ("pcl-5", "provisional") not in marked
    assert [definition.recalled(each) for each in (False, True, None, "secondary")] == [
        *(True, False, False, False)
    ]


def test_codes_stand_beside_what_they_mean():
    phq = library.load("phq-9")
    assert phq.codes["loinc_total"] == phq.main.code["code"] == "44261-6"
    assert phq.item("phq9-9").code["code"] == "44260-8"
    assert phq.option_codes["difficulty4"] == {
        0: "LA6572-7",
        1: "LA6573-5",
        2: "LA6575-0",
        3: "LA6574-3",
    }
    assert library.load("k10").codes["loinc_total"] is None


@pytest.mark.parametrize(
    "id, key, value",
    [
        ("phq-9", "entered_by", "client"),
        ("who-5", "entered_by", "client"),
        ("epds", "respondent", "client (on a licensed copy); scores entered by staff"),
        ("kith-goal", "repeat_per", "goal"),
        ("phq-9", "repeat_per", None),
        ("kith-goal", "validated", False),
        ("phq-9", "validated", True),
        ("phq-9", "year", 2001),
        ("phq-9", "recall_days", 14),
        ("phq-8", "risk_note", "PHQ-8 has no self-harm item"),
        ("rses", "higher_is", "better"),
        ("isi", "sources_checked", ("eprovide.mapi-trust.org insomnia-severity-index",)),
        ("k10", "notes", "Two codings exist"),
    ],
)
def test_what_else_a_file_says_is_kept(id, key, value):
    found = getattr(library.load(id), key)
    assert found.startswith(value) if isinstance(value, str) else found == value


def test_parts_of_a_measure_are_found_by_their_id():
    phq = library.load("phq-9")
    assert phq.item("phq9-3").number == 3 and phq.scale("total") == phq.main
    assert phq.risk_items == ("phq9-9",)
    assert library.load("asrm").risk_items == ()
    for missing in (lambda: phq.item("phq9-99"), lambda: phq.scale("other")):
        with pytest.raises(KeyError):
            missing()


def test_a_version_once_answered_can_be_asked_for():
    assert library.load("phq-9", "1.0.0") == library.load("phq-9")
    with pytest.raises(LookupError, match="0.0.1"):
        library.load("phq-9", "0.0.1")


def test_an_older_version_stays_on_the_shelf_with_its_words(monkeypatch, tmp_path):
    shutil.copytree(library.SHELF / "gad-2", tmp_path / "gad-2" / "0.9.0")
    shutil.copytree(library.SHELF / "gad-2", tmp_path / "gad-2", dirs_exist_ok=True)
    for file in (tmp_path / "gad-2" / "0.9.0").iterdir():
        file.write_text(file.read_text().replace('"1.0.0"', '"0.9.0"'))
    monkeypatch.setattr(library, "SHELF", tmp_path)
    cached = (library.ids, library.load, library.words)
    for each in cached:
        each.cache_clear()
    assert library.ids() == ("gad-2",)
    assert library.load("gad-2", "0.9.0").version == "0.9.0"
    assert library.words("gad-2", version="0.9.0").version == "0.9.0"
    assert library.load("gad-2").version == library.words("gad-2").version == "1.0.0"
    for each in cached:
        each.cache_clear()


@pytest.mark.parametrize("path", ["../phq-9", "phq-9/..", "", "nothing"])
def test_an_id_that_is_not_on_the_shelf_is_not_there(path):
    with pytest.raises(LookupError):
        library.load(path)


def test_a_language_that_is_not_on_the_shelf_is_not_there():
    with pytest.raises(LookupError, match="'xx'"):
        library.words("phq-9", "xx")


def test_every_kind_of_rule_that_may_be_written_can_be_scored():
    assert set(from_json.RULE_TYPES) == set(scoring.RULES) == set(rules.READERS)


def test_a_measure_and_its_words_never_change():
    with pytest.raises(dataclasses.FrozenInstanceError):
        library.load("phq-9").version = "2"
    with pytest.raises(TypeError):
        library.words("phq-9").items["phq9-1"] = "x"
