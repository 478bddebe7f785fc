"""Scores against published and hand-made cases, and the laws that hold for all answers."""

import copy
import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.measures import from_json, library
from ipt.measures.scoring import (
    COMPARE,
    BadAnswer,
    RiskHit,
    check,
    half_up,
    next_item,
    reversed_value,
    risk,
    score,
    visible_items,
)

VECTORS = Path(__file__).parent / "vectors"
ALL = {id: library.load(id) for id in library.ids()}
PHQ, GAD, EPDS, WSAS, ASRM = (ALL[id] for id in ("phq-9", "gad-7", "epds", "wsas", "asrm"))
CASES = [
    pytest.param(case, id=f"{id}-{at}")
    for id in ALL
    for at, case in enumerate(json.loads((VECTORS / f"{id}.json").read_text())["cases"])
]
SCALES = [pytest.param(m, s, id=f"{m.id}-{s.id}") for m in ALL.values() for s in m.scales]
PRORATED = [p for p in SCALES if p.values[1].missing.rule != "none"]


def phq(*values, without=()):
    return {f"phq9-{n}": v for n, v in enumerate(values, 1) if n not in without}


def every(measure, *, count_most):
    """Answers to every item that make it count as little or as much as it can."""
    pick = {True: max, False: min}
    return {
        item.linkId: pick[count_most is not item.reverse](item.options) for item in measure.items
    }


def summing(measure, scale, total):
    """Answers to every item of a scale whose counted values add up to a total."""
    answers = every(measure, count_most=False)
    answers |= {i.linkId: max(i.options) for i in measure.items if not i.scored}
    left = total - sum(min(measure.item(id).options) for id in scale.items)
    for id in scale.items:
        item = measure.item(id)
        step = min(left, max(item.options) - min(item.options))
        answers[id], left = reversed_value(item, min(item.options) + step), left - step
    assert left == 0
    return answers


def answers_to(measure):
    """Any answers to any of the items of a measure, blanks among them."""
    offered = {
        item.linkId: st.sampled_from([*item.options, *["na"] * item.not_applicable_allowed])
        for item in measure.items
    }
    return st.fixed_dictionaries({}, optional=offered)


answered = st.sampled_from(list(ALL.values())).flatmap(
    lambda m: st.tuples(st.just(m), answers_to(m))
)


def close(value):
    return value if value is None else pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize("case", CASES)
def test_IPT13_11_scores_equal_the_published_ones(case):
    expect = dict(case["expect"])
    left_out = {item: "na" for item in case.get("not_applicable", ())}
    found = score(ALL[case["measure"]], case["answers"] | left_out)
    main = found.scales[ALL[case["measure"]].main.id]
    assert found.total == main.value
    assert found.answered == main.answered == expect.pop("n_answered", main.answered)
    assert main.range[1] == expect.pop("max", main.range[1])
    assert [hit.rule for hit in found.risk] == expect.pop("risk", [h.rule for h in found.risk])
    assert found.rules == expect.pop("rules", found.rules)
    assert found.not_applicable == tuple(left_out)
    assert {id: found.scales[id].value for id in expect} == {
        id: close(value) for id, value in expect.items()
    }


def test_every_measure_has_published_or_hand_made_cases():
    named = {case.values[0]["measure"] for case in CASES}
    assert named == set(ALL) and len(CASES) >= 96


@pytest.mark.parametrize("measure, scale", SCALES)
@pytest.mark.parametrize("count_most, end", [(False, 0), (True, 1)])
def test_every_definition_scores_its_lowest_and_its_highest(measure, scale, count_most, end):
    found = score(measure, every(measure, count_most=count_most)).scales[scale.id]
    assert found.value == scale.range[end] == found.range[end]
    assert found.band == (scale.bands[-end].id if scale.bands else None)
    assert (found.answered, found.expected) == (len(scale.items), len(scale.items))
    assert found.prorated is False


