"""Sudden gains: large, lasting falls between two sessions. What is missing is not a no."""

import json
from math import nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.measures import library
from ipt.measures.gains import ManiaNotChecked, session_columns, sudden_gains

VECTORS = json.loads((Path(__file__).parent / "vectors" / "sudden_gains.json").read_text())
PHQ = library.load("phq-9")


def gain(scores, **options):
    return [None if v != v else bool(v) for v in sudden_gains([scores], **options).gain[0]]


@pytest.mark.parametrize("row", VECTORS["rows"], ids=str)
def test_every_public_row_comes_out_exactly(row):
    scores, expect = row[1:7], row[7:]
    found = sudden_gains(np.array([scores], dtype=float), cutoff=7)
    assert found.session == (2, 3, 4) and found.cutoff == 7
    assert [None if v != v else int(v) for v in found.gain[0]] == expect


def test_all_public_rows_at_once_are_as_each_alone():
    table = np.array([row[1:7] for row in VECTORS["rows"]], dtype=float)
    expect = np.array([row[7:] for row in VECTORS["rows"]], dtype=float)
    assert np.array_equal(sudden_gains(table, cutoff=7).gain, expect, equal_nan=True)


def test_a_gain_by_hand():
    # 17 16 16 | 8 7 7: a fall of 8, half of 16. Means 16.33 and 7.33 lie 9 apart; the spreads
    # are both .577, so t(4) = 2.776 times .577 is 1.60.
    assert gain([17, 16, 16, 8, 7, 7], cutoff=6) == [False, True, False]


@pytest.mark.parametrize("then, found", [(10, True), (10.5, False)])
def test_a_fall_of_exactly_the_cut_off_counts(then, found):
    assert gain([16, 16, then, then], cutoff=6) == [found]


@pytest.mark.parametrize("then, found", [(21, True), (22, False)])
def test_a_fall_of_exactly_a_quarter_counts(then, found):
    assert gain([28, 28, then, then], cutoff=6) == [found]


@pytest.mark.parametrize("then, found", [(2.1, True), (2.2, False)])
def test_fractions_of_exactly_the_cut_off_and_a_quarter_count(then, found):
    assert gain([2.8, 2.8, then, then], cutoff=0.7) == [found]


@pytest.mark.parametrize("spread, found", [(1.9, True), (2.0, False)])
def test_the_scores_before_must_lie_clearly_above_those_after(spread, found):
    # Two scores on each side, s apart, have a spread of s / sqrt(2); the means lie 6 apart.
    # t(2) = 4.303, and 4.303 * s / sqrt(2) is below 6 up to s = 1.97.
    assert gain([20 - spread, 20, 14 - spread, 14], cutoff=5)[0] is found


def test_two_values_on_each_side_are_enough_and_one_is_not():
    assert gain([nan, 20, 19, 8, nan, 7], cutoff=6) == [None, True, None]
    assert gain([nan, nan, 19, 8, 8, 7], cutoff=6) == [None, None, False]
    assert gain([20, 20, 19, 8, nan, nan], cutoff=6) == [False, None, None]


def test_both_ends_of_the_fall_must_be_there():
    assert gain([20, 20, nan, 8, 8, 8], cutoff=6) == [None, None, False]
    assert gain([20, 20, 20, nan, 8, 8], cutoff=6) == [False, None, None]


def test_only_three_sessions_to_each_side_are_looked_at():
    # The 4 at the beginning and the 30 at the end lie outside the window of 3.
    assert gain([4, 20, 20, 20, 8, 8, 8, 30], cutoff=6)[2] is True
    assert gain([4, 20, 20, 8, 8, 30, 8, 8], cutoff=6)[1] is False


@pytest.mark.parametrize("later, back", [(13, False), (14, True), (15, True)])
def test_a_gain_is_reversed_when_half_of_it_is_lost(later, back):
    found = sudden_gains([[20, 20, 20, 8, 8, 8, later]], cutoff=6)
    assert found.gain[0].tolist() == [0, 1, 0, 0]
    assert found.reversed[0, 1] == back
    assert np.isnan(found.reversed[0, [0, 2, 3]]).all()


def test_a_missing_later_score_takes_nothing_back():
    found = sudden_gains([[20, 20, 20, 8, 8, nan, nan]], cutoff=6)
    assert found.told() == {
        "gain_2to3": [False],
        "gain_3to4": [True],
        "gain_4to5": [None],
        "gain_5to6": [None],
        "reversed_2to3": [None],
        "reversed_3to4": [False],
        "reversed_4to5": [None],
        "reversed_5to6": [None],
    }


