"""The course on paper: phases, dates, ending, tasks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt import protocol as p
from ipt.diary import scales
from ipt.measures import library
from ipt.protocol import states
from ipt.words import catalogue

STANDARD, PERINATAL, GRIEF, MAINTENANCE = (
    p.load(id) for id in ("ipt_standard", "ipt_perinatal", "ipt_grief", "ipt_maintenance")
)
each_protocol = st.sampled_from([p.load(id) for id in p.ids()])


@pytest.mark.parametrize(
    "protocol, planned, spans",
    [
        (STANDARD, 12, [("initial", 1, 3), ("middle", 4, 8), ("final", 9, 12)]),
        (STANDARD, 14, [("initial", 1, 3), ("middle", 4, 10), ("final", 11, 14)]),
        (STANDARD, 16, [("initial", 1, 3), ("middle", 4, 12), ("final", 13, 16)]),
        (PERINATAL, 12, [("initial", 1, 3), ("middle", 4, 9), ("final", 10, 12)]),
        (MAINTENANCE, 6, [("maintenance", 1, 6)]),
    ],
)
def test_S34_each_protocol_has_its_phases(protocol, planned, spans):
    assert [(s.code, s.first, s.last) for s in p.boundaries(protocol, planned)] == spans


@given(each_protocol, st.integers(1, 60))
def test_phases_follow_each_other_without_gap_or_overlap(protocol, planned):
    spans = p.boundaries(protocol, planned)
    sessions = [n for span in spans for n in range(span.first, span.last + 1)]
    assert sessions == list(range(protocol.first, planned + 1))
    assert all(
        p.phase_of(protocol, planned, n) == span.code
        for span in spans
        for n in range(span.first, span.last + 1)
    )


@pytest.mark.parametrize(
    "protocol, planned, session", [(STANDARD, 14, 10), (GRIEF, 16, 12), (PERINATAL, 12, 8)]
)
def test_IPT13_05_the_ending_is_named_four_sessions_ahead(protocol, planned, session):
    assert p.ending_announced_from(protocol, planned) == session
    assert p.ending_reminded_from(protocol, planned) == session + 1


def test_a_session_beyond_the_agreed_number_is_still_the_ending():
    assert p.phase_of(STANDARD, 14, 15) == "final"
    with pytest.raises(ValueError):
        p.phase_of(STANDARD, 14, 0)


def test_a_course_has_at_least_one_session():
    with pytest.raises(ValueError):
        p.boundaries(STANDARD, 0)
    for planned, days in ((0, 7), (4, 0)):
        with pytest.raises(ValueError):
            p.planned_dates(date(2026, 3, 3), planned, days)
    assert [s.code for s in p.boundaries(STANDARD, 1)] == ["initial"]
    assert [(s.first, s.last) for s in p.boundaries(STANDARD, 3)] == [(1, 1), (2, 2), (3, 3)]


def test_planned_dates_keep_their_rhythm():
    dates = p.planned_dates(date(2026, 3, 3), 4, 7)
    assert dates == [date(2026, 3, day) for day in (3, 10, 17, 24)]
    assert p.sessions_left(14, 5) == 9 and p.sessions_left(14, 20) == 0


def test_IPT13_20_maintenance_is_a_protocol_of_its_own():
    assert MAINTENANCE.every_days == 28
    assert MAINTENANCE.task("maintenance.contract").gate == "contract"
    assert {task.phase for task in MAINTENANCE.tasks} == {"maintenance", "followup"}


def test_IPT13_05_a_silent_extension_has_a_cap():
    assert p.extension_allowed(STANDARD, 14, 18)
    assert not p.extension_allowed(STANDARD, 14, 19)


def test_S49_the_perinatal_course_adds_its_own_tasks_to_the_standard_ones():
    ids = {task.id for task in PERINATAL.tasks}
    assert {"peri.birth_story", "peri.work_return", "initial.contract", "final.goodbye"} <= ids
    assert next(m for m in PERINATAL.measures if m["id"] == "epds")["every_sessions"] == 1


def test_S35_S37_the_initial_phase_reviews_inventories_and_sets_goals():
    ids = {task.id for task in p.tasks(STANDARD, "initial")}
    assert {"initial.symptom_review", "initial.interpersonal_inventory", "initial.goals"} <= ids


def test_S43_S44_S45_the_ending_reviews_celebrates_and_plans():
    ids = {task.id for task in p.tasks(STANDARD, "final")}
    assert {"final.review_gains", "final.celebrate", "final.maintenance_plan"} <= ids


def test_IPT13_05_the_ending_has_room_for_feelings_beside_the_celebration():
    assert STANDARD.task("final.feelings_about_ending").sessions == (-4, -1)


@pytest.mark.parametrize("id", p.ids())
def test_every_task_is_named_for_therapist_and_client(id):
    protocol, words = p.load(id), catalogue()
    assert protocol.title in words
    for task in (*protocol.tasks, *protocol.steps):
        assert task.title in words
    for task in protocol.tasks:
        assert task.client_title in words and task.done_when in words
        assert task.phase in states.phases()
    for area in protocol.extra_focus_areas:
        assert area.title in words and area.title.replace(".title", ".client") in words
    assert all(watch.title in words for watch in protocol.watches)


@pytest.mark.parametrize("id", p.ids())
def test_every_task_depends_only_on_tasks_of_its_protocol(id):
    protocol = p.load(id)
    ids = [task.id for task in protocol.tasks]
    assert {point.task for point in protocol.decision_points} <= set(ids)
    assert len(ids) == len(set(ids))
    assert all(need in ids for task in protocol.tasks for need in task.needs)


@pytest.mark.parametrize("id", p.ids())
def test_every_measure_of_a_protocol_is_on_the_shelf_or_needs_a_licence(id):
    for row in p.load(id).measures:
        assert row["id"] in library.ids() or row.get("needs_licence") or row["kind"] == "diary"


def test_the_sixteen_sessions_may_be_divided_as_in_the_uk():
    spans = p.boundaries(STANDARD, 16, split="ipt_uk")
    assert [(each.code, each.first, each.last) for each in spans] == [
        ("initial", 1, 4),
        ("middle", 5, 12),
        ("final", 13, 16),
    ]
    assert p.boundaries(STANDARD, 16)[0].last == 3
    assert STANDARD.split("ipt_uk").evidence.mark == "checked"
    with pytest.raises(KeyError):
        p.boundaries(STANDARD, 16, split="ipt_us")


@pytest.mark.parametrize("id", p.ids())
def test_a_course_is_lengthened_by_four_at_most_unless_its_phases_lead(id):
    plan = p.load(id)
    assert plan.extension_max <= 4 or (plan.phase_driven and plan.sessions_evidence.mark == "own")
    assert all(hint.title in catalogue() for hint in plan.hints)
    assert all(f"protocol_split.{split.id}" in catalogue() for split in plan.splits)


@pytest.mark.parametrize("id", p.ids())
def test_every_mood_line_of_a_protocol_is_a_line_of_the_book(id):
    for row in p.load(id).measures:
        assert "scale" not in row or scales.scale(row["scale"])


@pytest.mark.parametrize(
    "id, areas", [("ipt_standard", 4), ("ipsrt", 5), ("ipt_sad", 5), ("ipc", 4), ("ipt_a", 4)]
)
def test_every_area_of_the_protocol_is_rated_but_an_older_one(id, areas):
    plan = p.load(id)
    assert plan.task("initial.problem_area_review").done == ({"areas_rated": areas},)
    optional = [area.id for area in plan.extra_focus_areas if area.optional]
    assert optional == (["single_parent_family"] if id == "ipt_a" else [])
    assert len(plan.areas) == areas + len(optional)


def test_what_is_particular_to_a_protocol_is_said():
    assert (p.load("ipc").every_days, p.load("ipc").every_days_also) == (7, (14,))
    assert [hint.id for hint in p.load("ipc").hints] == [
        "first_meeting_longer",
        "weekly_or_fortnightly",
    ]
    assert "eating_talk_back_to_people" in p.load("ipt_ed").cautions
    bed = p.load("ipt_group_bed")
    assert (bed.sessions_min, bed.sessions_default, bed.sessions_max) == (18, 20, 22)
    assert bed.sessions_evidence.mark == "teaching" and bed.group["members_min"] == 6
    assert {each.evidence.mark for each in bed.tasks if each.id == "group.meet"} == {"teaching"}


def test_a_protocol_that_is_not_there_is_not_there():
    for id in ("../ipt_standard", "ipt_nothing", ""):
        with pytest.raises(LookupError):
            p.load(id)
    with pytest.raises(LookupError):
        p.load("ipt_standard", "0.1.0")
    assert p.load("ipt_standard", "1.0.0") == STANDARD
