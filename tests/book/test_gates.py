"""Four gates stop a course; no order of events gets round one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt import consents
from ipt.protocol import CourseFacts, states
from ipt.protocol.gates import gates, missing
from ipt.words import catalogue

ALL_ANSWERED = dict.fromkeys(consents.asked_before_start(), True)
READY = CourseFacts(
    risk_screen_recorded=True,
    consents=ALL_ANSWERED,
    treatment_consent_given=True,
    contract_agreed_by_client=True,
    contract_agreed_by_therapist=True,
    primary_foci=("dispute",),
    client_agrees_focus="yes",
)


@pytest.mark.parametrize(
    "entering, stand",
    [
        ("active", ("risk_screen", "consents")),
        ("numbering", ("risk_screen", "consents", "contract")),
        ("middle", ("risk_screen", "consents", "contract", "focus")),
    ],
)
def test_each_step_has_its_gates(entering, stand):
    assert missing(CourseFacts(), entering) == stand
    assert missing(READY, entering) == ()


@pytest.mark.parametrize(
    "change, closed",
    [
        ({"risk_screen_recorded": False}, "risk_screen"),
        ({"treatment_consent_given": False}, "consents"),
        ({"consents": {**ALL_ANSWERED, "recording": False}}, "consents"),
        ({"consents": {}}, "consents"),
        ({"contract_agreed_by_client": False}, "contract"),
        ({"contract_agreed_by_therapist": False}, "contract"),
        ({"primary_foci": ()}, "focus"),
        ({"primary_foci": ("grief", "dispute")}, "focus"),
        ({"client_agrees_focus": "no"}, "focus"),
        ({"client_agrees_focus": None}, "focus"),
    ],
)
def test_IPT13_01_each_gate_closes_on_its_own_fact(change, closed):
    assert missing(replace(READY, **change), "middle") == (closed,)


def test_a_focus_agreed_in_part_is_agreed():
    assert missing(replace(READY, client_agrees_focus="partly"), "middle") == ()


def test_every_gate_has_its_words():
    assert all(f"gate.{id}.missing" in catalogue() for id in gates())


facts = st.builds(
    CourseFacts,
    risk_screen_recorded=st.booleans(),
    consents=st.dictionaries(st.sampled_from(consents.kinds()), st.booleans()),
    treatment_consent_given=st.booleans(),
    contract_agreed_by_client=st.booleans(),
    contract_agreed_by_therapist=st.booleans(),
    primary_foci=st.lists(st.sampled_from(["grief", "dispute"]), max_size=2).map(tuple),
    client_agrees_focus=st.sampled_from(["yes", "partly", "no", None]),
)


@given(facts)
def test_a_later_step_never_has_fewer_gates(case):
    active, numbering, middle = (
        set(missing(case, entering)) for entering in ("active", "numbering", "middle")
    )
    assert active <= numbering <= middle


@pytest.mark.parametrize(
    "frm, to, may",
    [
        ("enquiry", "consultation", True),
        ("enquiry", "active", False),
        ("consultation", "active", True),
        ("active", "completed", False),
        ("ending", "completed", True),
        ("completed", "maintenance", True),
        ("active", "maintenance", False),
        ("closed", "active", False),
    ],
)
def test_a_course_moves_only_along_its_path(frm, to, may):
    assert states.can_move(frm, to) is may


def test_nothing_leads_out_of_closed_and_everything_leads_to_it():
    open_ones = [status for status in states.statuses() if status != "closed"]
    assert all(states.can_move(status, "closed") for status in open_ones)
    assert not any(states.can_move("closed", status) for status in states.statuses())


def test_the_middle_is_entered_only_from_a_beginning_or_back_from_the_ending():
    into = [phase for phase in states.phases() if states.can_move_phase(phase, "middle")]
    assert into == ["initial", "final"]


def test_an_unknown_status_is_refused():
    with pytest.raises(KeyError):
        states.can_move("active", "cured")
