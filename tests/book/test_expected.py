"""The expected course: figures to check by hand, laws, and every refusal."""

from dataclasses import replace
from datetime import date, datetime
from math import exp, inf, log, nan, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt.measures import library
from ipt.progress import VERSION
from ipt.progress.course import daily, weeks
from ipt.progress.expected import Expected, expected, intake
from ipt.progress.parameters import Parameters, parameters, rule
from ipt.words import say

PHQ = parameters("phq-9")
LATER = [4, 8, 12, 16]


def half_widths(course):
    return [(high - mean) for mean, high in zip(course.mean, course.high, strict=True)]


@pytest.mark.parametrize(
    "scores, at, mean, half",
    [
        ([16], LATER, [12.216, 10.859, 10.018, 9.411], [6.015, 7.057, 7.662, 8.079]),
        (
            [16, 16, 17, 16, 16],
            LATER,
            [15.634, 14.157, 13.345, 12.833],
            [3.367, 5.228, 6.007, 6.438],
        ),
        (
            [16, 15, 13, 12, 11],
            LATER,
            [11.343, 10.094, 9.281, 8.666],
            [3.367, 5.228, 6.007, 6.438],
        ),
    ],
)
def test_the_vectors_of_the_phq_9(scores, at, mean, half):
    course = expected(PHQ, range(len(scores)), scores, at)
    assert [round(value, 3) for value in course.mean] == mean
    assert [round(value, 3) for value in half_widths(course)] == half
    lower = [m - low for m, low in zip(course.mean, course.low, strict=True)]
    assert lower == pytest.approx(half_widths(course))


@pytest.mark.parametrize(
    "scores, mean, half",
    [
        ([16], [12.2, 10.9, 10.0, 9.4], [6.0, 7.1, 7.7, 8.1]),
        ([16, 16, 17, 16, 16], [15.6, 14.2, 13.3, 12.8], [3.4, 5.2, 6.0, 6.4]),
        ([16, 15, 13, 12, 11], [11.3, 10.1, 9.3, 8.7], [3.4, 5.2, 6.0, 6.4]),
    ],
)
def test_the_published_figures_to_their_one_decimal(scores, mean, half):
    course = expected(PHQ, range(len(scores)), scores, LATER)
    assert [round(value, 1) for value in course.mean] == mean
    assert [round(value, 1) for value in half_widths(course)] == half


@pytest.mark.parametrize("first, week", [(16, 4), (10, 1), (27, 12), (16, 0)])
def test_one_score_by_hand(first, week):
    # In spreads of 5 points: mean = m(w) + k(w,0) / (k(0,0) + e²) * (y - m(0))
    k00 = 0.65**2 + 0.60**2
    kw0 = 0.65**2 + 0.2 * 0.65 * 0.30 * log(1 + week) + 0.60**2 * exp(-week / 5)
    kww = 0.65**2 + 2 * 0.2 * 0.65 * 0.30 * log(1 + week) + (0.30 * log(1 + week)) ** 2 + 0.60**2
    pull = kw0 / (k00 + 0.42**2)
    mean = 15.5 / 5 - 0.45 * log(1 + week) + pull * (first - 15.5) / 5
    spread = sqrt(kww + 0.42**2 - pull * kw0)
    course = intake(PHQ, first, [week])
    assert course.mean[0] == pytest.approx(5 * mean, abs=1e-9)
    assert course.sd[0] == pytest.approx(5 * spread, abs=1e-9)
    assert course.high[0] == pytest.approx(5 * (mean + 1.2816 * spread), abs=1e-9)
    assert course.low[0] == pytest.approx(5 * (mean - 1.2816 * spread), abs=1e-9)
    assert course.at == (week,)


def test_the_intake_curve_knows_only_the_first_score():
    assert intake(PHQ, 16, LATER) == expected(PHQ, [0], [16], LATER)
    assert intake(PHQ, 16, LATER) != expected(PHQ, [0, 1], [16, 12], LATER)


