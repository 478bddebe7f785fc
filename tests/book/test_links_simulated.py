"""A small seeded part of the simulations of `make validate`."""

from ipt.diary.links import read
from scripts.validation import links as simulation


def test_a_few_simulated_diaries_raise_few_false_alarms():
    for n in (20, 40):
        sure = [simulation.surest(simulation.simulate(n, (9, n, r))) for r in range(40)]
        assert sum(pd >= 0.985 for pd in sure) <= 4
        assert all(0 <= pd < 1 for pd in sure)


def test_a_few_simulated_intervals_cover_the_truth():
    hits = [
        hit
        for r in range(25)
        for hit in simulation._covered(simulation.simulate(30, (9, r), effects="prior"))
    ]
    assert len(hits) > 200
    assert 0.90 <= sum(hits) / len(hits) <= 0.99


def test_a_few_simulated_strong_links_are_found_and_have_the_right_sign():
    found = [
        pair
        for r in range(25)
        for pair in simulation._clear(simulation.simulate(60, (9, r), effects="mixed"))
    ]
    assert len(found) >= 10
    assert all(truth * mean >= 0 for truth, mean in found)


def test_nothing_is_drawn_twice():
    one, other = (simulation.simulate(20, (1, 2)) for _ in range(2))
    assert one == other
    assert read(one.diary) == read(other.diary)
