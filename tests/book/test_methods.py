"""Change of many pairs at once, by every published method. Figures a clinician can check."""

import json
from math import nan, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ipt.measures.change import Z95, reliable_change
from ipt.measures.indices import ONE_SIDED_95
from ipt.measures.methods import (
    CATEGORIES,
    ENOUGH_OWN_CASES,
    METHODS,
    reliable_changes,
)
from ipt.words import Message, catalogue, say

VECTORS = json.loads((Path(__file__).parent / "vectors" / "change.json").read_text())
HIGHER = {"higher": "better", "lower": "worse"}
RUNS = [(data, run) for data in VECTORS["datasets"] for run in data["runs"]]
RANDOM = np.random.default_rng(11)
PRE = RANDOM.integers(8, 28, 60).astype(float)
POST = np.clip(PRE - RANDOM.integers(-6, 15, 60), 0, 27).astype(float)
NORM = {"functional_mean": 4.0, "functional_sd": 4.0}
GIVEN = {"reliability": 0.84, "threshold": 6}


def pairs(data):
    rows = data["data"]
    return [row[1] for row in rows], [row[2] for row in rows]


def run_of(data, run):
    asked = run["inputs"]
    return reliable_changes(
        *pairs(data),
        method=run["method"].lower(),
        higher=HIGHER[data["better"]],
        cutoff=run["cutoff_type"],
        reliability=asked["reliability"],
        reliability_post=asked.get("reliability_post"),
        functional_mean=asked["m_functional"],
        functional_sd=asked["sd_functional"],
    )


@pytest.mark.parametrize(
    "data, run",
    RUNS,
    ids=[f"{data['name']}-{run['method']}-{run['cutoff_type']}" for data, run in RUNS],
)
def test_every_public_run_comes_out_exactly(data, run):
    found, expect = run_of(data, run), run["expect"]
    assert found.n == expect["n_used"]
    assert found.mean == pytest.approx(expect["m_pre"], abs=1e-6)
    assert found.sd == pytest.approx(expect["sd_pre"], abs=1e-6)
    assert found.cutoff == pytest.approx(expect["cutoff"], abs=1e-6)
    assert found.counts == {name: expect[name] for name in CATEGORIES}
    assert found.method == run["method"].lower()


@pytest.mark.parametrize("data", VECTORS["datasets"], ids=lambda data: data["name"])
def test_every_public_person_comes_out_exactly(data):
    found = run_of(data, data["runs"][0])
    people = [row[0] for row in data["data"]]
    indices = dict(zip(people, found.rci.tolist(), strict=True))
    categories = dict(zip(people, found.category.tolist(), strict=True))
    for person, index, category in data["jt"]:
        assert indices[person] == pytest.approx(index, abs=1e-6)
        assert categories.pop(person) == category
    assert set(categories.values()) <= {""}


@pytest.mark.parametrize("case", VECTORS["formulas"])
def test_the_error_of_a_measure_equals_the_public_figures(case):
    given_ = {"sd": case["sd"], "reliability": case["reliability"]}
    by = {
        method: 1 / reliable_changes([0], [1], method=method, mean=0, **given_).rci[0]
        for method in ("jt", "sem", "gln")
    }
    assert by["jt"] == pytest.approx(case["s_diff"], abs=1e-5)
    assert by["sem"] == pytest.approx(case["sem"], abs=1e-6)
    if "se_prediction" in case:
        assert by["gln"] == pytest.approx(case["se_prediction"], abs=1e-9)
    for points, index in case.get("rci", ()):
        assert reliable_changes([20], [20 + points], **given_).rci[0] == pytest.approx(index)


def test_jacobson_and_truax_by_hand():
    # A couple's score rises from 32.5 to 47.5; sd 10, reliability .80.
    # SEM = 10 * sqrt(.2) = 4.472, S_diff = 6.325, 15 / 6.325 = 2.37: more than 1.96.
    found = reliable_changes([32.5], [47.5], sd=10, reliability=0.8, higher="better")
    assert round(float(found.rci[0]), 2) == 2.37
    assert found.category.tolist() == ["improved"]
    assert found.critical == Z95


