"""Who waits on the way in: the stage, since when, what for; nothing that was told a therapist."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kith.care import actions as care
from kith.checkins import actions as checkins
from kith.intake import actions as intake
from kith.schedule import actions as schedule
from tests.support import story
from tests.support.cast import WEDNESDAY, make_client

LIST = "/waiting/"


@pytest.fixture
def browser(coordinator, as_user):
    return as_user(coordinator)


def asks(practice, name, **more):
    return intake.receive(
        practice=practice, id=story.new_id(), name=name, reach="0201", words="Secret words.", **more
    )


def taken_on(practice, coordinator, ines, name):
    enquiry = asks(practice, name)
    return intake.accept(enquiry=enquiry, therapist=ines, by=coordinator, name=name)


def talk(course, by, days, hour=10):
    """A first conversation, planned so many days from the frozen Wednesday."""
    on = (WEDNESDAY + timedelta(days=days)).date()
    return story.meet(course, by, on, WEDNESDAY.time().replace(hour=hour), kind="consultation")


def seen(browser, query=""):
    return browser.get(LIST + query).content.decode()


def line(page, name):
    """The words of the row of somebody."""
    row = next(part for part in page.split("<tr>") if name in part)
    return " ".join(row.split("</tr>")[0].split())


def test_S82_each_stands_in_their_stage_with_what_they_wait_for(
    practice, coordinator, ines, browser, at
):
    with at(WEDNESDAY - timedelta(days=8)):
        asks(practice, "Ada Asked")
        taken_on(practice, coordinator, ines, "Tea Taken")
    offered = taken_on(practice, coordinator, ines, "Otto Offered")
    talk(offered, ines, 3)
    page = seen(browser)

    assert "Nobody has answered for 8 days." in line(page, "Ada Asked")
    assert "a date for the first conversation" in line(page, "Tea Taken")
    assert "8 days after the answer" in line(page, "Tea Taken")
    assert reverse("schedule:series", args=[offered.pk]) not in page
    assert "the first conversation" in line(page, "Otto Offered")
    assert "7 Mar 2026" in line(page, "Otto Offered")
    assert page.index("Ada Asked") < page.index("Otto Offered")
    assert "2 people have stood still" in page


def test_after_the_first_conversation_what_has_not_come_back_is_named(
    practice, coordinator, ines, browser
):
    course = taken_on(practice, coordinator, ines, "Hanna Held")
    meeting = talk(course, ines, -1)
    schedule.hold(meeting=meeting, version=meeting.version, by=ines, facts=story.gather(course))
    assert "consents to be asked, the first questionnaires, the outcome" in line(
        seen(browser), "Hanna Held"
    )
    care.answer_consent(
        course=course, kind="treatment", given=True, how="said", by=ines, text_version="1"
    )
    checkins.prepare(course=course, on=WEDNESDAY.date())
    said = line(seen(browser), "Hanna Held")
    assert "consents to be answered" in said and "questionnaires to come back" in said
    story.consent_all(course, ines)
    story.answer(course, WEDNESDAY.date(), phq_9="233322200", gad_7="3222121")
    assert "<span>the outcome</span>" in line(seen(browser), "Hanna Held")


def test_S84_the_waiting_list_says_when_a_contact_is_due(practice, coordinator, ines, browser, at):
    with at(WEDNESDAY - timedelta(days=30)):
        course = taken_on(practice, coordinator, ines, "Wim Waits")
        story.fit(course, ines, "ipt_waitlist")
    said = line(seen(browser), "Wim Waits")
    assert "Waiting list" in said and "30 days" in said
    assert "a free place, the monthly safety contact, the questionnaires again" in said
    assert "A safety contact was to be made by 2 March." in said
    intake.note_contact(course=course, on=WEDNESDAY.date(), how="reached", words="Well.", by=ines,
                        id=story.new_id())  # fmt: skip
    assert "safety contact" not in line(seen(browser), "Wim Waits")


def test_who_has_begun_is_counted_and_gone(practice, coordinator, ines, browser):
    course = taken_on(practice, coordinator, ines, "Bea Begun")
    story.begin(course, ines)
    page = seen(browser)
    assert "Bea Begun" not in page and "1 treatment has begun" in page


def test_a_stage_can_be_seen_by_itself(practice, coordinator, ines, browser):
    asks(practice, "Ada Asked")
    taken_on(practice, coordinator, ines, "Tea Taken")
    page = seen(browser, "?stage=to_offer")
    assert "Tea Taken" in page and "Ada Asked" not in page
    assert "Ada Asked" in seen(browser, "?stage=no_such_stage")
    assert "Nobody waits here" in seen(browser, "?stage=again")


def test_IPT13_16_no_word_of_the_talk_no_score_and_no_reason_is_shown(
    practice, coordinator, ines, browser
):
    course = taken_on(practice, coordinator, ines, "Sam Silent")
    story.consult(course, ines)
    story.screen(course, ines, private="positive", level="high")
    story.answer(course, WEDNESDAY.date(), phq_9="233322202", gad_7="3222121")
    story.fit(course, ines, "crisis_first")
    said = re.sub(r"<[^>]+>", " ", line(seen(browser), "Sam Silent"))  # without ids

    assert "To meet again" in said
    words = ("Low since", "Secret", "flatmates", "risk", "Safety", "fear", "18", "recent change")
    assert [word for word in words if word in said] == []


@pytest.mark.parametrize("who", ["ines", "omar", "kwame", "outcomes", "owner", "marisol"])
def test_SEC_03_only_a_coordinator_sees_who_waits(request, as_user, who):
    answer = as_user(request.getfixturevalue(who)).get(LIST)
    assert answer.status_code == 404


def test_SEC_08_the_number_of_queries_does_not_grow(practice, coordinator, ines, asked_of):
    def some(names):
        for name in names:
            asks(practice, f"{name} Asks")
            course = taken_on(practice, coordinator, ines, f"{name} Taken")
            story.consult(course, ines)
            story.consent_all(course, ines)
            story.fit(course, ines, "ipt_waitlist")

    some(["Abel"])
    few = asked_of(coordinator, LIST)
    some(["Berta", "Cleo", "Doris"])
    assert asked_of(coordinator, LIST) == few


def test_SEC_02_another_practice_sees_nobody(practice, other_practice, as_user):
    from kith.web import tenancy
    from tests.support.cast import make_staff

    asks(practice, "Ada Asked")
    with tenancy.within(other_practice.pk):
        other = make_staff(other_practice, "Rosa Rosengarten", "coordinator")
    assert "Ada Asked" not in as_user(other).get(LIST).content.decode()


def test_a_client_without_an_enquiry_leads_to_their_contact_page(practice, ines, browser):
    client = make_client(practice, "Paula Plain", ines)
    care.open_course(client=client, therapist=ines, by=ines)
    assert reverse("people:client", args=[client.pk]) in line(seen(browser), "Paula Plain")


def test_S83_questionnaires_that_are_all_declined_are_waited_for_no_more(
    practice, coordinator, ines, browser
):
    from kith.checkins import plans
    from kith.desk import facts

    course = taken_on(practice, coordinator, ines, "Dora Declines")
    meeting = talk(course, ines, -1)
    schedule.hold(meeting=meeting, version=meeting.version, by=ines, facts=story.gather(course))
    assert not facts.gather(course, ines).recorded["measures_declined"]
    for plan in plans.ensure(course):
        plans.set_plan(
            course=course, measure=plan.measure, every=plan.every, declined=True, by=ines
        )
    assert facts.gather(course, ines).recorded["measures_declined"]
    assert "questionnaires" not in line(seen(browser), "Dora Declines")


def test_first_questionnaires_that_came_back_are_known(practice, coordinator, ines):
    from kith.desk import facts

    course = taken_on(practice, coordinator, ines, "Ann Answers")
    assert not facts.gather(course, ines).recorded["baseline_answered"]
    story.answer(course, WEDNESDAY.date(), phq_9="233322200", gad_7="3222121")
    assert facts.gather(course, ines).recorded["baseline_answered"]


def test_whoever_asked_for_soon_stands_first(browser, practice, at):
    asks(practice, "Anna Early")
    with at(WEDNESDAY + timedelta(days=3)):
        asks(practice, "Zora Soon", urgent=True)
        page = seen(browser)
    assert page.index("Zora Soon") < page.index("Anna Early")


def test_the_therapist_sees_who_waits_and_when_they_are_to_be_called(
    practice, coordinator, ines, as_user, at
):
    course = taken_on(practice, coordinator, ines, "Wanda Waits")
    care.move(course=course, by=ines, status="waiting")
    page = as_user(ines).get("/caseload/").content.decode()
    assert ">Waiting<" in page and "safety contact due" not in page
    with at(WEDNESDAY + timedelta(days=24)):
        page = as_user(ines).get("/caseload/").content.decode()
        assert "On the waiting list: safety contact due, days left: 4" in page
        intake.note_contact(
            course=course, id=story.new_id(), on=(WEDNESDAY + timedelta(days=24)).date(),
            how="reached", words="She is all right.", by=ines,
        )  # fmt: skip
        assert "safety contact due" not in as_user(ines).get("/caseload/").content.decode()
