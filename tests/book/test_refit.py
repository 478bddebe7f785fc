"""Learning from a practice's own courses: what is learnt, and what is refused."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest

from ipt.progress import refit as learning
from ipt.progress.checks import (
    Course,
    Foretold,
    ahead,
    draw,
    error,
    following,
    foretell,
    from_intake,
    table,
    within,
)
from ipt.progress.parameters import parameters
from ipt.progress.refit import fit, held_out, mean_learnt, refit

PHQ = replace(parameters("phq-9"), range=(-inf, inf))
TRUTH = replace(PHQ, mean=17.0, slope=-0.60)
COURSES = [draw(TRUTH, range(8 + each % 6), each, f"client {each}") for each in range(120)]


@pytest.fixture(scope="module")
def learnt():
    return refit(PHQ, COURSES)


def test_a_practice_learns_its_own_start_and_slope(learnt):
    assert learnt.passed and learnt.courses == 120
    assert learnt.parameters == learnt.proposed
    assert learnt.parameters.mean == pytest.approx(17, abs=0.6)
    assert learnt.parameters.slope == pytest.approx(-0.60, abs=0.06)
    assert (learnt.parameters.origin, learnt.parameters.courses) == ("practice", 120)
    assert (learnt.parameters.sd, learnt.parameters.chance_slope) == (5.0, 0.6)


def test_the_spreads_come_near_those_that_made_the_courses(learnt):
    spread = learnt.proposed.start_sd**2 + learnt.proposed.wander_sd**2
    assert spread == pytest.approx(0.65**2 + 0.60**2, abs=0.12)
    assert learnt.proposed.error_sd == pytest.approx(0.42, abs=0.08)


def test_the_table_says_what_was_asked_and_reached(learnt):
    assert [check.id for check in learnt.checks] == [
        "ahead_95",
        "ahead_80",
        "next_95",
        "next_80",
        "intake_z_mean",
        "intake_z_sd",
        "error_saved",
    ]
    assert [check.target for check in learnt.checks] == [
        (0.92, 0.97),
        (0.75, 0.88),
        (0.92, 0.97),
        (0.76, 0.90),
        (-0.3, 0.3),
        (0.8, 1.2),
        (0.0, inf),
    ]
    for check in learnt.checks:
        assert check.ok and check.target[0] <= check.reached <= check.target[1]


def test_what_does_not_pass_is_refused_and_the_old_stays():
    stormy = [
        Course(
            each.client,
            each.weeks,
            tuple(s + 30 * (i % 2) * (n % 7 == 0) for i, s in enumerate(each.scores)),
        )
        for n, each in enumerate(COURSES[:80])
    ]
    refused = refit(PHQ, stormy)
    assert not refused.passed
    assert refused.parameters == PHQ
    assert refused.proposed.origin == "practice"
    assert any(not check.ok for check in refused.checks)


def test_below_80_courses_only_the_mean_is_learnt():
    few = [Course("c", (0.0, 1.0, 2.0, 3.0), (20.0, 19.0, 18.0, 17.0))] * 20
    result = refit(PHQ, few)
    # (20 * 20 + 20 * 15.5) / 40
    assert result.parameters == replace(PHQ, mean=17.75, origin="mean", courses=20)
    assert (result.checks, result.passed, result.courses) == ((), True, 20)
    assert result.proposed == result.parameters


def test_79_courses_are_too_few_and_80_are_enough():
    assert refit(PHQ, COURSES[:79]).checks == ()
    assert refit(PHQ, COURSES[:80]).checks != ()


def test_courses_with_fewer_than_four_scores_do_not_count():
    short = Course("c", (0.0, 1.0, 2.0), (20.0, 19.0, 18.0))
    assert refit(PHQ, [short] * 90) == learning.Refit(PHQ, PHQ, 0, (), True)
    assert mean_learnt(PHQ, []) == PHQ


def test_a_client_is_never_on_both_sides_of_a_fold():
    twice = [replace(each, client=f"client {i // 2}") for i, each in enumerate(COURSES[:20])]
    pairs = held_out(PHQ, twice, seed=1)
    assert sorted(course.client for _, course in pairs) == sorted(c.client for c in twice)
    fits = {}
    for fitted, course in pairs:
        fits.setdefault(course.client, set()).add(fitted)
    assert all(len(each) == 1 for each in fits.values())
    assert len({fitted for fitted, _ in pairs}) == 5
    assert {fitted.courses for fitted, _ in pairs} == {16}
    assert held_out(PHQ, twice, seed=2) != pairs


def test_the_gradient_is_the_slope_of_the_loss():
    stack, at = learning._Stack.of(PHQ, COURSES[:12]), learning._packed(TRUTH) + 0.1
    step = np.eye(6) * 1e-6
    by_hand = [(stack.loss(at + d)[0] - stack.loss(at - d)[0]) / 2e-6 for d in step]
    assert stack.loss(at)[1] == pytest.approx(by_hand, abs=1e-5)


def test_the_loss_by_hand_for_one_course_of_two_scores():
    # with two scores, start and slope fit exactly: the residual is 0, half the log determinant
    # and the penalty remain: (log 5 - log 6)² / (2 * 0.7²)
    course = Course("c", (0.0, 1.0), (20.0, 15.0))
    stack = learning._Stack.of(PHQ, [course])
    k00, k11 = 0.65**2 + 0.36 + 0.42**2, None
    x = np.log(2)
    k11 = k00 + 2 * 0.2 * 0.65 * 0.3 * x + 0.09 * x * x
    k01 = 0.65**2 + 0.2 * 0.65 * 0.3 * x + 0.36 * np.exp(-1 / 5)
    penalty = (np.log(5) - np.log(6)) ** 2 / (2 * 0.7**2)
    value = stack.loss(learning._packed(PHQ))[0]
    assert value == pytest.approx(np.log(k00 * k11 - k01**2) / 2 + penalty, abs=1e-9)
    assert stack.trend(learning._packed(PHQ)) == pytest.approx((4.0, -1 / x), abs=1e-9)


def test_courses_of_unequal_length_weigh_as_they_would_alone():
    long, short = COURSES[5], Course("s", COURSES[6].weeks[:5], COURSES[6].scores[:5])
    both = learning._Stack.of(PHQ, [long, short]).covariance(learning._packed(PHQ))[0]
    alone = learning._Stack.of(PHQ, [short]).covariance(learning._packed(PHQ))[0]
    assert np.linalg.slogdet(both[1])[1] == pytest.approx(np.linalg.slogdet(alone[0])[1])
    assert both[1][:5, :5] == pytest.approx(alone[0])


def test_where_higher_is_better_the_slope_turns_with_it():
    mirrored = [replace(c, scores=tuple(27 - s for s in c.scores)) for c in COURSES[:30]]
    down = fit(PHQ, COURSES[:30])
    up = fit(replace(PHQ, higher_is="better", mean=11.5), mirrored)
    assert up.slope == pytest.approx(down.slope, abs=1e-4)
    assert up.mean == pytest.approx(27 - down.mean, abs=1e-3)
    assert up.start_sd == pytest.approx(down.start_sd, abs=1e-3)


def test_a_course_is_put_in_order_and_its_days_averaged():
    assert Course.of("c", [1, 0, 1], [10, 16, 12]) == Course("c", (0.0, 1.0), (16.0, 11.0))


def test_forecasts_use_only_what_came_before():
    course = Course("c", (0.0, 1.0, 2.0, 6.0, 11.0, 13.0), (16.0, 15.0, 14.0, 12.0, 9.0, 20.0))
    assert [each.score for each in following(PHQ, course)] == [14.0, 12.0, 9.0, 20.0]
    assert [each.stays for each in following(PHQ, course)] == [15.0, 14.0, 12.0, 9.0]
    assert [each.score for each in from_intake(PHQ, course)] == [15.0, 14.0, 12.0, 9.0, 20.0]
    # from week 1: 6 and 11 lie 5 and 10 later; from 2: 6 and 11 lie 4 and 9; from 6: 11 and 13
    assert [(each.stays, each.score) for each in ahead(PHQ, course)] == [
        (15.0, 9.0),
        (14.0, 9.0),
        (12.0, 20.0),
    ]
    assert foretell(PHQ, course, 2, 3) == foretell(
        PHQ, replace(course, scores=(16.0, 15.0, 0.0, 12.0, 0.0, 0.0)), 2, 3
    )


def test_coverage_and_error_by_hand():
    found = [Foretold(12, 10, 2, 9), Foretold(10, 10, 2, 13), Foretold(5, 10, 2, 5)]
    assert [each.z for each in found] == [1.0, 0.0, -2.5]
    assert within(found, 1.0) == pytest.approx(2 / 3)
    assert within(found, 2.5) == 1.0
    assert within([], 1.0) is None
    assert error(found) == pytest.approx(((2 + 0 + 5) / 3, (3 + 3 + 0) / 3))
    assert error([]) is None


def test_the_table_reaches_what_the_forecasts_reach():
    pairs = [(PHQ, course) for course in COURSES[:10]]
    reached = {check.id: check.reached for check in table(pairs)}
    far = [each for course in COURSES[:10] for each in ahead(PHQ, course)]
    near = [each for course in COURSES[:10] for each in following(PHQ, course)]
    start = [each.z for course in COURSES[:10] for each in from_intake(PHQ, course)]
    assert reached == {
        "ahead_95": within(far, 1.959964),
        "ahead_80": within(far, 1.2816),
        "next_95": within(near, 1.959964),
        "next_80": within(near, 1.2816),
        "intake_z_mean": pytest.approx(np.mean(start)),
        "intake_z_sd": pytest.approx(np.std(start)),
        "error_saved": pytest.approx(error(far)[1] - error(far)[0]),
    }


def test_what_could_not_be_checked_has_not_passed():
    checks = table([(PHQ, Course("c", (0.0,), (16.0,)))])
    assert {check.reached for check in checks} == {None}
    assert not any(check.ok for check in checks)


def test_courses_drawn_from_the_model_are_covered_as_promised():
    drawn = [draw(PHQ, range(0, 17, 2), seed) for seed in range(400)]
    found = [each for course in drawn for each in from_intake(PHQ, course)]
    assert 0.94 <= within(found, 1.959964) <= 0.96
    assert 0.78 <= within(found, 1.2816) <= 0.82
