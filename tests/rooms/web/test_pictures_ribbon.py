"""The course ribbon: the picture, the sentence and the table say the same, and hide nothing."""

import re
from xml.etree import ElementTree

import pytest

from kith.web.pictures.ribbon import (
    Point,
    RibbonData,
    course_ribbon,
    ribbon_rows,
    runs,
    shown_ticks,
)

SVG = "{*}"
HOSTILE = "\"><script>alert(1)</script><b x='&"
BANDS = [(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately severe"), (20, "severe")]
PHASES = [("Beginning", 1, 3), ("Middle", 4, 13), ("Ending", 14, 16)]


def course(scores, **changes):
    points = [Point(n, value, f"week {n}") for n, value in enumerate(scores, 1)]
    known = {"title": "PHQ-9", "sentence": "From 17 to 9.", "sessions_planned": 16}
    known |= {"phases": PHASES, "points": points, "bands": BANDS, "reliable_line": 11}
    return RibbonData(**(known | changes))


def drawn(data, **form):
    return ElementTree.fromstring(course_ribbon(data, **form))


def words(svg):
    return [text.text for text in svg.iter("text")]


def by_class(svg, name):
    return [e for e in svg.iter() if name in e.get("class", "").split()]


def test_A11Y_06_the_picture_has_a_name_and_says_what_it_shows():
    svg = drawn(course([17, 9]), ident="phq")

    assert svg.get("role") == "img"
    assert svg.find("title").text == "PHQ-9" and svg.find("desc").text == "From 17 to 9."
    assert svg.get("aria-labelledby") == svg.find("title").get("id") == "phq-title"
    assert svg.get("aria-describedby") == svg.find("desc").get("id") == "phq-desc"


def test_A11Y_06_every_score_of_the_picture_is_in_the_table():
    data = course([17, 16, 12, 9])

    scores = [e.text for e in by_class(drawn(data), "value")]

    assert scores == [row.value for row in ribbon_rows(data)] == ["17", "16", "12", "9"]


def test_a_week_without_an_answer_leaves_a_gap():
    svg = drawn(course([17, 16, None, 12, 9]))

    lines = [e.get("points").split() for e in by_class(svg, "line")]

    assert [len(line) for line in lines] == [2, 2]
    assert len(by_class(svg, "mark")) == 4


def test_a_week_that_was_never_asked_leaves_a_gap_too():
    data = course([], points=[(1, 17, "", False), (2, 16, "", False), (4, 12, "", False)])

    assert [[p.position for p in run] for run in runs(data.marks())] == [[1, 2], [4]]
    assert [(row.session, row.value) for row in data.rows] == [
        ("1", "17"),
        ("2", "16"),
        ("3", "no answer"),
        ("4", "12"),
    ]


def test_the_table_names_phase_range_and_missing_answers():
    data = course([17, 9], points=[Point(1, 17, "2 Nov"), Point(4, 9.5, "23 Nov", prorated=True)])

    first, *_between, last = data.rows

    assert (first.phase, first.label, first.band) == ("Beginning", "2 Nov", "moderately severe")
    assert (last.phase, last.value, last.band) == ("Middle", "9.5, some answers missing", "mild")


def test_scores_before_and_after_the_agreed_sessions_have_their_place():
    data = course([], points=[(0, 18, "", False), (1, 17, "", False), (19, 6, "3 months", False)])

    rows = data.rows
    marks = [float(mark.get("cx")) for mark in by_class(drawn(data), "mark")]

    assert rows[0].session == "before session 1" and rows[-1].session == "after the last session"
    assert marks == sorted(marks) and 0 < marks[0] and marks[-1] < 820


def test_a_filled_in_score_looks_different():
    data = course([], points=[Point(1, 17), Point(2, 15, prorated=True)])

    assert len(by_class(drawn(data), "prorated")) == 1


def test_a_higher_score_stands_higher():
    low, high = (float(m.get("cy")) for m in by_class(drawn(course([3, 24])), "mark"))

    assert high < low


def test_the_phone_shows_the_first_and_the_last_number_only():
    svg = drawn(course([17, 16, 12, 9]), width=300, height=176, labels=False)

    assert [e.text for e in by_class(svg, "value")] == ["17", "9"]
    assert not by_class(svg, "phase-name") and not by_class(svg, "band-name")
    assert len(by_class(svg, "phase")) == 3


@pytest.mark.parametrize("planned, gap", [(16, 45), (16, 15), (16, 19), (8, 30), (52, 4), (1, 200)])
def test_session_numbers_never_crowd(planned, gap):
    ticks = shown_ticks(planned, gap)

    assert ticks[0] == 1 and ticks[-1] == planned
    assert all((b - a) * gap >= 20 for a, b in zip(ticks, ticks[1:], strict=False))


@pytest.mark.parametrize("scores", [[], [None], [12], [0, 27], [27] * 16])
def test_any_course_can_be_drawn(scores):
    for form in ({}, {"width": 540, "height": 230}, {"width": 300, "labels": False}):
        svg = drawn(course(scores), **form)
        _, _, width, height = (float(n) for n in svg.get("viewBox").split())
        for mark in by_class(svg, "mark"):
            assert 0 < float(mark.get("cx")) < width and 0 < float(mark.get("cy")) < height


def test_SEC_10_hostile_words_stay_words():
    data = course(
        [12],
        title=HOSTILE,
        sentence=HOSTILE,
        phases=[(HOSTILE, 1, 16)],
        bands=[(5, HOSTILE)],
        reliable_text=HOSTILE,
    )

    svg = drawn(data, width=3000)

    assert svg.find("title").text == HOSTILE and HOSTILE in words(svg)
    assert {e.tag for e in svg.iter()} <= {
        "svg", "title", "desc", "rect", "line", "text", "circle", "polyline", "polygon"
    }  # fmt: skip


def test_SEC_11_no_style_and_no_colour_of_its_own():
    markup = course_ribbon(course([17, 9], expected=[(1, 12, 18), (16, 2, 12)]))

    assert not re.search(r"\bstyle=|\bfill=|\bstroke=|#[0-9a-f]{3}", markup)
