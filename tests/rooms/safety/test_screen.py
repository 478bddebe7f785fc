import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from kith import clock
from kith.safety import actions, reading
from kith.safety.models import RiskScreen

from .conftest import FRIDAY_EVENING

KEY = "11111111-1111-4111-8111-111111111111"
LOW = {
    "form_key": KEY,
    "passive_wish": "no",
    "active_thought": "no",
    "clinician_level": "low",
    "rationale": "Tired, no thoughts of dying.",
    "private_question": "asked_no_fear",
}


def text(reply):
    return re.sub(r"\s+", " ", reply.content.decode())


def page(course):
    return f"/courses/{course.pk}/screen/"


def screen(course, by, private="asked_no_fear", **more):
    return actions.record_screen(
        course=course,
        by=by,
        id=uuid4(),
        **{
            "answers": {},
            "clinician_level": "low",
            "rationale": "r",
            "private_question": private,
            "private_answers": {},
        }
        | more,
    )


def test_a_screen_is_recorded_and_opens_the_gate(as_user, ines, course):
    assert not reading.facts(course)["risk_screen_recorded"]
    assert as_user(ines).get(page(course)).status_code == 200
    assert as_user(ines).post(page(course), LOW).status_code == 302
    saved = RiskScreen.objects.get()
    assert (saved.author, saved.answers) == (ines, {"passive_wish": "no", "active_thought": "no"})
    assert reading.facts(course) == {
        "risk_screen_recorded": True,
        "private_question": "asked_no_fear",
    }
    assert "Tired, no thoughts of dying." in text(as_user(ines).get(page(course)))


def test_REL_05_the_same_form_sent_twice_is_one_screen(as_user, ines, course):
    for _twice in range(2):
        assert as_user(ines).post(page(course), LOW).status_code == 302
    assert RiskScreen.objects.count() == 1
    other = as_user(ines).post(page(course), LOW | {"rationale": "Other words."})
    assert other.status_code == 422 and "Other words." in text(other)


def test_a_later_screen_is_a_row_of_its_own_and_none_is_changed(as_user, ines, course):
    as_user(ines).post(page(course), LOW)
    again = LOW | {"form_key": str(uuid4()), "rationale": "Second time.", "clinician_level": "low"}
    as_user(ines).post(page(course), again)
    assert [s.rationale for s in reading.screens(course, ines)] == [
        "Second time.",
        "Tired, no thoughts of dying.",
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rationale": " "}, "rationale"),
        ({"clinician_level": ""}, "clinician_level"),
        ({"clinician_level": "extreme"}, "clinician_level"),
        ({"clinician_level": "high"}, "action"),
        ({"clinician_level": "high", "action": "Stayed."}, "next_check_on"),
        (
            {"clinician_level": "imminent", "action": "Stayed.", "next_check_on": "2026-03-09"},
            "next_check_on",
        ),
        ({"private_fear": "yes"}, "private_question"),
        ({"private_fear": "yes", "private_question": "not_asked"}, "private_question"),
        ({"passive_wish": "perhaps"}, "passive_wish"),
    ],
)
def test_what_is_missing_gets_a_sentence_at_its_field(as_user, ines, course, wrong, field):
    with clock.frozen(FRIDAY_EVENING):
        reply = as_user(ines).post(page(course), LOW | wrong)
    assert reply.status_code == 422
    assert f'id="id_{field}_error"' in reply.content.decode()
    assert not RiskScreen.objects.exists()


def test_at_a_high_level_the_page_says_what_to_do(as_user, ines, course):
    with clock.frozen(FRIDAY_EVENING):
        high = LOW | {
            "clinician_level": "high",
            "intent": "yes",
            "action": "Stayed with her, called the crisis team.",
            "next_check_on": "2026-03-08",
        }
        reply = as_user(ines).post(page(course), high, follow=True)
    assert "Call the local crisis or emergency service" in text(reply)


LOWER = {
    "intent": "yes",
    "attempt_recent": "yes",
    "rationale": "Said in anger, taken back at once.",
    "lower_because": "Her sister stays with her.",
    "next_check_on": "2026-03-08",
}


@pytest.mark.parametrize("left_out", ["lower_because", "next_check_on"])
def test_IPT13_12_a_level_below_the_answers_asks_for_a_reason_and_a_day(
    as_user, ines, course, left_out
):
    with clock.frozen(FRIDAY_EVENING):
        reply = as_user(ines).post(page(course), LOW | LOWER | {left_out: ""})
    page_ = text(reply)
    assert reply.status_code == 422 and not RiskScreen.objects.exists()
    assert f'id="id_{left_out}_error"' in page_ and "The answers suggest: High." in page_
    assert "<li>Intends to act on it</li>" in page_
    assert "Said in anger, taken back at once." in page_


def test_the_clinicians_level_stands_with_the_steps_that_the_answers_ask_for(as_user, ines, course):
    with clock.frozen(FRIDAY_EVENING):
        reply = as_user(ines).post(page(course), LOW | LOWER, follow=True)
    saved, page_ = RiskScreen.objects.get(), text(reply)
    assert saved.clinician_level == "low"
    assert saved.rationale.endswith(
        "Why lower than the answers suggest: Her sister stays with her."
    )
    for words in (
        "The answers suggest: High.", "lower than the answers suggest</span>",
        "What the last answers ask for", "Call the local crisis or emergency service",
        "<li>An attempt in the last three months</li>",
    ):  # fmt: skip
        assert words in page_, words