def test_where_higher_is_better_the_course_is_the_mirror():
    mirrored = replace(PHQ, higher_is="better", mean=27 - 15.5)
    down = expected(PHQ, [0, 1, 3], [16, 17, 12], LATER)
    up = expected(mirrored, [0, 1, 3], [27 - 16, 27 - 17, 27 - 12], LATER)
    assert up.mean == pytest.approx([27 - value for value in down.mean])
    assert up.sd == pytest.approx(down.sd)
    assert PHQ.towards_worse == 1
    assert mirrored.towards_worse == -1


def test_the_scale_cuts_the_drawing_only():
    course = intake(PHQ, 3, [0, 16])
    drawn = course.drawn((0, 27))
    assert course.low[1] < 0 < course.mean[1]
    assert drawn.low == (max(course.low[0], 0), 0)
    assert drawn.high == course.high
    assert (drawn.at, drawn.sd) == (course.at, course.sd)
    assert intake(PHQ, 27, [0]).drawn((0, 20)).mean == (20,)
    assert intake(PHQ, 27, [0]).drawn((0, 20)).high == (20,)


def test_no_weeks_asked_for_gives_an_empty_course():
    assert expected(PHQ, [0], [16], []) == Expected((), (), (), (), ())


SCORES = st.dictionaries(st.integers(1, 30), st.integers(0, 27), max_size=8)


@settings(max_examples=40, deadline=None)
@given(SCORES, st.randoms(use_true_random=False))
def test_law_the_order_of_scores_means_nothing(later, random):
    pairs = [(0, 16), *later.items()]
    shuffled = random.sample(pairs, len(pairs))
    assert expected(PHQ, *zip(*pairs, strict=True), LATER) == expected(
        PHQ, *zip(*shuffled, strict=True), LATER
    )


@settings(max_examples=40, deadline=None)
@given(SCORES, st.integers(31, 60), st.integers(0, 27))
def test_law_more_data_never_widens_the_band(later, week, score):
    known, scores = [0, *later], [16, *later.values()]
    before = expected(PHQ, known, scores, LATER)
    after = expected(PHQ, [*known, week], [*scores, score], LATER)
    assert all(b <= a + 1e-9 for a, b in zip(before.sd, after.sd, strict=True))


@settings(max_examples=40, deadline=None)
@given(SCORES, st.integers(1, 30))
def test_law_a_higher_score_never_lowers_the_course_then(later, week):
    def then(score):
        scores = {**later, 0: 16, week: score}
        return expected(PHQ, list(scores), list(scores.values()), [week]).mean[0]

    assert then(10) < then(11)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 300), min_size=1, max_size=9), st.integers(-500, 500))
def test_law_the_day_one_counts_from_means_nothing(days, shift):
    moved = weeks([day + shift for day in days])
    assert moved == weeks(days)
    assert min(moved) == 0


def test_weeks_come_from_dates_not_from_session_numbers():
    days = [date(2025, 3, 24), date(2025, 3, 3), date(2025, 3, 6)]
    assert weeks(days) == (3.0, 0.0, 3 / 7)
    assert weeks([datetime(2025, 3, 3, 9), datetime(2025, 3, 10, 8)]) == (0.0, 1.0)
    assert weeks([10.2, 10.9, 17.0]) == (0.0, 0.0, 1.0)


def test_scores_of_one_day_are_averaged():
    assert daily([0, 1, 1, 0], [16, 14, 11, 18]) == ((0.0, 1.0), (17.0, 12.5))
    assert daily([0, 6 / 7, 1], [16, 10, 12]) == ((0.0, 6 / 7, 1.0), (16.0, 10.0, 12.0))
    assert expected(PHQ, [0, 1, 1], [16, 14, 11], LATER) == expected(PHQ, [0, 1], [16, 12.5], LATER)


