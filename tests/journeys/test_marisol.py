"""Marisol: a dispute. Fourteen sessions, told through the pages (ipt.md 11.1)."""

from datetime import date

import pytest
from django.core import mail

from ipt.measures import change, library
from kith.care.models import Course
from kith.checkins import reading as checkins
from tests.journeys import deeds, marisol
from tests.journeys.ground import jobs_at_once, telling
from tests.journeys.marisol import HUNCH
from tests.support.walk import Walk

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 1, 13)  # the clocks change before session 11


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    with telling(django_db_blocker, "a", TUESDAY) as story:
        marisol.tell(story)
        yield story


# Asked and accepted


def test_S82_help_stands_above_the_questions_and_nothing_written_stays_on_the_screen(told):
    page = told.seen["the public page"]
    assert page.comes_before("112", "Your name") and page.sees("Nobody is watching this page")
    after = told.seen["after asking"]
    assert after.sees("It has arrived") and "cry in the car" not in after.text


def test_S10_she_comes_to_a_therapist_of_the_practice_by_a_persons_decision(told):
    assert told.letters[0].to == ["carla@lindenhof.example"]
    assert told.seen["the enquiry"].sees("I shout at the children", "Waiting", "Accept")
    assert told.seen["a new course"].sees(told.name, "First conversation")


def test_a_client_opens_her_own_pages_with_the_link_and_later_with_a_mailed_code(told):
    assert told.seen["the welcome"].sees("Nobody is watching these pages", "112")
    with told.at(20, 10), jobs_at_once():
        phone = Walk().open("/sign-in/").follow("Send me a code by e-mail")
        phone.press("Send me a code", {"email": told.mailbox})
        code = next(w for w in mail.outbox[-1].body.split() if w.isdigit() and len(w) == 8)
        assert phone.press("Sign in", {"code": code}).sees("Hello Marisol")
        phone = Walk().open("/sign-in/")
        phone.press("Sign in", {"login": told.mailbox, "password": deeds.PASSWORD})
        assert phone.sees("Hello Marisol")


def test_S35_S83_the_first_conversation_asks_what_is_hard_and_how_it_goes_with_people(told):
    assert told.seen["what brings them"].sees("I shout at the children", "People and patterns")
    path = told.seen["after the judgement"]
    assert path.sees("What brings them here (done)", "Hopes (done)", "Safety, asked alone (done)")


def test_S84_the_judgement_is_signed_and_says_what_comes_next(told):
    assert told.seen["does it fit"].sees("nothing is added up", "Interpersonal context")
    page = told.seen["after the judgement"]
    assert page.sees("IPT fits: Start IPT", "Ines Halvorsen", "Prepare the contract")


# Gates


def test_S7_treatment_does_not_begin_without_screen_and_consents_and_the_page_says_where(told):
    page = told.seen["too early"]
    assert page.status == 422 and page.sees("Before this can go on", "nothing you did is lost")
    assert page.links_to("/screen/") and page.links_to("/consents/")
    later = told.seen["consents missing"]
    assert later.sees("Each consent needs an answer") and "Ask about safety" not in later.text


def test_IPT13_01_no_middle_without_one_agreed_focus_and_an_agreement(told):
    page = told.seen["middle refused"]
    assert page.status == 422 and page.sees("One primary focus is to be agreed")
    assert told.seen["the way out"].sees("Take up an area", "Nothing chosen yet")
    assert told.seen["still refused"].sees("One primary focus is to be agreed"), "she was not asked"
    assert told.seen["in the middle"].sees("Middle", "Interpersonal dispute")


def test_S36_the_area_is_chosen_against_the_evidence_of_all_four(told):
    page = told.seen["focus chosen"]
    assert page.sees("Grief and loss no sign", "Interpersonal dispute the main one")
    assert page.sees("Role transition some", "Primary · Devin")


def test_S73_the_client_says_in_her_own_words_what_the_focus_lacks(told):
    with told.at(20, 10):
        assert told.desk.open(told.page("focus")).sees("I also shout.", "Partly")
        assert told.client.open("/my/focus/").sees("I keep quiet", "Disagreement")


def test_S37_S24_goals_have_a_beginning_and_an_aim_and_their_progress_is_at_each_session(told):
    assert told.seen["prepare 4"].sees("Say one want a week in a plain sentence", "aim 8")
    assert told.seen["prepare 4"].sees("began at 2 nights a week, aim 5")
    assert told.seen["prepare 14"].sees("began at 0 of 10, now 7, aim 8")
    assert told.client.open("/my/focus/").sees("Settle the Sunday load with Devin")


# Agreement