def test_a_level_as_high_as_the_answers_asks_for_no_more_reason(as_user, ines, course):
    with clock.frozen(FRIDAY_EVENING):
        said = LOW | {"method": "yes", "clinician_level": "moderate", "next_check_on": "2026-03-10"}
        reply = as_user(ines).post(page(course), said, follow=True)
    page_ = text(reply)
    assert RiskScreen.objects.get().rationale == LOW["rationale"]
    assert "The answers suggest: Moderate." in page_ and "What the last level asks for" in page_
    assert "lower than the answers suggest</span>" not in page_


@pytest.mark.parametrize("act", ["joint_session", "practice_with_person", "letter_home"])
def test_the_three_acts_wait_until_the_private_question_is_asked_and_safe(course, ines, act):
    assert actions.stop_for(course, act) == "stop.not_asked"
    screen(course, ines, private="not_asked")
    assert actions.stop_for(course, act) == "stop.not_asked"
    screen(course, ines, private="asked_no_fear")
    assert actions.stop_for(course, act) is None
    screen(course, ines, private="positive")
    assert actions.stop_for(course, act) == "stop.positive"


def test_a_screen_without_the_private_question_does_not_undo_what_was_told(course, ines):
    with clock.frozen(FRIDAY_EVENING):
        screen(course, ines, private="positive")
    with clock.frozen(FRIDAY_EVENING + timedelta(days=7)):
        screen(course, ines, private="not_asked")
        assert reading.private_question(course) == "positive"
        screen(course, ines, private="asked_no_fear")
    with clock.frozen(FRIDAY_EVENING + timedelta(days=14)):
        screen(course, ines, private="asked_no_fear")
        assert reading.private_question(course) == "asked_no_fear"


def test_an_act_nobody_knows_is_never_let_through(course):
    with pytest.raises(ValueError):
        actions.stop_for(course, "anything")


def test_only_the_therapist_who_treats_sees_the_screen(
    as_user, course, ines, omar, kwame, coordinator, outcomes, owner, marisol
):
    screen(course, ines, private="positive")
    for person in (omar, kwame, coordinator, outcomes, owner, marisol):
        browser = as_user(person)
        assert browser.get(page(course)).status_code == 404
        assert browser.post(page(course), LOW).status_code == 404
    assert RiskScreen.objects.count() == 1


def test_IPT13_12_the_page_claims_neither_prediction_nor_watching(as_user, ines, course):
    said = text(as_user(ines).get(page(course))).casefold()
    for word in ("predict", "monitor", "guarantee"):
        assert word not in said
    assert "does not prove safety" in said and "left empty: none was told of" in said


def test_the_client_never_meets_the_private_question(as_user, ines, course, marisol):
    screen(
        course, ines, private="positive", safety_note="CANARY-NOTE",
        private_answers={"fear": "yes"},
    )  # fmt: skip
    browser = as_user(marisol)
    for address in ("/my/plan/", "/my/check-in/"):
        page_ = text(browser.get(address))
        assert "CANARY" not in page_ and "fear" not in page_.casefold()


def test_REL_07_a_screen_typed_and_not_saved_is_back(as_user, ines, course):
    browser = as_user(ines)
    typed = LOW | {"place": page(course), "rationale": "Half a sentence"}
    assert browser.post("/drafts/", typed).status_code == 204
    assert "Half a sentence" in text(browser.get(page(course)))


def test_SEC_24_what_was_said_alone_is_sealed_and_its_length_tells_nothing(ines, course):
    for private in ("positive", "asked_no_fear"):
        screen(course, ines, private)
    with connection.cursor() as cursor:
        cursor.execute("SELECT private_said FROM safety_riskscreen")
        kept = [bytes(value) for (value,) in cursor.fetchall()]
    assert len({len(value) for value in kept}) == 1
    assert not [value for value in kept if b"positive" in value or b"fear" in value]
    assert {row.private_question for row in RiskScreen.objects.all()} == {
        "positive", "asked_no_fear",
    }  # fmt: skip


FOLLOWS = "Fear or harm was told of, alone: what follows"


def test_IPT13_08_after_fear_was_told_of_the_page_says_what_follows(as_user, ines, course):
    browser = as_user(ines)
    assert FOLLOWS not in text(browser.get(page(course)))
    with clock.frozen(FRIDAY_EVENING):
        told = LOW | {"private_question": "positive", "private_fear": "yes"}
        said = text(browser.post(page(course), told, follow=True))
    assert FOLLOWS in said and "<li>Safeguarding is thought through</li>" in said
    sheet = re.search(r'href="([^"]+)">Open the safeguarding sheet', said)[1]
    assert "Who may be harmed?" in text(as_user(ines).get(sheet))
    with clock.frozen(FRIDAY_EVENING + timedelta(days=7)):
        screen(course, ines, private="not_asked")
        assert FOLLOWS in text(as_user(ines).get(page(course)))
        screen(course, ines, private="asked_no_fear")
        assert FOLLOWS not in text(as_user(ines).get(page(course)))


def test_IPT13_12_what_the_answers_suggest_is_seen_before_the_level_is_chosen(
    as_user, ines, course
):
    browser = as_user(ines)
    asked = {name: value for name, value in (LOW | LOWER).items() if name != "clinician_level"}
    look = browser.post(page(course), asked | {"look": "1"})
    assert look.status_code == 302 and not RiskScreen.objects.exists()
    page_ = text(browser.get(look.url))
    assert "The answers suggest: High." in page_ and "Said in anger, taken back at once." in page_
    browser.post(page(course), {"look": "1", "passive_wish": "no"})
    assert "Nothing in these answers raises the level" in text(browser.get(page(course)))


def test_REL_17_more_words_than_can_be_kept_get_a_sentence_at_their_field(as_user, ines, course):
    reply = as_user(ines).post(page(course), LOW | {"look": "1", "rationale": "x" * 20_001})
    assert reply.status_code == 422 and "at most 20000" in text(reply).replace(",", "")