def test_four_people_by_hand():
    # First 20 22 24 26: mean 23, sd sqrt(20 / 3). Last 10 12 14 18: mean 13.5.
    # Reliability .75: SEM = sd / 2.
    first, last = [20, 22, 24, 26], [10, 12, 14, 18]
    sd = sqrt(20 / 3)

    def index(method, **more):
        return reliable_changes(first, last, method=method, reliability=0.75, **more).rci.tolist()

    assert index("jt") == pytest.approx([d / (sqrt(2) * sd / 2) for d in (-10, -10, -10, -8)])
    assert index("sem") == pytest.approx([d / (sd / 2) for d in (-10, -10, -10, -8)])
    departures = [(10, -2.25), (12, -0.75), (14, 0.75), (18, 2.25)]
    from_first = [last - 23 - expected for last, expected in departures]
    assert index("en") == pytest.approx([d / (sd / 2) for d in from_first])
    assert index("gln") == pytest.approx([d / (sd * sqrt(1 - 0.5625)) for d in from_first])
    from_last = [last - 13.5 - expected for last, expected in departures]
    assert index("hll") == pytest.approx([d / (sd * sqrt(1 - 0.5625)) for d in from_last])
    both = sqrt(0.5625 * 0.25 + 0.25)
    assert index("nk") == pytest.approx([d / (sd * both) for d in from_first])
    both = sqrt(0.5625 * 0.25 + 0.4)
    assert index("nk", reliability_post=0.6) == pytest.approx([d / (sd * both) for d in from_first])


def test_hageman_and_arrindell_by_hand():
    # First 0 4 8 (variance 16), last 0 0 9 (variance 27), covariance 18; reliability .9375,
    # so SEM 1. Variance of change 16 + 27 - 36 = 7, of true change 15 + 26 - 36 = 5.
    r = 5 / 7
    found = reliable_changes([0, 4, 8], [0, 0, 9], method="ha", reliability=0.9375)
    expected = [(d * r - 1 * (1 - r)) / (sqrt(r) * sqrt(2)) for d in (0, -4, 1)]
    assert found.rci.tolist() == pytest.approx(expected)
    assert found.critical == ONE_SIDED_95


def test_the_lines_of_hageman_and_arrindell_rest_on_true_spreads():
    # As above with a norm of mean 4 and variance 2: the true spreads are sqrt(15) and 1.
    norm = {"functional_mean": 4, "functional_sd": sqrt(2), "higher": "better"}
    found = reliable_changes([0, 4, 8], [0, 0, 9], method="ha", reliability=0.9375, **norm)
    assert found.cutoff == pytest.approx((1 * 4 + sqrt(15) * 4) / (1 + sqrt(15)))
    b = reliable_changes([0, 4, 8], [0, 0, 9], method="ha", reliability=0.9375, cutoff="b", **norm)
    assert b.cutoff == pytest.approx(4 - 2 * 1)
    a = reliable_changes([0, 4, 8], [0, 0, 9], method="ha", reliability=0.9375, cutoff="a")
    assert a.cutoff == pytest.approx(4 - 2 * sqrt(15))


@pytest.mark.parametrize("last, category", [(58, "improved"), (63, "recovered")])
def test_a_last_score_just_past_the_line_is_not_yet_certainly_well(last, category):
    # The line is near 53; 58 lies past it by less than 1.64 errors of 4, 63 by more.
    first = [40, 35, 45, 38, 42, 30, 50, 40]
    lasts = [last, 50, 62, 41, 66, 35, 70, 44]
    found = reliable_changes(
        first,
        lasts,
        method="ha",
        reliability=0.84,
        sd=10,
        higher="better",
        functional_mean=65,
        functional_sd=10,
    )
    assert found.cutoff == pytest.approx((65 + np.mean(first)) / 2, abs=0.5)
    assert found.category[0] == category


def test_a_published_threshold_counts_when_it_is_reached():
    first, last = [16, 16, 16, 16, 10], [11, 10, 21, 22, 4]
    found = reliable_changes(first, last, method="fixed", threshold=6)
    assert found.category.tolist() == [
        "unchanged",
        "improved",
        "unchanged",
        "deteriorated",
        "improved",
    ]
    assert found.rci.tolist() == pytest.approx([-5 / 6, -1, 5 / 6, 1, -1])
    assert (found.critical, found.cutoff, found.mean, found.sd, found.notes) == (
        1.0,
        None,
        None,
        None,
        (),
    )


def test_a_fraction_of_exactly_the_threshold_counts_too():
    found = reliable_changes([2.3, 2.3], [1.57, 1.58], method="fixed", threshold=0.73)
    assert found.category.tolist() == ["improved", "unchanged"]


