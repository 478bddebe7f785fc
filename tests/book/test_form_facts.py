"""What an answered form tells the protocol."""

import pytest

from ipt import forms, protocol
from ipt.forms import counting as told
from ipt.reading import BrokenBook

SICK_ROLE = {
    "variant": "full",
    "ease": [{"demand": "cover work", "how_long": "until day 42"}, {"how_long": "a week"}],
    "duties": ["tell Greer: no extra cover this month"],
}

JOINT = {"which": "parent_joint", "teen_agrees": True, "safety_checked": "asked_no_fear"}


@pytest.mark.parametrize(
    "form, answers, counts",
    [
        ("sick_role", SICK_ROLE, {"demands_eased": 1, "recovery_steps": 1}),
        ("sick_role", {}, {}),
        ("psychoeducation", {"topics": ["what_it_is", "treatable"]}, {"topics_explained": 2}),
        ("diagnosis", {"system": "none"}, {"diagnosis_none": 1}),
        ("diagnosis", {"system": "icd_11", "name": "Depression"}, {"diagnosis": 1}),
        ("diagnosis", {"system": "icd_11"}, {}),
        ("symptom_review", {"symptoms": [{"name": "sleep"}]}, {}),
        (
            "symptom_review",
            {"symptoms": [{"name": "sleep", "item": "3"}, {"name": "tears"}]},
            {"symptoms_tied_to_items": 1},
        ),
        ("history", {"bipolar_screen": "no"}, {"bipolar_screen": 1}),
        ("support_plan", {"helpers": [{"person": "a", "asked": "yes"}, {"person": "b"}]},
         {"helpers": 2, "helper_asked": 1}),
        ("teen_parent", {"which": "parent_intro"}, {"parent_intro": 1}),
        ("teen_parent", {"which": "parent_joint"}, {}),
        ("teen_parent", {**JOINT, "teen_agrees": False}, {}),
        ("teen_parent", {**JOINT, "safety_checked": "positive"}, {}),
        ("teen_parent", JOINT, {"parent_joint": 1}),
    ],
)  # fmt: skip
def test_answers_count_towards_what_the_task_asks_for(form, answers, counts):
    assert forms.facts(forms.load(form), answers) == counts


def test_a_form_without_a_rule_counts_once_nothing_is_open():
    form = forms.load("rhythm_plan")
    assert forms.facts(form, {}) == {}
    assert forms.facts(form, {"who_helps": ["a"]}) == {}
    assert forms.facts(form, {"anchors": [{"anchor": "up", "aim": "07:00"}]}) == {"rhythm.plan": 1}


def test_several_sheets_are_added_up():
    day = {"day": "wedding day", "on": "2026-05-01"}
    dates = forms.load("date_plan")
    assert forms.together([(dates, day), (dates, day), (dates, {"day": "x"})]) == {"hard_days": 2}


def test_every_fact_is_one_that_some_protocol_asks_for():
    asked = {
        name
        for id in protocol.ids()
        for task in protocol.load(id).tasks
        for rule in task.done
        for name in rule
    }
    given = {each.id for id in forms.ids() for each in told.facts_of(id)}
    assert given <= asked


@pytest.mark.parametrize(
    "row, reason",
    [
        ({"form": "nothing", "id": "x", "count": "y"}, "there is no form"),
        ({"form": "goals", "id": "x"}, "either count or when"),
        ({"form": "goals", "id": "x", "count": "y"}, "unknown field"),
        ({"form": "goals", "id": "x", "when": {"field": "y", "given": True}}, "unknown or later"),
    ],
)
def test_a_row_that_names_nothing_is_refused(row, reason):
    with pytest.raises(BrokenBook, match=reason):
        told._read({**row, "source": ["kith"], "mark": "own"}, 0)
