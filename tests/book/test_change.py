"""What a change means. Four words, never swapped: response, remission, recovery, reliable."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.measures import library
from ipt.measures.change import (
    CutOffs,
    caseness,
    change,
    cut_offs,
    percent_fall,
    recovered,
    reliable_change,
    remission,
    response,
)

VECTORS = Path(__file__).parent / "vectors"
PHQ, GAD, EPDS = (library.load(id) for id in ("phq-9", "gad-7", "epds"))
points = st.integers(0, 27)


@pytest.mark.parametrize(
    "measure, first, last, verdict",
    [
        (PHQ, 17, 12, "unclear"),  # 5 points: within the noise
        (PHQ, 17, 11, "improved"),  # exactly 6 counts
        (PHQ, 11, 16, "unclear"),
        (PHQ, 11, 17, "worse"),
        (GAD, 13, 10, "unclear"),
        (GAD, 13, 9, "improved"),  # exactly 4 counts
        (GAD, 9, 13, "worse"),
        (EPDS, 19, 16, "unclear"),
        (EPDS, 19, 15, "improved"),
        (PHQ, 12, 12, "unclear"),  # a level is a change not shown, never "no change"
    ],
)
def test_a_change_counts_from_its_published_size(measure, first, last, verdict):
    found = change(measure, first, last)
    assert (found.points, found.verdict) == (last - first, verdict)
    assert found.threshold == {"phq-9": 6, "gad-7": 4, "epds": 4}[measure.id]


def test_without_a_published_threshold_there_is_no_verdict():
    found = change(library.load("kith-goal"), 3, 7)
    assert (found.points, found.threshold, found.verdict) == (4, None, None)


@given(points, points)
def test_turning_time_round_turns_the_verdict_round(first, last):
    turned = {"improved": "worse", "worse": "improved", "unclear": "unclear"}
    there, back = change(PHQ, first, last), change(PHQ, last, first)
    assert back.verdict == turned[there.verdict] and back.points == -there.points


@given(points, points, st.floats(0.5, 10), st.floats(0, 0.99))
def test_turning_the_scale_round_turns_the_verdict_round(first, last, sd, r):
    turned = {"improved": "worse", "worse": "improved", "unclear": "unclear"}
    one = reliable_change(first, last, sd=sd, reliability=r, higher="worse")
    other = reliable_change(first, last, sd=sd, reliability=r, higher="better")
    assert other.verdict == turned[one.verdict]


@pytest.mark.parametrize("case", json.loads((VECTORS / "change.json").read_text())["formulas"])
def test_the_error_of_a_measure_gives_its_published_threshold(case):
    threshold = 1.959964 * case["s_diff"]
    found = reliable_change(20, 20, sd=case["sd"], reliability=case["reliability"], higher="worse")
    assert found.threshold == pytest.approx(threshold, abs=1e-4)
    for points, index in case.get("rci", ()):
        verdict = reliable_change(
            20, 20 + points, sd=case["sd"], reliability=case["reliability"], higher="better"
        ).verdict
        shown = "improved" if index > 0 else "worse"
        assert verdict == (shown if abs(index) > 1.959964 else "unclear")


@pytest.mark.parametrize("sd, r", [(0, 0.8), (-1, 0.8), (5, 1), (5, -0.1)])
def test_an_impossible_spread_or_reliability_is_refused(sd, r):
    with pytest.raises(ValueError):
        reliable_change(1, 2, sd=sd, reliability=r, higher="worse")


@pytest.mark.parametrize(
    "first, last, fall, responded",
    [
        (17, 6, 64.7, True),
        (16, 5, 68.8, True),
        (18, 7, 61.1, True),
        (18, 9, 50.0, True),
        (17, 9, 47.1, False),
        (10, 12, -20.0, False),
    ],
)
def test_S57_response_is_half_of_the_first_score_gone(first, last, fall, responded):
    assert round(percent_fall(first, last), 1) == fall
    assert response(first, last) is responded


def test_a_first_score_of_nought_has_no_percentage():
    assert percent_fall(0, 3) is None and response(0, 3) is None


@pytest.mark.parametrize("last, reached", [(4, True), (5, False), (6, False), (0, True)])
def test_remission_on_the_phq9_is_below_five(last, reached):
    assert remission(PHQ, last) is reached


def test_a_measure_without_a_remission_line_has_no_verdict_on_it():
    assert remission(GAD, 0) is None


@pytest.mark.parametrize(
    "case", json.loads((VECTORS / "nhs_metrics.json").read_text())["cases"], ids=lambda c: c["note"]
)
def test_recovery_equals_the_public_cases(case):
    given_, expect = case["input"], case["expect"]
    if not expect["finished_course"]:
        return  # who counts is decided by the cohort, not by the score
    first, last = (
        {"phq-9": (given_["phq9"] or [None])[at], "gad-7": (given_["gad7"] or [None])[at]}
        for at in (0, -1)
    )
    assert caseness(first) is expect["at_caseness"]
    assert recovered(first, last) is expect["recovery"]


def test_recovery_is_not_told_with_a_score_missing():
    assert recovered({"phq-9": 17, "gad-7": None}, {"phq-9": 4, "gad-7": 3}) is None


@given(points, points)
def test_nobody_is_recovered_who_ends_above_a_line(first, last):
    found = recovered({"phq-9": first, "gad-7": 0}, {"phq-9": last, "gad-7": 0})
    assert not (found and last >= 10) and not (found and first < 10)


@pytest.mark.parametrize("case", json.loads((VECTORS / "change.json").read_text())["cutoffs"])
def test_the_three_cut_offs_equal_the_public_cases(case):
    found = cut_offs(
        mean=case["m_clinical"],
        sd=case["sd_clinical"],
        functional_mean=case["m_functional"],
        functional_sd=case["sd_functional"],
        higher={"higher": "better", "lower": "worse"}[case["better"]],
    )
    assert (found.a, found.b) == (pytest.approx(case["a"]), pytest.approx(case["b"]))
    assert found.c == pytest.approx(case["c"], abs=1e-4)


def test_without_a_norm_there_is_only_the_first_cut_off():
    assert cut_offs(mean=20, sd=5, higher="worse") == CutOffs(10, None, None)
    assert cut_offs(mean=20, sd=5, functional_mean=4, higher="worse").b is None
    assert cut_offs(mean=20, sd=5, functional_sd=4, higher="worse").c is None


def test_the_second_cut_off_takes_the_spread_of_those_who_are_well():
    found = cut_offs(mean=30, sd=10, functional_mean=10, functional_sd=2, higher="worse")
    assert found == CutOffs(a=10, b=14, c=(2 * 30 + 10 * 10) / 12)
