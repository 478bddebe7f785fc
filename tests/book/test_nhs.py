"""Outcome figures as NHS Talking Therapies counts them, for one course and for all."""

import json
from dataclasses import replace
from math import inf
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.measures.nhs import (
    FIGURES,
    NEEDED,
    RATES,
    Course,
    Pair,
    Rate,
    Report,
    column,
    course,
    figures,
    report,
    rules,
)
from ipt.measures.suppression import suppress, suppressed
from ipt.reading import BrokenBook

VECTORS = Path(__file__).parent / "vectors"
CASES = json.loads((VECTORS / "nhs_metrics.json").read_text())["cases"]
scores = st.none() | st.integers(0, 21)


def of(phq9=(15, 8), gad7=(12, 6), contacts=8, discharged=True, problem=None, **more):
    pairs = {"phq-9": Pair(*phq9), "gad-7": Pair(*gad7), **more}
    return Course(contacts, discharged, pairs, problem)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["note"])
def test_every_public_case_comes_out_exactly(case):
    asked = case["input"]
    found = figures(
        of(asked["phq9"], asked["gad7"], asked["treatment_contacts"], asked["discharged"])
    )
    assert {name: getattr(found, name) for name in case["expect"]} == case["expect"]
    assert found.anxiety == "gad-7"


@given(st.tuples(scores, scores), st.tuples(scores, scores))
def test_a_finished_course_with_all_scores_is_one_of_three(phq9, gad7):
    found = figures(of(phq9, gad7))
    moves = (found.reliable_improvement, found.reliable_deterioration, found.no_reliable_change)
    if None in (*phq9, *gad7):
        assert moves == (None, None, None) and found.recovery is None
    else:
        assert sorted(moves) == [False, False, True]
        assert found.reliable_recovery == (found.recovery and found.reliable_improvement)


@given(*[st.integers(0, 21)] * 4)
def test_turning_time_round_turns_improvement_into_deterioration(a, b, c, d):
    there, back = figures(of((a, b), (c, d))), figures(of((b, a), (d, c)))
    assert there.reliable_improvement == back.reliable_deterioration
    assert there.no_reliable_change == back.no_reliable_change


@pytest.mark.parametrize("first", [(None, 12), (15, None)])
def test_caseness_is_not_told_with_a_first_score_missing(first):
    assert figures(of((first[0], 4), (first[1], 4))).at_caseness is None


def test_a_course_without_any_score_is_counted_and_not_judged():
    found = figures(Course(2, True))
    assert found.finished_course is True
    assert {getattr(found, name) for name in FIGURES} == {None}


def test_fewer_than_no_contacts_is_refused():
    with pytest.raises(ValueError, match="treatment contacts cannot be -1"):
        figures(of(contacts=-1))
    assert figures(of(contacts=0)).finished_course is False


PTSD = {"pcl-5": Pair(50, 30)}


def test_the_measure_of_the_problem_is_off_unless_switched_on():
    found = figures(of(problem="ptsd", **PTSD))
    assert (found.anxiety, found.recovery) == ("gad-7", True)


def test_the_measure_of_the_problem_takes_the_place_of_the_gad_7():
    on = replace(rules(), pairing=True)
    found = figures(of(phq9=(9, 8), problem="ptsd", **PTSD), on)
    assert found.anxiety == "pcl-5"
    assert (found.at_caseness, found.recovery, found.reliable_improvement) == (True, True, True)
    still = figures(of(problem="ptsd", **{"pcl-5": Pair(50, 32)}), on)
    assert still.recovery is False  # exactly 32 is still a case
    assert figures(of(**PTSD), on).anxiety == "gad-7"


@pytest.mark.parametrize("pair", [Pair(50, None), Pair(None, 30), Pair(50, 30, True)])
def test_where_it_is_missing_at_either_end_the_gad_7_stands_in(pair):
    on = replace(rules(), pairing=True)
    assert figures(of(problem="ptsd", **{"pcl-5": pair}), on).anxiety == "gad-7"
    both = {"pcl-5": pair, "ies-r": Pair(40, 20)}
    assert figures(of(problem="ptsd", **both), on).anxiety == "ies-r"


