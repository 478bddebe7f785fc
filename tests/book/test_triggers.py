"""Every rule fires where it should, and not just below."""

import pytest

from ipt.measures import library
from ipt.safety import concerns, never, stops, triggers
from tests.book.said import unsaid


def ids(**facts):
    return [rule.id for rule in triggers.fired(facts)]


def test_nothing_fires_on_nothing():
    assert ids() == []
    assert triggers.fired(dict.fromkeys(triggers.fact_ids(), 0)) == ()


GROUPS = [
    pytest.param(rule, group, id=f"{rule.id}-{number}")
    for rule in triggers.triggers()
    for number, group in enumerate(rule.when)
]


@pytest.mark.parametrize("rule, group", GROUPS)
def test_every_rule_fires_at_its_threshold_and_not_below(rule, group):
    at = {each.fact: each.at_least for each in group}
    assert rule in triggers.fired(at)
    for fact, value in at.items():
        assert rule not in triggers.fired(at | {fact: value - 1})


@pytest.mark.parametrize(
    "facts, fired",
    [
        ({"phq9_item9": 1}, ["phq9_item9"]),
        ({"phq9_item9": 2}, ["phq9_item9", "phq9_item9_high"]),
        ({"epds_item10": 1}, ["epds_item10"]),
        ({"epds_item10": 3}, ["epds_item10", "epds_item10_high"]),
        ({"phq9_rise": 5, "gad7_rise": 3, "epds_rise": 3}, []),
        ({"phq9_rise": 6}, ["deterioration"]),
        ({"gad7_rise": 4}, ["deterioration"]),
        ({"epds_rise": 4}, ["deterioration"]),
        ({"asrm": 5, "short_nights_high_mood": 1}, []),
        ({"asrm": 6}, ["mania_watch"]),
        ({"missed": 1}, []),
        ({"missed": 1, "risk_item_two_weeks": 1}, ["missed_with_concern"]),
        ({"missed": 1, "open_concern": 1}, ["missed_with_concern"]),
        ({"unowned": 1}, []),
        ({"unowned": 1, "has_risk_item": 1}, ["no_owner"]),
        ({"help_pressed": 1}, ["help_now"]),
    ],
)
def test_IPT13_11_rules_by_hand(facts, fired):
    assert ids(**facts) == fired


def test_a_mistyped_fact_silences_no_rule():
    with pytest.raises(ValueError, match="phq9_item_9"):
        triggers.fired({"phq9_item_9": 3})


def test_SEC_free_text_is_never_searched():
    rule = triggers.trigger("free_text")
    assert (rule.when, rule.level, rule.does) == ((), "none", ("not_scanned",))
    assert not rule.fires(dict.fromkeys(triggers.fact_ids(), 99))


@pytest.mark.parametrize(
    "measure, item, fact", [("phq-9", 9, "phq9_item9"), ("epds", 10, "epds_item10")]
)
@pytest.mark.parametrize("value", [0, 1, 2, 3])
def test_the_rules_agree_with_the_risk_items_of_the_library(measure, item, fact, value):
    found = library.load(measure)
    level = concerns.level_for(found, found.risk_items[0], value)
    fired = triggers.fired({fact: value})
    assert level == (fired[-1].level if fired else None)


def test_IPT13_12_whoever_has_a_risk_answer_sees_help_and_when_it_is_read():
    for id in ("phq9_item9", "epds_item10"):
        does = triggers.trigger(id).does
        assert {"crisis_text", "read_by", "task"} <= set(does)
        assert set(triggers.trigger(f"{id}_high").does) - set(does) == {
            "notify_owner",
            "notify_backup",
        }
    assert "say_nobody_watching" in triggers.trigger("help_now").does


def test_every_rule_has_its_words():
    said = [f"trigger.{rule.id}" for rule in triggers.triggers()]
    said += [f"trigger_level.{rule.level}" for rule in triggers.triggers()]
    said += [f"trigger_level.{id}" for id in triggers.levels()]
    said += [f"trigger_does.{each}" for rule in triggers.triggers() for each in rule.does]
    said += [f"red_flag.{id}" for id in (*never.red_flags(), *never.not_red_flags(), "title")]
    said += [f"after_fear.{id}" for id in never.after_fear()]
    said += [f"must_not.{id}" for id in never.must_not()]
    assert unsaid(said) == []
    assert {rule.level for rule in triggers.triggers()} == set(triggers.levels())


@pytest.mark.parametrize(
    "scores, asked",
    [
        ({}, False),
        ({"epds": 12, "phq-9": 9}, False),
        ({"epds": 13}, True),
        ({"phq-9": 10}, True),
        ({"gad-7": 21}, False),
    ],
)
def test_S49_the_baby_is_asked_about_while_scores_are_high(scores, asked):
    assert never.ask_about_baby(scores) is asked


def test_red_flags_are_emergencies_and_unwanted_thoughts_are_not():
    assert len(never.red_flags()) == 9
    assert not set(never.red_flags()) & set(never.not_red_flags())
    assert triggers.trigger("perinatal_red_flag").level == "urgent"


def test_IPT13_08_what_follows_fear_agrees_with_the_stops():
    assert {"no_practice_with_person", "no_joint_session", "no_letters_home"} <= set(
        never.after_fear()
    )
    assert all(stops.stopped(act, "positive") for act in stops.acts())


def test_IPT13_16_some_fields_are_never_the_clients_to_see():
    assert {"safety_note", "private_twins"} <= set(never.therapist_only())


def test_IPT13_14_nothing_the_rules_do_is_on_the_list_of_what_is_never_done():
    does = {each for rule in triggers.triggers() for each in rule.does}
    assert not does & set(never.must_not())
    assert {"change_treatment", "scan_text", "predict", "monitor"} <= set(never.must_not())
