"""Teodor: a bereavement, wholly without a screen, then maintenance (ipt.md 11.3)."""

from datetime import date

import pytest

from kith.care.models import Course
from kith.checkins import reading as checkins
from kith.people.models import User
from kith.safety.models import Concern
from tests.journeys import deeds
from tests.journeys.ground import telling

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 3, 5)
CALL = "020 7946 0103"
BOTH = ("phq-9", "gad-7")


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    with telling(django_db_blocker, "c", THURSDAY) as story:
        referred(story)
        first_conversation(story)
        for row in story.case["weeks"]:
            week(story, row)
            if row["session"] == 6:
                did_not_come(story)
        closed(story)
        maintained(story)
        followed_up(story)
        yield story


# The telling


def referred(story):
    """The doctor's letter is read out on the phone; he has no mailbox and wants none."""
    with story.at(-21, 11):
        deeds.refer(story, "Widowed over a year, sees nobody.", "GP, Dr Moss", CALL)
    with story.at(-20, 12):
        deeds.take_on(story, on_paper=True, phone=CALL)
        office = story.office.open("/find/").press("Find", {"name": "teo"})
        story.keep("his contact page", office.follow(story.name))
        deeds.plan_one(story, -14, 11, kind="consultation")


def first_conversation(story):
    with story.at(-14, 11, 20):
        digits = story.week(1)["phq-9"]["items"]
        story.keep("answered on paper", deeds.type_in(story, -14, "phq-9", digits))
        deeds.consult(story, private="not_asked")
        deeds.save_plan(story, alone="Out with Pike", ask_help="Elsa")
    with story.at(-14, 12):
        deeds.settle(story, "held")
        deeds.judge_fit(story)
        deeds.consent(story, how="paper")
        story.keep("consents", story.desk)
        deeds.begin(story)
        deeds.plan_series(story, 0, 3, hour=11)


def typed(story, day, row, measures=("phq-9",)):
    for measure in measures:
        deeds.type_in_fast(story, day, measure, row[measure]["items"])


def week(story, row):
    """He fills the form in before the session; Ines types it in and writes the note."""
    number, day = row["session"], row["day"]
    with story.at(day - 1, 9, 1):
        story.tick()
    with story.at(day, 11, 30):
        typed(story, day, row, BOTH if number in (1, 16) else BOTH[:1])
        BEFORE.get(number, nothing)(story)
        deeds.hold(story, row, prepared=False)
    with story.at(day, 12):
        AFTER.get(number, nothing)(story)


def nothing(story):
    """An ordinary week."""


def read_and_done(story):
    deeds.acknowledge(story.desk, "Asked: he would not mind not waking, no plan, no means.")


def people_and_agreement(story):
    deeds.add_people(story, [row for row in story.case["people"] if row["rings"][1]])
    deeds.propose(story, own_words="To tell the story of that day.")
    story.keep("agreed on paper", deeds.agreed_on_paper(story))
    deeds.plan_series(story, 21, 13, hour=11)


def grief(story):
    """On Birgit's birthday the focus is named; the alarm of the day is read at once."""
    more = {"loss_type": "death_sudden", "client_words": "I don't want to forget."}
    deeds.rate_areas(story)
    story.keep("focus", deeds.choose_focus(story, agrees="yes", person="Birgit", **more))
    deeds.add_goals(story)


def into_the_middle(story):
    read_and_done(story)
    story.desk.open(story.course).press("Go on to the middle phase")


def medication_added(story):
    deeds.propose(story, reason="Medication added, same number.")
    story.keep("second version", deeds.agreed_on_paper(story))


def announce(story):
    deeds.announce(story, 84, 112, "Another goodbye, then. This one I know of before.")


def review(story):
    said = {"hard": "Telling the day itself.", "feelings_words": "Lost, and angry at first."}
    said |= {"because": "Boat week is ahead.", "proud_of": "Tea and a photograph."}
    feelings = ["lost", "angry", "sad"]
    story.keep("review", deeds.look_back(story, feelings, "maintenance", **said))


BEFORE = {3: people_and_agreement, 4: grief, 12: announce, 15: review}
AFTER = {2: read_and_done, 4: into_the_middle, 8: medication_added, 16: deeds.keep_well}


def did_not_come(story):
    """The wedding day. They spoke on the phone; the session is moved to the end."""
    with story.at(42, 12):
        said = {"reason": "Wedding day; phoned the same day, sad, no risk."}
        deeds.settle(story, "did_not_attend", **said)
        deeds.plan_one(story, 112, 11)


def closed(story):
    with story.at(112, 12, 30):
        story.keep("closed", deeds.close(story))


def maintained(story):
    """An agreement of its own, signed on paper; two of its six sessions."""
    terms = {"starts_on": story.on(140), "own_words": "Dates and ties.", "reason": "Boat week."}
    with story.at(119, 11):
        page = story.page("ending/maintenance")
        story.keep("maintenance", story.desk.open(page))
        story.desk.press("Propose this agreement", terms)
        story.keep("not agreed yet", story.desk.send(page, {"begin": "1"}))
        deeds.agreed_on_paper(story)
        story.keep("begun", story.desk.open(page).press("Begin maintenance"))
    for number, row in enumerate(story.case["maintenance_sessions"][:2], 1):
        with story.at(row["day"] - 2, 11):
            deeds.plan_one(story, row["day"], 11, kind="session")
        with story.at(row["day"] - 1, 9, 1):
            story.tick()
        with story.at(row["day"], 11, 30):
            typed(story, row["day"], row)
            told = {**story.week(16), "session": f"m{number}", "practice": "Sunday call"}
            deeds.hold(story, told)
    with story.at(169, 10):
        story.keep("two of six", story.desk.open(story.page("meetings")))


def followed_up(story):
    """He leaves maintenance early; the follow-up day comes and nothing is mailed."""
    with story.at(170, 11):
        deeds.set_follow_ups(story, {"weeks_4_6": 200})
        deeds.close(story)
    with story.at(200, 10):
        story.at_follow_up = story.tick()
        story.keep("follow-up on the desk", story.desk.open(story.page("check-ins")))


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