@pytest.mark.parametrize("problem, measure, case, change", [
    ("social anxiety", "spin", 19, 10), ("panic", "pdss", 8, 5), ("ptsd", "pcl-5", 32, 10),
    ("ptsd", "ies-r", 33, 9), ("ocd", "oci", 40, 32), ("health anxiety", "hai-18-week", 18, 4),
    ("agoraphobia", "mi-aca", 2.3, 0.73),
])  # fmt: skip
def test_recalled_thresholds_are_as_written_and_marked(problem, measure, case, change):
    line = rules().thresholds[measure]
    assert (line.problem, line.caseness, line.reliable) == (problem, case, change)
    assert line.evidence.mark == "teaching"
    on = replace(rules(), pairing=True)
    low = round(case - change, 9)
    found = figures(of((0, 0), (0, 0), problem=problem, **{measure: Pair(case, low)}), on)
    assert (found.at_caseness, found.reliable_recovery) == (True, True)
    hardly = figures(of((0, 0), (0, 0), problem=problem, **{measure: Pair(case, low + 0.01)}), on)
    assert hardly.no_reliable_change is True


def test_published_thresholds_are_as_written():
    found = rules()
    assert (found.version, found.least_contacts) == ("nhs-tt-2018.1", 2)
    assert [(t.measure, t.caseness, t.reliable, t.problem) for t in found.thresholds.values()][
        :2
    ] == [("phq-9", 10, 6, None), ("gad-7", 8, 4, None)]
    assert found.pairing is False and found.with_prorated is False
    assert found.problems == (
        "social anxiety", "panic", "ptsd", "ocd", "health anxiety", "agoraphobia",
    )  # fmt: skip


def test_an_unknown_problem_is_refused():
    with pytest.raises(ValueError, match="'spiders' is not one of social anxiety, panic, ptsd"):
        figures(of(problem="spiders"))


@pytest.mark.parametrize("end", ["first_prorated", "last_prorated"])
def test_prorated_scores_are_left_out_unless_switched_on(end):
    given_ = of(**{"phq-9": Pair(15, 8, **{end: True})})
    assert figures(given_).recovery is None
    assert figures(given_).at_caseness is (None if end == "first_prorated" else True)
    assert figures(given_, replace(rules(), with_prorated=True)).recovery is True


ALL = [figures(of(c["input"]["phq9"], c["input"]["gad7"], c["input"]["treatment_contacts"],
                  c["input"]["discharged"])) for c in CASES]  # fmt: skip


def test_rates_have_the_published_denominators_and_a_line_of_paired_courses():
    found = report(ALL)
    assert (found.rules, found.finished, found.not_at_caseness, found.paired) == (
        "nhs-tt-2018.1", 13, 2, 12,
    )  # fmt: skip
    assert found.published == {
        "recovery": Rate(6, 11),
        "reliable_improvement": Rate(5, 13),
        "reliable_deterioration": Rate(2, 13),
        "no_reliable_change": Rate(5, 13),
        "reliable_recovery": Rate(3, 11),
    }
    assert found.paired_only == {
        "recovery": Rate(6, 10),
        "reliable_improvement": Rate(5, 12),
        "reliable_deterioration": Rate(2, 12),
        "no_reliable_change": Rate(5, 12),
        "reliable_recovery": Rate(3, 10),
    }


def test_somebody_without_a_first_score_stays_in_the_denominator_of_recovery():
    found = report([figures(of((None, 4), (12, 3)))])
    assert found.published["recovery"] == Rate(0, 1)
    assert found.paired_only["recovery"] == Rate(0, 0)


def test_a_report_names_the_version_of_its_rules():
    assert report([], replace(rules(), version="local-3")).rules == "local-3"


@given(st.permutations(ALL))
def test_the_order_of_courses_changes_nothing(order):
    assert report(order) == report(ALL)


def test_a_rate_over_nobody_has_no_percentage():
    assert Rate(0, 0).percent is None
    assert Rate(None, 9).percent is None
    assert Rate(None, None).percent is None
    assert Rate(1, 4).percent == 25


def test_counts_below_five_do_not_leave_the_practice():
    assert [suppressed(n) for n in (0, 4, 5, None)] == [None, None, 5, None]
    assert suppressed(9, least=10) is None and suppressed(10, least=10) == 10


