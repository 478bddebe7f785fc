"""The page of the timeline: picture, sentence, list; shared screens; measures beside it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ipt import protocol
from kith import clock
from kith.audit.models import AuditEvent
from kith.checkins import lines
from kith.desk import facts
from kith.timeline import pages, reading
from kith.timeline.models import MoodPoint
from tests.support import story


@pytest.fixture
def page(as_user, ines, course):
    def get(query="", user=ines):
        own = getattr(user, "user", None) is not None
        path = reverse("home:timeline") if own else reverse("desk:timeline", args=[course.pk])
        return as_user(user).get(path + query).content.decode()

    return get


def test_S17_the_empty_line_asks_the_four_questions(page, marisol, course):
    for user in (None, marisol):
        text = page(user=user) if user else page()
        for words in ("What changed in the months before?", "Who was around you?",
                      "What had been lost?", "What has got worse since?"):  # fmt: skip
            assert words in text


def test_S17_the_list_has_everything_that_the_picture_has(page, put, quarrel, began):
    put("mood", when="2025-09", mood=6, label="tired")
    put("mood", when="~2026-01", mood=3, label="")
    put("symptom", when="2025-11-02", symptom="Poor sleep", turn="began")
    text = page()
    picture, table = text.split('<table class="cards timeline-list">')
    for words in ("Quarrel about Sunday chores", "Poor sleep"):
        assert words in picture and words in table
    for words in ("October 2025", "Mood 6 of 10", "tired", "Mood 3 of 10", "it began", "Devin",
                  "A quarrel or conflict", "−2 of −3 to +3", "Interpersonal dispute",
                  "in the three months before", "November 2025", "Exam term."):  # fmt: skip
        assert words in table, words
    assert "In the three months before it lies 1 of 1 event." in text
    assert "has not by that alone caused it" in text


def test_S17_a_rough_date_is_only_perhaps_in_the_three_months_before(page, put, began):
    put("event", title="A hard year", when="2025")
    text = page()
    assert "perhaps in the three months before" in text
    assert "In the three months before it lies 0 of 1 event. Of one it is" in text


def test_what_is_kept_from_joint_sessions_is_left_out_when_others_look(page, put, quarrel, ines):
    from kith.timeline.actions import note_event

    put("event", title="What nobody knows", when="2024", hide_from_joint_sessions=True)
    note_event(event=quarrel, version=0, words="He withdraws.", by=ines)
    assert "What nobody knows" in page() and "with your own note" in page()
    shared = page("?shared=1")
    assert "What nobody knows" not in shared and "Quarrel" in shared
    for words in ("with your own note", "not for others", "told by"):
        assert words not in shared
    numbers = re.findall(r'class="tag-cell"[^>]*>(\d+)<', shared)
    assert numbers == ["1"], "the numbers tell of no gap"


def test_what_is_set_aside_is_not_on_a_shared_screen(page, quarrel, ines):
    from kith.timeline.actions import set_aside

    set_aside(row=quarrel, by=ines)
    assert "Quarrel" in page() and "Quarrel" not in page("?shared=1")


def test_IPT13_16_the_client_sees_no_sorting_of_the_therapist(page, marisol, quarrel, began):
    text = page(user=marisol)
    assert "Quarrel about Sunday chores" in text and "Devin" in text
    for words in ("dispute", "told by", "Area"):
        assert words not in text, words
    [one] = reading.events(marisol, marisol.user)
    assert (one.area, one.hue, one.told_by) == ("", "", "")


def test_IPT13_13_measures_join_by_themselves_each_on_its_own_axis(
    page, ines, marisol, course, put
):
    put("mood", when="2025-09", mood=6, label="")
    story.answer(course, clock.today("Europe/London"), phq_9="233322200", gad_7="3222121")
    shown = pages.context(
        course, course, ines, zone=ines.zone, asked={}, lines=lines.by_day(course, ines)
    )
    mood, *measures = shown["timeline"].lines
    assert (mood.title, mood.floor, mood.ceiling) == ("Mood", 0, 10)
    assert [(line.title, line.ceiling) for line in measures] == [("PHQ-9", 27), ("GAD-7", 21)]
    assert {line.way for line in measures} == {"Lower is better."}
    assert [value for _day, value in measures[0].points] == [17]
    text = page()
    assert "PHQ-9" in text and "Lower is better." in text
    assert "PHQ-9" not in page(user=marisol), "the client reads the plainer title"


def test_points_of_two_scales_are_never_one_line(ines, marisol, course, put):
    put("mood", when="2025-09", mood=6, label="")
    put("mood", when="2025-10", mood=60, label="", scale="another")
    shown = pages.context(course, course, ines, zone=ines.zone, asked={})
    assert [[value for _on, value in line.points] for line in shown["timeline"].lines] == [
        [6],
        [60],
    ]
    assert reading.counted(course, ines)["mood_line"] == 0


@pytest.mark.parametrize(
    "zoom", ["years", "months", "weeks", "", "x", "weeks&at=1", "months&at=9999-12-31"]
)
def test_zoom_works_without_scripts_and_takes_any_query(page, put, quarrel, began, zoom):
    put("event", title="Marriage", when="2004")
    text = page(f"?zoom={zoom}")
    assert "Marriage" in text, "the list always has everything"
    if zoom == "weeks":
        assert "outside this stretch" in text and "earlier" in text


def test_no_event_and_forty_events_cost_the_same_queries(page, put, devin, began):
    def asked():
        page()
        with CaptureQueriesContext(connection) as found:
            text = page()
        return len(found), text

    none, _text = asked()
    for number in range(40):
        put("event", title=f"Event {number}", when="2025-10", person_ids=[str(devin.pk)])
    forty, text = asked()
    assert forty - none <= 1, "one more for the notes on events"
    assert all(f"Event {number}<" in text for number in range(40))


def test_reading_the_page_is_noted(page, course):
    page()
    assert AuditEvent.objects.filter(action="opened.timeline").count() == 1


def test_the_task_is_done_with_a_beginning_two_events_and_a_line(ines, course, put, quarrel, began):
    found = reading.counted(course, ines)
    assert found == {"onset": 1, "timeline_events": 1, "mood_line": 0}
    put("event", title="Move", when="2023")
    put("mood", when="2025-09", mood=6, label="")
    put("mood", when="2026-01", mood=3, label="")
    found = reading.counted(course, ines)
    assert found == {"onset": 1, "timeline_events": 2, "mood_line": 1}
    assert MoodPoint.objects.count() == 2
    recorded = facts.gather(course, ines).recorded
    assert recorded.items() >= found.items()
    task = next(t for t in protocol.load("ipt_standard").tasks if t.id == "initial.timeline")
    assert all(recorded[name] >= least for name, least in task.done[0].items())