def test_a_score_at_the_end_of_the_scale_belongs_to_it():
    assert expected(PHQ, [0, 1], [0, 27], [1]).at == (1.0,)


@pytest.mark.parametrize(
    "known, scores, at, sentence",
    [
        ([0, 1], [16], [4], "There are 2 weeks and 1 scores."),
        ([], [], [4], "A course needs at least the first score."),
        ([0, -1], [16, 15], [4], "A score cannot be dated week -1."),
        ([0, nan], [16, 15], [4], "A score cannot be dated week nan."),
        ([0, inf], [16, 15], [4], "A score cannot be dated week inf."),
        ([0], [28], [4], "A score cannot be 28 on a scale of 0 to 27."),
        ([0], [-1], [4], "A score cannot be -1 on a scale of 0 to 27."),
        ([0], [nan], [4], "A score cannot be nan on a scale of 0 to 27."),
        ([2, 3], [16, 15], [4], "The first score is week 0; the earliest here is week 2."),
        ([0], [16], [-1], "A course is expected from week 0 on, not at week -1."),
        ([0], [16], [inf], "A course is expected from week 0 on, not at week inf."),
    ],
)
def test_what_cannot_be_a_course_is_refused_with_a_sentence(known, scores, at, sentence):
    with pytest.raises(ValueError) as refusal:
        expected(PHQ, known, scores, at)
    assert str(refusal.value) == sentence


def test_an_endless_score_is_refused_on_any_scale():
    with pytest.raises(ValueError, match="cannot be inf on a scale of -inf to inf"):
        daily([0], [inf])


def test_the_phq_9_has_defaults_and_says_so():
    assert PHQ == Parameters("phq-9", 5.0, 15.5, higher_is="worse", range=(0, 27), origin="default")
    assert say(PHQ.source) == "Source of the course: default, not from your clients."
    assert VERSION == "expected-course/1"


@pytest.mark.parametrize("id", [id for id in library.ids() if id != "phq-9"])
def test_a_measure_without_spread_and_mean_has_no_expected_course(id):
    assert parameters(id) is None
    assert parameters(id, sd=5) is None
    assert parameters(id, mean=10) is None


def test_a_practice_may_bring_what_it_knows():
    anxiety = parameters("gad-7", sd=4.5, mean=13)
    assert (anxiety.origin, anxiety.range, anxiety.higher_is) == ("unverified", (0, 21), "worse")
    assert say(anxiety.source) == "Source of the course: unverified default, not from your clients."
    own = parameters(library.load("phq-9"), mean=17, origin="practice", courses=112)
    assert say(own.source) == "Source of the course: from 112 courses of this practice."
    assert (own.sd, own.mean) == (5.0, 17)


def test_the_model_of_the_data_and_of_the_class_are_the_same():
    assert parameters("gad-7", sd=4.5, mean=13) == Parameters("gad-7", 4.5, 13, range=(0, 21))


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"sd": 0}, "sd must be positive, got 0"),
        ({"error_sd": -0.1}, "error_sd must be positive, got -0.1"),
        ({"wander_weeks": inf}, "wander_weeks must be positive, got inf"),
        ({"correlation": 1}, "correlation must lie between -1 and 1, got 1"),
        ({"correlation": -1}, "correlation must lie between -1 and 1, got -1"),
        ({"mean": 27.5}, r"mean must lie within \(0.*27.*\), got 27.5"),
        ({"mean": -0.5}, r"mean must lie within \(0.*27.*\), got -0.5"),
    ],
)
def test_impossible_parameters_are_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        parameters("phq-9", **wrong)


def test_a_mean_at_the_ends_of_the_scale_is_possible():
    assert parameters("phq-9", mean=0).mean == 0
    assert parameters("phq-9", mean=27).mean == 27


def test_unknown_measures_and_rules_are_an_error():
    with pytest.raises(LookupError):
        parameters("no-such-measure")
    with pytest.raises(LookupError, match="no 'loud' among the settings"):
        rule("settings", "loud")