HIDDEN = Rate(None, None)


def whole(
    improved, worse, same, unknown=0, outside=0, recovered=20, reliable=15, cases_unknown=None
):
    """A report of so many courses; recovery over all at caseness."""
    paired = improved + worse + same
    finished = paired + unknown
    moves = ("reliable_improvement", "reliable_deterioration", "no_reliable_change")
    counts = dict(zip(moves, (improved, worse, same), strict=True))
    cases = finished - outside
    paired_cases = cases - (unknown if cases_unknown is None else cases_unknown)
    recovery = {"recovery": recovered, "reliable_recovery": reliable}

    def line(over, over_cases):
        moves_ = {name: Rate(n, over) for name, n in counts.items()}
        return moves_ | {name: Rate(n, over_cases) for name, n in recovery.items()}

    return Report("v", finished, outside, paired, line(finished, cases), line(paired, paired_cases))


def shown(line):
    return {name for name, rate in line.items() if rate.count is not None}


def test_where_every_count_is_large_nothing_is_hidden():
    big = whole(30, 10, 20, unknown=10, outside=10)
    assert suppress(big) == big


def test_a_small_count_is_hidden_together_with_the_next_smallest():
    found = suppress(whole(30, 4, 20, unknown=10, outside=10))
    for line in (found.published, found.paired_only):
        assert shown(line) == {"recovery", "reliable_improvement", "reliable_recovery"}
        assert line["reliable_deterioration"] == line["no_reliable_change"] == HIDDEN
    exactly = suppress(whole(30, 5, 20, unknown=10, outside=10))
    assert shown(exactly.published) == set(RATES)


def test_hidden_counts_are_at_least_five_together():
    found = suppress(whole(50, 2, 2, unknown=10, outside=10))
    assert shown(found.published) == {"recovery", "reliable_recovery"}
    found = suppress(whole(50, 1, 4, unknown=10, outside=10))
    assert shown(found.published) == {"recovery", "reliable_recovery", "reliable_improvement"}


def test_a_few_without_scores_are_not_told_by_the_paired_line():
    found = suppress(whole(30, 10, 20, unknown=4, outside=10))
    assert found.paired is None and found.finished == 64
    assert shown(found.paired_only) == set()
    assert shown(found.published) == {
        "recovery", "reliable_improvement", "no_reliable_change", "reliable_recovery",
    }  # fmt: skip
    for unknown in (0, 5):
        found = suppress(whole(30, 10, 20, unknown=unknown, outside=10))
        assert found.paired == 60 and shown(found.published) == set(RATES)


def test_a_few_not_at_caseness_are_not_told_by_the_rates_of_recovery():
    found = suppress(whole(30, 10, 20, outside=4))
    moves = {"reliable_improvement", "reliable_deterioration", "no_reliable_change"}
    assert found.not_at_caseness is None
    assert shown(found.published) == shown(found.paired_only) == moves
    none = suppress(whole(30, 10, 20, outside=0))
    assert none.not_at_caseness is None and shown(none.published) == set(RATES)
    five = suppress(whole(30, 10, 20, outside=5))
    assert five.not_at_caseness == 5 and shown(five.published) == set(RATES)


@pytest.mark.parametrize("recovered, reliable, kept", [
    (20, 15, {"recovery", "reliable_recovery"}),
    (20, 16, {"recovery"}),                       # 4 recovered, but not reliably
    (20, 20, {"recovery", "reliable_recovery"}),
    (9, 4, {"recovery"}),
    (4, 4, set()),
    (56, 20, {"reliable_recovery"}),              # 4 not recovered
    (55, 20, {"recovery", "reliable_recovery"}),
])  # fmt: skip
def test_few_recovered_or_few_not_recovered_are_hidden(recovered, reliable, kept):
    found = suppress(whole(30, 10, 20, recovered=recovered, reliable=reliable))
    rates = {"recovery", "reliable_recovery"}
    assert shown(found.published) & rates == kept
    assert shown(found.paired_only) & rates == kept


