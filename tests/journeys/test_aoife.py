"""Aoife: becoming a parent. A risk answer before the first meeting and a rise (ipt.md 11.2)."""

from datetime import date

import pytest

from kith.care.models import Course
from kith.checkins import reading as checkins
from kith.safety.models import Concern
from tests.journeys import aoife
from tests.journeys.aoife import HELP, REACH
from tests.journeys.ground import telling
from tests.support.walk import Walk

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 2, 4)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    with telling(django_db_blocker, "b", WEDNESDAY) as story:
        aoife.tell(story)
        yield story


# A risk answer


def test_PRIV_15_IPT13_12_help_comes_at_once_and_long_before_the_thanks(told):
    seen = [page.sees(HELP) for page in told.taps]
    assert seen.index(True) == 9 and seen.count(True) == 1
    page = told.taps[9]
    assert page.sees("112", "Lifeline 0800 000 000", "Sign in and open my plan")
    assert told.taps[-1].sees("Thank you. That was all.")


def test_PRIV_15_it_says_who_will_read_it_and_when_and_that_nobody_watches(told):
    page = told.taps[9]
    assert page.sees("A clinician of your practice reads them.")
    assert page.sees("Read by Monday 12:00. Nobody is watching now.")
    assert told.seen["help at night"].sees("Read by Wednesday 12:00. Nobody is watching now.")
    promise = ("we monitor", "we watch", "we will call you", "someone is watching")
    assert not [words for words in promise if any(words in p.text.lower() for p in told.taps)]


def test_PRIV_15_it_works_while_the_mail_server_is_down(told):
    assert told.while_down == []
    desk = told.seen["cover while mail is down"]
    assert desk.sees("1 answer waits to be read", "Aoife Brennan-Okafor answered a question")


def test_REL_10_when_mail_is_back_one_neutral_letter_goes_to_the_one_who_reads(told):
    [letter] = told.after_down
    assert letter.to == ["mara@lindenhof.example"], "who stands in is asked from the start"
    said = f"{letter.subject} {letter.body}".lower()
    assert not [word for word in ("aoife", "risk", "harm", "client", "answer") if word in said]


def test_unread_in_time_it_passes_to_the_clinician_on_duty(told):
    assert [each.to for each in told.passed_letters] == [["dara@lindenhof.example"]]
    page = told.seen["duty reads"]
    assert page.sees("Not read in time, passed on", "Dara Duty is named to read it", REACH)
    assert told.seen["duty notes"].sees("Called her: a passing thought, no plan.", "To be read")
    assert told.seen["ines back"].sees("1 answer waits to be read")


def test_the_caseload_says_why_she_comes_first(told):
    page = told.seen["caseload with alarm"]
    assert page.sees("A concern is waiting to be read", "Risk item answered 1", "Need a look 1")


def test_an_equal_answer_joins_and_only_a_named_clinician_closes(told):
    page = told.seen["first closed"]
    assert page.text.count("Answered again") == 2 and page.sees("closed")
    assert page.sees("Read and dealt with Wednesday 4 February 2026 at 13:00 · Ines Halvorsen")
    assert page.sees("Asked again: a passing thought, no plan. Plan read together.")


def test_a_rise_opens_a_second_concern_and_tells_a_second_reader(told):
    assert Concern.objects.count() == 3
    page = told.seen["typed in at once"]
    assert page.sees("Item 10 (self-harm item) To be read by two people", "To be read in time")
    assert [each.to[0].split("@")[0] for each in told.rise_letters] == ["ines", "dara"]
    assert told.seen["closed"].sees("Told as second reader", "to Dara Duty")


def test_no_answer_makes_two_alarms(told):
    rows = [(e.source_id, e.item, str(e.answer)) for c in Concern.objects.all() for e in answers(c)]
    assert len(rows) == len(set(rows)) == 5


def answers(concern):
    return concern.entries.filter(kind__in=["raised", "joined"])


