"""The timeline: everything stands at its day, nothing covers anything, no line is mixed."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.web.pictures import timeline as picture
from kith.web.pictures.timeline import Lane, Line, Pin, TimelineData, layout, timeline

START, END = date(2024, 1, 1), date(2026, 3, 4)
HOSTILE = '"><img src=x>'
LANES = [Lane("symptoms", "Symptoms"), Lane("grief", "Grief and loss", "grief"), Lane("", "Rest")]
MOOD = Line("Mood", [(date(2024, 5, 1), 8), (date(2025, 5, 1), 2)], 0, 10, "worst", "best")
DAYS = st.dates(START - timedelta(days=400), END)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=60
)
PINS = st.lists(
    st.builds(
        lambda first, days, title, lane, look: Pin(
            "1", first, first + timedelta(days=days), title, lane, look
        ),
        DAYS,
        st.sampled_from([0, 0, 30, 90, 365]),
        WORDS,
        st.sampled_from(["symptoms", "grief", ""]),
        st.sampled_from(["event", "began", "worse", "better"]),
    ),
    max_size=40,
)


def data(pins=(), lines=(MOOD,), **more):
    return TimelineData("Timeline", "A sentence.", START, END, lanes=LANES, pins=list(pins),
                        lines=list(lines), **more)  # fmt: skip


def drawn(shown, **more):
    return ElementTree.fromstring(timeline(shown, **more))


def texts(svg, name=""):
    """What is written in the parts of one look, or everywhere."""
    return [e.text for e in svg.iter("text") if not name or name in e.get("class", "").split()]


@settings(max_examples=60, deadline=None)
@given(PINS, st.booleans())
def test_no_mark_and_no_words_ever_cover_another(pins, labels):
    frame, parts = layout(data(pins), 1100 if labels else 340, labels)
    boxes = [one.box for part in parts for one in part.pins]
    assert not any(a.meets(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])
    for part in parts:
        for one in part.pins:
            assert frame.left <= one.mark.left and one.mark.right <= frame.right
            assert part.top <= one.box.top and one.box.bottom <= part.foot
    edges = [(part.top, part.foot) for part in parts]
    assert all(before[1] <= after[0] for before, after in zip(edges, edges[1:], strict=False))


@settings(max_examples=40, deadline=None)
@given(PINS)
def test_every_pin_of_the_stretch_is_drawn_with_its_number(pins):
    shown = [pin for pin in pins if pin.first <= END and pin.last >= START]
    for labels, width in ((True, 1100), (False, 340)):
        svg = drawn(data(pins), labels=labels, width=width)
        assert len(texts(svg, "pin-tag")) == len(shown)


def test_forty_events_of_one_day_move_apart():
    pins = [Pin(str(n), date(2025, 1, 1), date(2025, 1, 1), f"Event {n}") for n in range(1, 41)]
    svg = drawn(data(pins))
    assert sorted(texts(svg, "pin-tag"), key=int) == [str(n) for n in range(1, 41)]
    assert "Event 1" in texts(svg, "name")


def test_A11Y_06_the_picture_has_a_title_and_the_sentence():
    svg = drawn(data(), ident="mine")
    assert svg.get("role") == "img"
    assert (svg[0].tag, svg[0].get("id"), svg[0].text) == ("title", "mine-title", "Timeline")
    assert (svg[1].tag, svg[1].text) == ("desc", "A sentence.")
    assert svg.get("aria-labelledby") == "mine-title"


def test_IPT13_11_each_line_has_its_own_axis_and_says_which_way_is_good():
    score = Line(
        "PHQ-9", [(date(2026, 1, 1), 17), (date(2026, 2, 1), 9)], 0, 27, way="Lower is better."
    )
    svg = drawn(data(lines=[MOOD, score]))
    assert len(list(svg.iter("polyline"))) == 2
    ends = texts(svg, "end-name")
    assert ends == ["10 best", "0 worst", "27", "0"]
    assert " ".join(texts(svg, "way")) == "Lower is better."
    _frame, parts = layout(data(lines=[MOOD, score]), 1100, True)
    assert parts[0].foot <= parts[1].top, "the two never share a band"
    phone = drawn(data(lines=[MOOD, score]), labels=False, width=340)
    assert any("Lower is better." in words for words in texts(phone, "line-name"))


def test_a_value_stands_the_higher_the_larger_it_is():
    svg = drawn(data())
    first, last = (float(mark.get("cy")) for mark in svg.iter("circle"))
    assert first < last, "mood 8 stands above mood 2"


def test_the_window_and_the_beginning_stand_where_they_were():
    began = date(2025, 6, 1)
    shown = data(onset=(began, began), window=(date(2025, 3, 1), began))
    svg, (frame, _parts) = drawn(shown), layout(shown, 1100, True)
    [shade] = [e for e in svg.iter("rect") if e.get("class") == "window"]
    left, right = frame.x(date(2025, 3, 1)), frame.x(began)
    assert float(shade.get("x")) == pytest.approx(left, abs=0.1)
    assert float(shade.get("width")) == pytest.approx(right - left, abs=0.1)
    [line] = [e for e in svg.iter("line") if e.get("class") == "onset"]
    assert float(line.get("x1")) == pytest.approx(right, abs=0.1)
    outside = data(onset=(date(2020, 1, 1),) * 2, window=(date(2019, 10, 1), date(2020, 1, 1)))
    assert not [e for e in drawn(outside).iter() if e.get("class") in ("window", "onset")]


def test_what_is_known_roughly_is_drawn_as_a_stretch():
    pins = [Pin("1", date(2025, 3, 1), date(2025, 5, 31), "Spring", "grief"),
            Pin("2", date(2024, 3, 1), date(2024, 3, 1), "A day", "grief")]  # fmt: skip
    svg = drawn(data(pins))
    [stretch] = [e for e in svg.iter("line") if "stretch" in e.get("class", "")]
    assert float(stretch.get("x1")) < float(stretch.get("x2"))


def test_a_line_that_goes_on_beyond_the_edge_is_cut_off_there():
    points = [(date(2023, 1, 1), 0.0), (date(2025, 1, 1), 10.0)]
    first, last = picture.clipped(points, date(2024, 1, 1), END)
    assert first[0] == date(2024, 1, 1) and 4.9 < first[1] < 5.1 and last == points[1]
    assert picture.clipped(points, date(2025, 6, 1), END) == []
    through = picture.clipped(points, date(2023, 6, 1), date(2024, 6, 1))
    assert [day for day, _value in through] == [date(2023, 6, 1), date(2024, 6, 1)]


@given(DAYS, st.integers(1, 30_000), st.sampled_from([300, 920]))
def test_the_names_of_dates_never_meet(start, days, room):
    named = picture.ticks(start, start + timedelta(days=days), room)
    assert len(named) * 60 <= max(room, 80)
    assert named == sorted(named)


def test_SEC_23_typed_words_are_escaped():
    day = date(2025, 1, 1)
    made = timeline(data([Pin("1", day, day, HOSTILE, "grief")]))
    assert "<img" not in made
    assert texts(ElementTree.fromstring(made), "name") == [HOSTILE]


def test_words_too_long_are_cut_at_a_word_and_the_number_stays():
    long = Pin(
        "7", date(2025, 1, 1), date(2025, 1, 1), "A quarrel about who gets up at night and how", ""
    )
    svg = drawn(data([long]))
    [words] = texts(svg, "name")
    assert words.endswith("…") and long.title.startswith(words.removesuffix("…"))
    assert long.title[len(words) - 1] == " "
    one_word = drawn(data([Pin("7", date(2025, 1, 1), date(2025, 1, 1), "x" * 80, "")]))
    assert texts(one_word, "name") == [] and texts(one_word, "pin-tag") == ["7"]
