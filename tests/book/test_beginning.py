"""The beginning at a glance."""

from datetime import date

import pytest

from ipt.protocol import CourseFacts, beginning, ids, load


def told(**facts):
    return {each.task.id: each for each in beginning(CourseFacts(**facts))}


def test_what_blocks_stands_first_and_what_is_there_last():
    lines = beginning(CourseFacts(risk_screen_recorded=True, done={"initial.history": date.min}))
    assert [each.task.gate for each in lines[:3]] == ["consents", "focus", "contract"]
    assert {each.task.id for each in lines if each.done} == {
        "consult.risk_screen",
        "initial.history",
    }
    assert lines[-1].done


def test_a_gate_is_told_by_the_gate_and_not_by_a_mark():
    marked = told(done={"initial.focus_agreed": date.min})
    assert marked["initial.focus_agreed"].blocks and not marked["initial.focus_agreed"].done


def test_what_only_some_courses_need_is_asked_only_there():
    assert "initial.safety_plan" not in told()
    assert "initial.safety_plan" in told(risk_hit=True)
    assert "consult.self_check" not in told()


@pytest.mark.parametrize("id", ids())
def test_every_protocol_has_one(id):
    lines = beginning(CourseFacts(protocol=id))
    own = {task.id for task in load(id).tasks}
    assert {each.task.id for each in lines} <= own


def test_S53_without_a_diagnosis_none_is_missed():
    assert not {"initial.diagnosis", "initial.sick_role"} & set(told(protocol="ipc"))
