"""What lies exactly on a line, one pair at a time, by hand; and what a file says, read afresh."""

import json
from math import sqrt

import numpy as np
import pytest

from ipt.measures import from_json, library, nhs_rules
from ipt.measures.change import reliable_change
from ipt.measures.gains import sudden_gains
from ipt.measures.methods import reliable_changes
from ipt.measures.nhs import course, figures

# sd 10, reliability .84, mean of the group 20, from 30 to 20: the expected last score is
# .84 * 10 + 20 = 28.4, so the departure is -8.4, and the change itself -10.
GROUP = {"sd": 10, "mean": 20, "reliability": 0.84}


@pytest.mark.parametrize(
    "method, error",
    [
        ("en", 10 * sqrt(0.16)),  # 4
        ("gln", 10 * sqrt(1 - 0.84**2)),  # 5.426
        ("nk", 10 * sqrt(0.84**2 * 0.16 + 0.16)),  # 5.224
    ],
)
def test_each_method_has_its_own_error_for_one_pair(method, error):
    found = reliable_changes([30], [20], method=method, **GROUP)
    assert found.rci[0] == pytest.approx(-8.4 / error, abs=1e-12)


def test_the_reliability_at_the_end_widens_the_error():
    found = reliable_changes([30], [20], method="nk", reliability_post=0.75, **GROUP)
    assert found.rci[0] == pytest.approx(-8.4 / (10 * sqrt(0.84**2 * 0.16 + 0.25)), abs=1e-12)


@pytest.mark.parametrize("sign, gained", [(-1, "improved"), (1, "deteriorated")])
def test_a_change_of_exactly_the_error_is_not_more_than_it(sign, gained):
    # sd 1 and no reliability: the error is 1
    asked = {"method": "sem", "sd": 1, "reliability": 0, "multiple": 2.0}
    found = reliable_changes([10, 10], [10 + 2 * sign, 10 + 2.5 * sign], **asked)
    assert found.category.tolist() == ["unchanged", gained]


def test_one_error_is_the_usual_band():
    found = reliable_changes([10, 10], [8.9, 9.1], method="sem", sd=1, reliability=0)
    assert found.category.tolist() == ["improved", "unchanged"]
    assert found.critical == 1.0


def test_a_change_of_exactly_the_threshold_is_not_shown():
    # sd 1, reliability .5: the error of a difference is 1
    exactly = {"sd": 1, "reliability": 0.5, "higher": "worse"}
    assert reliable_change(0, 1.959964, **exactly).verdict == "unclear"
    assert reliable_change(0, 1.96, **exactly).verdict == "worse"


def test_a_change_of_less_than_a_point_has_a_direction_too():
    small = {"sd": 0.1, "reliability": 0.5, "higher": "worse"}
    assert reliable_change(1, 1.5, **small).verdict == "worse"
    assert reliable_change(1.5, 1, **small).verdict == "improved"


@pytest.mark.parametrize("sd, reliability", [(0, 0.5), (-1, 0.5), (1, 1), (1, -0.1)])
def test_a_group_that_cannot_be_is_refused_with_its_number(sd, reliability):
    with pytest.raises(ValueError, match=r"got (0|-1|1|-0\.1)$"):
        reliable_change(1, 2, sd=sd, reliability=reliability, higher="worse")


def test_half_a_point_of_true_spread_is_enough_for_hageman_and_arrindell():
    rng = np.random.default_rng(1)
    pre = rng.normal(0, 1, 40)
    post = pre + rng.normal(-1, 0.6, 40)
    found = reliable_changes(pre, post, method="ha", reliability=0.95)
    assert np.isfinite(found.rci).all()


# Sudden gains


def test_a_gain_is_lost_when_half_of_it_is_back_in_the_very_next_session():
    # 20 -> 10 gained 10; half back is 15
    kept, lost = [20, 20, 20, 10, 14, 10, 10], [20, 20, 20, 10, 15, 10, 10]
    found = sudden_gains(np.array([kept, lost], dtype=float), cutoff=6)
    at = found.session.index(3)
    assert found.gain[:, at].tolist() == [1, 1]
    assert found.reversed[:, at].tolist() == [0, 1]


def test_what_is_lost_is_half_of_the_fall_itself_and_not_of_what_lay_before_it():
    # the session before the fall was 24, the one at its top 20: half back is 15, not 17
    found = sudden_gains(np.array([[24, 24, 20, 10, 10, 15, 10]], dtype=float), cutoff=6)
    assert found.reversed[0, found.session.index(3)] == 1


# NHS figures from a row


def test_somebody_still_in_treatment_is_a_row_like_any_other():
    row = {"treatment_contacts": 8, "discharged": False, "phq9_first": 15, "phq9_last": 4}
    assert figures(course(row)).finished_course is False


def test_what_the_file_of_thresholds_says_is_what_is_used():
    read = nhs_rules.rules.__wrapped__()
    said = nhs_rules.toml(nhs_rules.FILE)["measures"]
    assert [t.problem for t in read.thresholds.values()] == [row.get("problem") for row in said]
    assert {row["id"]: (row["caseness"], row["reliable"]) for row in said} == {
        id: (t.caseness, t.reliable) for id, t in read.thresholds.items()
    }


# What a definition says, read afresh


@pytest.mark.parametrize("id", library.ids())
def test_a_measure_holds_what_its_file_says(id):
    file = library.SHELF / id / "measure.json"
    said, read = json.loads(file.read_text(encoding="utf-8")), from_json.measure(file)
    assert [item.reverse for item in read.items] == [i.get("reverse", False) for i in said["items"]]
    for scale, row in zip(read.scales, said["scales"], strict=True):
        assert scale.band_rounding is bool(row.get("band_rounding"))
        assert scale.other_bands == row.get("band_sets_alternative")
        assert scale.missing.source == row["missing"].get("source", "")
        assert [b.verified for b in scale.bands] == [b.get("verified") for b in row["bands"]]
        told = [(c.applies_to, c.verified, c.source) for c in scale.cutoffs]
        cuts = row["cutoffs"]
        assert told == [(c.get("applies_to"), c.get("verified"), c.get("source", "")) for c in cuts]
        short = row.get("if_not_applicable")
        assert (scale.if_not_applicable and scale.if_not_applicable.item) == (
            short and short["item"]
        )
    rci = said["change"].get("rci") or {}
    assert read.change.basis == rci.get("basis", "")
    assert read.change.threshold == rci.get("threshold")