BANDS = {
    "phq-9": "minimal 0 4, mild 5 9, moderate 10 14, moderately-severe 15 19, severe 20 27",
    "phq-8": "minimal 0 4, mild 5 9, moderate 10 14, moderately-severe 15 19, severe 20 24",
    "gad-7": "minimal 0 4, mild 5 9, moderate 10 14, severe 15 21",
    "phq-4": "normal 0 2, mild 3 5, moderate 6 8, severe 9 12",
    "core-10": "healthy 0 5, low 6 10, mild 11 14, moderate 15 19,"
    " moderate-severe 20 24, severe 25 40",
    "k10": "well 10 19, mild 20 24, moderate 25 29, severe 30 50",
    "wsas": "subclinical 0 9, significant 10 20, moderately-severe 21 40",
    "isi": "none 0 7, subthreshold 8 14, moderate 15 21, severe 22 28",
}


def test_every_measure_with_bands_in_points_stands_in_the_table():
    assert {id for id, measure in ALL.items() if measure.bands} == {*BANDS, "mspss"}


@pytest.mark.parametrize(
    "measure, band, total",
    [
        (measure, band, int(total))
        for measure, said in BANDS.items()
        for band, *edges in (each.split() for each in said.split(","))
        for total in edges
    ],
)
def test_bands_turn_at_their_published_edges(measure, band, total):
    found = score(ALL[measure], summing(ALL[measure], ALL[measure].main, total))
    assert (found.total, found.band) == (total, band)


@pytest.mark.parametrize(
    "scale, total, band",
    [
        ("total", 12, "low"),
        ("total", 35, "low"),  # 35 / 12 is 2.917, to one decimal 2.9
        ("total", 36, "moderate"),
        ("total", 60, "moderate"),  # 5.0
        ("total", 61, "high"),  # 5.083 is 5.1
        ("total", 84, "high"),
        ("family", 11, "low"),  # 2.75 is 2.8, half upwards
        ("family", 12, "moderate"),
        ("family", 20, "moderate"),
        ("family", 21, "high"),  # 5.25 is 5.3
    ],
)
def test_bands_of_support_look_at_the_mean_to_one_decimal(scale, total, band):
    measure = ALL["mspss"]
    found = score(measure, summing(measure, measure.scale(scale), total)).scales[scale]
    assert found.band == band
    assert found.value == close(total / len(measure.scale(scale).items))


@pytest.mark.parametrize("measure, scale", PRORATED)
def test_as_many_answers_may_be_missing_as_the_rule_says_and_no_more(measure, scale):
    spare = len(scale.items) - scale.missing.min_valid
    assert spare > 0
    answers = every(measure, count_most=True)
    kept = {id: answers[id] for id in scale.items[spare:]}
    found = score(measure, kept).scales[scale.id]
    assert (found.value, found.prorated) == (scale.range[1], True)
    assert (found.answered, found.expected) == (scale.missing.min_valid, len(scale.items))
    del kept[scale.items[-1]]
    none = score(measure, kept).scales[scale.id]
    assert (none.value, none.band, none.prorated, none.cutoffs) == (None, None, False, ())
    assert none.answered == scale.missing.min_valid - 1


def test_which_measures_may_be_prorated():
    assert {p.values[0].id: p.values[1].missing.min_valid for p in PRORATED} == {
        "phq-9": 7,
        "phq-8": 7,
        "gad-7": 6,
        "ces-d": 16,
        "core-10": 9,
        "kith-session": 3,
    }


@pytest.mark.parametrize(
    "measure, scale",
    [p for p in SCALES if p not in PRORATED],
)
def test_where_nothing_may_be_missing_one_blank_leaves_no_score(measure, scale):
    answers = every(measure, count_most=True)
    del answers[scale.items[-1]]
    assert score(measure, answers).scales[scale.id].value is None


@pytest.mark.parametrize(
    "without, total, prorated",
    [
        ((), 9, False),
        ((8,), 9, True),  # 8 of 9 answered: 8 / 8 x 9
        ((7, 8), 9, True),  # 7 of 9: still a score
        ((6, 7, 8), None, False),  # 6 of 9: none
    ],
)
def test_up_to_two_missing_answers_are_filled_with_the_mean(without, total, prorated):
    found = score(PHQ, phq(*[1] * 9, without=without))
    assert (found.total, found.prorated, found.answered) == (total, prorated, 9 - len(without))
    assert found.expected == 9 and found.complete is (not without)