def test_S8_the_agreement_says_how_many_and_until_when_and_she_agrees_on_her_own_page(told):
    assert told.seen["agreement proposed"].sees("waits for the client", "12 to 16")
    page = told.seen["her agreement"]
    assert page.sees("14 × 50 min", "Last session about 14 April 2026", "I agree")
    with told.at(20, 10):
        assert told.desk.open(told.page("agreement")).sees("in force", "on their own screen")


def test_IPT13_05_the_last_day_stands_on_every_page_from_session_three(told):
    for number in range(4, 15):
        page = told.seen[f"prepare {number}"]
        assert page.sees(f"{number - 1} of 14 sessions held", "last session about 14 Apr 2026")


# Weeks


def test_the_check_in_asks_one_thing_a_screen_and_ends_with_thanks(told):
    first, last = told.taps[0], told.taps[-1]
    assert first.sees("1 of 16") and told.taps[1].sees("2 of 16")
    assert last.sees("Thank you. That was all.", "112")
    assert not any(told.name in page.markup or "Marisol" in page.text for page in told.taps)


def test_the_link_of_last_week_leads_to_this_weeks_questions(told):
    assert told.seen["by the link of last week"].sees("Thank you. That was all.")
    assert totals(told, "phq-9")[7] == 14


def totals(told, measure):
    course = Course.objects.get()
    return [score.total for score in checkins.case_scores(course, told.ines).of(measure)]


def test_IPT13_11_S55_each_week_is_scored_as_the_case_says(told):
    rows = told.case["weeks"] + told.case["followups"]
    for measure in ("phq-9", "gad-7"):
        assert totals(told, measure) == [row[measure]["total"] for row in rows]


def test_IPT13_13_this_weeks_scores_stand_at_the_opening_of_the_session(told):
    assert told.seen["prepare 2"].sees("Since last time PHQ-9 17 (Moderately severe), was 17")
    assert told.seen["note 8"].sees("Looked at together", "PHQ-9 14 (Moderate), was 13")


def test_S20_IPT13_02_mood_and_what_happened_with_whom_are_one_sentence(told):
    assert told.seen["note 2"].comes_before("How have things been since we last met", "The work")
    with told.at(65, 10):
        sessions = told.desk.open(told.page("sessions"))
    assert sessions.sees("Mood 3 to 5, with Devin: said it: 'I am not fine' (scared, relieved)")


def test_S5_what_is_asked_is_about_now_and_the_people_of_now(told):
    asked = told.seen["note 2"].text + told.seen["her circle"].text
    assert told.seen["her circle"].sees("How close now", "What is good", "What is hard")
    assert not [word for word in ("childhood", "unconscious", "dream") if word in asked.lower()]


def test_S34_each_session_has_its_shape_and_says_how_many_are_left(told):
    assert told.seen["note 5"].sees("Session 5 of 14", "9 left after this one")
    assert told.seen["prepare 3"].sees("Agenda for session 3", "Say how many sessions are left")
    assert told.seen["note 5"].sees("Work on the focus", "Shape of the session")


def test_S54_the_first_session_ends_with_one_small_practice_that_she_finds_at_home(told):
    assert told.seen["note 1"].sees("The first session ends with one small practice")
    assert told.seen["home 2"].sees(
        "This week's practice", "tell Greer 'no extra cover this month'"
    )


def test_S41_S42_what_she_tried_comes_back_in_the_next_session_in_her_words(told):
    page = told.seen["note 2"]
    assert page.sees("What was tried", "the client wrote about it")
    assert page.value("back_happened") == "Said it, voice shaking."
    assert told.seen["her practice 9"].sees("Trying is what counts")


def test_sessions_are_numbered_when_held_and_the_one_that_was_not_has_no_number(told):
    assert told.seen["counted"].sees("2 of 14 held", "Session 2 Held")
    meetings = told.desk.open(told.page("meetings"))
    assert meetings.sees("3 March 2026 · Session Cancelled, the client")
    assert meetings.sees("10 March 2026 · Session 8 Held", "21 April 2026 · Session 14 Held")
    assert told.told_of_it[0].to == ["ines@lindenhof.example"]


def test_the_hour_on_the_wall_stays_when_the_clocks_change(told):
    page = told.seen["taken back"]
    assert page.sees("24 March 2026 at 17:00", "31 March 2026 at 17:00")


def test_IPT13_14_sessions_four_and_eight_lay_out_what_to_consider_and_change_nothing(told):
    shown = [n for n in range(1, 15) if told.seen[f"prepare {n}"].sees("Things to consider")]
    assert shown == [4, 8]
    page = told.seen["prepare 4"]
    assert page.sees("6 % less than at the start, below 20 %", "Is the focus the right one?")
    assert page.sees("Nothing changes by itself. You and your client decide.")
    assert told.seen["decided 4"].sees("Go on as agreed, with a reason", "only just agreed")
    assert told.seen["decided 8"].sees("Ask the supervisor", "quarrels may rise at first")


# Ending


