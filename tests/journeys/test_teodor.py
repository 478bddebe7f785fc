"""Teodor: a bereavement, wholly without a screen, then maintenance (ipt.md 11.3)."""

from datetime import date

import pytest

from kith.care.models import Course
from kith.checkins import reading as checkins
from kith.people.models import User
from kith.safety.models import Concern
from tests.journeys import teodor
from tests.journeys.ground import telling

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 3, 5)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    with telling(django_db_blocker, "c", THURSDAY) as story:
        teodor.tell(story)
        yield story


# Without a screen


def test_nothing_is_ever_mailed_to_him(told):
    staff = {user.address for user in User.objects.all()}
    assert {address for letter in told.letters for address in letter.to} <= staff
    assert told.at_follow_up == []


def test_he_has_no_account_and_cannot_be_invited_by_mistake(told):
    page = told.seen["his contact page"]
    assert page.sees("They work without a screen: nothing is sent.")
    assert not [b for form in page.forms for b in form.buttons if "invitation" in str(b["words"])]
    assert not [user.name for user in User.objects.all() if user.name == told.name]


def test_what_he_signed_on_paper_is_marked_so(told):
    assert told.seen["consents"].sees("yes, 19 Feb at 12:00 , signed on paper")
    assert told.seen["agreed on paper"].sees("Client agreed 19 Mar at 11:30 , signed on paper")


def test_IPT13_11_what_he_answered_on_paper_counts_like_the_rest_and_is_marked(told):
    course = Course.objects.get()
    scores = checkins.case_scores(course, told.ines)
    rows = told.case["weeks"] + told.case["maintenance_sessions"][:2]
    assert scores.values("phq-9")[1:] == [row["phq-9"]["total"] for row in rows]
    assert {score.source for score in scores.scores} == {"paper"}
    page = told.seen["follow-up on the desk"]
    assert page.sees("on paper, Ines Halvorsen", "From 18 at the start to 6 now.")


def test_a_risk_answer_on_paper_leads_the_one_who_types_it_to_the_concern(told):
    page = told.seen["answered on paper"]
    assert page.sees("A risk item was answered. Read it now", "Ines Halvorsen is named to read it")
    assert told.seen["typing in phq-9"].sees("it counts as missing, never as 0")
    kinds = [[e.kind for e in c.entries.order_by("at")] for c in concerns()]
    assert [kind.count("raised") for kind in kinds] == [1, 1]
    assert kinds[0].count("joined") == 2, "sessions 1 and 2"
    assert all(c.acknowledged_by == told.ines for c in concerns())


def concerns():
    return Concern.objects.order_by("opened_at")


# The course


def test_sixteen_sessions_are_counted_and_the_one_he_stayed_away_from_is_not(told):
    page = told.seen["two of six"]
    assert page.sees("16 April 2026 · Session Did not come")
    assert page.sees("23 April 2026 · Session 7 Held", "25 June 2026 · Session 16 Held")


def test_the_focus_names_the_loss_and_the_person(told):
    page = told.seen["focus"]
    assert page.sees("Grief and loss Primary · Birgit · A sudden death", "I don't want to forget.")


def test_S8_a_change_of_the_agreement_is_a_new_version_with_its_reason(told):
    page = told.seen["second version"]
    assert page.sees("Version 2 in force", "Changed because: Medication added, same number.")
    assert page.sees("Version 1 replaced", "16 × 50 min")


def test_S44_sadness_and_anger_have_their_place_beside_what_is_celebrated(told):
    page = told.seen["review"]
    assert page.sees("Feeling sad about a goodbye is not a relapse.", "Choir", "Sleeps in bed")
    assert page.value("proud_of") == "Tea and a photograph."


def test_S25_the_fall_is_that_of_the_case(told):
    scores = checkins.case_scores(Course.objects.get(), told.ines)
    acute = [score.total for score in scores.of("phq-9")][1:17]
    assert round((acute[0] - acute[-1]) / acute[0] * 100, 1) == 61.1
    assert told.seen["closed"].sees("16 of 16 sessions held", "Done: Close the course")


# Maintenance and after


def test_IPT13_20_maintenance_is_an_agreement_of_its_own_not_a_longer_one(told):
    assert told.seen["maintenance"].sees("A new agreement, not a longer one")
    waits = told.seen["not agreed yet"]
    assert waits.sees("Both must agree to the maintenance agreement first.", "waits for the client")
    assert told.seen["begun"].sees("Maintenance", "0 of 6 sessions held")
    assert told.seen["note m1"].sees("Session 1 of 6", "5 left after this one")
    page = told.seen["two of six"]
    assert page.sees("2 of 6 held", "Session 1 Held", "Session 2 Held", "Session 16 Held")


def test_S81_the_follow_up_day_comes_and_waits_on_the_desk(told):
    page = told.seen["follow-up on the desk"]
    assert page.sees("The present check-in was not sent", "type in what is answered on paper")