@pytest.mark.parametrize(
    "values, total, band",
    [
        ([0, 4, 4, 0, 0, 0, 2, 2, 1], Fraction(50, 9), "low"),  # 5.56 is banded as 6
        ([0, 4, 4, 0, 0, 0, 2, 2, 0], Fraction(40, 9), "healthy"),  # 4.44 as 4
    ],
)
def test_a_prorated_core10_is_kept_exact_and_banded_half_up(values, total, band):
    found = score(ALL["core-10"], {f"core10-{n}": v for n, v in enumerate(values, 1)})
    assert (found.total, found.band) == (close(float(total)), band)


@pytest.mark.parametrize(
    "answers, mean", [([8, 9, 8, 9], 8.5), ([9, 9, 9, 9], 9), ([7, 8, 8], 23 / 3)]
)
def test_a_mean_is_kept_exact_and_whole_numbers_stay_whole(answers, mean):
    found = score(ALL["kith-session"], {f"sess-{n}": v for n, v in enumerate(answers, 1)})
    assert found.total == close(mean) and type(found.total) is type(mean)


def test_cutoffs_look_at_the_exact_value():
    core = ALL["core-10"]
    values = [2, 3, 3, 1, 1, 0, 1, 1, 2]  # 2+1+1+1+1+0+1+1+2 is 10; of nine, 11.11
    found = score(core, {f"core10-{n}": v for n, v in enumerate(values, 1)}).scales["total"]
    assert (found.value, found.cutoffs) == (close(100 / 9), ("clinical",))
    values[0] = 1  # nine: 10.0
    found = score(core, {f"core10-{n}": v for n, v in enumerate(values, 1)}).scales["total"]
    assert (found.value, found.cutoffs, found.band) == (10, (), "low")


@pytest.mark.parametrize("measure, scale", [p for p in SCALES if p.values[1].cutoffs])
def test_every_line_is_met_on_one_side_only(measure, scale):
    for cut in scale.cutoffs:
        step = scale.multiply or 1
        met = {}
        for value in (cut.value - step, cut.value, cut.value + step):
            on_grid = Fraction(value) / step
            if on_grid.denominator == 1 and scale.range[0] <= value <= scale.range[1]:
                found = score(measure, summing(measure, scale, int(on_grid))).scales[scale.id]
                assert found.value == value
                met[value] = cut.id in (*found.cutoffs, *found.group_cutoffs)
        assert met == {value: COMPARE[cut.op](value, cut.value) for value in met}
        assert (cut.id == "low") or cut.value in met


@pytest.mark.parametrize(
    "answers, percent, cutoffs",
    [
        ([3, 3, 2, 2, 2], 48, ("low",)),
        ([3, 3, 3, 2, 2], 52, ()),
        ([2, 2, 1, 1, 1], 28, ("low", "likely-depression")),
        ([2, 2, 2, 1, 1], 32, ("low",)),
    ],
)
def test_the_lines_of_the_who5_are_in_percent(answers, percent, cutoffs):
    found = score(ALL["who-5"], {f"who5-{n}": v for n, v in enumerate(answers, 1)})
    assert (found.total, found.scales["percent"].cutoffs) == (percent, cutoffs)
    assert found.scales["raw"].value == percent / 4


@pytest.mark.parametrize(
    "total, everyone, groups",
    [(2, (), ()), (3, (), ("women",)), (4, (), ("men", "women")), (5, ("uk",), ("men", "women"))],
)
def test_lines_for_one_group_are_kept_apart_from_those_for_everyone(total, everyone, groups):
    found = score(ALL["audit-c"], {"auditc-1": 1, "auditc-2": 1, "auditc-3": total - 2})
    main = found.scales["total"]
    assert (main.value, main.cutoffs, main.group_cutoffs) == (total, everyone, groups)


