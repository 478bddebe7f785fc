"""What is due and why: reminders on the page that prepares a meeting."""

from datetime import date, timedelta

import pytest

from ipt import protocol
from kith import clock
from kith.care.models import Course
from kith.desk import facts
from kith.people.actions import assign
from kith.people.models import Cover
from kith.safety import actions as safety
from kith.web import book
from kith.worksheets import actions as worksheets
from kith.worksheets import sheets
from tests.support import cast, story
from tests.support.walk import Walk

SAD = "233322200"


@pytest.fixture
def begun(course, ines):
    story.begin(course, ines)
    course.refresh_from_db()
    return course


def test_S85_the_page_says_what_is_due_and_why(course, ines):
    desk = Walk(ines).open(f"/courses/{course.pk}/")
    assert desk.sees("What is due and why", "The private question about fear and control")
    assert desk.sees("The risk screen has no recorded level yet.")
    story.begin(course, ines)
    desk.open(f"/courses/{course.pk}/")
    assert desk.sees("Symptoms reviewed together", "Usually done about now")
    assert "The private question about fear" not in desk.text


def test_a_task_noted_as_done_is_no_longer_due(begun, ines):
    desk = Walk(ines).open(f"/courses/{begun.pk}/")
    assert desk.sees("Symptoms reviewed together", "After: Symptoms reviewed together")
    desk.press("Done : Symptoms reviewed together")
    assert "After: Symptoms reviewed together" not in desk.text
    assert desk.sees("Noted as done today")
    desk.press("Take back : Symptoms reviewed together")
    assert desk.sees("After: Symptoms reviewed together")
    assert "Noted as done today" not in desk.text


def test_IPT13_14_a_review_is_due_until_a_decision_is_written_down(begun, ines):
    today = clock.today(ines.zone)
    for week in range(4):
        story.answer(begun, today - timedelta(days=7 * (4 - week)), phq_9=SAD)
        held_on(begun, ines, today - timedelta(days=7 * (4 - week)))
    desk = Walk(ines).open(f"/courses/{begun.pk}/")
    assert desk.sees("Review at session 4: 0 % less than at the start", "Things to consider")
    desk.follow("Write down what you decide")
    desk.press("Keep this decision", {"choice": "more_frequent", "why": "Twice a week now."})
    desk.open(f"/courses/{begun.pk}/")
    assert "Review at session 4: 0 %" not in desk.text
    assert protocol.open_review(facts.gather(begun, ines)) is None


def held_on(course, by, day):
    from datetime import time

    from kith.schedule import actions as schedule

    meeting = story.meet(course, by, day, time(9))
    schedule.hold(meeting=meeting, version=meeting.version, by=by, facts=story.gather(course))


def test_the_facts_of_a_course_come_from_every_room(begun, ines):
    story.people(begun, ines)
    story.choose_focus(begun, ines)
    story.answer(begun, date(2026, 3, 2), phq_9="233322201")
    story.answer(begun, date(2026, 3, 3), phq_9="333333332")
    known = facts.gather(begun, ines)
    assert known.primary_foci == ("dispute",) and known.client_agrees_focus == "yes"
    assert (known.planned, known.contract_version, known.missed_counts) == (14, 1, False)
    assert (known.recorded["people"], known.recorded["goals"]) == (2, 1)
    assert known.recorded["explained"] and known.recorded["hopes"]
    assert known.scores["phq-9"] == 26 and known.risk_up_on == date(2026, 3, 3)
    assert known.worse["phq-9"] == date(2026, 3, 3) and known.risk_hit
    assert known.before == () and known.ending_announced_on is None


def test_brief_ipt_begins_with_a_meeting_that_does_not_count(course, ines):
    type(course).objects.filter(pk=course.pk).update(protocol="ipt_b", protocol_version="1.0.0")
    course.refresh_from_db()
    story.begin(course, ines, sessions_planned=8)
    desk = Walk(ines).open(f"/courses/{course.pk}/")
    assert desk.sees("What stands in the way of coming")


CHECK = "The day of the next safety check has come"


