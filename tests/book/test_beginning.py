"""The beginning at a glance."""

from datetime import date

import pytest

from ipt.protocol import CourseFacts, beginning, ids, load


def told(**facts):
    return {each.task.id: each for each in beginning(CourseFacts(**facts))}


def test_what_blocks_stands_first_and_what_is_there_last():
    lines = beginning(CourseFacts(risk_screen_recorded=True, done={"initial.history": date.min}))
    now = [each for each in lines if not each.later]
    later = lines[len(now) :]
    assert not any(each.later for each in lines[: len(now)])
    assert [each.task.id for each in now if each.holds] == ["consult.consent"]
    assert now[0].holds and now[-1].task.id == "consult.risk_screen"
    assert [each.task.gate for each in later[:2]] == ["focus", "contract"]
    assert {each.task.id for each in lines if each.done} == {
        "consult.risk_screen",
        "initial.history",
    }
    assert lines[-1].done


def test_a_gate_says_which_passage_it_holds():
    before = told()
    assert before["consult.consent"].holds == before["consult.risk_screen"].holds == "active"
    assert before["initial.contract"].holds == "numbering"
    assert before["initial.focus_agreed"].holds == "middle"
    assert before["consult.hopes"].holds == ""
    begun = told(status="active", phase="initial")
    assert begun["consult.consent"].holds == "numbering"
    assert begun["initial.focus_agreed"].holds == "middle"


def test_what_belongs_to_a_later_phase_is_told_as_later():
    assert {each.task.phase for each in told().values() if each.later} == {"initial"}
    assert not any(each.later for each in told(status="active", phase="initial").values())
    far = told(status="active", phase="initial", held=(date(2026, 3, 2),) * 6)
    assert not any(each.later for each in far.values())
    brief = told(protocol="ipt_b", status="active", phase="initial")
    assert {each.task.phase for each in brief.values() if each.later} == {"initial"}


def test_whoever_has_a_course_has_asked():
    assert told(recorded={"enquiry": 1})["consult.enquiry"].done


def test_adolescents_have_one_task_for_the_people_in_their_life():
    teen = told(protocol="ipt_a", recorded={"people": 3, "inner_told": 1})
    assert teen["teen.closeness_circle"].done
    assert "initial.interpersonal_inventory" not in teen


def test_a_gate_is_told_by_the_gate_and_not_by_a_mark():
    marked = told(done={"initial.focus_agreed": date.min})
    assert marked["initial.focus_agreed"].holds and not marked["initial.focus_agreed"].done


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
