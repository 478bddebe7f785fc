"""The client's own timeline: prepared by them, gone through together, theirs after the ending."""

import json

import pytest
from django.urls import reverse

from kith.timeline import actions, reading
from kith.timeline.models import Event, MoodPoint
from kith.web.once import fresh_key


def own(name, *args):
    return reverse(f"timeline:own_{name}", args=args)


def test_S17_the_client_prepares_it_and_the_therapist_sees_it(as_user, marisol, ines, course):
    said = {"form_key": fresh_key(), "title": "Stopped telling Tamsin", "when": "2025-12"}
    assert as_user(marisol).post(own("add", "event"), said).status_code == 302
    as_user(marisol).post(own("onset"), {"when": "2025-11", "note": "", "version": 0})
    page = as_user(ines).get(reverse("desk:timeline", args=[course.pk])).content.decode()
    assert "Stopped telling Tamsin" in page and "November 2025" in page
    assert Event.objects.get().added_by == marisol.user


def test_the_client_cannot_sort_into_areas(as_user, marisol, course):
    said = {"form_key": fresh_key(), "title": "x", "when": "2025", "area": "grief",
            "told_by": "records"}  # fmt: skip
    as_user(marisol).post(own("add", "event"), said)
    event = Event.objects.get()
    assert (event.area, event.told_by) == ("", "")


def test_the_client_sets_aside_and_brings_back(as_user, marisol, quarrel):
    browser, path = as_user(marisol), own("aside", "event", quarrel.pk)
    browser.post(path)
    assert reading.events(marisol, marisol.user) == []
    browser.post(path, {"back": "1"})
    assert len(reading.events(marisol, marisol.user)) == 1


def test_SEC_01_another_client_learns_nothing(as_user, aoife, quarrel):
    browser = as_user(aoife)
    assert browser.get(own("mark", "event", quarrel.pk)).status_code == 404
    assert browser.post(own("aside", "event", quarrel.pk)).status_code == 404
    assert "Quarrel" not in browser.get(reverse("home:timeline")).content.decode()


def test_S77_the_line_goes_on_after_the_ending(as_user, marisol, course, quarrel):
    course.status = "closed"
    course.save()
    said = {"form_key": fresh_key(), "title": "Sunday walk, by myself", "when": "today"}
    assert as_user(marisol).post(own("add", "event"), said).status_code == 302
    page = as_user(marisol).get(reverse("home:timeline")).content.decode()
    assert "Sunday walk, by myself" in page


def test_IPT13_06_and_12_the_clients_pages_use_kind_words_and_promise_no_watching(
    as_user, marisol, quarrel, began
):
    browser = as_user(marisol)
    for path in (reverse("home:timeline"), own("add", "event"), own("line"), own("onset"),
                 own("mark", "event", quarrel.pk)):  # fmt: skip
        page = browser.get(path).content.decode()
        for word in ("deficit", "termination", "dysfunctional", "failed", "overdue", "homework"):
            assert word not in page.casefold()
        assert "next meet" in page or "timeline" in page
    assert "Nobody watches it" in browser.get(reverse("home:timeline")).content.decode()


def test_before_a_course_begins_there_is_a_line_and_no_beginning_to_say(as_user, aoife):
    page = as_user(aoife).get(reverse("home:timeline")).content.decode()
    assert own("add", "event") in page and own("onset") not in page
    assert as_user(aoife).get(own("onset")).status_code == 404


@pytest.fixture
def point(put):
    return put("mood", when="2025-09", mood=6, label="tired")


def by_line(browser, path, **said):
    answer = browser.post(path, said, headers={"X-Line": "1"})
    return answer.status_code, json.loads(answer.content)


def test_the_drawn_line_saves_by_itself_with_the_version_it_read(as_user, marisol, point):
    browser, path = as_user(marisol), own("mark", "mood", point.pk)
    status, told = by_line(browser, path, version=1, when="2025-10", mood=4, label="tired")
    assert (status, told["version"], told["words"], told["mood"]) == (200, 2, "October 2025", 4)
    point.refresh_from_db()
    assert (point.mood, point.when, point.label) == (4, "2025-10", "tired")


def test_REL_06_the_drawn_line_shows_what_somebody_else_saved(as_user, marisol, ines, point):
    actions.edit(row=point, version=1, by=ines, mood=2)
    path = own("mark", "mood", point.pk)
    status, told = by_line(as_user(marisol), path, version=1, when="2025-09", mood=8, label="tired")
    assert (status, told["saved"]["mood"], told["saved"]["version"]) == (409, 2, 2)
    assert "saved somewhere else" in told["sentence"]
    point.refresh_from_db()
    assert point.mood == 2


def test_the_drawn_line_adds_and_takes_off(as_user, marisol, course):
    browser, key = as_user(marisol), fresh_key()
    for _ in range(3):  # a send that is repeated after a lost answer
        status, told = by_line(browser, own("add", "mood"), form_key=key, when="2026-01", mood=5)
    assert (status, told["words"], MoodPoint.objects.count()) == (201, "January 2026", 1)
    status, _told = by_line(browser, own("aside", "mood", told["id"]))
    assert status == 200 and reading.rows(MoodPoint, marisol, marisol.user) == []
    by_line(browser, own("aside", "mood", told["id"]), back=1)
    assert len(reading.rows(MoodPoint, marisol, marisol.user)) == 1
    status, told = by_line(browser, own("add", "mood"), form_key=fresh_key(), when="x", mood=5)
    assert status == 422 and "was not understood" in told["sentence"]


def test_A11Y_06_the_drawn_line_has_its_list_without_scripts(as_user, marisol, point):
    page = as_user(marisol).get(own("line")).content.decode()
    assert "September 2025" in page and "6 of 10" in page and "tired" in page
    assert own("mark", "mood", point.pk) in page and 'name="form_key"' in page