# measure, item, answer, rules: both sides of every line
RISK = [
    ("phq-9", "phq9-9", 0, {}),
    ("phq-9", "phq9-9", 1, {"self-harm-thoughts": "review"}),
    (
        *("phq-9", "phq9-9", 2),
        {"self-harm-thoughts": "review", "self-harm-thoughts-frequent": "high_review"},
    ),
    (
        *("phq-9", "phq9-9", 3),
        {"self-harm-thoughts": "review", "self-harm-thoughts-frequent": "high_review"},
    ),
    ("epds", "epds-10", 0, {}),
    ("epds", "epds-10", 1, {"self-harm": "review"}),
    ("epds", "epds-10", 2, {"self-harm": "review", "self-harm-frequent": "high_review"}),
    ("core-10", "core10-6", 0, {}),
    ("core-10", "core10-6", 1, {"suicide-plans": "review"}),
    ("core-10", "core10-6", 4, {"suicide-plans": "review"}),
    ("pcl-5", "pcl5-16", 2, {}),
    ("pcl-5", "pcl5-16", 3, {"risk-taking": "review"}),
]


@pytest.mark.parametrize("measure, item, value, levels", RISK)
def test_PRIV_15_the_risk_item_fires_alone_on_a_partial_form(measure, item, value, levels):
    hits = risk(ALL[measure], {item: value})
    assert hits == tuple(RiskHit(rule, item, value, level) for rule, level in levels.items())
    rest = every(ALL[measure], count_most=False) | {item: value}
    assert risk(ALL[measure], rest) == hits == score(ALL[measure], rest).risk


def test_every_risk_rule_of_the_shelf_is_tried():
    tried = {(measure, rule) for measure, _, _, levels in RISK for rule in levels}
    assert tried | {("asrm", "switch")} == {(m.id, r.id) for m in ALL.values() for r in m.risk}


@pytest.mark.parametrize(
    "answers, value",
    [
        ([1, 1, 1, 1, 1], None),  # 5
        ([2, 1, 1, 1, 1], 6),
        ([4], None),
        ([4, 1], None),
        ([4, 2], 6),  # whatever the other three say
        ([4, 4, 4], 12),
    ],
)
def test_a_risk_rule_on_a_scale_fires_once_nothing_can_take_it_back(answers, value):
    given = {f"asrm-{n}": v for n, v in enumerate(answers, 1)}
    hits = () if value is None else (RiskHit("switch", "total", value, "review"),)
    assert risk(ASRM, given) == score(ASRM, given).risk == hits


def watched(id, **rule):
    """A measure of the shelf with one risk rule on a scale of it."""
    data = json.loads((library.SHELF / id / "measure.json").read_text())
    data["risk"] = [{"id": "watch", "level": "urgent", **rule}]
    return from_json.measure_of(data, file=Path("watched.json"))


@pytest.mark.parametrize(
    "rule, answers, value",
    [
        ({"op": "<", "value": 6}, [0], None),  # 0, the others could still bring 10
        ({"op": "<", "value": 6}, [0, 0], 5),  # at most 5
        ({"op": "<=", "value": 5}, [0, 0], 5),
        ({"op": "<=", "value": 4}, [0, 0], None),
        ({"op": "<", "value": 6}, [2, 2, 1], 5),
        ({"op": "<", "value": 6}, [2, 2, 2], None),
        ({"op": "==", "value": 5}, [0, 0], None),
        ({"op": "==", "value": 5}, [0, 0, 5], 5),
        ({"op": ">", "value": 9}, [5, 4], None),
        ({"op": ">", "value": 9}, [5, 5], 10),
    ],
)
def test_a_rule_on_a_scale_waits_until_it_is_certain(rule, answers, value):
    measure = watched("lsns-6", scale="family", **rule)
    given = {f"lsns6-{n}": v for n, v in enumerate(answers, 1)}
    hits = () if value is None else (RiskHit("watch", "family", value, "high_review"),)
    assert risk(measure, given) == hits


def test_a_rule_on_a_prorated_scale_looks_at_the_prorated_value():
    measure = watched("gad-7", scale="total", op=">=", value=7)
    ones = {f"gad7-{n}": 1 for n in range(1, 7)}
    assert risk(measure, ones) == (RiskHit("watch", "total", 7, "high_review"),)


