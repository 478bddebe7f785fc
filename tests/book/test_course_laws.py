"""The laws of a course: no order of events reaches a state that must not be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt import consents
from ipt.protocol import CourseFacts, gates, ids, load
from ipt.protocol import events as e
from ipt.protocol.states import can_move, statuses
from ipt.words import say

DAY = date(2026, 3, 3)
PROTOCOLS = ("ipt_standard", "ipt_b", "ipc", "ipsrt", "ipt_group", "ipt_maintenance")
AREAS = ("grief", "dispute", "role_transition", "boredom")
PHASES = ("engagement", "initial", "middle", "final", "maintenance", "followup")


def on(days=0):
    return DAY + timedelta(days=days)


days = st.integers(0, 30).map(on)
EVENTS = st.one_of(
    st.builds(e.RiskScreened, days, st.sampled_from(["not_asked", "asked_no_fear", "positive"])),
    st.builds(e.ConsentAnswered, days, st.sampled_from([*consents.kinds(), "x"]), st.booleans()),
    st.builds(
        e.ContractAgreed,
        days,
        sessions=st.integers(0, 22),
        starts_on=days,
        missed_counts=st.booleans(),
        reason=st.sampled_from(["", "More time is needed."]),
        note=st.sampled_from(["", "Talked over."]),
        maintenance=st.booleans(),
    ),
    st.builds(
        e.FocusAgreed,
        days,
        st.sampled_from(AREAS),
        st.sampled_from(["primary", "secondary", "third"]),
        st.sampled_from(["yes", "partly", "no"]),
    ),
    st.builds(
        e.FocusChanged,
        days,
        st.sampled_from(AREAS),
        st.sampled_from(["primary", "secondary"]),
        st.sampled_from(["yes", "no"]),
    ),
    st.builds(e.FocusReleased, days, st.sampled_from(["primary", "secondary"])),
    st.builds(e.SessionHeld, days),
    st.builds(e.SessionMissed, days),
    st.builds(e.EndingAnnounced, days),
    st.builds(e.PhaseEntered, days, st.sampled_from(PHASES)),
    st.builds(e.StatusMoved, days, st.sampled_from([*statuses(), "cured"])),
    st.builds(
        e.Decided,
        days,
        st.sampled_from([(), ("review_4",), ("worse", "review_8")]),
        st.sampled_from(["consult_supervisor", "resolved", "cure"]),
        st.sampled_from(["", "A reason."]),
    ),
    st.builds(e.TaskDone, days, st.sampled_from(["initial.timeline", "mania_check", "x"])),
    st.builds(e.Closed, days, st.sampled_from(["completed", "moved", "x"])),
)
READY = [
    e.RiskScreened(DAY, "asked_no_fear"),
    *(e.ConsentAnswered(DAY, kind, True) for kind in consents.kinds()),
    e.ContractAgreed(DAY, 14, DAY),
    e.StatusMoved(DAY, "active"),
]
FOCUSED = [e.FocusAgreed(DAY, "dispute"), e.PhaseEntered(DAY, "middle")]
ENDING = [e.SessionHeld(DAY), e.EndingAnnounced(DAY)]
OVER = [e.StatusMoved(DAY, "completed"), e.ContractAgreed(DAY, 6, DAY, maintenance=True)]
STARTS = ([], READY, READY + FOCUSED, READY + FOCUSED + ENDING, READY + FOCUSED + ENDING + OVER)


def told(events, facts=None):
    """The facts after events, each of which must be possible."""
    facts = facts or CourseFacts()
    for event in events:
        facts = e.apply(facts, event)
    return facts


def impossible(facts):
    """Everything in a state that must not be; empty if it may be."""
    wrong = []
    contract = facts.contract_agreed
    if len(facts.primary_foci) > 1 or facts.secondary_focus in facts.primary_foci:
        wrong.append("two primary foci")
    if facts.phase == "middle" and not facts.focus_agreed:
        wrong.append("middle without one agreed primary focus")
    if facts.phase == "middle" and not (contract and facts.risk_screen_recorded):
        wrong.append("middle without contract or risk screen")
    if facts.numbered and not contract:
        wrong.append("numbers without a contract")
    if facts.numbered > len(facts.held) or set(facts.held) & set(facts.missed):
        wrong.append("a missed session has a number")
    if (facts.phase == "final" or facts.status == "ending") and not facts.ending_announced_on:
        wrong.append("the last phase without the ending named")
    if contract and len(facts.held) > facts.sessions:
        wrong.append("more sessions than agreed")
    if facts.status in ("active", "ending", "on_hold") and not facts.risk_screen_recorded:
        wrong.append("treatment without a risk screen")
    if facts.status == "completed" and facts.phase != "followup":
        wrong.append("completed, and not in the time after")
    if (facts.protocol == "ipt_maintenance") != (facts.phase == "maintenance"):
        if facts.protocol != "ipsrt" and facts.status not in ("completed", "closed"):
            wrong.append("maintenance mixed up with the course before it")
    return wrong


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PROTOCOLS[:-1]), st.sampled_from(STARTS), st.lists(EVENTS, max_size=30))
def test_IPT13_01_IPT13_05_no_order_of_events_yields_an_impossible_state(id, start, events):
    facts = CourseFacts(protocol=id)
    for event in [*start, *events]:
        before = facts
        try:
            facts = e.apply(facts, event)
        except e.Refused as refused:
            assert say(refused.why)
            continue
        assert impossible(facts) == [], (before, event)
        assert before.status != "closed"
        if before.status != facts.status:
            assert can_move(before.status, facts.status) or facts.status == "active"
        if facts.planned and before.planned and facts.planned > before.planned:
            assert isinstance(event, e.ContractAgreed) or facts.status == "maintenance"
        if isinstance(event, e.ContractAgreed) and before.contract_version:
            assert event.reason or event.maintenance
            assert (
                event.note
                or event.maintenance
                or event.sessions <= (before.first_agreed + before.plan.extension_max)
            )


def refusal(facts, event):
    with pytest.raises(e.Refused) as caught:
        e.apply(facts, event)
    assert say(caught.value.why)
    return caught.value.why.id.removeprefix("refused.")


def test_a_whole_course_can_be_told():
    facts = told(READY)
    assert (facts.status, facts.phase) == ("active", "initial")
    facts = told([e.SessionHeld(on(n)) for n in range(3)] + FOCUSED, facts)
    assert (facts.phase, facts.numbered, facts.coming, facts.left) == ("middle", 3, 4, 11)
    facts = told([e.SessionMissed(on(4)), e.SessionHeld(on(5))], facts)
    assert (facts.numbered, facts.missed, facts.left) == (4, (on(4),), 10)
    facts = told([e.TaskDone(on(5), "initial.timeline")], facts)
    assert facts.done == {"initial.timeline": on(5)}
    facts = told([e.Decided(on(6), ("review_4",), "consult_supervisor", "Slow.", on(20))], facts)
    assert (facts.decided, facts.next_review_on) == ({"review_4": on(6)}, on(20))
    facts = told([e.EndingAnnounced(on(7))], facts)
    assert (facts.status, facts.phase, facts.ending_announced_on) == ("ending", "final", on(7))
    facts = told([e.ContractAgreed(on(8), 6, DAY, maintenance=True)], facts)
    assert (facts.planned, facts.maintenance_planned) == (14, 6)
    facts = told([e.StatusMoved(on(9), "completed"), e.StatusMoved(on(9), "maintenance")], facts)
    assert (facts.protocol, facts.phase, facts.planned, facts.held) == (
        "ipt_maintenance", "maintenance", 6, (),
    )  # fmt: skip
    facts = told([e.SessionHeld(on(30)), e.StatusMoved(on(31), "on_hold")], facts)
    facts = told([e.StatusMoved(on(32), "maintenance"), e.EndingAnnounced(on(33))], facts)
    assert (facts.status, facts.phase, facts.numbered) == ("maintenance", "maintenance", 1)
    facts = told([e.StatusMoved(on(34), "completed"), e.Closed(on(40), "completed")], facts)
    assert (facts.status, facts.closed_because) == ("closed", "completed")
    assert {refusal(facts, event) for event in READY} == {"closed"}


def test_a_meeting_before_those_that_count_has_the_number_nought():
    facts = told(READY, CourseFacts(protocol="ipt_b"))
    assert (facts.phase, facts.coming) == ("engagement", 0)
    facts = told([e.SessionHeld(DAY)], facts)
    assert (facts.before, facts.held, facts.numbered, facts.coming) == ((DAY,), (), 0, 1)
    assert (facts.held_on(0), facts.held_on(1)) == (DAY, None)
    facts = told([e.PhaseEntered(DAY, "initial"), e.SessionHeld(on(7))], facts)
    assert (facts.numbered, facts.coming) == (1, 2)


def test_sessions_held_before_the_contract_are_counted_with_it():
    facts = told([event for event in READY if not isinstance(event, e.ContractAgreed)])
    facts = told([e.SessionHeld(on(3)), e.SessionHeld(DAY)], facts)
    assert (facts.held, facts.numbered) == ((DAY, on(3)), 0)
    assert told([e.ContractAgreed(on(4), 12, DAY)], facts).numbered == 2


def test_IPT13_01_to_let_go_of_the_focus_leads_back_to_agreeing_one():
    middle = told(READY + FOCUSED)
    assert told([e.FocusReleased(DAY)], middle).phase == "initial"
    assert told([e.FocusReleased(DAY, "secondary")], middle).phase == "middle"
    changed = told([e.FocusChanged(DAY, "grief")], middle)
    assert (changed.phase, changed.primary_foci) == ("middle", ("grief",))
    doubted = told([e.FocusChanged(DAY, "grief", client_agrees="no")], middle)
    assert (doubted.phase, doubted.primary_foci) == ("initial", ("grief",))
    both = told([e.FocusAgreed(DAY, "grief", "secondary")], middle)
    other = told([e.FocusChanged(DAY, "role_transition", "secondary")], both)
    assert (other.primary_foci, other.secondary_focus) == (("dispute",), "role_transition")


def test_IPT13_05_more_sessions_after_the_ending_was_named_mean_naming_it_again():
    ending = told(READY + FOCUSED + ENDING)
    more = e.ContractAgreed(on(5), 16, DAY, reason="A new quarrel.")
    facts = told([more], ending)
    assert (facts.status, facts.phase, facts.ending_announced_on) == ("active", "middle", None)
    assert (facts.contract_version, facts.first_agreed, facts.planned) == (2, 14, 16)
    same = told([replace(more, sessions=14)], ending)
    assert (same.status, same.phase) == ("ending", "final")
    early = told([*READY, e.EndingAnnounced(DAY)])
    assert (early.status, early.phase) == ("ending", "initial")
    assert told([more], early).phase == "initial"


def test_the_ending_can_be_taken_back_openly():
    ending = told(READY + FOCUSED + ENDING)
    for event in (e.PhaseEntered(DAY, "middle"), e.StatusMoved(DAY, "active")):
        facts = told([event], ending)
        assert (facts.status, facts.phase, facts.ending_announced_on) == ("active", "middle", None)
    paused = told([e.StatusMoved(DAY, "on_hold"), e.StatusMoved(DAY, "active")], MIDDLE)
    assert (paused.status, paused.phase) == ("active", "middle")
    held = told([e.StatusMoved(DAY, "on_hold")], ending)
    assert told([e.StatusMoved(DAY, "ending")], held).phase == "final"
    assert told([e.PhaseEntered(DAY, "middle"), e.PhaseEntered(DAY, "initial")], ending)


def test_in_ipsrt_the_course_itself_grows_into_keeping_well():
    facts = told(READY + FOCUSED, CourseFacts(protocol="ipsrt"))
    facts = told([e.PhaseEntered(DAY, "maintenance"), e.EndingAnnounced(DAY)], facts)
    assert (facts.status, facts.phase) == ("ending", "final")
    assert told([e.PhaseEntered(DAY, "maintenance")], facts).status == "active"


BEGUN, MIDDLE = told(READY), told(READY + FOCUSED)
LAST = told(READY + FOCUSED + ENDING)
FULL = told([e.SessionHeld(on(n)) for n in range(14)], BEGUN)
DONE = told([e.StatusMoved(DAY, "completed")], LAST)
PAUSED = told([e.StatusMoved(DAY, "on_hold")], MIDDLE)
KEEPING = told([*OVER, e.StatusMoved(DAY, "maintenance")], LAST)
KEPT = told([e.StatusMoved(DAY, "on_hold")], KEEPING)
UNFOCUSED = told([e.FocusReleased(DAY)], LAST)


@pytest.mark.parametrize(
    "facts, event, why",
    [
        (CourseFacts(), e.ConsentAnswered(DAY, "x", True), "no_such_consent"),
        (CourseFacts(), e.ContractAgreed(DAY, 0, DAY), "no_sessions"),
        (FULL, e.ContractAgreed(DAY, 13, DAY, reason="Enough."), "no_sessions"),
        (CourseFacts(), e.ContractAgreed(DAY, 0, DAY, maintenance=True), "no_sessions"),
        (BEGUN, e.ContractAgreed(DAY, 16, DAY, reason=" "), "no_reason"),
        (BEGUN, e.ContractAgreed(DAY, 19, DAY, reason="More."), "over_the_cap"),
        (DONE, e.ContractAgreed(DAY, 16, DAY, reason="More."), "status"),
        (BEGUN, e.FocusAgreed(DAY, "dispute", "third"), "no_such_rank"),
        (BEGUN, e.FocusAgreed(DAY, "boredom"), "no_such_area"),
        (MIDDLE, e.FocusAgreed(DAY, "grief"), "rank_held"),
        (MIDDLE, e.FocusAgreed(DAY, "dispute", "secondary"), "rank_held"),
        (CourseFacts(), e.SessionHeld(DAY), "status"),
        (CourseFacts(), e.SessionMissed(DAY), "status"),
        (PAUSED, e.SessionHeld(DAY), "status"),
        (FULL, e.SessionHeld(on(20)), "beyond_agreed"),
        (FULL, e.SessionMissed(on(3)), "noted"),
        (told([e.SessionMissed(DAY)], BEGUN), e.SessionHeld(DAY), "noted"),
        (CourseFacts(), e.EndingAnnounced(DAY), "status"),
        (replace(BEGUN, contract_agreed_by_client=False), e.EndingAnnounced(DAY), "gate"),
        (told([e.EndingAnnounced(DAY)], KEEPING), e.EndingAnnounced(DAY), "announced"),
        (BEGUN, e.PhaseEntered(DAY, "middle"), "gate"),
        (BEGUN, e.PhaseEntered(DAY, "final"), "no_such_step"),
        (BEGUN, e.PhaseEntered(DAY, "engagement"), "no_such_step"),
        (MIDDLE, e.PhaseEntered(DAY, "maintenance"), "no_such_step"),
        (MIDDLE, e.PhaseEntered(DAY, "final"), "not_announced"),
        (CourseFacts(), e.PhaseEntered(DAY, "initial"), "status"),
        (CourseFacts(), e.StatusMoved(DAY, "active"), "gate"),
        (CourseFacts(), e.StatusMoved(DAY, "cured"), "no_such_step"),
        (MIDDLE, e.StatusMoved(DAY, "completed"), "no_such_step"),
        (MIDDLE, e.StatusMoved(DAY, "ending"), "not_announced"),
        (KEEPING, e.StatusMoved(DAY, "completed"), "not_announced"),
        (KEPT, e.StatusMoved(DAY, "active"), "no_such_step"),
        (KEPT, e.StatusMoved(DAY, "ending"), "not_announced"),
        (UNFOCUSED, e.StatusMoved(DAY, "active"), "gate"),
        (DONE, e.StatusMoved(DAY, "maintenance"), "no_maintenance_contract"),
        (PAUSED, e.StatusMoved(DAY, "maintenance"), "no_maintenance_contract"),
        (BEGUN, e.StatusMoved(DAY, "closed"), "no_close_reason"),
        (BEGUN, e.Closed(DAY, "x"), "no_close_reason"),
        (BEGUN, e.Decided(DAY, ("review_4",), "cure", "Yes."), "no_such_choice"),
        (BEGUN, e.Decided(DAY, (), "consult_supervisor", "Yes."), "no_such_choice"),
        (BEGUN, e.Decided(DAY, ("review_4",), "consult_supervisor", " "), "no_reason"),
        (BEGUN, e.TaskDone(DAY, "x"), "no_such_task"),
    ],
)  # fmt: skip
def test_what_cannot_happen_is_refused_with_its_reason(facts, event, why):
    assert refusal(facts, event) == why


def test_beyond_the_cap_a_reason_and_the_supervisors_note_are_needed():
    event = e.ContractAgreed(DAY, 18, DAY, reason="More.")
    assert told([event], BEGUN).planned == 18
    noted = e.ContractAgreed(DAY, 19, DAY, reason="More.", note="Talked over.")
    assert told([noted], BEGUN).planned == 19


def test_a_missed_session_that_counts_uses_up_one_of_the_number():
    facts = told([e.ContractAgreed(DAY, 2, DAY, True, "Shorter.")], BEGUN)
    facts = told([e.SessionMissed(DAY), e.SessionHeld(on(1))], facts)
    assert facts.left == 0 and refusal(facts, e.SessionHeld(on(2))) == "beyond_agreed"


def test_treatment_taken_back_closes_the_gates_and_leaves_the_rest():
    facts = told([e.ConsentAnswered(DAY, "treatment", False)], MIDDLE)
    assert gates.missing(facts, "numbering") == ("consents",)
    assert told([e.SessionHeld(DAY)], facts).numbered == 0
    assert told([e.ConsentAnswered(DAY, "recording", False)], MIDDLE).treatment_consent_given


def test_the_private_question_left_out_changes_nothing():
    assert told([e.RiskScreened(DAY)], BEGUN).private_question == "asked_no_fear"
    assert told([e.RiskScreened(DAY, "positive")], BEGUN).private_question == "positive"


def test_IPT13_20_no_course_begins_with_maintenance():
    facts = told(READY[:-2], CourseFacts(protocol="ipt_maintenance"))
    assert refusal(facts, e.StatusMoved(DAY, "active")) == "no_such_step"


@pytest.mark.parametrize("id", [id for id in ids() if id != "ipt_maintenance"])
def test_every_protocol_can_begin(id):
    asked = [e.ConsentAnswered(DAY, kind, True) for kind in consents.kinds(id)]
    facts = told([READY[0], *asked], CourseFacts(protocol=id))
    assert e.apply(facts, e.StatusMoved(DAY, "active")).phase == load(id).phases[0].code
