"""Every protocol walked from its first meeting to its last: what comes up, when, for how long."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ipt import consents
from ipt import protocol as p
from ipt.protocol.due import came_up, phase_now
from ipt.words import catalogue, say

DAY = date(2026, 3, 3)
EVERY = pytest.mark.parametrize("id", p.ids())
FLAGS = frozenset({"parent_in_focus", "sleep_loss_with_high_mood", "medically_unstable"})


def begun(id, planned, **more):
    return p.CourseFacts(
        protocol=id,
        status="maintenance" if id == "ipt_maintenance" else "active",
        phase=p.load(id).phases[0].code,
        risk_screen_recorded=True,
        consents=dict.fromkeys(consents.asked_before_start(), True),
        treatment_consent_given=True,
        planned=planned,
        private_question="asked_no_fear",
        flags=FLAGS,
        **more,
    )


def walk(id, planned):
    """Every step of a course in which each week does what came up: (facts, due, agenda)."""
    facts = begun(id, planned)
    plan = facts.plan
    for session in range(plan.first, planned + 1):
        on = DAY + timedelta(weeks=session)
        facts = replace(facts, phase=p.phase_of(plan, planned, session), risk_hit=session == 1)
        lines = p.due(facts, on=on)
        yield facts, lines, p.agenda(facts, session=session)
        facts = settled(facts, lines, on)
        if session:
            facts = replace(facts, held=(*facts.held, on))
        else:
            facts = replace(facts, before=(on,))
    yield facts, p.due(facts, on=on), []


def settled(facts, lines, on):
    """The facts after everything due was done."""
    review = p.open_review(facts, on)
    ids = {line.id for line in lines}
    gate = {task.gate for task in facts.plan.tasks if task.id in ids}
    return replace(
        facts,
        done={**facts.done, **dict.fromkeys(ids, on)},
        decided={**facts.decided, **dict.fromkeys(review.settles if review else (), on)},
        ending_announced_on=facts.ending_announced_on or (on if "final.announce" in ids else None),
        contract_agreed_by_client=facts.contract_agreed or "contract" in gate,
        contract_agreed_by_therapist=facts.contract_agreed or "contract" in gate,
        primary_foci=("grief",) if "focus" in gate else facts.primary_foci,
        client_agrees_focus="yes" if "focus" in gate else facts.client_agrees_focus,
    )


def agreed_numbers(id):
    plan = p.load(id)
    return range(plan.sessions_min, plan.sessions_max + 1)


@EVERY
def test_S34_every_agenda_fills_its_session_from_first_to_last(id):
    plan = p.load(id)
    for facts, _, lines in list(walk(id, plan.sessions_default))[:-1]:
        assert sum(line.minutes for line in lines) == plan.session_minutes
        assert all(line.minutes > 0 for line in lines)
        assert len({line.id for line in lines}) == len(lines)
        assert all(line.title in catalogue() and say(line.why) for line in lines), facts


@EVERY
def test_IPT13_15_every_task_of_every_protocol_comes_up(id):
    plan = p.load(id)
    reviews = {point.id: point.task for point in plan.decision_points}
    seen = {line.id for line in p.due(replace(begun(id, None), status="consultation"), on=DAY)}
    asked = replace(begun(id, None), status="consultation", risk_screen_recorded=False, consents={})
    seen |= {line.id for line in p.due(asked, on=DAY)}
    for facts, lines, agenda in walk(id, plan.sessions_default):
        seen |= {line.id for line in (*lines, *agenda)}
        if review := p.open_review(facts, DAY + timedelta(weeks=facts.coming)):
            seen |= {reviews[each] for each in review.settles if each in reviews}
    ended = replace(begun(id, 8), status="completed", follow_ups={"month_3": DAY})
    seen |= {line.id for line in p.due(ended, on=DAY)}
    falls = dict.fromkeys(range(1, plan.sessions_default + 1), 0.0)
    stuck = replace(begun(id, plan.sessions_default), falls=falls, held=weeks(8))
    seen |= {reviews[each] for each in p.open_review(stuck, DAY + timedelta(weeks=20)).settles}
    missing = {task.id for task in plan.tasks} - seen - {"followup.measure"}
    assert missing == set()


def weeks(count):
    return tuple(DAY + timedelta(weeks=n) for n in range(count))


@EVERY
def test_no_task_comes_before_what_it_needs(id):
    plan = p.load(id)
    for session in range(plan.first, plan.sessions_default + 1):
        facts = begun(id, plan.sessions_default, held=weeks(max(0, session - 1)))
        order = [task.id for task, _ in came_up(facts, phase_now(facts, session), session)]
        for at, name in enumerate(order):
            assert not set(plan.task(name).needs) & set(order[at:]), (session, name)


@EVERY
def test_S34_phases_are_gapless_for_every_number_that_can_be_agreed(id):
    plan = p.load(id)
    for planned in agreed_numbers(id):
        spans = p.boundaries(plan, planned)
        assert [span.code for span in spans] == [rule.code for rule in plan.phases]
        assert spans[0].first == plan.first and spans[-1].last == planned
        for one, other in zip(spans, spans[1:], strict=False):
            assert other.first == one.last + 1


@EVERY
def test_IPT13_05_the_ending_is_named_at_least_two_sessions_ahead_in_every_protocol(id):
    plan = p.load(id)
    for planned in agreed_numbers(id):
        start, late = p.ending_announced_from(plan, planned), p.ending_reminded_from(plan, planned)
        assert start <= late and planned - late >= min(2, planned - 1)
        found = [
            [line.why.id for line in p.due(facts, on=DAY) if line.id == "final.announce"]
            for facts in (
                begun(id, planned, held=weeks(session - 1), before=(DAY,))
                for session in range(1, planned + 1)
            )
        ]
        said = [why for line in found for why in line]
        assert said.count("due.ending") == late - start
        assert said.count("due.ending_not_named") == planned - late + 1


@EVERY
def test_what_is_due_is_the_same_for_the_same_facts_and_sorted_by_how_pressing_it_is(id):
    for facts, lines, _ in walk(id, p.load(id).sessions_default):
        assert p.due(facts, on=DAY) == p.due(facts, on=DAY)
        ranks = [p.due_ranks()[line.why.id] for line in lines]
        assert ranks == sorted(ranks)
        assert len({line.id for line in lines}) == len(lines)
        assert all(say(line.title) and say(line.why) for line in lines)


def test_a_maintenance_review_comes_every_six_sessions():
    seen = [
        facts.coming
        for facts, lines, _ in walk("ipt_maintenance", 24)
        if any(line.kind == "decision" for line in lines)
    ]
    assert seen == [6, 12, 18, 24]


# IPT13_15: an adaptation is more than its label


def tasks_of(id):
    return {task.id for task in p.load(id).tasks}


@pytest.mark.parametrize(
    "id, its_own",
    [
        ("ipt_b", {"engage.story", "engage.barriers", "engage.strengths"}),
        ("ipc", {"ipc.stress_area", "ipc.triage"}),
        ("ipt_a", {"parent_intro", "parent_joint", "parent_end", "teen.school_contact"}),
        ("ipt_perinatal", {"peri.birth_story", "peri.baby_time", "peri.night_rest"}),
        ("ipt_partner", {"partner.invited", "partner.shared_goals", "peri.birth_story"}),
        ("ipsrt", {"rhythm.diary", "rhythm.plan", "rhythm.prescriber", "rhythm.early_signs"}),
        ("ipt_ed", {"eating.precipitants", "eating.medical_monitor"}),
        ("ipt_group", {"group.symptoms", "group.rules", "group.members_help", "group.referral"}),
        ("ipt_group_bed", {"group.interpersonal_goals", "eating.back_to_people"}),
        ("ipt_maintenance", {"maintenance.contract", "maintenance.review"}),
        ("ipt_grief", {"grief.loss_sheet", "grief.date_plan"}),
        ("ipt_sad", {"sad.ladder", "sad.role_insecurity"}),
        ("ipt_blended", {"unit.circle", "unit.agreement"}),
    ],
)
def test_IPT13_15_each_adaptation_has_tasks_of_its_own(id, its_own):
    assert its_own <= tasks_of(id) and not its_own & tasks_of("ipt_standard")


def test_IPT13_15_a_group_meets_each_one_alone_before():
    for id in ("ipt_group", "ipt_group_bed"):
        first = next(walk(id, p.load(id).sessions_default))[1]
        assert {line.id for line in first} >= {"group.symptoms", "group.hope", "group.rules"}
        assert p.load(id).group["members_max"] == 10


def test_S53_counselling_stores_no_diagnosis_and_names_no_illness():
    plan, words = p.load("ipc"), catalogue()
    assert plan.sick_role == "none"
    assert not {"initial.sick_role", "initial.diagnosis"} & tasks_of("ipc")
    said = " ".join(words[task.title] + words[task.client_title] for task in plan.tasks).lower()
    assert not any(word in said for word in ("illness", "diagnos", "disorder", "depress"))


def test_S50_IPT13_10_bipolar_disorder_has_rhythm_prescriber_and_mania_watch():
    plan = p.load("ipsrt")
    assert plan.phase_driven and plan.requires == ("prescriber",)
    assert [watch.id for watch in plan.watches] == ["mania_watch", "mania_check"]
    assert [area.id for area in plan.extra_focus_areas] == ["loss_of_healthy_self"]
    assert {"mania_now", "no_prescriber"} <= set(plan.exclusions)
    assert {row["id"] for row in plan.measures} >= {"rhythm", "phq-9", "asrm"}


def test_the_rhythm_of_ipsrt_goes_from_weekly_to_monthly():
    days = p.session_dates(p.load("ipsrt"), DAY, 32)
    apart = [(b - a).days for a, b in zip(days, days[1:], strict=False)]
    assert apart == [7] * 15 + [14] * 8 + [28] * 8
    assert p.session_dates(p.load("ipt_standard"), DAY, 3)[-1] == DAY + timedelta(days=14)


def test_S51_IPT13_10_eating_disorders_have_no_food_diary_and_medical_care():
    for id in ("ipt_ed", "ipt_group_bed"):
        plan = p.load(id)
        assert "medical_monitor" in plan.requires and "underweight" in plan.exclusions
        assert not any("food" in row["id"] or "diary" in row["id"] for row in plan.measures)
        assert not any("food" in field for task in plan.tasks for field in task.fields)


def test_IPT13_20_maintenance_is_no_longer_form_of_the_same_contract():
    plan = p.load("ipt_maintenance")
    assert plan.task("maintenance.contract").gate == "contract"
    assert plan.every_days == 28 and plan.phases[0].code == "maintenance"
    opened = begun("ipt_maintenance", 6)
    assert [line.id for line in p.due(opened, on=DAY) if line.kind == "gate"] == [
        "maintenance.contract"
    ]


def test_a_form_that_a_task_names_is_on_the_shelf_of_forms():
    from ipt import forms

    for task in (task for id in p.ids() for task in p.load(id).tasks):
        serving = forms.for_task(task.id)
        assert task.form in serving if serving else task.form is None or task.form in forms.ids()
