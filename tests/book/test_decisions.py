"""Decision points, agendas, and who needs a look first. All propose; a person decides."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt import consents
from ipt import protocol as p
from ipt.measures import library
from ipt.measures.change import Change
from ipt.protocol.attention import CaseFacts, ranks, reasons
from ipt.words import catalogue, text

STANDARD = p.load("ipt_standard")
DAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    "session, fall, why",
    [
        (4, 19.9, "little_change"),
        (4, 20, None),
        (8, 39.9, "little_change"),
        (8, 40, None),
        (4, -10, "little_change"),
        (4, None, "not_assessable"),
        (8, None, "not_assessable"),
        (5, 0, None),
        (7, 0, None),
    ],
)
def test_IPT13_14_a_review_is_due_at_sessions_four_and_eight(session, fall, why):
    due = p.decision_due(session, fall)
    assert (due and due.why) == why


def test_IPT13_14_at_session_eight_the_decision_has_to_be_recorded():
    assert p.decision_due(8, 11).must_record and not p.decision_due(4, 11).must_record
    assert "continue_as_is_with_reason" in p.decision_due(8, 11).choices


def test_the_need_for_more_is_decided_before_the_last_session():
    assert p.decision_due(13, 60, planned=14).point == "need_for_more"
    assert p.decision_due(13, 60) is None


def test_IPT13_14_a_decision_stays_open_until_somebody_records_it():
    falls = {1: 0.0, 2: 0, 3: 5.0, 4: 6.0, 5: 12.0, 6: 30.0}
    assert [due.point for due in p.open_decisions(STANDARD, 14, falls)] == ["review_4"]
    assert p.open_decisions(STANDARD, 14, falls, decided={"review_4"}) == ()


@pytest.mark.parametrize(
    "response, remission, first",
    [
        (True, True, "follow_up"),
        (True, False, "continuation"),
        (False, False, "other_treatment"),
        (None, None, "other_treatment"),
    ],
)
def test_IPT13_06_without_response_another_treatment_is_offered(response, remission, first):
    assert p.need_for_more(response, remission)[0] == first


@pytest.mark.parametrize(
    "scores, worse", [([16, 10, 15], False), ([16, 10, 16], True), ([10, 16], True), ([16], False)]
)
def test_worse_is_counted_from_the_best_score_so_far(scores, worse):
    assert p.deteriorated(library.load("phq-9"), scores) is worse


def test_every_decision_and_question_has_its_words():
    words = catalogue()
    for point in p.decision_points(STANDARD):
        assert f"decision.point.{point.id}.title" in words
        assert all(f"decision.ask.{id}" in words for id in point.ask)
        assert all(f"decision.choice.{id}" in words for id in point.choices)


# The agenda


def at_session(session, planned=14, protocol="ipt_standard", announced=False, **facts):
    """A course on the way to a session, one a week, with focus and contract agreed."""
    held = tuple(DAY + timedelta(weeks=n) for n in range(session - 1))
    return p.CourseFacts(
        protocol=protocol,
        **{
            "status": "active",
            "risk_screen_recorded": True,
            "consents": dict.fromkeys(consents.asked_before_start(), True),
            "treatment_consent_given": True,
            "planned": planned,
            "held": held,
            "contract_agreed_by_client": True,
            "contract_agreed_by_therapist": True,
            "primary_foci": ("dispute",),
            "client_agrees_focus": "yes",
            "ending_announced_on": DAY if announced else None,
            "decided": dict.fromkeys(("review_4", "review_8"), DAY + timedelta(weeks=session)),
            **facts,
        },
    )


def lines(session, planned=14, **facts):
    found = p.agenda(at_session(session, planned, **facts), session=session)
    return {line.id: line for line in found}, found


def test_S34_a_middle_session_has_its_shape():
    _, found = lines(6)
    assert [line.id for line in found] == [
        "mid.risk_glance",
        "mid.opening",
        "mid.link",
        "mid.practice_review",
        "mid.work",
        "mid.options",
        "mid.summary",
        "mid.next_practice",
        "mid.time_left",
    ]


def test_S20_IPT13_02_every_session_opens_with_the_week_and_pairs_mood_and_event():
    for session in range(1, 15):
        order = [line.id for line in lines(session)[1]]
        assert order.index("mid.opening") < order.index("mid.link")


def test_S42_what_was_tried_is_looked_at_next_time():
    assert "mid.practice_review" in lines(5)[0]
    assert "mid.practice_review" not in lines(5, practice_open=False)[0]


def test_IPT13_14_a_review_due_comes_into_the_agenda():
    by_id, _ = lines(8, decided={"review_4": DAY}, falls={8: 10.0})
    assert by_id["middle.review_8"].why.id == "why.decision_due"
    assert "middle.review_8" not in lines(8, decided={"review_4": DAY}, falls={8: 40.0})[0]


@pytest.mark.parametrize(
    "session, announced, why",
    [
        (9, False, None),
        (10, False, "why.ending_due"),
        (11, False, "why.ending_not_named"),
        (11, True, None),
    ],
)
def test_IPT13_05_the_ending_comes_up_until_it_is_named(session, announced, why):
    line = lines(session, announced=announced)[0].get("final.announce")
    assert (line and line.why.id) == why


def test_an_answered_risk_item_and_a_missed_meeting_are_named_in_the_agenda():
    by_id, _ = lines(6, risk_hit=True, missed=(DAY + timedelta(weeks=5),))
    assert by_id["mid.risk_glance"].why.id == "why.risk_answer"
    assert by_id["mid.opening"].why.id == "why.missed_last"
    assert by_id["mid.time_left"].why.values == {"left": 8, "planned": 14}


def test_a_gate_left_open_comes_into_the_agenda():
    by_id, _ = lines(6, primary_foci=(), contract_agreed_by_client=False)
    assert by_id["initial.focus_agreed"].why.id == "why.focus_missing"
    assert by_id["initial.contract"].why.id == "why.contract_missing"


def test_the_last_session_says_goodbye():
    assert "final.goodbye" in lines(14, announced=True)[0]


@given(
    st.sampled_from([p.load(id) for id in p.ids()]),
    st.integers(0, 20),
    st.integers(3, 20),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_an_agenda_fills_its_session_and_no_more(
    protocol, session, planned, practice, focus, announced
):
    session = max(session, protocol.first)
    facts = at_session(
        session,
        planned,
        protocol.id,
        announced,
        practice_open=practice,
        primary_foci=("dispute",) if focus else (),
        decided={},
    )
    found = p.agenda(facts, session=session)
    assert sum(line.minutes for line in found) == protocol.session_minutes
    assert all(line.minutes >= 1 for line in found)
    assert len({line.id for line in found}) == len(found)
    assert all(line.title in catalogue() and line.why.id in catalogue() for line in found)


# Who needs a look first


REVIEW = p.open_review(at_session(5, decided={}, falls={4: 6.0}))
WORSE, BETTER, LEVEL = Change(7, 6, "worse"), Change(-8, 6, "improved"), Change(-1, 6, "unclear")


@pytest.mark.parametrize(
    "facts, first",
    [
        (CaseFacts(concern="review", risk_value=1, risk_level="review"), "concern_unread"),
        (CaseFacts(risk_value=2, risk_level="high_review", notes_owed=3), "risk_high"),
        (CaseFacts(changes={"phq-9": WORSE}, check_in_days=4), "worse"),
        (CaseFacts(missed_in_a_row=2), "missed"),
        (CaseFacts(decision=REVIEW), "decision_due"),
        (CaseFacts(changes={"phq-9": LEVEL}, sessions_held=6), "change_unclear"),
        (CaseFacts(sessions_held=9, sessions_planned=14, ending_from=10), "ending_due"),
        (CaseFacts(notes_owed=1), "note_owed"),
        (CaseFacts(sessions_held=4, has_focus=False), "focus_missing"),
        (CaseFacts(sessions_held=4, has_contract=False), "contract_missing"),
        (CaseFacts(risk_check_due=True, changes={"phq-9": WORSE}), "risk_check"),
        (CaseFacts(sessions_held=4, has_formulation=False), "formulation_missing"),
        (CaseFacts(check_in_days=3), "check_in_unanswered"),
        (CaseFacts(status="waiting", contact_in_days=7), "contact_due"),
        (CaseFacts(status="waiting", contact_in_days=-2, check_in_days=3), "contact_due"),
        (CaseFacts(changes={"phq-9": BETTER}), "improved"),
        (CaseFacts(changes={"phq-9": BETTER}, recovered=True), "recovered"),
        (CaseFacts(is_new=True), "new"),
    ],
)
def test_the_first_reason_is_the_most_pressing(facts, first):
    assert reasons(facts)[0].id == first


TREATED = {"status": "active", "phase": "middle"}
UP_AND_DOWN = {"changes": {"phq-9": BETTER}, "recovered": True}


def test_IPT13_14_a_gain_lost_again_is_a_reason_to_look_and_no_gain_is_told_beside_it():
    review = p.open_review(p.CourseFacts(**TREATED, worse={"phq-9": DAY}))
    found = reasons(CaseFacts(**UP_AND_DOWN, decision=review))
    assert [(each.id, dict(each.values)) for each in found] == [
        ("worse_again", {"measure": "phq-9"})
    ]


def test_IPT13_10_where_no_gain_may_be_told_the_caseload_tells_none():
    assert reasons(CaseFacts(**UP_AND_DOWN, gain_withheld=True)) == ()


def test_what_is_worse_than_at_the_start_is_told_once():
    review = p.open_review(p.CourseFacts(**TREATED, worse={"phq-9": DAY}))
    found = reasons(CaseFacts(changes={"phq-9": WORSE, "gad-7": BETTER}, decision=review))
    assert [each.id for each in found] == ["worse"]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"risk_up_on": DAY}, "risk_up"),
        ({"missed": (DAY, DAY + timedelta(days=7))}, "missed"),
        ({"next_review_on": DAY}, "look_again"),
    ],
)
def test_IPT13_14_a_review_without_a_session_stands_in_the_caseload(facts, told):
    review = p.open_review(p.CourseFacts(**TREATED, **facts), DAY + timedelta(days=7))
    found = [each.id for each in reasons(CaseFacts(**UP_AND_DOWN, decision=review))]
    assert found == ([told, "recovered"] if told == "look_again" else [told])


def test_nothing_to_say_is_said_as_nothing():
    assert reasons(CaseFacts()) == ()
    assert reasons(CaseFacts(missed_in_a_row=1, sessions_held=2, has_focus=False)) == ()
    assert reasons(CaseFacts(status="waiting", contact_in_days=8)) == ()


def test_an_unread_concern_comes_before_everything():
    assert min(ranks().values()) == ranks()["concern_unread"]
    assert len(set(ranks().values())) == len(ranks())


def test_every_reason_can_be_said():
    whole = CaseFacts(
        concern="high_review",
        risk_value=2,
        risk_level="high_review",
        risk_check_due=True,
        changes={"phq-9": WORSE, "gad-7": BETTER},
        missed_in_a_row=3,
        decision=REVIEW,
        sessions_held=10,
        sessions_planned=14,
        ending_from=10,
        notes_owed=2,
        has_focus=False,
        has_contract=False,
        has_formulation=False,
        check_in_days=5,
        contact_in_days=-1,
        is_new=True,
    )
    said = [text(reason.message, **reason.values) for reason in reasons(whole)]
    assert len(said) >= 10 and all("{" not in words for words in said)
    assert all(f"attention.{id}" in catalogue() for id in ranks())
    assert [r.rank for r in reasons(whole)] == sorted(r.rank for r in reasons(whole))