def test_the_paired_line_of_recovery_is_hidden_where_a_difference_would_tell():
    # 10 lack scores, but only 4 of them among those at caseness or unknown.
    found = suppress(whole(30, 10, 20, unknown=10, outside=20, cases_unknown=4))
    rates = {"recovery", "reliable_recovery"}
    assert shown(found.published) >= rates and not shown(found.paired_only) & rates
    found = suppress(whole(30, 10, 20, unknown=10, outside=12, cases_unknown=10 - 1))
    assert shown(found.paired_only) >= rates
    # 4 of the paired were not at caseness: 60 paired, 56 of them at caseness.
    found = suppress(whole(30, 10, 20, unknown=10, outside=5, cases_unknown=9))
    assert shown(found.published) >= rates and not shown(found.paired_only) & rates


def test_few_courses_show_nothing():
    found = suppress(report(ALL[:4]))
    assert (found.finished, found.not_at_caseness, found.paired) == (None, None, None)
    assert set(found.published.values()) == set(found.paired_only.values()) == {HIDDEN}
    assert found.rules == "nhs-tt-2018.1"


@given(st.lists(st.sampled_from(ALL), max_size=60))
def test_no_suppressed_report_shows_a_count_below_five(courses):
    before = report(courses)
    found = suppress(before)
    for line in (found.published, found.paired_only):
        for rate in line.values():
            assert rate.count is None or 5 <= rate.count <= rate.of
        one_hidden = [line[name].count for name in RATES[1:4]].count(None) == 1
        assert not one_hidden or 0 < before.finished - before.paired < 5


ROW = {"treatment_contacts": 8, "discharged": True, "phq9_first": 15, "phq9_last": 8,
       "gad7_first": 12, "gad7_last": 6}  # fmt: skip


def test_a_row_is_read_as_a_course():
    found = course({**ROW, "problem": "ptsd", "pcl5_first": 50, "phq9_last_prorated": True})
    assert (found.treatment_contacts, found.discharged, found.problem) == (8, True, "ptsd")
    assert found.scores["phq-9"] == Pair(15, 8, False, True)
    assert found.scores["gad-7"] == Pair(12, 6)
    assert found.scores["pcl-5"] == Pair(50, None)
    assert course({**ROW, "phq9_first_prorated": True}).scores["phq-9"].first_prorated is True
    assert tuple(ROW) == NEEDED
    assert course(ROW).problem is None and course({**ROW, "problem": ""}).problem is None
    assert [column(id) for id in rules().thresholds] == [
        "phq9", "gad7", "spin", "pdss", "pcl5", "iesr", "oci", "hai18week", "miaca",
    ]  # fmt: skip


@pytest.mark.parametrize("change, sentence", [
    ({"treatment_contacts": None}, "treatment_contacts must be a whole number, not None"),
    ({"treatment_contacts": 2.5}, "treatment_contacts must be a whole number, not 2.5"),
    ({"discharged": None}, "discharged must be true or false, not None"),
    ({"discharged": "yes"}, "discharged must be true or false, not 'yes'"),
    ({"phq9_first": 28}, "phq9_first is 28, outside 0 to 27"),
    ({"phq9_last": -1}, "phq9_last is -1, outside 0 to 27"),
    ({"gad7_last": 22}, "gad7_last is 22, outside 0 to 21"),
    ({"treatment_contacts": "8"}, "treatment_contacts must be a whole number, not '8'"),
    ({"treatment_contacts": inf}, "treatment_contacts must be a whole number, not inf"),
    ({"phq9_first": "15"}, "phq9_first must be a number, not '15'"),
    ({"phq9_first": inf}, "phq9_first must be a number, not inf"),
    ({"phq9_last_prorated": "false"}, "phq9_last_prorated must be true or false, not 'false'"),
])  # fmt: skip
def test_a_row_that_cannot_be_a_course_is_refused(change, sentence):
    with pytest.raises(ValueError) as refused:
        course({**ROW, **change})
    assert str(refused.value) == sentence


def test_the_ends_of_a_scale_are_scores_and_other_scales_have_no_known_end():
    found = course({**ROW, "phq9_first": 27, "gad7_last": 0, "spin_first": 900})
    assert found.scores["phq-9"].first == 27 and found.scores["spin"].first == 900