@pytest.mark.parametrize("spare, fires", [(20, False), (21, True)])
def test_a_rule_on_a_scale_that_became_shorter_counts_its_own_items(spare, fires):
    measure = watched("wsas", scale="total", op=">=", value=21)
    given = {"wsas-1": "na", "wsas-2": 8, "wsas-3": 8, "wsas-4": spare - 16}
    assert bool(risk(measure, given)) is fires


def test_a_rule_on_a_mean_looks_at_the_mean():
    measure = watched("mos-sss", scale="tangible", op="<=", value=25)
    least = {"mos-2": 1, "mos-5": 1, "mos-12": 1}  # with a 5: mean 2, of 100 points 25
    assert risk(measure, least) == (RiskHit("watch", "tangible", 25, "high_review"),)
    assert risk(measure, least | {"mos-12": 2}) == ()


def test_IPT13_11_a_blank_risk_item_is_missing_and_never_nought():
    found = score(PHQ, phq(*[2] * 9, without=(9,)))
    assert found.risk_unanswered == ("phq9-9",)
    assert found.total == 18 and found.prorated
    assert found.risk == ()
    assert score(PHQ, phq(*[2] * 8, 0)).risk_unanswered == ()


@pytest.mark.parametrize("id, item", [("core-10", "core10-6"), ("epds", "epds-10")])
def test_a_blank_risk_item_is_marked_to_be_asked(id, item):
    answers = every(ALL[id], count_most=False)
    del answers[item]
    assert score(ALL[id], answers).risk_unanswered == (item,)


def test_an_item_that_does_not_apply_shortens_the_scale_and_is_flagged():
    answers = {"wsas-1": "na", "wsas-2": 8, "wsas-3": 6, "wsas-4": 4, "wsas-5": 7}
    found = score(WSAS, answers)
    main = found.scales["total"]
    assert (found.total, found.band, found.not_applicable) == (25, "moderately-severe", ("wsas-1",))
    assert (main.range, main.expected, main.answered) == ((0, 32), 4, 4)
    assert found.prorated is False and found.complete
    del answers["wsas-5"]
    partial = score(WSAS, answers)
    assert (partial.total, partial.answered, partial.expected) == (None, 3, 4)
    assert partial.complete is False


def test_an_item_left_blank_is_not_one_that_does_not_apply():
    found = score(WSAS, {f"wsas-{n}": 8 for n in range(2, 6)})
    assert (found.total, found.not_applicable) == (None, ())
    assert (found.answered, found.expected, found.scales["total"].range) == (4, 5, (0, 40))


@pytest.mark.parametrize("measure", ALL.values(), ids=ALL)
def test_only_the_first_item_of_the_wsas_may_not_apply(measure):
    loose = []
    for item in measure.items:
        try:
            check(measure, {item.linkId: "na"})
            loose.append(item.linkId)
        except BadAnswer as refusal:
            assert (refusal.item, refusal.reason) == (
                item.linkId,
                "cannot be left as not applicable",
            )
    assert loose == (["wsas-1"] if measure.id == "wsas" else [])


@pytest.mark.parametrize(
    "answers, item, reason",
    [
        ({"phq9-1": 4}, "phq9-1", "4 is not one of its answers"),
        ({"phq9-1": -1}, "phq9-1", "-1 is not one of its answers"),
        ({"phq9-1": True}, "phq9-1", "True is not one of its answers"),
        ({"phq9-1": 1.0}, "phq9-1", "1.0 is not one of its answers"),
        ({"phq9-1": "2"}, "phq9-1", "'2' is not one of its answers"),
        ({"phq9-1": None}, "phq9-1", "None is not one of its answers"),
        ({"phq9-2": 1, "gad7-1": 1}, "gad7-1", "is not an item of this measure"),
    ],
)
def test_an_answer_the_form_does_not_offer_is_refused(answers, item, reason):
    with pytest.raises(BadAnswer) as refusal:
        check(PHQ, answers)
    assert (refusal.value.item, refusal.value.reason) == (item, reason)
    assert str(refusal.value) == f"{item}: {reason}"
    with pytest.raises(BadAnswer):
        score(PHQ, answers)


def test_the_question_on_daily_life_comes_only_after_a_symptom():
    assert "phq9-10" not in {item.linkId for item in visible_items(PHQ, phq(*[0] * 9))}
    assert "phq9-10" in {item.linkId for item in visible_items(PHQ, {"phq9-4": 1})}


