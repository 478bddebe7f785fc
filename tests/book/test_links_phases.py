"""A link is said to differ between phases only when both can speak and the difference is sure."""

from dataclasses import replace

import numpy as np
import pytest

from ipt.diary import phases
from ipt.diary.links import Diary, Estimate
from ipt.diary.phases import difference, phases_differ
from ipt.diary.posterior import Mixture
from ipt.words import say
from tests.book.diaries import ARGUED, ARGUMENT, DAYS, MOOD, WITH_MOTHER, busy, on, worked

KEY = "event:argument"


def lifted(by):
    """Return the worked diary with mood this much higher where there was an argument."""
    mood = [m + by * (day in ARGUED) for day, m in zip(DAYS, MOOD, strict=True)]
    return Diary(DAYS, mood, (ARGUMENT, WITH_MOTHER))


def test_a_sure_difference_is_told_with_its_range():
    found = phases_differ(worked(), lifted(4), KEY)
    size = found.size
    assert found.clear is True
    assert [round(v, 3) for v in (size.mean, size.low, size.high, size.pd)] == [
        3.268,
        2.085,
        4.428,
        1.000,
    ]
    assert say(found.message) == (
        "Between the two phases the link of mood with an argument changed by +3.3 points (95 %"
        " range +2.1 to +4.4). This shows what went together, not what caused what."
    )
    back = phases_differ(lifted(4), worked(), KEY).size
    assert (back.mean, back.low, back.high) == pytest.approx(
        (-size.mean, -size.high, -size.low), abs=0.01
    )
    assert back.pd == pytest.approx(size.pd, abs=1e-4)


def test_an_unsure_difference_has_no_size():
    found = phases_differ(worked(), lifted(1), KEY)
    assert (found.size, found.clear) == (None, False)
    assert say(found.message) == "The two phases cannot be told apart as to an argument."


@pytest.mark.parametrize("turn", [lambda pair: pair, lambda pair: pair[::-1]])
def test_both_phases_need_enough_entries(turn):
    one, other = turn((worked(), lifted(4).entries(range(13))))
    found = phases_differ(one, other, KEY)
    assert (found.size, found.clear) == (None, False)
    assert say(found.message) == (
        "The two phases cannot be compared as to an argument yet: each needs enough entries of"
        " its own."
    )


@pytest.mark.parametrize(("size", "clear"), [(13, False), (14, True)])
def test_a_phase_of_13_entries_tells_no_difference(size, clear):
    phase = lifted(4).entries(range(8, 8 + size))
    assert sum(phase.column(KEY).values) == 4
    assert phases_differ(worked(), phase, KEY).clear is clear
    assert phases_differ(phase, worked(), KEY).clear is clear


def test_a_rare_link_is_compared_in_phases_with_many_others():
    diary = busy()
    first, second = diary.entries(range(56)), diary.entries(range(56, 112))
    assert phases_differ(first, second, "with:Rare").message.id == "links.phases.unclear"


@pytest.mark.parametrize(("pd", "clear"), [(0.98499999, False), (0.985, True)])
def test_a_difference_is_told_from_point_985_on(pd, clear, monkeypatch):
    monkeypatch.setattr(phases, "difference", lambda *_: Estimate(1.0, 0.1, 1.9, pd))
    found = phases_differ(worked(), worked(), KEY)
    assert found.clear is clear
    assert found.size == (Estimate(1.0, 0.1, 1.9, pd) if clear else None)


def test_together_in_one_phase_and_opposite_in_the_other_is_not_one_link():
    with_row = replace(worked(), columns=(ARGUMENT, on(ARGUED, "with", "mother")))
    without = replace(
        lifted(4), columns=(ARGUMENT, on(set(DAYS) - set(ARGUED), "with", "mother"))
    )  # fmt: skip
    assert phases_differ(with_row, without, KEY).message.id == "links.phases.short"
    assert phases_differ(without, without, KEY).message.id == "links.phases.unclear"


def test_the_link_must_be_eligible_in_both_phases():
    rare = replace(lifted(4), columns=(on(ARGUED[:3], "event", "argument"), WITH_MOTHER))
    assert phases_differ(worked(), rare, KEY).message.id == "links.phases.short"


def test_an_even_mood_cannot_be_compared():
    even = Diary(DAYS, [day / 10 for day in DAYS], (ARGUMENT, WITH_MOTHER))
    assert phases_differ(worked(), even, KEY).message.id == "links.phases.short"


def test_the_same_columns_must_stand_for_the_link_in_both_phases():
    merged = replace(lifted(4), columns=(ARGUMENT, on(ARGUED, "with", "mother")))
    assert phases_differ(worked(), merged, KEY).message.id == "links.phases.short"
    both = phases_differ(replace(merged, mood=MOOD), merged, KEY)
    assert both.clear is True
    assert "an argument or mother" in say(both.message)


def test_a_hidden_link_is_not_compared():
    found = phases_differ(worked(), lifted(4), "with:mother", hidden=["mother"])
    assert found.message.id == "links.phases.short"


def test_an_unknown_link_is_refused():
    with pytest.raises(LookupError):
        phases_differ(worked(), worked(), "with:Sam")


def test_entries_may_come_in_any_order():
    turned = lifted(4).entries(range(23, -1, -1))
    assert phases_differ(worked(), turned, KEY) == phases_differ(worked(), lifted(4), KEY)


def single(mean, scale):
    return Mixture(np.array([1.0]), np.array([[mean]]), np.array([[scale]]), 100_000)


def test_the_difference_of_two_bells_is_a_bell():
    found = difference(single(1.0, 0.6), single(2.0, 0.8))
    assert found.mean == pytest.approx(1.0)
    assert (found.low, found.high) == pytest.approx((1 - 1.95996, 1 + 1.95996), abs=0.003)
    assert found.pd == pytest.approx(0.8413, abs=0.0005)
    assert isinstance(found, Estimate)


@pytest.mark.parametrize(("gap", "clear"), [(2.16, False), (2.17, True)])
def test_the_limit_for_phases_is_point_985(gap, clear):
    assert (difference(single(0.0, 0.6), single(gap, 0.8)).pd >= 0.985) is clear