@pytest.fixture
def to_be_asked_again(begun, ines):
    """The risk screen of today names the day after tomorrow for the next check."""
    again = clock.today(ines.zone) + timedelta(days=2)
    with at_nine(0.1):
        story.screen(begun, ines, level="moderate", next_check_on=again)
    return begun


def at_nine(days):
    return clock.frozen(cast.WEDNESDAY + timedelta(days=days))


def test_IPT13_12_the_next_check_is_told_from_its_day_until_a_new_screen(to_be_asked_again, ines):
    course, line = f"/courses/{to_be_asked_again.pk}/", "The next safety check"
    with at_nine(1):
        assert line not in Walk(ines).open(course).text
        assert CHECK not in Walk(ines).open("/caseload/").text
        assert CHECK not in Walk(ines).open("/today/").text
    for days in (2, 9):
        with at_nine(days):
            desk = Walk(ines).open(course)
            assert desk.sees(line, "a new screen settles it")
            desk.follow(line)
            assert desk.page.address == course + "screen/"
            assert CHECK in Walk(ines).open("/caseload/").text
            desk.open("/today/")
            assert desk.sees(CHECK)
            desk.follow("Open the risk screen")
            assert desk.page.address == course + "screen/"
    with at_nine(9):
        story.screen(to_be_asked_again, ines)
        for page in (course, "/caseload/", "/today/"):
            page = Walk(ines).open(page).text
            assert line not in page and CHECK not in page


def test_who_stands_in_learns_that_a_check_is_due_and_no_name(
    to_be_asked_again, practice, ines, omar, owner
):
    today = clock.today(ines.zone)
    Cover.objects.create(
        practice=practice, user=ines, covered_by=omar,
        from_on=today + timedelta(days=1), until_on=today + timedelta(days=2),
    )  # fmt: skip
    told = f"{ines.name} is away. {CHECK} for 1 of their clients."
    for days, is_told in ((1, False), (2, True), (3, False)):
        with at_nine(days):
            page = Walk(omar).open("/today/").text
            assert (told in page) is is_told and to_be_asked_again.client.name not in page
    with at_nine(2):
        assign(client=to_be_asked_again.client, therapist=omar, by=owner)
        page = Walk(omar).open("/today/").text
        assert told not in page and to_be_asked_again.client.name in page and CHECK in page
        to_be_asked_again.status = "closed"
        to_be_asked_again.save()
        assert CHECK not in Walk(omar).open("/today/").text


def test_the_days_page_asks_as_much_for_many_checks_as_for_one(full_desk, asked_of, ines):
    again = clock.today(ines.zone)
    for _client, ids in full_desk(1):
        story.screen(Course.objects.get(pk=ids["course_id"]), ines, next_check_on=again)
    few = asked_of(ines, "/today/"), asked_of(ines, "/caseload/")
    for _client, ids in full_desk(4):
        story.screen(Course.objects.get(pk=ids["course_id"]), ines, next_check_on=again)
    assert (asked_of(ines, "/today/"), asked_of(ines, "/caseload/")) == few


PLAN_ASKED = "No safety plan since the last sign of risk"


def plan_asked(course, ines):
    return PLAN_ASKED in Walk(ines).open(f"/courses/{course.pk}/").text


def raised(course):
    return safety.raise_concern(
        client=course.client, course=course, source_label="checkins.Response",
        source_id=story.new_id(), measure="phq-9", item="phq9-9", value=1, level="review",
        at=clock.now(),
    )  # fmt: skip


def planned(course, by, number, words):
    safety.save_plan(
        client=course.client, course=course, by=by, read_number=number,
        parts={"warning_signs": [{"text": words}]},
    )  # fmt: skip


def test_IPT13_12_closing_a_concern_leaves_the_safety_plan_due_until_one_is_newer(begun, ines):
    assert not plan_asked(begun, ines)
    with at_nine(1):
        planned(begun, ines, 0, "quiet mornings")
    with at_nine(2):
        safety.acknowledge(concern=raised(begun), done="Called.", by=ines)
        assert plan_asked(begun, ines), "the plan of before counts for it"
        assert facts.gather(begun, ines).recorded["safety_plan"] == 0
    with at_nine(40):
        assert plan_asked(begun, ines)
        planned(begun, ines, 1, "no sleep")
        assert not plan_asked(begun, ines)
        assert facts.gather(begun, ines).recorded["safety_plan"] == 2