def test_the_next_item_is_the_first_without_an_answer():
    assert next_item(GAD, {}).linkId == "gad7-1"
    assert next_item(GAD, {"gad7-1": 0, "gad7-3": 2}).linkId == "gad7-2"
    assert next_item(GAD, {f"gad7-{n}": 0 for n in range(1, 8)}) is None
    assert next_item(PHQ, phq(*[1] * 9)) is None


def test_who_never_drinks_is_asked_nothing_more_and_scores_nought():
    audit = ALL["audit-c"]
    assert [item.number for item in visible_items(audit, {"auditc-1": 0})] == [1]
    assert [item.number for item in visible_items(audit, {"auditc-1": 1})] == [1, 2, 3]
    assert score(audit, {"auditc-1": 0}).complete
    # answers given before the first one was changed do not count any more
    assert score(audit, {"auditc-1": 0, "auditc-2": 4, "auditc-3": 4}).total == 0
    assert score(audit, {"auditc-1": 1}).total is None


def test_a_gate_left_blank_says_nothing_about_what_stands_behind_it():
    screen = ALL["pc-ptsd-5"]
    assert [item.number for item in visible_items(screen, {})] == [0]
    assert score(screen, {}).total is None
    assert score(screen, {f"pcptsd5-{n}": 1 for n in range(1, 6)}).total == 5
    assert score(screen, {f"pcptsd5-{n}": int(n > 0) for n in range(6)}).total == 0


def gated():
    """A PHQ-9 whose question on daily life counts 3 if it is hidden."""
    data = json.loads((library.SHELF / "phq-9" / "measure.json").read_text())
    data["items"][9] |= {"value_if_hidden": 3}
    data["rules"] = [{"id": "hard", "type": "item-equals", "item": "phq9-10", "value": 3}]
    return from_json.measure_of(data, file=Path("gated.json"))


@pytest.mark.parametrize(
    "answers, hard",
    [
        (phq(*[0] * 9), True),  # hidden by nine answers: takes its value
        (phq(*[0] * 9) | {"phq9-10": 1}, True),
        (phq(*[0] * 8), None),  # one gate is still open
        (phq(*[0] * 8) | {"phq9-10": 1}, False),
        (phq(*[0] * 8, 1) | {"phq9-10": 3}, True),
    ],
)
def test_a_hidden_item_takes_its_value_once_all_its_gates_are_answered(answers, hard):
    assert score(gated(), answers).rules == {"hard": hard}


@pytest.mark.parametrize(
    "value, to", [("10.5", 11), ("10.49", 10), ("0.5", 1), ("11", 11), ("16.71", 17)]
)
def test_halves_are_rounded_upwards(value, to):
    assert half_up(Fraction(value)) == to


@pytest.mark.parametrize(
    "values, major, other",
    [
        ([2, 0, 2, 2, 2, 0, 0, 0, 1], True, False),  # five, the last at 'several days'
        ([2, 0, 2, 2, 2, 0, 0, 0, 0], False, True),  # four
        ([2, 0, 0, 0, 0, 0, 0, 0, 1], False, True),  # two
        ([2, 0, 0, 0, 0, 0, 0, 0, 0], False, False),  # one
        ([1, 1, 2, 2, 2, 2, 2, 2, 3], False, False),  # seven, but neither of the first two
        ([2, 2, 1, 1, 1, 1, 1, 1, 0], False, True),
        ([0, 2, 2, 2, 2, 0, 0, 0, 1], True, False),
    ],
)
def test_the_algorithm_of_the_phq9_counts_symptoms(values, major, other):
    rules = {"major-depressive-syndrome": major, "other-depressive-syndrome": other}
    assert score(PHQ, phq(*values)).rules == rules
    assert set(score(PHQ, phq(*values, without=(9,))).rules.values()) == {None}
    assert set(score(PHQ, phq(*values, without=(1,))).rules.values()) == {None}
    assert set(score(PHQ, phq(*values, without=(5,))).rules.values()) == {None}


