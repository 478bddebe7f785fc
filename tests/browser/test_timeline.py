"""The timeline in a real browser: by pointer, by touch, by keyboard, without scripts, by two."""

import re

import pytest

from ipt.timeline import dates
from kith.timeline.models import Event, MoodPoint
from kith.web import tenancy
from tests.support.browser import draw_by_finger
from tests.support.seeing import every_rule

pytestmark = pytest.mark.browser
LINE, OWN = "/courses/{course_id}/timeline/line/", "/my/timeline/line/"


@pytest.fixture
def points(story):
    """points() gives the moods on Marisol's line, oldest first."""

    def read():
        with tenancy.within(story.practice.pk):
            rows = MoodPoint.objects.filter(client=story.marisol, set_aside_at=None)
            return [row.mood for row in sorted(rows, key=lambda row: dates.read(row.when).middle)]

    return read


def saved(page, words="saved"):
    page.locator("[data-told][data-state=saved]").wait_for()
    assert words in page.locator("[data-told]").inner_text()


def middle(page, nr=0):
    box = page.locator(".mood-line .hand .mark").nth(nr).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_A11Y_06_a_point_is_dragged_and_saved_by_itself(walk_as, story, points):
    page = walk_as("therapist", width=1320)
    page.goto(LINE.format(**story.ids))
    assert points() == [6, 3]
    x, y = middle(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 30, steps=4)
    page.mouse.move(x, y + 62, steps=4)
    page.mouse.up()
    saved(page)
    lower = points()[0]
    assert lower < 6
    page.get_by_role("button", name="Undo").click()
    page.locator("[data-told]", has_text="6 of 10").wait_for()
    assert points() == [6, 3]


def test_A11Y_06_a_tap_at_320_px_adds_a_point(walk_as, points):
    page = walk_as("client", width=320, height=640, has_touch=True)
    page.goto(OWN)
    box = page.locator(".mood-line").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.3)
    saved(page)
    assert len(points()) == 3
    assert page.locator("table tbody tr").count() == 3, "the list says the same"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_A11Y_06_a_point_is_drawn_by_finger_at_320_px_and_the_page_stays(walk_as, points):
    page = walk_as("client", width=320, height=640, has_touch=True, is_mobile=True)
    page.goto(OWN)
    x, y = middle(page)
    draw_by_finger(page, (x, y), (x, y + 40))
    saved(page)
    assert len(points()) == 2 and points()[0] < 6
    assert page.evaluate("scrollY") == 0


def test_A11Y_06_the_keyboard_alone_does_all_of_it(walk_as, points):
    page = walk_as("client", width=1320)
    page.goto(OWN)
    hand = page.get_by_role("slider").first
    hand.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    saved(page, "8 of 10")
    assert points() == [8, 3]
    assert "September 2025" in hand.get_attribute("aria-valuetext")
    page.keyboard.press("ArrowLeft")
    page.locator("[data-told]", has_text="August 2025").wait_for()
    page.get_by_role("button", name="Add a point for this month").press("Enter")
    page.get_by_role("slider").nth(2).wait_for()
    page.keyboard.press("Delete")
    page.wait_for_function("document.querySelectorAll('.mood-line .hand').length === 2")


def test_A11Y_08_without_scripts_the_list_and_the_form_do_it(walk_as, story, points):
    page = walk_as("client", javascript=False, width=320, height=640)
    page.goto("/my/timeline/")
    page.get_by_role("link", name="Draw the mood line").click()
    assert page.locator(".drawn").is_hidden()
    page.get_by_label("When?").fill("spring 2025")
    page.get_by_label("9", exact=True).check()
    page.get_by_role("button", name="Put on the line").click()
    assert points() == [9, 6, 3]
    page.get_by_role("link", name="Months").click()
    assert "Mood 9 of 10" in page.locator("main").inner_text()


def test_REL_06_two_at_once_see_each_others_point(walk_as, story, points, watch):
    watch.expect("409 (Conflict)")
    mine, theirs = walk_as("client"), walk_as("therapist")
    mine.goto(OWN)
    theirs.goto(LINE.format(**story.ids))
    for page, key in ((mine, "ArrowUp"), (theirs, "ArrowDown")):
        page.get_by_role("slider").first.focus()
        page.keyboard.press(key)
        page.locator("[data-told][data-state=saved], [data-told][data-state=kept]").wait_for()
    assert "saved somewhere else" in theirs.locator("[data-told]").inner_text()
    assert theirs.get_by_role("slider").first.get_attribute("aria-valuenow") == "7"
    assert points() == [7, 3]


@pytest.mark.parametrize("width", [320, 1320])
@pytest.mark.parametrize("events", [0, 40])
def test_A11Y_01_the_page_stands_with_no_event_and_with_forty(walk_as, story, width, events):
    with tenancy.within(story.practice.pk):
        first = Event.objects.filter(client=story.marisol).first()
        if not events:
            Event.objects.filter(client=story.marisol).update(set_aside_at=first.added_at)
        for number in range(events - 1):
            Event.objects.create(client=story.marisol, title=f"Event {number}", when="2025-10",
                                 added_by=story.ines)  # fmt: skip
    page = walk_as("therapist", width=width)
    page.goto("/courses/{course_id}/timeline/".format(**story.ids))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert every_rule(page) == []
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