def test_a_screen_above_low_asks_for_a_plan_and_a_later_low_one_does_not(begun, ines):
    with at_nine(1):
        story.screen(begun, ines, level="moderate")
        assert plan_asked(begun, ines)
    with at_nine(2):
        story.screen(begun, ines)
        assert not plan_asked(begun, ines)


def test_a_further_risk_answer_asks_for_the_plan_again_for_two_weeks(begun, ines):
    with at_nine(1):
        raised(begun)
    with at_nine(2):
        planned(begun, ines, 0, "quiet mornings")
        assert not plan_asked(begun, ines)
    with at_nine(3):
        raised(begun)
        assert plan_asked(begun, ines)
    with at_nine(18):
        assert not plan_asked(begun, ines)


def test_the_plan_noted_as_looked_at_settles_it_until_the_next_sign_of_risk(begun, ines):
    with at_nine(1):
        raised(begun)
        desk = Walk(ines).open(f"/courses/{begun.pk}/")
        title = book.text("task.initial.safety_plan.title")
        desk.press(f"Done : {title}")
        assert not plan_asked(begun, ines)
    with at_nine(2):
        story.screen(begun, ines, level="moderate")
        assert plan_asked(begun, ines)
        assert "initial.safety_plan" not in facts.gather(begun, ines).done


FEAR = "Fear or harm was told of"


def fear_due(course, ines):
    return FEAR in Walk(ines).open(f"/courses/{course.pk}/").text


def safeguarded(course, by, version=0, **answers):
    kind = next(kind for kind in sheets.kinds(course) if kind.form.id == "safeguarding")
    answers = {"about": "adult", "told": "She hides the keys.", **answers}
    worksheets.save(course=course, kind=kind, number=1, version=version, answers=answers, by=by)


def test_IPT13_08_fear_told_of_is_due_until_the_safeguarding_sheet_is_whole(begun, ines):
    assert not fear_due(begun, ines)
    with at_nine(1):
        safeguarded(begun, ines, urgent="no")
    with at_nine(2):
        story.screen(begun, ines, private="positive")
    with at_nine(3):
        desk = Walk(ines).open(f"/courses/{begun.pk}/")
        assert desk.sees(FEAR, "until the safeguarding sheet is whole")
        desk.follow(FEAR)
        assert desk.page.address == f"/courses/{begun.pk}/screen/"
        safeguarded(begun, ines, version=1, urgent="")
        assert fear_due(begun, ines), "half a sheet settles nothing"
        safeguarded(begun, ines, version=2, urgent="partly")
        assert not fear_due(begun, ines)
    with at_nine(4):
        story.screen(begun, ines, private="positive")
    with at_nine(5):
        assert fear_due(begun, ines), "told of again"


def test_fear_told_of_is_due_until_a_newer_screen_says_otherwise(begun, ines):
    with at_nine(1):
        story.screen(begun, ines, private="positive")
    with at_nine(2):
        story.screen(begun, ines, private="not_asked")
        assert fear_due(begun, ines)
    with at_nine(3):
        story.screen(begun, ines, private="asked_no_fear")
        assert not fear_due(begun, ines)


def test_the_course_page_asks_as_much_after_more_screens_concerns_and_sheets(begun, ines, asked_of):
    def more(first):
        for day in range(first, first + 3):
            with at_nine(day):
                story.screen(begun, ines, private="positive", level="moderate")
                safety.acknowledge(concern=raised(begun), done="Called.", by=ines)

    page = f"/courses/{begun.pk}/"
    more(1)
    with at_nine(9):
        few = asked_of(ines, page), asked_of(ines, page + "screen/")
    more(4)
    with at_nine(9):
        assert (asked_of(ines, page), asked_of(ines, page + "screen/")) == few
