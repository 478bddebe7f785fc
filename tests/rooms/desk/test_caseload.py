"""Who needs a look first, with the reason in words, in a number of queries that does not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kith import clock
from kith.care.actions import open_course
from tests.support import cast, story


def treated(practice, therapist, name, phq_9="111111100", gad_7="1111111"):
    """Somebody in treatment who has answered once."""
    client = cast.make_client(practice, name, therapist)
    course = story.begin(open_course(client=client, therapist=therapist, by=therapist), therapist)
    today = clock.today("Europe/London")
    story.answer(course, today, phq_9=phq_9, gad_7=gad_7)
    return course


def names_in_order(page, *names):
    text = page.content.decode()
    return sorted(names, key=lambda name: text.index(name))


def test_a_risk_answer_nobody_has_read_comes_first_in_words(as_user, ines, practice):
    treated(practice, ines, "Anna Calm")
    treated(practice, ines, "Zoe Waiting", phq_9="111111102")

    page = as_user(ines).get(reverse("desk:caseload"))

    assert names_in_order(page, "Anna Calm", "Zoe Waiting") == ["Zoe Waiting", "Anna Calm"]
    assert "A concern is waiting to be read" in page.content.decode()
    assert "Risk item answered 2" in page.content.decode()


def test_IPT13_14_a_worse_score_is_a_reason_to_look_and_changes_nothing(as_user, ines, practice):
    course = treated(practice, ines, "Berta Worse", phq_9="111111000")
    later = clock.today("Europe/London") + timedelta(days=7)
    with clock.frozen(clock.now() + timedelta(days=7)):
        story.answer(course, later, phq_9="222222210", gad_7="1111111")
        page = as_user(ines).get(reverse("desk:caseload")).content.decode()

    course.refresh_from_db()
    assert "reliably worse by 9" in page
    assert (course.status, course.phase) == ("active", "initial")


@pytest.mark.parametrize("name", ["desk:caseload", "desk:today"])
def test_the_number_of_queries_does_not_grow_with_people(as_user, ines, practice, name):
    browser = as_user(ines)
    for number in range(2):
        treated(practice, ines, f"First{number} Person")
    browser.get(reverse(name))
    with CaptureQueriesContext(connection) as few:
        browser.get(reverse(name))
    for number in range(4):
        treated(practice, ines, f"Later{number} Person")
    with CaptureQueriesContext(connection) as many:
        browser.get(reverse(name))

    assert len(many) == len(few)


def test_SEC_08_the_caseload_shows_nobody_else_s_people(as_user, ines, omar, practice):
    treated(practice, ines, "Only Ines")
    page = as_user(omar).get(reverse("desk:caseload")).content.decode()
    assert "Only Ines" not in page
    assert "Nobody is assigned to you yet" in page


def test_SEC_07_an_ended_assignment_counts_at_the_next_request(as_user, ines, practice):
    from kith.people.actions import end_assignment

    course = treated(practice, ines, "Gone Tomorrow")
    browser = as_user(ines)
    address = reverse("desk:course", args=[course.pk])
    assert browser.get(address).status_code == 200

    end_assignment(client=course.client, therapist=ines, by=ines)

    assert browser.get(address).status_code == 404
    assert "Gone Tomorrow" not in browser.get(reverse("desk:caseload")).content.decode()


@pytest.mark.parametrize("who", ["coordinator", "kwame", "outcomes", "owner"])
def test_every_role_has_a_working_first_page_without_clinical_words(
    as_user, ines, practice, who, request
):
    course = treated(practice, ines, "Clara Canary", phq_9="111111101")
    story.people(course, ines)
    page = as_user(request.getfixturevalue(who)).get(reverse("desk:today"))
    assert page.status_code == 200
    assert "PHQ" not in page.content.decode() and "Devin" not in page.content.decode()


def test_a_closed_gate_answers_with_what_is_missing_and_the_way_there(as_user, ines, course):
    answer = as_user(ines).post(reverse("desk:phase", args=[course.pk]), {"step": "begin"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert reverse("safety:screen", args=[course.pk]) in page
    assert reverse("care:consents", args=[course.pk]) in page
    course.refresh_from_db()
    assert course.status == "consultation"


def test_IPT13_01_the_middle_waits_for_one_agreed_focus(as_user, ines, course):
    story.begin(course, ines)
    browser, address = as_user(ines), reverse("desk:phase", args=[course.pk])
    assert browser.post(address, {"step": "middle"}).status_code == 422

    story.choose_focus(course, ines)
    assert browser.post(address, {"step": "middle"}).status_code == 302
    course.refresh_from_db()
    assert course.phase == "middle"


def test_REL_16_people_are_found_by_any_part_of_any_name(as_user, ines, practice):
    for name in ("Zoë d’Aubigné", "O", "ليلى حدّاد", "Nguyễn Thị Hồng Nhung"):
        cast.make_client(practice, name, ines, account=False)
    browser = as_user(ines)
    for typed, found in [("zoe", "Zoë"), ("nhung", "Nguyễn"), ("ليلى", "ليلى"), ("O", "O")]:
        page = browser.get(reverse("desk:find"), {"name": typed}).content.decode()
        assert found in page


def test_SEC_08_a_search_finds_nobody_out_of_reach(as_user, omar, marisol):
    page = as_user(omar).get(reverse("desk:find"), {"name": "Marisol"}).content.decode()
    assert "Quintero" not in page and "Nobody found" in page


def test_somebody_who_did_not_come_after_a_risk_answer_is_to_be_called_today(
    as_user, ines, practice
):
    from datetime import time

    from kith.schedule import actions as schedule

    course = treated(practice, ines, "Dafydd Missed", phq_9="111111101")
    meeting = story.meet(course, ines, clock.today("Europe/London"), at=time(8))
    schedule.did_not_come(meeting=meeting, version=meeting.version, by=ines)

    page = as_user(ines).get(reverse("desk:today")).content.decode()

    assert "Call today" in page
    assert reverse("people:client", args=[course.client_id]) in page


@pytest.fixture
def missed_yesterday(practice, ines):
    """Somebody answered the question about harm, which was read, and did not come yesterday."""
    from datetime import time

    from kith.safety import actions as safety
    from kith.safety.models import Concern
    from kith.schedule import actions as schedule

    course = treated(practice, ines, "Dafydd Missed", phq_9="111111101")
    safety.acknowledge(concern=Concern.objects.get(), done="Read.", by=ines)
    yesterday = clock.today("Europe/London") - timedelta(days=1)
    meeting = story.meet(course, ines, yesterday, at=time(8))
    schedule.did_not_come(meeting=meeting, version=meeting.version, by=ines)
    return course


def test_who_did_not_come_yesterday_is_to_be_called_until_the_call_is_noted(
    as_user, ines, omar, missed_yesterday
):
    course, browser = missed_yesterday, as_user(ines)
    page = browser.get(reverse("desk:today")).content.decode()
    assert "Call today" in page and "question about harm" in page
    prepare = reverse("desk:course", args=[course.pk])
    said = "a question about harm was answered in the two weeks before: call today"
    assert said in browser.get(prepare).content.decode()
    assert "Dafydd" not in as_user(omar).get(reverse("desk:today")).content.decode()

    address = reverse("care:task", args=[course.pk])
    assert browser.post(address, {"task": "contact.call"}).status_code == 302
    assert "Call today" not in browser.get(reverse("desk:today")).content.decode()
    assert said not in browser.get(prepare).content.decode()


def test_the_call_stays_after_a_fortnight_and_goes_with_a_meeting_held(
    as_user, ines, missed_yesterday
):
    from datetime import time

    from kith.schedule import actions as schedule

    course = missed_yesterday
    with clock.frozen(clock.now() + timedelta(days=20)):
        assert "Call today" in as_user(ines).get(reverse("desk:today")).content.decode()
        meeting = story.meet(course, ines, clock.today("Europe/London"), at=time(8))
        facts = story.gather(course)
        schedule.hold(meeting=meeting, version=meeting.version, by=ines, facts=facts)
        assert "Call today" not in as_user(ines).get(reverse("desk:today")).content.decode()


def test_who_stands_in_sees_whom_to_call(as_user, ines, omar, missed_yesterday):
    from kith.people.actions import assign

    assign(client=missed_yesterday.client, therapist=omar, by=None)
    assert "Call today" in as_user(omar).get(reverse("desk:today")).content.decode()