def test_IPT13_05_the_ending_is_named_four_sessions_ahead(told):
    assert told.seen["caseload before the ending"].sees("Ending to be named, sessions left: 5")
    assert told.seen["ending due"].sees("The ending is due to be named")
    named = told.seen["ending named"]
    assert named.sees("Done: Name the ending", "said on 24 Mar 2026", "Ending · 9 of 14")


def test_S43_the_review_puts_first_beside_last(told):
    page = told.seen["review"]
    assert page.sees("PHQ-9: 17 → 7 Reliably better", "GAD-7: 13 → 6 Reliably better")
    assert page.sees("The goals suggest", "Reached: Settle the Sunday load with Devin")


def test_S44_what_was_gained_is_celebrated_and_sadness_has_its_place(told):
    page = told.seen["review"]
    assert page.sees("Says want first", "Slower to shout", "the credit is the client's")
    assert page.sees("Feeling sad about a goodbye is not a relapse.")
    assert page.value("proud_of") == "A breakfast with all four."


def test_S45_the_plan_for_after_is_hers_to_change(told):
    page = told.seen["her plan"]
    assert page.sees("my list of nine lines", "How it was before", "Quiet 3 days", "What I gained")
    with told.at(100, 10):
        versions = told.desk.open(told.page("ending/keeping-well"))
    assert versions.sees("Version 2, Marisol", "Version 1, Ines")


def test_the_course_is_closed_with_its_reason_and_nothing_is_left_open(told):
    assert told.seen["closed"].sees("Done: Close the course", "14 of 14 sessions held")
    assert Course.objects.get().close_reason == "completed"


def test_S81_REL_10_the_follow_ups_come_by_themselves_and_once(told):
    assert [[each.to[0] for each in letters] for letters in told.followed] == [[told.mailbox]] * 2
    weekly = [each for each in told.letters if "/c/" in each.body]
    assert len(weekly) == 14 + 1 + 2
    assert told.seen["follow-ups"].sees("After 4 to 6 weeks", "After 3 months")


# The whole


def test_S25_the_fall_is_a_response_and_recovered_and_not_called_remission(told):
    scores = checkins.case_scores(Course.objects.get(), told.ines)
    depression = library.load("phq-9")
    last = told.week(14)["phq-9"]["total"]
    assert round(change.percent_fall(scores.first("phq-9"), last), 1) == 64.7
    assert scores.recovered and scores.change("phq-9").verdict == "improved"
    assert change.remission(depression, last) is False
    assert "emission" not in "".join(page.text for page in told.seen.values())


def test_S57_the_picture_says_what_changed_on_both_sides_and_hers_names_no_instrument(told):
    reliable = "A change this large is very unlikely to be chance."
    assert told.seen["prepare 14"].sees("From 17 at the start to 6 now.", reliable)
    hers = told.seen["her last page"]
    assert hers.sees("From 17 at the start to 6 now.", reliable, "Lower is better")
    assert not [name for name in ("PHQ", "GAD") if name in hers.text]


def test_S85_she_sees_where_she_is_and_what_comes(told):
    page = told.seen["her course"]
    assert page.sees("First conversation (done)", "Getting clear (done) Working on it Ending well")
    assert page.sees("4 of 14 meetings")
    assert told.seen["her last page"].sees("Ending well (done) Afterwards", "14 of 14 meetings")


HARSH = "deficit terminat failed failure overdue non-compliant noncompliant dysfunction".split()


def hers(told):
    names = ("her ", "home ", "the welcome", "taken back", "by the link", "after asking")
    return [p for name, p in told.seen.items() if name.startswith(names)] + told.taps


def test_IPT13_06_no_page_of_hers_uses_a_harsh_word(told):
    assert len(hers(told)) > 25
    asked = library.words("phq-9", "en").item("phq9-6")  # the instrument's own words stay
    said = " ".join(page.text for page in hers(told)).replace(asked, "").lower()
    assert not [word for word in HARSH if word in said]


def test_IPT13_16_what_is_only_for_the_therapist_is_on_none_of_her_pages(told):
    assert told.desk.open(told.page("consultation")).page.value("private") == HUNCH
    assert not [page.address for page in hers(told) if HUNCH in page.text]
    assert not [page.address for page in hers(told) if "never afraid" in page.text]


WORDS_OF_CARE = "therap depress session treatment mood anxiety health PHQ check-in dispute".split()


def test_PRIV_05_S12_no_letter_says_who_she_is_or_what_it_is_about(told):
    to_her = [each for each in told.letters if each.to == [told.mailbox]]
    said = " ".join(f"{each.subject} {each.body} {each.from_email}" for each in to_her)
    assert len(to_her) > 18 and "Lindenhof" in said
    assert not [word for word in ["Marisol", *WORDS_OF_CARE] if word.lower() in said.lower()]
