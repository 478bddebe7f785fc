"""The same figures on data frames of pandas and of polars."""

import subprocess
import sys

import pandas
import polars
import pytest

from ipt.measures import library
from ipt.measures.columns import ASK, answer, columns
from ipt.measures.frames import change_frame, gains_frame, nhs_frame, score_frame
from ipt.measures.nhs import NEEDED
from ipt.measures.scoring import BadAnswer

BOTH = pytest.mark.parametrize("lib", [pandas, polars], ids=["pandas", "polars"])
PHQ_ROW = {f"i{n}": [1, None] for n in range(1, 10)}


def values(frame, name):
    """A column as plain values, None for what is unknown."""
    if isinstance(frame, polars.DataFrame):
        return frame[name].to_list()
    pairs = zip(frame[name].tolist(), frame[name].isna(), strict=True)
    return [None if gone else value for value, gone in pairs]


@BOTH
def test_answers_are_scored(lib):
    frame = lib.DataFrame({"id": ["a", "b"], **PHQ_ROW})
    found = score_frame(frame, "phq-9")
    assert type(found) is lib.DataFrame
    assert list(found.columns) == [
        "id", *PHQ_ROW, "total", "prorated", "answered", "risk",
        "major-depressive-syndrome", "other-depressive-syndrome",
    ]  # fmt: skip
    assert values(found, "total") == [9, None]
    assert values(found, "prorated") == [False, False]
    assert values(found, "answered") == [9, 0]
    assert values(found, "risk") == ["self-harm-thoughts", "ask:phq9-9"]
    assert values(found, "major-depressive-syndrome") == [False, None]
    assert "total" not in frame.columns
    again = score_frame(frame, library.load("phq-9"))
    assert values(again, "total") == [9, None]


@BOTH
def test_words_for_answers_and_item_ids_are_understood(lib):
    frame = lib.DataFrame({f"wsas-{n}": ["na" if n == 1 else "3"] for n in range(1, 6)})
    assert values(score_frame(frame, "wsas"), "total") == [12]


@BOTH
def test_a_wrong_answer_names_its_row(lib):
    frame = lib.DataFrame({"i1": [1, 1], "i2": [0, 7]})
    with pytest.raises(ValueError, match="^row 1, column i2: 7 is not one of its answers$"):
        score_frame(frame, "gad-2")
    with pytest.raises(ValueError, match="^row 0, column i1: '1.5' is not"):
        score_frame(lib.DataFrame({"i1": [1.5], "i2": [0]}), "gad-2")


@BOTH
def test_changes_are_judged(lib):
    frame = lib.DataFrame({"pre": [20, 18, None, 9], "post": [5, 17, 3, 20]})
    found = change_frame(frame, reliability=0.8, sd=5)
    assert values(found, "category") == ["improved", "unchanged", None, "deteriorated"]
    assert values(found, "rci")[:3] == [
        pytest.approx(-15 / 10**0.5), pytest.approx(-1 / 10**0.5), None,
    ]  # fmt: skip
    other = change_frame(
        frame.rename(columns={"pre": "a", "post": "b"})
        if lib is pandas
        else frame.rename({"pre": "a", "post": "b"}),
        pre="a",
        post="b",
        method="fixed",
        threshold=1,
    )
    assert values(other, "category") == ["improved", "improved", None, "deteriorated"]


@BOTH
def test_courses_get_their_figures(lib):
    frame = lib.DataFrame(
        {
            "treatment_contacts": [2, 8, 1],
            "discharged": [True, True, True],
            "phq9_first": [15, 15, 15],
            "phq9_last": [8, None, 8],
            "gad7_first": [12, 12, 12],
            "gad7_last": [6, 3, 6],
        }
    )
    found = nhs_frame(frame)
    assert values(found, "finished_course") == [True, True, False]
    assert values(found, "at_caseness") == [True, True, None]
    assert values(found, "recovery") == [True, None, None]
    assert values(found, "reliable_recovery") == [True, None, None]
    assert list(found.columns)[6:] == [
        "finished_course", "at_caseness", "recovery", "reliable_improvement",
        "reliable_deterioration", "no_reliable_change", "reliable_recovery",
    ]  # fmt: skip


