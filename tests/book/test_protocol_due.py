"""What is due and why, the one open review, and the facts both are read from."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ipt import consents
from ipt import protocol as p
from ipt.measures import library
from ipt.protocol.due import flags
from ipt.protocol.facts import held_since, known
from ipt.words import Message, say

DAY = date(2026, 3, 3)


def on(week):
    return DAY + timedelta(weeks=week)


def course(held=0, **more):
    """A course with gates open, `held` weekly sessions behind it."""
    return p.CourseFacts(
        **{
            "status": "active",
            "phase": "middle",
            "risk_screen_recorded": True,
            "consents": dict.fromkeys(consents.asked_before_start(), True),
            "treatment_consent_given": True,
            "contract_agreed_by_client": True,
            "contract_agreed_by_therapist": True,
            "planned": 14,
            "primary_foci": ("dispute",),
            "client_agrees_focus": "yes",
            "private_question": "asked_no_fear",
            "held": tuple(on(n) for n in range(held)),
            **more,
        }
    )


def due(facts, week=20):
    return {line.id: line for line in p.due(facts, on=on(week))}


def why(facts, id, week=20):
    found = due(facts, week).get(id)
    return found and found.why.id.removeprefix("due.")


# Safety comes first


def test_safety_stands_above_everything():
    first = p.due(course(5, risk_hit=True), on=on(5))[0]
    assert (first.id, first.kind, first.why.id) == ("mid.risk_glance", "safety", "due.risk_answer")
    assert say(first.title) == "A glance at safety"


def test_a_meeting_missed_while_a_concern_is_open_means_calling_today():
    facts = course(3, risk_hit=True, missed=(on(3),))
    assert due(facts)["contact.call"].since == on(3)
    assert why(facts, "contact.call") == "call_today" and why(facts, "mid.risk_glance") is None
    assert why(replace(facts, missed=(on(1),)), "contact.call") is None


def test_a_question_about_harm_answered_lately_means_calling_too_until_it_is_noted():
    facts = course(3, risk_lately=True, missed=(on(3),))
    assert why(facts, "contact.call") == "call_today"
    assert why(replace(facts, missed=()), "contact.call") is None
    assert why(replace(facts, done={"contact.call": on(2)}), "contact.call") == "call_today"
    called = replace(facts, risk_hit=True, done={"contact.call": on(3)})
    assert why(called, "contact.call") is None and why(called, "mid.risk_glance") == "risk_answer"


@pytest.mark.parametrize(
    "status, told", [("consultation", True), ("active", True), ("closed", False)]
)
def test_IPT13_08_fear_told_of_stays_due_until_it_was_seen_to(status, told):
    facts = course(3, status=status, private_question="positive", fear_told_on=on(1))
    line = due(facts).get("contact.fear_told")
    assert (line is not None) is told
    assert line is None or (line.kind, line.why.id, line.since) == (
        "safety", "due.fear_told", on(1),
    )  # fmt: skip
    assert "contact.fear_told" not in due(replace(facts, fear_told_on=None))


@pytest.mark.parametrize("protocol", ["ipt_standard", "ipc"])
@pytest.mark.parametrize(
    "status, told", [("consultation", True), ("active", True), ("closed", False)]
)
def test_a_safety_plan_is_asked_for_in_any_phase_while_risk_is_newer(protocol, status, told):
    facts = course(3, status=status, protocol=protocol, plan_asked_on=on(2))
    line = due(facts).get("initial.safety_plan")
    assert (line is not None) is told and "risk" in flags(facts)
    assert line is None or (line.kind, line.why.id, line.since) == (
        "safety", "due.safety_plan", on(2),
    )  # fmt: skip
    assert "initial.safety_plan" not in due(replace(facts, plan_asked_on=None))


@pytest.mark.parametrize(
    "status, week, told",
    [
        ("consultation", 5, True),
        ("active", 4, False),
        ("active", 5, True),
        ("on_hold", 9, True),
        ("closed", 9, False),
    ],
)
def test_the_next_check_is_due_from_its_day_on(status, week, told):
    line = due(course(3, status=status, next_check_on=on(5)), week).get("contact.risk_check")
    assert (line is not None) is told
    assert line is None or (line.kind, line.why.id, line.since) == (
        "safety", "due.risk_check", on(5),
    )  # fmt: skip


@pytest.mark.parametrize(
    "said, status, asked",
    [
        ("not_asked", "consultation", True),
        ("not_asked", "active", True),
        ("positive", "active", False),
        ("asked_no_fear", "active", False),
        ("not_asked", "completed", False),
        ("not_asked", "closed", False),
    ],
)
def test_IPT13_08_the_private_question_is_asked_until_it_was(said, status, asked):
    facts = course(1, status=status, private_question=said)
    assert ("contact.private_question" in due(facts)) is asked


@pytest.mark.parametrize(
    "scores, asked",
    [
        ({}, False),
        ({"epds": 12, "phq-9": 9}, False),
        ({"epds": 13}, True),
        ({"phq-9": 10}, True),
    ],
)
def test_the_babys_safety_is_asked_each_session_while_the_scores_are_high(scores, asked):
    facts = course(3, protocol="ipt_perinatal", planned=12, scores=scores)
    assert (why(facts, "baby_safety") == "watch") is asked
    answered = replace(facts, done={"baby_safety": on(3)})
    assert "baby_safety" not in due(answered)
    next_time = replace(answered, held=(*answered.held, on(3)))
    assert ("baby_safety" in due(next_time)) is asked


def test_IPT13_10_mania_is_watched_in_every_session_of_ipsrt():
    facts = course(3, protocol="ipsrt", planned=32)
    assert why(facts, "mania_check") == "watch" and why(facts, "mania_watch") is None
    high = replace(facts, flags=frozenset({"sleep_loss_with_high_mood"}))
    assert why(high, "mania_watch") == "watch"
    assert "mania_check" in due(replace(facts, status="on_hold"))
    assert "mania_check" not in due(replace(facts, status="consultation"))


def test_IPT13_10_physical_checks_come_every_four_sessions():
    facts = course(4, protocol="ipt_ed", planned=18, done={"medical_monitoring": on(1)})
    assert "medical_monitoring" not in due(facts)
    assert "medical_monitoring" in due(replace(facts, held=tuple(on(n) for n in range(5))))
    assert "medical_stop" not in due(facts)
    assert "medical_stop" in due(replace(facts, flags=frozenset({"medically_unstable"})))


# Contact


def test_two_missed_in_a_row_call_for_reaching_out():
    facts = course(3, missed=(on(3), on(4)))
    line = due(facts)["contact.reach_out"]
    assert (line.kind, line.since, line.why.values["count"]) == ("contact", on(4), 2)
    assert "contact.reach_out" not in due(replace(facts, missed=(on(1), on(4))))
    assert "contact.reach_out" not in due(replace(facts, status="on_hold"))
    assert "contact.reach_out" in due(replace(facts, held=(), before=()))


def test_who_waits_is_contacted_every_four_weeks():
    facts = course(status="waiting", last_contact_on=DAY)
    assert "contact.waiting" not in {line.id for line in p.due(facts, on=DAY + timedelta(27))}
    line = {line.id: line for line in p.due(facts, on=DAY + timedelta(28))}["contact.waiting"]
    assert (line.since, line.why.id) == (DAY + timedelta(28), "due.waiting")
    assert "contact.waiting" not in due(replace(facts, last_contact_on=None))
    assert "contact.waiting" not in due(replace(facts, status="consultation"))


def test_S81_a_follow_up_is_due_on_its_day_and_not_before():
    facts = course(14, status="completed", phase="followup", follow_ups={"month_3": on(30)})
    assert due(facts, 29) == {}
    line = due(facts, 30)["followup.contact"]
    assert (line.since, say(line.why)) == (on(30), "Its day has come: After 3 months")


def test_nothing_is_due_in_a_closed_course():
    facts = course(14, status="closed", follow_ups={"month_3": DAY}, risk_hit=True)
    assert p.due(facts, on=on(40)) == ()


def test_on_hold_only_safety_is_due():
    facts = course(4, status="on_hold", risk_hit=True, falls={4: 0.0})
    assert [line.kind for line in p.due(facts, on=on(4))] == ["safety"]


# Gates, tasks, the ending


def test_before_the_start_the_gates_and_the_first_conversation_are_due():
    facts = p.CourseFacts(recorded={"presenting": 1, "baseline_answered": 1})
    lines = due(facts)
    assert lines["consult.risk_screen"].kind == "gate"
    assert (
        say(lines["consult.consent"].why)
        == "Each consent needs an answer, and treatment needs a yes."
    )
    assert lines["consult.hopes"].why.id == "due.now" and "consult.presenting" not in lines
    assert "initial.timeline" not in lines


def test_IPT13_01_a_focus_missing_after_its_time_is_pressing():
    unfocused = course(4, primary_foci=(), client_agrees_focus=None)
    line = due(unfocused)["initial.focus_agreed"]
    assert (line.kind, line.why.id, line.session) == ("gate", "due.gate_late", 3)
    early = course(1, phase="initial", primary_foci=(), client_agrees_focus=None)
    assert "initial.focus_agreed" not in due(early)
    third = replace(early, held=(on(0), on(1)))
    assert why(third, "initial.focus_agreed") == "gate"
    assert "initial.focus_agreed" not in due(course(4))


def test_a_task_that_waits_says_for_what():
    facts = course(phase="initial")
    lines = due(facts)
    assert lines["initial.symptom_review"].why.id == "due.now"
    assert say(lines["initial.diagnosis"].why) == "After: Symptoms reviewed together"
    then = replace(facts, done={"initial.symptom_review": DAY})
    assert why(then, "initial.diagnosis") == "now"


def test_a_task_left_over_is_late_and_says_since_when():
    line = due(course(1, phase="initial"))["initial.sick_role"]
    assert line.why.id == "due.after"
    done = dict.fromkeys(["initial.symptom_review", "initial.diagnosis"], DAY)
    facts = course(2, phase="initial", done=done)
    line = due(facts)["initial.psychoeducation"]
    assert (line.why, line.since, line.session) == (
        Message("due.late", {"session": 1}), None, 1,
    )  # fmt: skip
    assert due(facts)["initial.interpersonal_inventory"].since == on(0)


def test_tasks_that_come_again_do_so_and_are_done_for_the_session():
    assert why(course(6), "middle.goal_review") is None
    assert why(course(7), "middle.goal_review") == "again"
    assert why(course(7, done={"middle.goal_review": on(7)}), "middle.goal_review") is None
    assert why(course(7, done={"middle.goal_review": on(3)}), "middle.goal_review") == "again"
    assert why(course(6), "middle.joint_session") == "any_time"
    assert why(course(6), "middle.focus_check") == "each"


def test_a_safety_plan_is_a_task_once_there_is_a_risk():
    assert why(course(0, phase="initial"), "initial.safety_plan") is None
    assert why(course(0, phase="initial", risk_hit=True), "initial.safety_plan") == "any_time"


def test_to_close_is_due_when_all_sessions_were_held():
    named = {"ending_announced_on": DAY, "phase": "final"}
    assert why(course(13, **named), "final.close") is None
    assert why(course(14, **named), "final.close") == "after"
    goodbye = {"final.goodbye": on(13)}
    assert why(course(14, done=goodbye, **named), "final.close") == "any_time"


def test_IPT13_05_a_course_whose_ending_was_not_named_says_so_before_its_tasks():
    facts = course(11)
    lines = p.due(facts, on=on(11))
    assert lines[0].id == "final.announce"
    assert (lines[0].why, lines[0].since) == (
        Message("due.ending_not_named", {"left": 3}), on(8),
    )  # fmt: skip
    assert "final.announce" not in due(course(11, ending_announced_on=on(10)))
    short = course(0, protocol="ipc", planned=3)
    assert due(short)["final.announce"].since is None


def test_a_measure_is_due_when_its_turn_comes():
    assert not [line for line in p.due(course(3), on=on(3)) if line.kind == "measure"]
    facts = course(3, measured={"phq-9": on(2), "gad-7": on(3)})
    lines = due(facts)
    assert (lines["phq-9"].kind, say(lines["phq-9"].title)) == ("measure", "phq-9")
    assert "gad-7" not in lines and "wsas" not in lines
    assert due(course(3, measured={}))["gad-7"].since is None


# The one open review


def review(facts, week=30, **more):
    return p.open_review(facts, on(week), **more)


def ids_of(facts, week=30):
    found = review(facts, week)
    return found.settles if found else ()


@pytest.mark.parametrize(
    "held, falls, settles",
    [
        (3, {}, ()),
        (3, {4: 19.9}, ("review_4",)),
        (3, {4: 20.0}, ()),
        (4, {4: 19.9}, ("review_4",)),
        (4, {}, ("review_4",)),
        (6, {4: 6.0, 6: 60.0}, ("review_4",)),
        (7, {4: 30.0, 8: 39.9}, ("review_8",)),
        (7, {4: 30.0, 8: 40.0}, ()),
        (7, {4: 6.0}, ("review_4",)),
        (7, {4: 6.0, 8: 60.0}, ()),
        (8, {4: 6.0, 8: 11.0}, ("review_8",)),
        (12, {4: 30.0, 8: 11.0}, ("review_8", "need_for_more")),
        (11, {4: 30.0, 8: 45.0}, ()),
        (12, {4: 30.0, 8: 45.0}, ("need_for_more",)),
    ],
)
def test_IPT13_14_the_review_opens_at_its_sessions(held, falls, settles):
    assert ids_of(course(held, falls=falls)) == settles


def test_IPT13_14_a_decision_settles_it_and_changes_nothing_else():
    facts = course(8, falls={4: 6.0, 8: 11.0})
    found = review(facts)
    assert (found.session, found.since, found.must_record, found.task) == (
        8, on(7), True, "middle.review_8",
    )  # fmt: skip
    assert "consult_supervisor" in found.choices and "focus_right" in found.ask
    assert say(found.reasons[0]) == "Review at session 8: 11 % less than at the start, below 40 %"
    more = review(course(4, falls={4: -9.0}))
    assert say(more.reasons[0]) == "Review at session 4: 9 % more than at the start"
    assert review(course(4, falls={4: 0.0})).reasons[0].id == "review.little_change"
    settled = replace(facts, decided=dict.fromkeys(found.settles, on(8)))
    assert review(settled) is None


def test_in_the_session_itself_no_answer_counts_as_no_score():
    facts = course(3)
    assert review(facts) is None
    found = review(facts, session=4)
    assert say(found.reasons[0]) == "Review at session 4: no score to judge by"
    assert not found.must_record


def test_a_practice_may_set_its_own_line():
    facts = course(4, falls={4: 25.0}, thresholds={"review_4": 30})
    assert ids_of(facts) == ("review_4",)
    assert say(review(facts).reasons[0]).endswith("25 % less than at the start, below 30 %")


def test_only_a_course_in_treatment_is_reviewed():
    for status in ("consultation", "on_hold", "completed", "closed"):
        assert review(course(8, status=status)) is None


def test_getting_worse_opens_a_review_between_the_points_until_it_is_decided():
    facts = course(5, falls={4: 30.0}, worse={"phq-9": on(4)}, decided={"review_4": on(3)})
    found = review(facts)
    assert (found.settles, found.task, found.session, found.since) == (
        ("worse",), "review", None, on(4),
    )  # fmt: skip
    assert found.reasons == (Message("review.worse", {"measure": "phq-9"}),)
    assert "more_frequent" in found.choices and not found.must_record
    assert review(replace(facts, decided={"worse": on(4)})) is None


def test_a_rise_of_the_risk_item_two_missed_and_a_planned_look_open_it_too():
    facts = course(
        5,
        falls={4: 30.0},
        risk_up_on=on(4),
        missed=(on(5), on(6)),
        decided={"review_4": on(3)},
        next_review_on=on(7),
    )
    assert ids_of(facts, 6) == ("risk_up", "missed")
    assert ids_of(facts, 7) == ("risk_up", "missed", "next_review")
    assert ids_of(replace(facts, decided={"x": on(6)}), 6) == ()
    assert ids_of(replace(facts, decided={"x": on(7)}), 8) == ()
    assert ids_of(replace(facts, missed=(on(5),)), 6) == ("risk_up",)
    assert p.open_review(facts).settles == ("risk_up", "missed")
    assert all(say(reason) for reason in review(facts, 8).reasons)


def test_other_chapters_add_reasons_and_open_none():
    found = review(course(4, falls={4: 6.0}))
    more = Message("review.worse", {"measure": "gad-7"})
    both = found.adding([more, found.reasons[0], more])
    assert both.reasons == (*found.reasons, more) and both.settles == found.settles


def test_young_people_are_looked_at_after_four_weeks():
    facts = course(3, protocol="ipt_a", planned=12, falls={3: 10.0})
    assert ids_of(facts, 3) == () and ids_of(facts, 4) == ("week_4",)
    assert ids_of(replace(facts, falls={}), 4) == ("week_4",)
    assert ids_of(replace(facts, falls={3: 20.0}), 4) == ()
    assert ids_of(replace(facts, held=()), 9) == ()
    assert ids_of(replace(facts, decided={"week_4": on(4)}), 5) == ()
    assert review(facts, 4).since is None


def test_a_review_that_comes_again_is_settled_for_its_session_only():
    facts = course(5, protocol="ipt_maintenance", planned=18, status="maintenance")
    assert ids_of(facts) == ("maintenance_review",)
    assert ids_of(replace(facts, decided={"maintenance_review": on(4)})) == ()
    later = replace(facts, held=tuple(on(n) for n in range(11)))
    assert ids_of(replace(later, decided={"maintenance_review": on(4)})) == ("maintenance_review",)
    ahead = replace(facts, held=(), decided={"maintenance_review": on(4)})
    assert review(ahead, session=6).settles == ("maintenance_review",)


@pytest.mark.parametrize(
    "totals, since",
    [
        ([16, 10], None),
        ([16, 10, 15], None),
        ([16, 10, 16], 2),
        ([16, 10, 16, 17], 2),
        ([16, 10, 16, 12], None),
        ([16, 10, 16, 12, 16], 4),
    ],
)
def test_since_when_it_is_worse_than_at_its_best(totals, since):
    scores = [(on(n), total) for n, total in enumerate(totals)]
    found = p.worse_since(library.load("phq-9"), scores)
    assert found == (None if since is None else on(since))


# The facts


def test_each_session_is_judged_by_the_answers_before_it():
    held = [on(0), on(1), on(2)]
    scores = [(on(-1), 20), (on(0), 16), (on(1), None), (on(2) - timedelta(1), 10)]
    assert p.falls_by_session(held, scores) == {1: 20.0, 2: None, 3: 50.0}
    assert p.falls_by_session(held, [*scores, (on(3), 5)])[4] == 75.0
    assert p.falls_by_session([on(0)], []) == {1: None}
    assert p.falls_by_session([], [(on(0), 16)]) == {1: 0.0}
    assert p.falls_by_session([], [(on(0), None)]) == {1: None}


def test_a_task_is_done_when_its_rule_is_met_or_somebody_says_so():
    people = "initial.interpersonal_inventory"
    assert not p.is_done(course(recorded={"people": 4}), people)
    assert not p.is_done(course(recorded={"people": 5}), people)
    assert not p.is_done(course(recorded={"people": 4, "inner_told": 1}), people)
    assert p.is_done(course(recorded={"people": 5, "inner_told": 1}), people)
    assert not p.is_done(course(recorded={"few_people": 1}), people)
    assert p.is_done(course(recorded={"few_people": 1, "inner_told": 1}), people)
    assert p.is_done(course(done={people: DAY}), people)
    half = course(recorded={"demands_eased": 1})
    assert not p.is_done(half, "initial.sick_role")
    assert p.is_done(
        replace(half, recorded={"demands_eased": 1, "recovery_steps": 1}), "initial.sick_role"
    )


def test_what_is_known_follows_from_the_facts():
    facts = course(decided={"review_4": DAY}, ending_announced_on=DAY, status="closed")
    there = known(facts)
    assert (there["contract"], there["focus"], there["closed"]) == (1, 1, 1)
    assert (there["decision.review_4"], there["ending_announced"]) == (1, 1)
    assert known(p.CourseFacts())["risk_screen"] == 0
    assert held_since(course(3), on(1)) == 2


def test_how_many_are_left_where_missed_ones_count():
    facts = course(3, missed=(on(4),))
    assert (facts.left, replace(facts, missed_counts=True).left) == (11, 10)
    assert replace(facts, planned=2).left == 0
    assert replace(facts, planned=None).sessions == 14


@pytest.mark.parametrize("week, settled", [(3, False), (5, False), (6, True), (7, True)])
def test_IPT13_14_a_decision_long_before_a_review_does_not_settle_it(week, settled):
    # session 7 was in week 6: from then on session 8 is in sight
    facts = course(8, falls={8: 18.0}, decided={"review_4": on(3), "review_8": on(week)})
    assert ids_of(facts) == (() if settled else ("review_8",))


@pytest.mark.parametrize("days, settled", [(20, False), (21, True), (28, True)])
def test_a_look_after_four_weeks_is_settled_in_the_week_before_it_at_the_earliest(days, settled):
    facts = course(
        6,
        protocol="ipt_a",
        planned=12,
        falls={5: 5.0},
        decided={"week_4": DAY + timedelta(days=days)},
    )
    assert ("week_4" in ids_of(facts, 6)) is not settled
