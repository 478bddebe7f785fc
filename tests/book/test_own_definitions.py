"""A practice's own definition: read whole, compared with the shelf, refused with a reason."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.measures import library, own
from ipt.measures.scoring import score
from ipt.reading import BrokenBook

IDS = library.ids()


def written(id, version="1.0.1"):
    """A whole file for a measure of the shelf, with its own words and a higher version."""
    whole = own.write(library.load(id), library.words(id, licensed=True))
    return json.loads(json.dumps(whole | {"version": version}))


def licensed_epds():
    """The EPDS as a practice with a licence would write it (words made up here)."""
    data = written("epds", "2.0.0") | {"text_status": "included", "language": "de"}
    data |= {"title": "Ein Fragebogen", "instructions": "Bitte lesen.\nDann antworten."}
    del data["entered_by"]
    for item in data["items"]:
        item["text"] = f"Frage {item['number']}"
    for row in data["option_sets"]["score"]:
        row["label"] = f"Antwort {row['value']}"
    data["option_sets"]["score"].reverse()
    data["licence"] |= {"verdict": "licensed", "attribution": "With permission."}
    return data


def read(data, name="own.json"):
    return own.read(json.dumps(data), name=name)


def at_version(pair, version):
    return tuple(dataclasses.replace(each, version=version) for each in pair)


@pytest.mark.parametrize("id", IDS)
def test_every_measure_of_the_shelf_can_be_written_and_read_back(id):
    shipped = (library.load(id), library.words(id, licensed=True))
    assert at_version(read(written(id)), "1.0.0") == shipped
    labels = own.write(library.load(id), library.words(id)) | {"version": "1.1.0"}
    assert at_version(read(labels), "1.0.0") == (library.load(id), library.words(id))


@given(st.sampled_from(IDS), st.sampled_from(["0.9.0", "1.0.0", "1.0.1", "1.10.0", "2.0.0"]))
def test_writing_what_was_read_gives_the_same_file(id, version):
    data = written(id, version)
    if version <= "1.0.0":
        with pytest.raises(BrokenBook, match=r"must be higher than 1\.0\.0"):
            read(data)
        return
    assert json.loads(json.dumps(own.write(*read(data)))) == data


def test_a_practice_with_a_licence_brings_its_words():
    measure, words = own.read(json.dumps(licensed_epds()).encode(), name="epds.json")
    assert (measure.id, measure.version, measure.text_included) == ("epds", "2.0.0", True)
    assert (measure.entered_by, words.language) == ("client", "de")
    assert words.item("epds-3") == "Frage 3" and words.option("epds-3", 2) == "Antwort 2"
    assert (words.title, words.licence) == ("Ein Fragebogen", "With permission.")
    assert words.instructions == "Bitte lesen.\nDann antworten."
    assert own.supersedes(measure)


def test_scores_under_the_own_definition_and_the_shipped_one_are_equal():
    measure, _ = read(licensed_epds())
    answers = {f"epds-{n}": n % 4 for n in range(1, 11)}
    mine, theirs = score(measure, answers), score(library.load("epds"), answers)
    assert mine == theirs and mine.total == 15


def test_shipped_risk_rules_stand_even_if_the_file_leaves_them_out():
    data = licensed_epds()
    more = {"id": "sleepless", "item": "epds-7", "op": ">=", "value": 3, "level": "review"}
    data["risk"] = [more]
    measure, _ = read(data)
    assert [rule.id for rule in measure.risk] == ["self-harm", "self-harm-frequent", "sleepless"]
    assert measure.risk[:2] == library.load("epds").risk


def test_a_measure_of_the_practice_may_be_anything_sound():
    data = written("gad-2", "0.0.1") | {"id": "our-two"}
    data["scales"][0]["cutoffs"] = []
    measure, words = read(data)
    assert (measure.id, words.measure, own.supersedes(measure)) == ("our-two", "our-two", False)


def test_a_file_of_labels_only_is_typed_in_by_the_clinician():
    data = written("epds")
    del data["entered_by"]
    assert read(data)[0].entered_by == "clinician"


@pytest.mark.parametrize(
    "version, takes", [("0.9.9", False), ("1.0.0", False), ("1.0.1", True), ("1.0.10", True)]
)
def test_a_higher_version_takes_the_place_of_the_shipped_one(version, takes):
    assert own.supersedes(dataclasses.replace(library.load("wsas"), version=version)) is takes


def test_versions_are_compared_by_number():
    data = written("wsas", "10.0.0")
    assert read(data)[0].version == "10.0.0"


def test_when_a_licence_has_run_out_numbers_are_left():
    measure, words = read(licensed_epds())
    left = own.labels(measure, words)
    assert left.item("epds-3") == "Item 3" and left.option("epds-3", 2) == "2"
    assert left.instructions == ""
    kept = ("title", "short", "language", "scales", "bands", "cutoffs", "measure", "version")
    assert all(getattr(left, key) == getattr(words, key) for key in kept)


def change(path, value):
    """Set what stands at a path of keys; `...` takes it away."""

    def spoil(data):
        *way, last = path
        for key in way:
            data = data[key]
        if value is ...:
            del data[last]
        else:
            data[last] = value

    return spoil


def other_main(data):
    data["scales"][0]["id"] = data["change"]["scale"] = "sum"


REFUSED = [
    ("measure.version", "must be higher than 1.0.0", change(["version"], "1.0.0")),
    ("measure.version", "does not look like one", change(["version"], "2")),
    ("measure.higher_is", "as in the shipped", change(["higher_is"], "better")),
    ("measure.repeat_per", "as in the shipped", change(["repeat_per"], "goal")),
    ("measure.items", "as in the shipped", change(["items", 0, "reverse"], True)),
    ("measure.items", "as in the shipped", change(["items", 1, "value_if_hidden"], 3)),
    ("measure.scales", "as in the shipped", change(["scales", 0, "bands", 0, "max"], 8)),
    ("measure.scales", "as in the shipped", change(["scales", 0, "bands", 0, "id"], "none")),
    ("measure.scales", "as in the shipped", other_main),
    ("measure.scales", "as in the shipped", change(["scales", 0, "band_rounding"], "yes")),
    (
        "measure.scales",
        "as in the shipped",
        change(["scales", 0, "missing"], {"rule": "mean-substitution", "min_valid": 4}),
    ),
    (
        "measure.scales",
        "as in the shipped",
        change(["scales", 0, "cutoffs"], [{"id": "a", "purpose": "a", "op": ">", "value": 1}]),
    ),
    (
        "measure.rules",
        "as in the shipped",
        change(
            ["rules"],
            [{"id": "a", "label": "a", "type": "item-equals", "item": "wsas-2", "value": 1}],
        ),
    ),
    ("measure", "unknown keys ['colour']", change(["colour"], "red")),
    ("measure.items[0]", "unknown keys ['hint']", change(["items", 0, "hint"], "x")),
    ("measure.option_sets.score[0]", "unknown keys", change(["option_sets", "score", 0, "x"], 1)),
    ("measure.scales[0]", "unknown keys", change(["scales", 0, "x"], 1)),
    ("measure.scales[0].bands[0]", "unknown keys", change(["scales", 0, "bands", 0, "x"], 1)),
    ("measure.title", "is missing", change(["title"], ...)),
    ("measure.recall.text", "is missing", change(["recall", "text"], ...)),
    ("measure.items[1].text", "is missing", change(["items", 1, "text"], ...)),
    ("measure.items[1]", "must be an object", change(["items", 1], "x")),
    (
        "measure.option_sets.score[1].label",
        "is missing",
        change(["option_sets", "score", 1, "label"], ...),
    ),
    ("measure.scales[0].title", "is missing", change(["scales", 0, "title"], ...)),
    (
        "measure.scales[0].bands[1].label",
        "is missing",
        change(["scales", 0, "bands", 1, "label"], ...),
    ),
    ("measure.licence.attribution", "is missing", change(["licence", "attribution"], ...)),
    ("measure.option_sets", "is missing", change(["option_sets"], ...)),
    ("wording.language", "does not look like one", change(["language"], "english please")),
    ("wording.items.wsas-1", "must not be empty", change(["items", 0, "text"], "")),
    ("measure.items[0].text", "without markup", change(["items", 0, "text"], "<b>x</b>")),
    ("measure.title", "without markup", change(["title"], "a <!-- b -->")),
    ("measure.title", "without markup", change(["title"], "&lt;script&gt;")),
    ("measure.title", "must not hold control characters", change(["title"], "a\u0000b")),
    ("measure.title", "must not hold control characters", change(["title"], "a\tb")),
    ("measure.title", "must not hold control characters", change(["title"], "a\u202eb")),
    ("measure.title", "must not hold control characters", change(["title"], "a\ud800b")),
    ("measure.codes", "without markup", change(["codes", "<i>"], "x")),
    ("measure.notes", "must not be longer than 4000", change(["notes"], "x" * 4001)),
    ("measure.minutes", "must not be larger than 100000", change(["minutes"], 100_001)),
    (
        "measure.scales[0].range[0]",
        "must not be larger than 100000",
        change(["scales", 0, "range", 0], -100_001),
    ),
    (
        "measure.items",
        "must not be more than 200",
        change(["items"], [{"linkId": f"i{n}", "text": "x"} for n in range(201)]),
    ),
    (
        "measure.scales",
        "must not be more than 30",
        change(["scales"], [{"id": f"s{n}", "title": "x"} for n in range(31)]),
    ),
    (
        "measure.option_sets.score",
        "must not be more than 50",
        change(["option_sets", "score"], [{"value": n, "label": "x"} for n in range(51)]),
    ),
]


@pytest.mark.parametrize("where, reason, spoil", REFUSED)
def test_what_does_not_fit_is_refused_with_file_path_and_reason(where, reason, spoil):
    data = written("wsas")
    spoil(data)
    with pytest.raises(BrokenBook) as refusal:
        read(data, name="our wsas.json")
    assert (str(refusal.value.file), refusal.value.where) == ("our wsas.json", where)
    assert reason in refusal.value.reason


@pytest.mark.parametrize(
    "key, value", [("item", "phq9-8"), ("op", ">"), ("value", 2), ("level", "urgent")]
)
def test_a_shipped_risk_rule_cannot_be_changed(key, value):
    data = written("phq-9")
    data["risk"][0][key] = value
    with pytest.raises(BrokenBook) as refusal:
        read(data)
    assert refusal.value.where == "measure.risk"
    assert refusal.value.reason == "must keep the rule self-harm-thoughts as it is"


def test_what_is_just_not_too_much_is_taken():
    data = written("wsas")
    data |= {"notes": "x" * 4000, "minutes": 100_000, "title": "score < 10 & more > 5"}
    measure, words = read(data)
    assert (len(measure.notes), measure.minutes) == (4000, 100_000)
    assert words.title == "score < 10 & more > 5"


def of_size(items=1, scales=1, options=2):
    """A sound definition of so many items, scales and options."""
    data = written("gad-2") | {"id": "large", "rules": []}
    data["option_sets"] = {"o": [{"value": n, "label": str(n)} for n in range(options)]}
    data["items"] = [
        data["items"][0] | {"linkId": f"i{n}", "number": n, "options": "o"} for n in range(items)
    ]
    scale = data["scales"][0] | {
        "items": ["i0"],
        "missing": {"rule": "none"},
        "range": [0, options - 1],
        "cutoffs": [],
    }
    data["scales"] = [scale | {"id": "total"}]
    data["scales"] += [scale | {"id": f"s{n}"} for n in range(1, scales)]
    return data


@pytest.mark.parametrize("most", [{"items": 200}, {"scales": 30}, {"options": 50}])
def test_a_large_definition_is_taken(most):
    measure, _ = read(of_size(**most))
    assert measure.id == "large"


@pytest.mark.parametrize(
    "raw, reason",
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        (b"\xff\xfe{}", "is not JSON"),
        ("\ud800", "is not JSON"),
        ('{"id": "a", "id": "b"}', "is not JSON: said twice: ['id']"),
        ('{"id": NaN}', "is not JSON: NaN is not a number"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "must hold one object"),
        ("null", "must hold one object"),
        (" " * (256 * 1024 + 1), "must not be larger than 256 kB"),
    ],
)
def test_what_is_no_definition_at_all_is_refused(raw, reason):
    with pytest.raises(BrokenBook) as refusal:
        own.read(raw, name="x.json")
    assert refusal.value.where == "file" and refusal.value.reason.startswith(reason)


def test_a_file_of_just_the_largest_size_is_read_and_a_byte_order_mark_passed_over():
    text = "\ufeff" + json.dumps(written("gad-2"))
    raw = text.encode()
    padded = raw + b" " * (256 * 1024 - len(raw))
    assert own.read(padded, name="x.json")[0].id == own.read(text, name="x.json")[0].id == "gad-2"


def test_what_lies_too_deep_is_refused():
    data = written("gad-2")
    for depth in (10, 11):
        deep = "x"
        for _ in range(depth):
            deep = [deep]
        data["schedule"] = {"deep": deep}
        if depth == 10:
            assert read(data)
    with pytest.raises(BrokenBook, match="must not lie deeper than 12"):
        read(data)


def places(data, way=()):
    """Every place in a file."""
    rows = data.items() if isinstance(data, dict) else enumerate(data)
    for key, said in rows:
        yield (*way, key)
        if isinstance(said, (dict, list)):
            yield from places(said, (*way, key))


WHOLE = [written(id) for id in ("wsas", "phq-9", "mos-sss", "audit-c", "pcl-5")]
PLACES = [(at, place) for at, data in enumerate(WHOLE) for place in places(data)]
ODD = st.sampled_from([..., None, True, "", "x", 0, 7, -1.5, [], ["x"], [[]], {}, {"id": 1}])


@given(st.sampled_from(PLACES), ODD)
def test_a_file_spoilt_anywhere_is_read_or_refused_and_nothing_else(place, odd):
    at, way = place
    data = json.loads(json.dumps(WHOLE[at]))
    change(way, odd)(data)
    try:
        measure, words = read(data)
    except BrokenBook as refusal:
        assert refusal.where and refusal.reason and str(refusal.file) == "own.json"
        return
    score(measure, {})
    assert read(json.loads(json.dumps(own.write(measure, words)))) == (measure, words)


def test_a_question_is_shown_under_the_same_condition_as_the_shipped_one():
    data = written("pc-ptsd-5")
    data["items"][1]["show_if"]["equals"] = 0
    with pytest.raises(BrokenBook, match=r"measure\.items: must be as in the shipped pc-ptsd-5"):
        read(data)


def test_a_question_that_counts_nothing_offers_the_same_answers_too():
    data = written("phq-9")
    data["option_sets"]["difficulty4"][0]["value"] = 4
    with pytest.raises(BrokenBook, match=r"measure\.items: must be as in the shipped phq-9"):
        read(data)


@pytest.mark.parametrize(
    "spoil, said",
    [
        (
            lambda d: d.update(notes=[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]),
            "our.json: measure.notes",
        ),
        (lambda d: d["risk"][0].update(value=3), "our.json: measure.risk: must keep the rule"),
    ],
)
def test_a_refusal_names_the_file_that_the_practice_gave(spoil, said):
    data = written("phq-9")
    spoil(data)
    with pytest.raises(BrokenBook) as refusal:
        read(data, name="our.json")
    assert str(refusal.value).startswith(said)


@pytest.mark.parametrize("raw", [b"[]", b"{", b" " * (257 * 1024)])
def test_what_is_not_read_at_all_names_its_file_too(raw):
    with pytest.raises(BrokenBook, match=r"^our\.json: file: "):
        own.read(raw, name="our.json")