@BOTH
def test_sudden_gains_are_found(lib):
    row = [35, 37, 23, 23, 24, None]
    frame = lib.DataFrame({f"s{n}": [value] for n, value in enumerate(row, 1)})
    found = gains_frame(frame, cutoff=7)
    assert list(found.columns)[6:] == [
        "gain_2to3", "gain_3to4", "gain_4to5", "reversed_2to3", "reversed_3to4", "reversed_4to5",
    ]  # fmt: skip
    assert [values(found, name)[0] for name in list(found.columns)[6:]] == [
        True, False, None, False, None, None,
    ]  # fmt: skip
    some = gains_frame(frame, sessions=["s1", "s2", "s3", "s4"], cutoff=15)
    assert values(some, "gain_2to3") == [False]


@BOTH
def test_a_column_that_is_lacking_or_in_the_way_is_named(lib):
    with pytest.raises(ValueError, match="^there is no column post$"):
        change_frame(lib.DataFrame({"pre": [1]}), reliability=0.8, sd=5)
    with pytest.raises(ValueError, match="^there is no column gad7_last$"):
        nhs_frame(lib.DataFrame({name: [1] for name in NEEDED[:-1]}))
    with pytest.raises(ValueError, match="^the column pre holds words, not numbers$"):
        change_frame(lib.DataFrame({"pre": ["1"], "post": [1]}), reliability=0.8, sd=5)
    there = lib.DataFrame({"pre": [1], "post": [1], "category": ["x"]})
    with pytest.raises(ValueError, match="^the column category is there already; rename it first$"):
        change_frame(there, reliability=0.8, sd=5)


@BOTH
def test_an_empty_frame_stays_empty(lib):
    found = change_frame(lib.DataFrame({"pre": [], "post": []}), reliability=0.8, sd=5)
    assert list(found.columns) == ["pre", "post", "rci", "category"] and len(found) == 0


@BOTH
def test_not_a_number_is_missing(lib):
    frame = lib.DataFrame({"pre": [20.0, float("nan")], "post": [5.0, 5.0]})
    assert values(change_frame(frame, reliability=0.8, sd=5), "category") == ["improved", None]


def test_the_labels_of_a_pandas_frame_stay():
    frame = pandas.DataFrame({"pre": [20, 18], "post": [5, 17]}, index=["x", "y"])
    assert change_frame(frame, reliability=0.8, sd=5)["category"].to_dict() == {
        "x": "improved", "y": "unchanged",
    }  # fmt: skip


@pytest.mark.parametrize("thing, name", [
    ({"pre": [1]}, "dict"), (polars.LazyFrame({"pre": [1]}), "LazyFrame"),
    (pandas.Series([1]), "Series"),
])  # fmt: skip
def test_anything_else_is_refused(thing, name):
    told = f"^hand in a DataFrame of pandas or polars, not a {name}$"
    for call in (
        lambda: score_frame(thing, "phq-9"),
        lambda: change_frame(thing),
        lambda: nhs_frame(thing),
        lambda: gains_frame(thing, cutoff=6),
    ):
        with pytest.raises(TypeError, match=told):
            call()


def test_neither_library_is_loaded_unasked():
    told = "import sys, ipt.measures.frames; print({'pandas', 'polars', 'numpy'} & {*sys.modules})"
    said = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


@pytest.mark.parametrize("cell, read", [
    ("2", 2), (" 2 ", 2), ("2.0", 2), ("2.", 2), ("-1", -1), ("+1", 1), (2, 2), (2.0, 2),
    ("", None), ("  ", None), (None, None), (float("nan"), None), ("na", "na"), (" na", "na"),
])  # fmt: skip
def test_a_cell_is_read_as_an_answer(cell, read):
    assert answer(cell) == read and type(answer(cell)) is type(read)


@pytest.mark.parametrize("cell", ["1,5", "1.5", "two", "1e0", "٢", "1_0", True, "inf", "--1"])
def test_a_cell_that_is_no_whole_number_is_refused(cell):
    with pytest.raises(ValueError) as refused:
        answer(cell)
    assert str(refused.value) == f"{str(cell)!r} is not a whole number"


@pytest.mark.parametrize("cell", ["NA", "N/A", "n/a", "Na"])
def test_what_may_mean_missing_or_not_applicable_is_refused(cell):
    with pytest.raises(ValueError) as refused:
        answer(cell)
    assert str(refused.value) == (
        f"{cell!r} may mean two things: leave a missing answer empty, "
        "write na for one that does not apply"
    )


