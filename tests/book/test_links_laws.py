"""Laws of the links that hold for any diary, and the arithmetic beside plain formulas."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt.diary.links import Column, Diary, read
from ipt.diary.posterior import Mixture, posterior, residual_sd, trend
from tests.book.diaries import ARGUMENT, DAYS, MOOD, finding, worked

LAWS = settings(max_examples=15, deadline=None, derandomize=True)


@st.composite
def diaries(draw):
    """Draw 14 to 30 entries with two people, one event and one rating."""
    n = draw(st.integers(14, 30))
    gaps = draw(st.lists(st.floats(0.3, 3), min_size=n, max_size=n))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    flags = (rng.random((3, n)) < 0.4).astype(float)
    ratings = [None if rng.random() < 0.3 else float(rng.integers(1, 6)) for _ in range(n)]
    return Diary(
        np.cumsum(gaps),
        rng.integers(2, 8, n),
        (
            Column("with", "Ana", tuple(flags[0])),
            Column("with", "Ben", tuple(flags[1])),
            Column("event", "row", tuple(flags[2])),
            Column("quality", "Cem", tuple(ratings)),
        ),
    )


def sizes(reading):
    return {
        each.columns: (each.mean, each.low, each.high, each.pd)
        for each in reading.findings
        if each.pd is not None
    }


def same(one, other, factor=1.0):
    assert one.keys() == other.keys()
    for key, (mean, low, high, pd) in one.items():
        ends = sorted((factor * low, factor * high))
        assert other[key] == pytest.approx((factor * mean, *ends, pd), abs=1e-6)


@LAWS
@given(diaries(), st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_nothing(diary, random):
    order = list(range(diary.n))
    random.shuffle(order)
    assert read(diary.entries(order)) == read(diary)


@LAWS
@given(diaries(), st.sampled_from([-2, 0.5, 1.5]))
def test_a_mood_that_is_higher_throughout_changes_nothing(diary, by):
    lifted = Diary(diary.t_days, [m + by for m in diary.mood], diary.columns)
    same(sizes(read(diary)), sizes(read(lifted)))


@LAWS
@given(diaries())
def test_a_mood_turned_round_turns_every_link_round(diary):
    turned = Diary(diary.t_days, [10 - m for m in diary.mood], diary.columns)
    same(sizes(read(diary)), sizes(read(turned)), -1)


@LAWS
@given(diaries(), st.sampled_from([0.1, 0.5, 10]))
def test_a_longer_scale_makes_every_size_longer(diary, factor):
    mood = [factor * m for m in diary.mood]
    longer = Diary(diary.t_days, mood, diary.columns, scale=(0, 10 * factor))
    same(sizes(read(diary)), sizes(read(longer)), factor)
    assert read(longer).sd == (None if read(diary).sd is None else
                               pytest.approx(factor * read(diary).sd))  # fmt: skip


@LAWS
@given(diaries())
def test_a_second_column_that_is_the_same_joins_the_first(diary):
    ana = diary.columns[0]
    twin = Column("with", "Zoe", ana.values)
    more = Diary(diary.t_days, diary.mood, (*diary.columns, twin))
    one, other = read(diary), read(more)
    ours = sizes(one)
    theirs = {tuple(k for k in key if k != twin.key): v for key, v in sizes(other).items()}
    same(ours, theirs)


@LAWS
@given(diaries())
def test_a_column_that_is_too_rare_changes_nothing(diary):
    rare = Column("event", "rare", [float(i < 3) for i in range(diary.n)])
    more = Diary(diary.t_days, diary.mood, (*diary.columns, rare))
    assert sizes(read(more)) == sizes(read(diary))


@LAWS
@given(diaries(), st.sampled_from([-7, 1, 100]))
def test_another_first_day_changes_nothing(diary, by):
    moved = Diary([t + by for t in diary.t_days], diary.mood, diary.columns)
    if len(set(moved.day)) == len(set(diary.day)):
        one, other = read(diary), read(moved)
        same(sizes(one), sizes(other))
        assert other.sufficiency == one.sufficiency
        assert other.missed_share == one.missed_share


@pytest.mark.parametrize("n", [24, 48])
def test_a_diary_need_not_begin_on_day_0(n):
    days = [day + 30 * lap for lap in range(n // 24) for day in DAYS]
    argued = [float(day % 5 == 0) for day in range(n)]
    mood = [3 + day * 7 % 5 - at + (day / n) ** 2 for day, at in enumerate(argued)]
    readings = [
        read(Diary([day + by for day in days], mood, (Column("event", "argument", argued),)))
        for by in (0, 200, -11)
    ]
    one = readings[0]
    for other in readings[1:]:
        same(sizes(one), sizes(other))
        assert other.trend.mean == pytest.approx(one.trend.mean, abs=1e-9)
        assert (other.sd, other.trend.pd) == pytest.approx((one.sd, one.trend.pd), abs=1e-9)
        assert (other.days, other.missed_share) == (n, pytest.approx(0.2))
        assert other.sufficiency == one.sufficiency
        assert other.notes[1] == one.notes[1]


def test_a_long_diary_on_a_long_scale_is_read_like_any_other():
    argued = [float(day % 7 == 0) for day in range(160)]
    mood = [5 + day * 7 % 5 - at for day, at in enumerate(argued)]
    short, long = (
        read(Diary(range(160), [by * m for m in mood], (Column("event", "row", argued),),
                   scale=(0, 10 * by)))
        for by in (1, 100)
    )  # fmt: skip
    same(sizes(short), sizes(long), 100)
    assert short.findings[0].verdict == long.findings[0].verdict == "clear"


def test_two_entries_at_one_moment_are_no_error():
    days = [day // 2 for day in range(24)]
    found = finding(read(Diary(days, MOOD, (ARGUMENT,))), "event:argument")
    assert (round(found.mean, 3), round(found.pd, 3)) == (-2.547, 1.000)


def test_an_entry_within_a_minute_counts_as_the_same_moment():
    def size(gap):
        days = [0, gap, *DAYS[2:]]
        return read(Diary(days, MOOD, (ARGUMENT,))).findings[0].mean

    # From one minute on, entries need no noise of their own.
    minute = 1 / 1440
    assert abs(size(minute) - size(minute - 1e-6)) > 1e-4
    assert abs(size(minute) - size(minute + 1e-6)) < 1e-4


def terms(n, **rhythm):
    Z, contrast = trend(np.arange(n, dtype=float), **rhythm)
    assert contrast.tolist() == [0.0, 1.0] + [0.0] * (Z.shape[1] - 2)
    assert np.linalg.matrix_rank(Z) == Z.shape[1]
    return Z


def test_the_trend_bends_from_40_entries_on():
    assert terms(39).shape == (39, 2)
    assert terms(40).shape == (40, 3)
    assert terms(39)[:, 1].tolist() == [day / 38 for day in range(39)]
    assert terms(40)[[0, -1], 2].tolist() == [1.0, 1.0]


def weekend(n, days):
    return np.array([float(day in days) for day in range(n)])


def test_weekend_and_hour_enter_from_20_entries_at_mixed_times_on():
    assert terms(19, weekend=weekend(19, (2, 3, 9, 10))).shape[1] == 2
    assert terms(20, weekend=weekend(20, (2, 3, 9, 10))).shape[1] == 3
    assert terms(20, weekend=weekend(20, (2, 3, 9))).shape[1] == 2
    assert terms(20, weekend=1 - weekend(20, (2, 3, 9, 10))).shape[1] == 3
    assert terms(20, weekend=1 - weekend(20, (2, 3, 9))).shape[1] == 2
    hour = np.where(weekend(20, (1, 5, 6, 17)), 12.0, 15.0)
    assert terms(20, hour=hour).shape[1] == 3
    assert terms(19, hour=hour[:19]).shape[1] == 2
    assert terms(20, hour=np.minimum(hour, 14.9)).shape[1] == 2
    assert terms(20, hour=hour)[:2, 2].tolist() == [0.25, 0.0]


def test_a_term_that_says_nothing_new_is_left_out():
    free = weekend(20, (2, 3, 9, 10))
    assert terms(20, weekend=free, hour=12 + 6 * free).shape[1] == 3
    assert terms(20, hour=np.arange(20) + 1.0).shape[1] == 2


def test_the_reading_uses_weekdays_and_hours_where_they_are_known():
    plain = finding(read(worked()), "event:argument").mean
    free = finding(read(worked(weekday0=5)), "event:argument").mean
    timed = finding(read(worked(hour=[9 + day % 10 for day in DAYS])), "event:argument").mean
    assert [round(value, 4) for value in (plain, free, timed)] == [-2.5288, -2.5001, -2.4765]
    assert finding(read(worked(weekday0=4)), "event:argument").mean != free


def test_the_spread_of_mood_is_that_around_its_line():
    y = np.array([1.0, 2.0, 2.0, 3.0])
    line = np.polyval(np.polyfit(range(4), y, 1), range(4))
    expected = np.sqrt(((y - line) ** 2).sum() / 2)
    assert residual_sd(y, np.column_stack([np.ones(4), np.arange(4)])) == pytest.approx(expected)


def test_one_pair_of_settings_is_the_plain_formula():
    """Entries far apart are independent for every rho, so ridge regression must come out."""
    n, rng = 16, np.random.default_rng(3)
    t = np.arange(n) * 1e4
    X, y = (rng.random((n, 2)) < 0.5).astype(float), rng.normal(5, 1.5, n)
    size = np.array([0.35, 0.8])
    Z, contrast = trend(t)
    links, slope = posterior(y, Z, X, size=size, t=t, contrast=contrast)
    M = np.eye(n) - Z @ np.linalg.pinv(Z)
    mean, log, spread, slopes = [], [], [], []
    for width, weight in ((0.6, 0.25), (1.0, 0.5), (1.6, 0.25)):
        prior = np.diag(1 / (width * size) ** 2)
        A = X.T @ M @ X + prior
        b = np.linalg.solve(A, X.T @ M @ y)
        rest = y @ M @ y - b @ A @ b
        Vy = np.eye(n) + X @ np.linalg.inv(prior) @ X.T
        K = np.linalg.inv(Vy)
        G = Z.T @ K @ Z
        g = np.linalg.solve(G, Z.T @ K @ y)
        square = (y - Z @ g) @ K @ (y - Z @ g)
        assert square == pytest.approx(rest)
        ll = -np.linalg.slogdet(Vy)[1] / 2 - np.linalg.slogdet(G)[1] / 2
        log.append(ll - (n - 2) / 2 * np.log(square) + np.log(weight))
        mean.append(b)
        spread.append(np.sqrt(rest / (n - 2) * np.diag(np.linalg.inv(A))))
        slopes.append((g[1], np.sqrt(rest / (n - 2) * np.linalg.inv(G)[1, 1])))
    weight = np.exp(np.array(log) - max(log))
    weight /= weight.sum()
    # Eight pairs of rho and v, all alike here.
    assert links.weight.reshape(8, 3).sum(axis=0) == pytest.approx(weight)
    assert links.mean[:3] == pytest.approx(np.array(mean))
    assert links.scale[:3] == pytest.approx(np.array(spread))
    assert np.column_stack([slope.mean[:3], slope.scale[:3]]) == pytest.approx(np.array(slopes))
    assert (links.df, slope.df) == (14, 14)


def test_a_mixture_knows_its_mean_its_quantiles_and_its_sign():
    two = Mixture(
        np.array([0.25, 0.75]), np.array([[-1.0, 0.0], [3.0, 0.0]]), np.full((2, 2), 0.5), 10**6
    )
    assert two.means().tolist() == [2.0, 0.0]
    assert two.quantile(0.125)[0] == pytest.approx(-1.0, abs=1e-6)
    assert two.quantile(0.625)[0] == pytest.approx(3.0, abs=1e-6)
    assert two.below(1.0)[0] == pytest.approx(0.25, abs=1e-4)
    assert two.sure().tolist() == pytest.approx([0.75, 0.5], abs=0.006)
    assert two.only(1).means().tolist() == [0.0]