def test_SEC_07_who_stood_in_sees_her_no_more_once_it_is_over(told):
    with told.at(100, 10):
        Walk(told.dara).open(told.course, status=404)
        Walk(told.mara).open(told.course, status=404)
        assert Walk(told.ines).open(told.course)


# The safety plan


def test_the_safety_plan_is_made_together_and_its_former_version_is_kept(told):
    assert told.seen["first plan"].sees("Shower", "Chidi")
    page = told.seen["her safety plan"]
    assert page.comes_before("Tea on the step", "Version 1") and page.sees("Ngozi", "Shower")


def test_by_the_mailed_link_alone_there_is_no_plan(told):
    phone = Walk().open("/my/plan/")
    assert phone.page.address.startswith("/sign-in/") and "Tea on the step" not in phone.text


# The partner


def test_IPT13_08_a_practice_with_him_waits_while_she_was_not_asked_alone(told):
    page = told.seen["practice waits"]
    assert page.status == 422 and page.sees("First ask, alone, whether the client is afraid")
    assert page.value("p_what") == "tell Chidi the score", "what was typed is still there"
    with told.at(1, 10):
        sessions = told.desk.open(told.page("sessions"))
    assert sessions.sees("To try: tell Chidi the score · Done"), "agreed without a person"


def test_IPT13_08_a_joint_session_waits_too_and_then_goes_on(told):
    assert told.seen["chidi"].sees("Waits for safety", "Joint session", "Practice with a person")
    assert "Waits for safety" not in told.seen["chidi after"].text
    with told.at(43, 10):
        sessions = told.desk.open(told.page("sessions"))
    assert sessions.sees("with Chidi: Chidi joined", "To try: 3-week roster (Chidi)")


def test_S29_one_area_comes_first_one_beside_it_and_a_third_needs_its_reason(told):
    page = told.seen["two areas"]
    assert page.sees("Role transition Primary", "Interpersonal dispute Secondary · Chidi")
    third = told.seen["a third without reason"]
    assert third.status == 422 and third.sees("A third area needs a written reason.")


# Everything stopped


def test_stop_everything_ends_letters_and_questions_at_once(told):
    assert told.while_stopped == []
    assert told.seen["stopped"].sees("Everything is stopped", "No message goes out.")
    page = told.seen["phone while stopped"]
    assert page.sees("Nothing to answer just now", "112") and "next questions come" not in page.text


def test_letters_go_again_only_after_somebody_says_so_and_the_withheld_stay_back(told):
    after = [each for each in told.letters[told.before_lifting :] if "/c/" in each.body]
    assert len(after) == 3, "sessions 11 and 12, one follow-up"
    assert told.seen["lifted"].sees("Stop everything now")


# The whole


def totals(measure):
    course = Course.objects.get()
    return [score.total for score in checkins.case_scores(course, course.therapist).of(measure)]


def test_IPT13_11_what_she_answered_is_scored_as_the_case_says_on_screen_and_on_paper(told):
    first, rows = told.week(1), told.case["weeks"] + told.case["followups"][:1]
    assert totals("phq-9") == [row["phq-9"]["total"] for row in (first, *rows)]
    assert totals("epds") == [told.week(number)["epds"]["total"] for number in (1, 3, 12)]
    assert told.seen["typing in epds"].sees("The text of this questionnaire is not ours to show")
    assert told.seen["epds 12"].sees("EPDS is kept: 7 (higher is worse).")


def test_S25_the_fall_is_that_of_the_case(told):
    course = Course.objects.get()
    scores = checkins.case_scores(course, course.therapist)
    assert round(scores.percent_fall("phq-9"), 1) == told.case["expected"]["percent_fall"]
    assert scores.change("epds").verdict == "improved"


def test_the_course_of_twelve_is_closed_with_its_ending(told):
    assert told.seen["ended"].sees("12 of 12 sessions held", "Done: Close the course")
    assert told.seen["followed up"].sees("Thank you. That was all.")