def test_fractions_of_exactly_half_take_it_back():
    assert sudden_gains([[2.8, 2.8, 0.7, 0.7, 1.75]], cutoff=0.7).reversed[0, 0] == 1


def test_the_cut_off_is_the_published_reliable_change_unless_said():
    scores = [[16, 16, 10, 10]]
    assert sudden_gains(scores, measure=PHQ).cutoff == 6
    assert sudden_gains(scores, measure=PHQ).gain[0, 0] == 1
    assert sudden_gains(scores, measure=PHQ, cutoff=7).cutoff == 7
    assert sudden_gains(scores, measure=PHQ, cutoff=7).gain[0, 0] == 0


@given(
    st.lists(
        st.lists(st.integers(0, 27) | st.just(nan), min_size=6, max_size=6), min_size=1, max_size=8
    )
)
def test_rows_do_not_know_of_each_other(rows):
    whole = sudden_gains(rows, cutoff=6).told()
    back = sudden_gains(rows[::-1], cutoff=6).told()
    assert {name: values[::-1] for name, values in back.items()} == whole


@given(st.lists(st.integers(0, 27), min_size=4, max_size=12))
def test_who_only_gets_worse_has_no_sudden_gain(scores):
    assert not np.any(sudden_gains([sorted(scores)], cutoff=1).gain)


def test_under_social_rhythm_therapy_no_gain_is_told_before_the_mania_check():
    scores = [[20, 20, 8, 8]]
    with pytest.raises(ManiaNotChecked) as refused:
        sudden_gains(scores, cutoff=6, protocol="ipsrt")
    assert str(refused.value) == "Withheld: mania check first."
    assert refused.value.why.id == "progress.withheld.mania_check"
    for allowed in (
        {"protocol": "ipsrt", "mania_checked": True},
        {"protocol": "ipt_standard"},
        {"mania_checked": True},
    ):
        assert sudden_gains(scores, cutoff=6, **allowed).gain[0, 0] == 1


@pytest.mark.parametrize("scores, asked, sentence", [
    ([[1, 2, 3]], {}, "sudden gains need 4 sessions or more, got 3"),
    ([1, 2, 3, 4], {}, "scores must be rows of numbers, all of one length"),
    ([[1, 2, 3, "x"]], {}, "scores must be rows of numbers, all of one length"),
    ([[1, 2, 3, 4], [1]], {}, "scores must be rows of numbers, all of one length"),
    ([[1, 2, 3, float("inf")]], {}, "scores hold a number without an end"),
    ([[1, 2, 3, 4]], {"cutoff": 0}, "the cut-off must be above 0, got 0"),
    ([[1, 2, 3, 4]], {"cutoff": float("inf")}, "the cut-off must be above 0, got inf"),
    ([[1, 2, 3, 4]], {"cutoff": None},
     "say the least fall that counts: no reliable change is published for this"),
    ([[1, 2, 3, 4]], {"cutoff": None, "measure": library.load("gad-2")},
     "say the least fall that counts: no reliable change is published for this"),
    ([[1, 2, 3, 4]], {"measure": library.load("who-5")},
     "sudden gains are falls, and on who-5 higher is better"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused_in_a_sentence(scores, asked, sentence):
    with pytest.raises(ValueError) as refused:
        sudden_gains(scores, **{"cutoff": 6, **asked})
    assert str(refused.value) == sentence


def test_columns_of_sessions_are_found_in_order():
    assert session_columns(["s10", *(f"s{n}" for n in range(9, 0, -1)), "id", "sex", "s0"]) == [
        f"s{n}" for n in range(1, 11)
    ]


@pytest.mark.parametrize("names, lost", [
    ([], "s1"), (["s1", "s2", "s3"], "s4"), (["s1", "s2", "s4", "s5"], "s3"),
    (["s1", "s2", "s3", "s4", "s6"], "s5"),
])  # fmt: skip
def test_a_gap_among_the_sessions_is_refused(names, lost):
    with pytest.raises(ValueError) as refused:
        session_columns(names)
    told = f"there is no column {lost}; scores are s1, s2, s3 and so on, 4 or more"
    assert str(refused.value) == told