OWN = """
version = "local-1"
least_contacts = 3
[[measures]]
id = "phq-9"
caseness = 12
reliable = 6
source = ["kith"]
mark = "own"
[[measures]]
id = "gad-7"
caseness = 8
reliable = 4
source = ["kith"]
mark = "own"
"""


def test_a_practice_may_hand_in_rules_of_another_version(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(OWN)
    by = rules(file)
    assert (by.version, by.least_contacts, by.thresholds["phq-9"].caseness) == ("local-1", 3, 12)
    assert figures(of(contacts=2), by).finished_course is False
    assert figures(of((11, 3), (5, 5)), by).at_caseness is False


@pytest.mark.parametrize("old, new, reason", [
    ('version = "local-1"', "", "rules.version: is missing"),
    ("least_contacts = 3", "", "rules.least_contacts: is missing"),
    ('id = "gad-7"', 'id = "phq-9"', "measures: names a measure twice"),
    ('id = "gad-7"', 'id = "gad-2"', "measures: must name phq-9 and gad-7"),
    ('id = "phq-9"', 'id = "phq-8"', "measures: must name phq-9 and gad-7"),
    ("caseness = 12", 'caseness = "many"', "measures.phq-9.caseness: must be int or float"),
    ("reliable = 4", "", "measures.gad-7.reliable: is missing"),
    ('mark = "own"', "", "measures.phq-9.mark: is missing"),
])  # fmt: skip
def test_rules_that_cannot_be_used_are_refused(tmp_path, old, new, reason):
    file = tmp_path / "own.toml"
    file.write_text(OWN.replace(old, new, 1))
    with pytest.raises(BrokenBook) as refused:
        rules(file)
    assert reason in str(refused.value)


# One person is as few as four, and a practice may ask for more than five.


@pytest.mark.parametrize("few", [1, 4])
def test_one_person_is_hidden_as_four_are(few):
    outside = suppress(whole(30, 10, 20, outside=few))
    assert not shown(outside.published) & {"recovery", "reliable_recovery"}
    unpaired = suppress(whole(30, 10, 20, unknown=few, outside=10))
    assert unpaired.paired is None and shown(unpaired.paired_only) == set()
    not_reliably = suppress(whole(30, 10, 20, recovered=20, reliable=20 - few))
    assert "reliable_recovery" not in shown(not_reliably.published)
    beside = suppress(whole(30, 10, 20, unknown=10, outside=20, cases_unknown=few))
    assert not shown(beside.paired_only) & {"recovery", "reliable_recovery"}


@pytest.mark.parametrize("unknown, hidden", [(0, set()), (1, {"b"}), (4, {"b"}), (5, set())])
def test_one_without_scores_takes_the_smallest_move_along(unknown, hidden):
    found = suppress(whole(30, 10, 20, unknown=unknown, outside=10))
    gone = set(RATES) - shown(found.published)
    assert gone == ({"reliable_deterioration"} if hidden else set())


def test_a_practice_may_ask_for_more_than_five():
    found = suppress(whole(30, 10, 20, unknown=11, outside=12, recovered=30, reliable=20), least=10)
    assert (found.finished, found.not_at_caseness, found.paired) == (71, 12, 60)
    assert shown(found.published) == set(RATES)
    closer = suppress(whole(30, 9, 20, unknown=11, outside=9, recovered=30, reliable=20), least=10)
    assert closer.not_at_caseness is None
    assert shown(closer.published) == {"reliable_improvement"}
    small = suppress(whole(3, 3, 3), least=10)
    assert (small.finished, small.paired) == (None, None)


def test_five_are_enough_to_be_told_and_to_tell_by():
    five = suppress(whole(30, 10, 20, recovered=5, reliable=5))
    assert shown(five.published) == shown(five.paired_only) == set(RATES)
    beside = suppress(whole(30, 10, 20, unknown=10, outside=20, cases_unknown=5))
    assert shown(beside.paired_only) == set(RATES)


def test_five_without_scores_do_not_hide_a_small_move_for_another():
    found = suppress(whole(30, 4, 20, unknown=5, outside=10))
    assert shown(found.published) == {"recovery", "reliable_improvement", "reliable_recovery"}
