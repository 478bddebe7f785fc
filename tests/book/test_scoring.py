"""Scores against published and hand-made cases, and the laws that hold for all answers."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.measures import library
from ipt.measures.scoring import BadAnswer, check, next_item, risk, score, visible_items

VECTORS = Path(__file__).parent / "vectors"
PHQ, GAD, EPDS = (library.load(id) for id in ("phq-9", "gad-7", "epds"))
CASES = [
    pytest.param(case, id=f"{file.stem}-{at}")
    for file in (VECTORS / f"{id}.json" for id in library.ids())
    for at, case in enumerate(json.loads(file.read_text())["cases"])
]


def phq(*values, without=()):
    return {f"phq9-{n}": v for n, v in enumerate(values, 1) if n not in without}


def answers_to(measure):
    """Any answers to any of the items of a measure, blanks among them."""
    offered = {item.linkId: st.sampled_from(item.options) for item in measure.items}
    return st.fixed_dictionaries({}, optional=offered)


measures = st.sampled_from([PHQ, GAD, EPDS])
answered = measures.flatmap(lambda m: st.tuples(st.just(m), answers_to(m)))


@pytest.mark.parametrize("case", CASES)
def test_IPT13_11_scores_equal_the_published_ones(case):
    expect = case["expect"]
    found = score(library.load(case["measure"]), case["answers"])
    assert found.total == expect["total"]
    assert found.answered == expect.get("n_answered", found.answered)
    if "risk" in expect:
        assert [hit.rule for hit in found.risk] == expect["risk"]
    if "rules" in expect:
        assert found.rules == expect["rules"]


@pytest.mark.parametrize(
    "total, band",
    [
        (0, "minimal"),
        (4, "minimal"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "moderately-severe"),
        (19, "moderately-severe"),
        (20, "severe"),
        (27, "severe"),
    ],
)
def test_the_bands_of_the_phq9_turn_at_their_published_edges(total, band):
    thrice, rest = divmod(total, 3)
    values = [3] * thrice + ([rest] if rest else [])
    found = score(PHQ, phq(*values, *[0] * (9 - len(values))))
    assert (found.total, found.band) == (total, band)


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
    assert found.complete is (not without)


def test_IPT13_11_a_blank_risk_item_is_missing_and_never_nought():
    found = score(PHQ, phq(*[2] * 9, without=(9,)))
    assert found.risk_unanswered == ("phq9-9",)
    assert found.total == 18 and found.prorated
    assert found.risk == ()


@pytest.mark.parametrize(
    "value, levels",
    [
        (0, []),
        (1, ["review"]),
        (2, ["review", "high_review"]),
        (3, ["review", "high_review"]),
    ],
)
@pytest.mark.parametrize("measure, item", [(PHQ, "phq9-9"), (EPDS, "epds-10")])
def test_PRIV_15_the_risk_item_fires_alone_on_a_partial_form(measure, item, value, levels):
    hits = risk(measure, {item: value})
    assert [hit.level for hit in hits] == levels
    assert all((hit.item, hit.value) == (item, value) for hit in hits)


@pytest.mark.parametrize(
    "answers, item",
    [
        ({"phq9-1": 4}, "phq9-1"),
        ({"phq9-1": -1}, "phq9-1"),
        ({"phq9-1": True}, "phq9-1"),
        ({"phq9-1": "2"}, "phq9-1"),
        ({"phq9-1": None}, "phq9-1"),
        ({"gad7-1": 1}, "gad7-1"),
    ],
)
def test_an_answer_the_form_does_not_offer_is_refused(answers, item):
    with pytest.raises(BadAnswer) as refusal:
        check(PHQ, answers)
    assert refusal.value.item == item and refusal.value.reason
    with pytest.raises(BadAnswer):
        score(PHQ, answers)


def test_the_question_on_daily_life_comes_only_after_a_symptom():
    assert "phq9-10" not in {item.linkId for item in visible_items(PHQ, phq(*[0] * 9))}
    assert "phq9-10" in {item.linkId for item in visible_items(PHQ, {"phq9-4": 1})}


def test_the_next_item_is_the_first_without_an_answer():
    assert next_item(GAD, {}).linkId == "gad7-1"
    assert next_item(GAD, {"gad7-1": 0, "gad7-3": 2}).linkId == "gad7-2"
    assert next_item(GAD, {f"gad7-{n}": 0 for n in range(1, 8)}) is None


@given(answered)
def test_a_score_lies_within_its_range_and_in_one_band(pair):
    measure, answers = pair
    found = score(measure, answers)
    if found.total is None:
        assert found.band is None
        return
    low, high = measure.main.range
    assert low <= found.total <= high
    assert not measure.bands or found.band in {band.id for band in measure.bands}


@given(answered)
def test_no_risk_answer_is_hidden_by_what_else_is_there_or_missing(pair):
    measure, answers = pair
    alone = {item: answers[item] for item in measure.risk_items if item in answers}
    assert risk(measure, alone) == risk(measure, answers) == score(measure, answers).risk


@given(answered, st.randoms(use_true_random=False))
def test_the_order_of_answering_changes_nothing(pair, dice):
    measure, answers = pair
    shuffled = list(answers.items())
    dice.shuffle(shuffled)
    assert score(measure, dict(shuffled)) == score(measure, answers)


@given(answered)
def test_a_harder_answer_never_lowers_the_score(pair):
    measure, answers = pair
    before = score(measure, answers).total
    for item in measure.main.items:
        if before is not None and item in answers and answers[item] < 3:
            assert score(measure, {**answers, item: answers[item] + 1}).total >= before