@pytest.mark.parametrize("id", library.ids())
def test_items_are_found_by_number_and_by_id(id):
    measure = library.load(id)
    links = {item.linkId: item.linkId for item in measure.items}
    numbers = {f"i{item.number}": item.linkId for item in measure.items}
    assert dict(columns(measure, ["other", *links]).items) == links
    assert dict(columns(measure, [*numbers, "other"]).items) == numbers
    plan = columns(measure, numbers)
    assert plan.added[: len(measure.scales)] == tuple(scale.id for scale in measure.scales)
    row = dict(zip(plan.added, plan.row({}), strict=True))
    assert row["answered"] == 0 and row["prorated"] is False
    assert row["risk"] == ";".join(ASK + item for item in measure.risk_items)


def test_risk_lists_what_fires_and_what_was_not_answered():
    core = library.load("core-10")
    pcl = library.load("pcl-5")
    phq = library.load("phq-9")
    full = {item.linkId: 2 for item in phq.items}
    at = columns(phq, full).added.index("risk")
    assert columns(phq, full).row(full)[at] == "self-harm-thoughts;self-harm-thoughts-frequent"
    assert columns(phq, full).row({**full, "phq9-9": 0})[at] == ""
    for measure in (core, pcl):
        names = [item.linkId for item in measure.items]
        plan = columns(measure, names)
        asked = [f"ask:{item}" for item in measure.risk_items]
        assert plan.row({})[plan.added.index("risk")].split(";") == asked


def test_items_that_are_not_scored_may_be_left_out():
    plan = columns(library.load("phq-9"), [f"i{n}" for n in range(1, 10)])
    assert "i10" not in plan.items and len(plan.items) == 9


@pytest.mark.parametrize("names, sentence", [
    (["i1"], "there is no column i2 for an item of gad-2"),
    (["gad2-2"], "there is no column gad2-1 for an item of gad-2"),
    (["id"], "there is no column i1 for an item of gad-2"),
    (["i1", "gad2-2"], "both i1 and gad2-2 are there; name items one way only"),
    (["i1", "i2", "risk"], "the column risk is there already; rename it first"),
    (["i1", "i2", "total"], "the column total is there already; rename it first"),
])  # fmt: skip
def test_columns_that_cannot_be_read_are_refused(names, sentence):
    with pytest.raises(ValueError) as refused:
        columns(library.load("gad-2"), names)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("cell", ["9" * 400, "9" * 5000, "-" + "9" * 400, "1" + "0" * 15, 1e22])
def test_a_number_of_any_length_is_refused_in_a_sentence(cell):
    with pytest.raises(ValueError, match="is not a whole number"):
        answer(cell)
    assert answer("-" + "9" * 15) == -999999999999999


@BOTH
@pytest.mark.parametrize("cell, why", [
    ("5", "5 is not one of its answers"), ("often", "'often' is not a whole number"),
    ("na", "cannot be left as not applicable"),
])  # fmt: skip
@pytest.mark.parametrize("names", [("i1", "i2"), ("gad2-1", "gad2-2")])
def test_a_wrong_cell_names_row_and_column(lib, cell, why, names):
    frame = lib.DataFrame({names[0]: ["1", "2"], names[1]: ["1", cell]})
    with pytest.raises(ValueError) as refused:
        score_frame(frame, "gad-2")
    assert str(refused.value) == f"row 1, column {names[1]}: {why}"


@BOTH
def test_a_wrong_course_names_its_row(lib):
    course = {name: [True, True] if name == "discharged" else [8, 9] for name in NEEDED}
    with pytest.raises(ValueError) as refused:
        nhs_frame(lib.DataFrame({**course, "phq9_last": [8, 28]}))
    assert str(refused.value) == "row 1: phq9_last is 28, outside 0 to 27"


@BOTH
def test_the_measure_of_gains_may_be_told_by_its_id(lib):
    weekly = lib.DataFrame({"s1": [17], "s2": [16], "s3": [8], "s4": [7]})
    for measure in ("phq-9", library.load("phq-9")):
        assert values(gains_frame(weekly, measure=measure), "gain_2to3") == [True]


def test_a_column_that_is_there_twice_is_refused():
    twice = pandas.DataFrame([[1, 2, 3]], columns=["i1", "i1", "i2"])
    with pytest.raises(ValueError, match="^the column i1 is there twice$"):
        score_frame(twice, "gad-2")


def test_a_wrong_answer_names_its_item():
    plan = columns(library.load("gad-2"), ["i1", "i2"])
    with pytest.raises(BadAnswer):
        plan.row({"gad2-1": 9})
