"""The one writer of markup, and the small line of a table row."""

from xml.etree import ElementTree

import pytest

from kith.web.pictures.spark import spark
from kith.web.safe_markup import element


def test_SEC_10_children_and_attributes_are_escaped():
    made = element("text", "<b>&", x='"><script>')

    assert made == '<text x="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;</text>'


@pytest.mark.parametrize("name", ["script", "a", "image", "foreignObject", "style", "text onload"])
def test_SEC_10_elements_that_can_act_are_refused(name):
    with pytest.raises(ValueError):
        element(name)


@pytest.mark.parametrize(
    "attributes", [{"onclick": "x"}, {"style": "x"}, {"href": "javascript:x"}, {"x y": 1}]
)
def test_SEC_10_attributes_that_can_act_are_refused(attributes):
    with pytest.raises(ValueError):
        element("text", **attributes)


def test_the_small_line_breaks_at_a_missing_week_and_is_silent():
    svg = ElementTree.fromstring(spark([17, 16, None, 9, 8]))

    assert [len(e.get("points").split()) for e in svg.iter("polyline")] == [2, 2]
    assert svg.get("aria-hidden") == "true"


@pytest.mark.parametrize("values", [[], [None], [27], [0, None, 0]])
def test_any_small_line_can_be_drawn(values):
    ElementTree.fromstring(spark(values))