def test_a_change_of_exactly_the_error_band_does_not_count():
    given_ = {"method": "sem", "sd": 2, "reliability": 0.75}  # an error of exactly 1 point
    found = reliable_changes([10, 10, 10, 10], [9, 8, 11, 12], **given_)
    assert found.category.tolist() == ["unchanged", "improved", "unchanged", "deteriorated"]
    assert found.critical == 1.0
    two = reliable_changes([10, 10, 10], [8, 7.5, 13], multiple=2, **given_)
    assert two.category.tolist() == ["unchanged", "improved", "deteriorated"]


def test_a_score_on_the_line_is_on_neither_side():
    # Cut-off b: 4 + 2 * 3 = 10, higher is worse; a change of 2 points or more counts.
    first = [12, 10, 12, 12, 8, 10, 8, 8]
    last = [9, 6, 10, 6, 12, 14, 10, 11]
    found = reliable_changes(
        first, last, method="fixed", threshold=2, cutoff="b", functional_mean=4, functional_sd=3
    )
    assert found.cutoff == 10
    assert found.category.tolist() == [
        "recovered",
        "improved",  # began on the line
        "improved",  # ends on the line
        "recovered",
        "harmed",
        "deteriorated",  # began on the line
        "deteriorated",  # ends on the line
        "harmed",
    ]
    assert found.mean is None and found.sd is None


def test_on_a_scale_where_higher_is_better_the_sides_are_the_other_way_round():
    found = reliable_changes(
        [40, 60, 50, 60],
        [60, 40, 60, 50],
        method="fixed",
        threshold=5,
        cutoff="b",
        functional_mean=70,
        functional_sd=10,
        higher="better",
    )
    assert found.cutoff == 50
    assert found.category.tolist() == ["recovered", "harmed", "improved", "deteriorated"]


@pytest.mark.parametrize("method", METHODS)
def test_a_missing_score_gives_no_verdict_and_is_left_out_of_the_group(method):
    whole = reliable_changes(PRE, POST, method=method, **GIVEN, **NORM)
    more = reliable_changes(
        [*PRE, 99, nan, None], [*POST, None, 99, nan], method=method, **GIVEN, **NORM
    )
    assert more.category.tolist() == [*whole.category.tolist(), "", "", ""]
    assert more.rci[:-3].tolist() == whole.rci.tolist() and np.isnan(more.rci[-3:]).all()
    assert (more.n, more.cutoff, more.counts) == (60, whole.cutoff, whole.counts)


@pytest.mark.parametrize("method", METHODS)
def test_all_missing_is_no_verdict_for_anyone(method):
    if method not in ("hll", "ha"):
        found = reliable_changes([nan], [3], method=method, sd=5, mean=20, **GIVEN)
        assert found.category.tolist() == [""] and found.n == 0


@pytest.mark.parametrize("method", METHODS)
def test_turning_the_scale_round_turns_nothing_but_the_sign(method):
    one = reliable_changes(PRE, POST, method=method, higher="worse", **GIVEN, **NORM)
    turned = {"functional_mean": 27 - 4.0, "functional_sd": 4.0}
    other = reliable_changes(27 - PRE, 27 - POST, method=method, higher="better", **GIVEN, **turned)
    assert other.rci == pytest.approx(-one.rci)
    assert other.cutoff == pytest.approx(27 - one.cutoff)
    assert other.category.tolist() == one.category.tolist()


@pytest.mark.parametrize("method", METHODS)
def test_reading_the_direction_the_other_way_turns_better_into_worse(method):
    swapped = {"improved": "deteriorated", "deteriorated": "improved", "unchanged": "unchanged"}
    one = reliable_changes(PRE, POST, method=method, higher="worse", **GIVEN)
    other = reliable_changes(PRE, POST, method=method, higher="better", **GIVEN)
    assert [swapped[name] for name in one.category] == other.category.tolist()


@given(st.permutations(range(60)), st.sampled_from(METHODS))
def test_the_order_of_rows_changes_nothing(order, method):
    one = reliable_changes(PRE, POST, method=method, **GIVEN, **NORM)
    other = reliable_changes(PRE[order], POST[order], method=method, **GIVEN, **NORM)
    assert other.rci == pytest.approx(one.rci[order])
    assert other.counts == one.counts