@pytest.mark.parametrize(
    "symptoms, pattern",
    [
        ((1, 6, 8, 9, 15, 16), True),
        ((5, 7, 13, 14, 19, 20), True),
        ((6, 8, 9, 15, 16), False),  # none of B
        ((1, 8, 9, 15, 16), False),  # none of C
        ((1, 6, 8, 15, 16), False),  # one of D
        ((1, 6, 8, 9, 15), False),  # one of E
    ],
)
def test_the_pattern_of_the_pcl5_needs_each_cluster(symptoms, pattern):
    pcl = ALL["pcl-5"]
    answers = {f"pcl5-{n}": 2 if n in symptoms else 1 for n in range(1, 21)}
    assert score(pcl, answers).rules == {"provisional-dsm5": pattern}
    del answers["pcl5-20"]
    assert score(pcl, answers).rules == {"provisional-dsm5": None}


@pytest.mark.parametrize("given, found", [({}, None), ({"ons-4": 1}, True), ({"ons-4": 2}, False)])
def test_the_headline_of_loneliness_is_one_answer(given, found):
    assert score(ALL["ons-loneliness"], given).rules == {"often-lonely": found}


@given(answered)
def test_a_score_lies_within_its_range_and_in_one_band(pair):
    measure, answers = pair
    for id, found in score(measure, answers).scales.items():
        scale = measure.scale(id)
        if found.value is None:
            assert found.band is None and not found.prorated
            continue
        assert found.range[0] <= found.value <= found.range[1] <= scale.range[1]
        assert not scale.bands or found.band in {band.id for band in scale.bands}
        assert found.prorated is (found.answered < found.expected)


@given(answered)
def test_no_risk_answer_is_hidden_by_what_else_is_there_or_missing(pair):
    measure, answers = pair
    alone = {item: answers[item] for item in measure.risk_items if item in answers}
    on_items = [hit for hit in risk(measure, answers) if hit.item in measure.risk_items]
    assert list(risk(measure, alone)) == on_items
    assert risk(measure, answers) == score(measure, answers).risk


@given(answers_to(ASRM), answers_to(ASRM))
def test_what_fired_on_a_partial_form_still_fires_on_the_whole_one(partial, more):
    fired = {hit.rule for hit in risk(ASRM, partial)}
    assert fired <= {hit.rule for hit in risk(ASRM, more | partial)}


@given(answered, st.randoms(use_true_random=False))
def test_the_order_of_answering_changes_nothing(pair, dice):
    measure, answers = pair
    shuffled = list(answers.items())
    dice.shuffle(shuffled)
    assert score(measure, dict(shuffled)) == score(measure, answers)


@given(answered)
def test_a_harder_answer_never_lowers_the_score(pair):
    measure, answers = pair
    before = score(measure, answers).scales
    for item in measure.items:
        given = answers.get(item.linkId, "na")
        counts = None if given == "na" else reversed_value(item, given) + 1
        if counts is None or counts > max(item.options):
            continue
        after = score(measure, {**answers, item.linkId: reversed_value(item, counts)}).scales
        for id, found in before.items():
            if found.value is not None and after[id].value is not None:
                assert after[id].value >= found.value


@given(answered)
def test_turning_an_answer_round_twice_gives_it_back(pair):
    measure, _ = pair
    for item in measure.items:
        turned = [reversed_value(item, value) for value in item.options]
        assert [reversed_value(item, value) for value in turned] == list(item.options)
        assert sorted(turned) == sorted(item.options)
        assert item.reverse or turned == list(item.options)


@given(st.sampled_from(["audit-c", "audit-c-uk", "pc-ptsd-5"]).map(ALL.get), st.data())
def test_what_a_hidden_item_says_does_not_count(measure, data):
    gate, *behind = measure.items
    said = data.draw(answers_to(measure)) | {gate.linkId: 0}
    assert score(measure, said).scales == score(measure, {gate.linkId: 0}).scales
    assert score(measure, said).total == 0 and behind


@given(answered)
def test_scoring_changes_nothing_in_what_it_is_given(pair):
    measure, answers = pair
    before = copy.deepcopy(answers)
    score(measure, answers)
    assert answers == before
