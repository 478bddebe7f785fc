"""The techniques: steps, forms, safety, and what is worth a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt import focus, forms, techniques
from ipt.reading import BOOK, toml
from ipt.techniques import Use, coverage, for_area, technique
from ipt.words import Message, catalogue, say

ALL = techniques.techniques()
IDS = [each.id for each in ALL]
TALKS = ["communication_analysis", "role_play", "practice", "joint_session", "critical_incident"]


def test_the_techniques_are_those_of_the_book():
    assert IDS == [
        "explore_open",
        "explore_direct",
        "affect_accept",
        "affect_use",
        "affect_contain",
        "clarify",
        "communication_analysis",
        "decision_analysis",
        "role_play",
        "therapy_relationship",
        "directive",
        "problem_solving",
        "practice",
        "joint_session",
        "support_mobilise",
        "psychoeducate",
        "critical_incident",
    ]
    with pytest.raises(KeyError):
        technique("thought_record")


@pytest.mark.parametrize("each", ALL, ids=IDS)
def test_every_technique_has_its_words_its_steps_and_its_form(each):
    words = catalogue()
    assert {f"technique.{each.id}.title", f"technique.{each.id}.when", *each.steps} <= set(words)
    assert f"technique.{each.id}.step.{len(each.steps) + 1}" not in words
    assert words[f"technique.{each.id}.title"] == words[f"list.technique.{each.id}"]
    assert len(each.steps) >= 3 and each.steps[0] == f"technique.{each.id}.step.1"
    assert each.evidence.mark in ("checked", "teaching")
    forms.load(each.form)
    assert all(forms.load(sheet).client_visible for sheet in each.worksheets)
    assert set(each.phases) <= {"initial", "middle", "final"} and each.phases
    assert set(each.areas) <= set(focus.area_ids()) and each.areas
    assert set(each.mechanisms) <= set(techniques.mechanisms()) and each.mechanisms


def test_the_four_ways_of_change():
    assert techniques.mechanisms() == ("support", "stress", "affect", "skill")
    assert {way for each in ALL for way in each.mechanisms} == set(techniques.mechanisms())


def test_a_joint_session_is_noted_beside_the_sheet_that_prepares_it():
    joint = technique("joint_session")
    assert (joint.form, joint.worksheets) == ("note_joint_session", ("joint_session",))
    assert forms.complete(forms.load(joint.form), {"person": "A1", "aim": "nights"})


def test_a_use_is_written_down_in_one_form():
    form = forms.load(techniques.USE_FORM)
    assert form.field("technique").choices == tuple(IDS)
    assert (form.field("helpful").min, form.field("helpful").max) == (0, 4)
    assert forms.complete(form, {"technique": "role_play", "session": 7, "helpful": 4})
    assert not forms.complete(form, {"technique": "role_play", "session": 7, "helpful": 5})


def test_which_techniques_serve_an_area():
    dispute = [each.id for each in for_area("dispute")]
    assert "therapy_relationship" in dispute and "problem_solving" not in dispute
    assert "problem_solving" in [each.id for each in for_area("role_transition")]
    assert "role_play" not in [each.id for each in for_area("grief", "initial")]
    assert "role_play" in [each.id for each in for_area("grief", "middle")]
    assert for_area("nowhere") == ()


def test_the_areas_name_techniques_of_this_chapter():
    for area in toml(BOOK / "focus" / "toolbox.toml")["areas"]:
        assert {*area["techniques_first"], *area["techniques_also"]} <= set(IDS)


# Safety


@pytest.mark.parametrize("id", TALKS)
@pytest.mark.parametrize(
    "answer, why",
    [
        ("not_asked", Message("stop.not_asked")),
        ("positive", Message("stop.positive")),
        ("asked_no_fear", None),
    ],
)
def test_IPT13_08_what_concerns_a_person_waits_for_the_private_question(id, answer, why):
    assert techniques.stopped(id, answer) == why
    assert techniques.stopped(id, answer, with_person=False) is None
    form = forms.load(technique(id).form)
    assert form.stop == technique(id).stop


@pytest.mark.parametrize("id", sorted(set(IDS) - set(TALKS)))
def test_what_happens_between_therapist_and_client_does_not_wait(id):
    assert techniques.stopped(id, "not_asked") is None


def test_IPT13_08_a_typing_mistake_lets_nothing_through():
    with pytest.raises(ValueError):
        techniques.stopped("role_play", "no_fear")
    with pytest.raises(KeyError):
        techniques.stopped("roleplay", "asked_no_fear")


# Coverage: worth a word, stops nothing

AFFECT = Use("affect_accept", 2)


def said(uses, session, planned=14, inventory_from=2):
    return [each.id for each in coverage(uses, session, planned, inventory_from=inventory_from)]


@pytest.mark.parametrize("session, says", [(1, ["coverage.role_play_first"]), (2, [])])
def test_role_play_in_the_first_session(session, says):
    assert said([Use("role_play", session)], session) == says


@pytest.mark.parametrize(
    "inventory_from, says",
    [
        (None, ["coverage.analysis_before_inventory"]),
        (3, ["coverage.analysis_before_inventory"]),
        (2, []),
        (1, []),
    ],
)
def test_communication_analysis_before_anybody_is_in_the_circle(inventory_from, says):
    uses = [Use("communication_analysis", 2)]
    assert said(uses, 2, inventory_from=inventory_from) == says


@pytest.mark.parametrize(
    "session, says",
    [(13, []), (14, ["coverage.decision_last"]), (15, ["coverage.decision_last"])],
)
def test_decision_analysis_in_the_last_session(session, says):
    uses = [Use("decision_analysis", session), Use("affect_use", session)]
    assert said(uses, session) == says


@pytest.mark.parametrize(
    "session, says",
    [(1, []), (2, []), (3, []), (4, []), (5, ["coverage.no_affect"])],
)
def test_no_work_with_feelings_for_three_sessions(session, says):
    assert said([AFFECT, Use("clarify", 3)], session) == says


def test_three_sessions_without_feelings_from_the_start():
    assert said([], 2) == [] and said([], 3) == ["coverage.no_affect"]
    assert said([Use("affect_use", 4)], 3) == ["coverage.no_affect"]


@pytest.mark.parametrize("id", ["affect_accept", "affect_use", "affect_contain"])
def test_any_technique_with_feelings_counts(id):
    assert said([Use(id, 5)], 5) == []


def test_only_the_session_looked_at_is_spoken_of():
    uses = [Use("role_play", 1), Use("communication_analysis", 1), AFFECT]
    assert said(uses, 2) == []


def test_what_is_worth_a_word_has_words():
    (found,) = coverage([], 3, 14, inventory_from=1)
    assert dict(found.values) == {"sessions": 3}
    assert say(found) == "No work with feelings for 3 sessions."
    for rule in ("role_play_first", "analysis_before_inventory", "decision_last"):
        assert catalogue()[f"coverage.{rule}"]


uses = st.lists(st.builds(Use, st.sampled_from(IDS), st.integers(1, 16)), max_size=12)


@given(uses, st.integers(1, 16), st.integers(1, 16), st.none() | st.integers(1, 16))
def test_coverage_is_the_same_in_any_order_and_never_says_a_thing_twice(used, at, planned, since):
    found = coverage(used, at, planned, inventory_from=since)
    assert found == coverage(used[::-1], at, planned, inventory_from=since)
    assert len({each.id for each in found}) == len(found)
    assert all(say(each) for each in found)