@given(st.integers(-50, 50), st.sampled_from(METHODS))
def test_adding_a_constant_to_all_scores_changes_no_index(shift, method):
    one = reliable_changes(PRE, POST, method=method, **GIVEN)
    other = reliable_changes(PRE + shift, POST + shift, method=method, **GIVEN)
    assert other.rci == pytest.approx(one.rci)


@given(
    st.floats(0, 27),
    st.floats(0, 27),
    st.floats(1, 10),
    st.floats(0, 0.95),
    st.sampled_from(["worse", "better"]),
)
def test_many_and_one_are_judged_alike(first, last, sd, reliability, higher):
    alone = reliable_change(first, last, sd=sd, reliability=reliability, higher=higher)
    assume(abs(abs(alone.points) - alone.threshold) > 1e-9)
    many = reliable_changes([first], [last], sd=sd, reliability=reliability, higher=higher)
    said = {"improved": "improved", "unclear": "unchanged", "worse": "deteriorated"}
    assert many.category.tolist() == [said[alone.verdict]]


def test_no_cut_off_no_recovery():
    found = reliable_changes(PRE, POST, reliability=0.84)
    assert found.cutoff is None and found.counts["improved"] > 20
    assert found.counts["recovered"] == found.counts["harmed"] == 0


def test_with_a_norm_the_usual_cut_off_is_the_third():
    usual = reliable_changes(PRE, POST, reliability=0.84, **NORM)
    c = reliable_changes(PRE, POST, reliability=0.84, cutoff="c", **NORM)
    assert usual.cutoff == c.cutoff == pytest.approx((4 * PRE.mean() + 4 * PRE.std(ddof=1)) /
                                                     (4 + PRE.std(ddof=1)))  # fmt: skip


def test_the_spread_and_mean_of_a_published_group_take_the_place_of_the_own():
    found = reliable_changes([20], [10], reliability=0.84, sd=5, mean=18, **NORM)
    assert (found.sd, found.mean, found.n) == (5, 18, 1)
    assert found.cutoff == pytest.approx((4 * 18 + 5 * 4) / 9)
    assert found.notes == ()


FEW = Message("change.note.few_own_cases", {"n": 29, "least": 30})
RESEARCH = Message("change.note.research_method")


@pytest.mark.parametrize("method, noted", [
    ("jt", (FEW,)), ("en", (FEW,)), ("nk", (FEW,)), ("ha", (FEW,)), ("sem", (FEW,)),
    ("gln", (FEW, RESEARCH)), ("hll", (FEW, RESEARCH)), ("fixed", ()),
])  # fmt: skip
def test_a_spread_of_fewer_than_30_own_cases_is_pointed_out(method, noted):
    assert ENOUGH_OWN_CASES == 30
    assert reliable_changes(PRE[:29], POST[:29], method=method, **GIVEN).notes == noted
    enough = reliable_changes(PRE[:30], POST[:30], method=method, **GIVEN).notes
    assert enough == noted[noted[:1] == (FEW,) :]
    published = reliable_changes(PRE[:29], POST[:29], method=method, sd=5, **GIVEN).notes
    assert FEW not in published


def test_a_fixed_threshold_with_the_own_cut_off_is_pointed_out_too():
    found = reliable_changes(PRE[:29], POST[:29], method="fixed", threshold=6, cutoff="a")
    assert found.notes == (FEW,)
    assert found.cutoff == pytest.approx(PRE[:29].mean() - 2 * PRE[:29].std(ddof=1))


def test_what_is_not_shown_is_never_called_no_change():
    assert say(Message("change.category.unchanged")) == "unclear"
    words = " ".join(text for id, text in catalogue().items() if id.startswith("change."))
    assert "no change" not in words.lower()
    assert all(f"change.category.means.{name}" in catalogue() for name in CATEGORIES)
    assert "29 cases" in say(FEW) and "30" in say(FEW) and "research" in say(RESEARCH)


@pytest.mark.parametrize("asked, sentence", [
    ({"method": "xx"}, "there is no method 'xx'; there are jt, en, gln, hll, nk, ha, sem, fixed"),
    ({"higher": "up"}, "higher must be 'worse' or 'better', not 'up'"),
    ({"reliability": None}, "method jt needs the reliability of the measure"),
    ({"reliability": 1}, "reliability must lie in [0, 1), got 1"),
    ({"reliability": -0.1}, "reliability must lie in [0, 1), got -0.1"),
    ({"reliability": nan}, "reliability must lie in [0, 1), got nan"),
    ({"method": "nk", "reliability_post": 1.0}, "reliability must lie in [0, 1), got 1.0"),
    ({"sd": 0}, "the sd must be above 0, got 0"),
    ({"sd": -2}, "the sd must be above 0, got -2"),
    ({"sd": nan}, "the sd must be above 0, got nan"),
    ({"sd": float("inf")}, "the sd must be above 0, got inf"),
    ({"mean": nan, "method": "en"}, "the mean must be a number, got nan"),
    ({"functional_mean": 4}, "a functional norm needs both its mean and its sd"),
    ({"functional_sd": 4}, "a functional norm needs both its mean and its sd"),
    ({"functional_mean": 4, "functional_sd": 0}, "the functional sd must be above 0, got 0"),
    ({"functional_mean": nan, "functional_sd": 1}, "the functional mean must be a number, got nan"),
    ({"cutoff": "d"}, "the cut-off is a, b, c or a number, not 'd'"),
    ({"cutoff": "b"}, "cut-off b needs the mean and sd of a functional norm"),
    ({"cutoff": "c"}, "cut-off c needs the mean and sd of a functional norm"),
    ({"method": "fixed"}, "method fixed needs a threshold in points"),
    ({"method": "fixed", "threshold": 0}, "the threshold must be above 0, got 0"),
    ({"method": "sem", "multiple": 0}, "the multiple of the error must be above 0, got 0"),
    ({"pre": [1, 2]}, "there are 2 first and 3 last scores"),
    ({"pre": ["a", 1, 2]}, "pre must be numbers"),
    ({"post": [[1, 2, 3]]}, "post must be one row of numbers"),
    ({"post": [1, 2, float("inf")]}, "post holds a score without an end"),
    ({"pre": [1, None, None]}, "1 complete pairs are too few for a mean and sd of their own"),
    ({"pre": [5, 5, 5]}, "the first scores are all the same, so they have no spread"),
    ({"method": "ha", "post": [5, 5, 5]},
     "the spread of the last scores is not above the error of the measure"),
    ({"method": "ha", "post": [6, 10, 14]},
     "the changes do not differ by more than the error of the measure"),
    ({"method": "ha", "post": [1, 3, 14], "functional_mean": 4, "functional_sd": 1},
     "the spread of the functional norm is not above the error of the measure"),
    ({"method": "ha", "reliability": 0.0, "post": [9, 0, 9], "cutoff": "a"},
     "the spread of the first scores is not above the error of the measure"),
])  # fmt: skip
def test_what_cannot_be_reckoned_with_is_refused_in_a_sentence(asked, sentence):
    usual = {"pre": [4, 8, 12], "post": [1, 3, 9], "reliability": 0.8}
    with pytest.raises(ValueError) as refused:
        reliable_changes(**{**usual, **asked})
    assert str(refused.value) == sentence


def test_two_complete_pairs_are_enough_to_reckon_and_none_with_a_published_group():
    assert reliable_changes([4, 8], [1, 3], reliability=0.8).n == 2
    assert reliable_changes([], [], reliability=0.8, sd=5).category.tolist() == []
    for method in ("hll", "ha"):
        with pytest.raises(ValueError):
            reliable_changes([4], [1], method=method, reliability=0.8, sd=5, mean=6)
    with pytest.raises(ValueError):
        reliable_changes([4], [1], method="en", reliability=0.8, sd=5)
    with pytest.raises(ValueError):
        reliable_changes([4], [1], reliability=0.8, sd=5, cutoff="a")


@pytest.mark.parametrize("method", ["jt", "fixed"])
def test_a_line_of_ones_own_takes_the_place_of_a_reckoned_one(method):
    asked = {"threshold": 6} if method == "fixed" else {"sd": 5, "reliability": 0.9}
    found = reliable_changes([17, 17, 10, 9], [9, 10, 3, 17], method=method, cutoff=10, **asked)
    # 10 itself lies on neither side: who begins there does not recover, who ends there has not
    assert found.category.tolist() == ["recovered", "improved", "improved", "harmed"]
    assert found.cutoff == 10.0


def test_a_line_without_an_end_is_refused():
    with pytest.raises(ValueError, match="the cut-off"):
        reliable_changes([1.0], [2.0], sd=1, reliability=0.5, cutoff=float("nan"))
