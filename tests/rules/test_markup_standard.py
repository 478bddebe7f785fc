"""What the Nu checker found once, seen without it from then on (A11Y-01)."""

import re
from html.parser import HTMLParser

import pytest

from tests.support.markup import VOID
from tests.support.pages import PERSONAS, Story, opened

MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?([+-]\d\d:?\d\d|Z)?)?")


class Standard(HTMLParser):
    """Moments that no standard reads; captions in the middle of their figure."""

    def __init__(self, markup):
        super().__init__()
        self.faults, self.open = [], []
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "time" and not MOMENT.fullmatch(said.get("datetime", "")):
            self.faults.append(f"time {said.get('datetime')!r}")
        if self.open:
            self.open[-1][1].append(tag)
        if tag not in VOID:
            self.open.append((tag, []))

    def handle_startendtag(self, tag, attributes):
        if self.open:
            self.open[-1][1].append(tag)

    def handle_endtag(self, tag):
        while self.open:
            name, children = self.open.pop()
            if name == "figure" and "figcaption" in children[1:-1]:
                self.faults.append("a caption in the middle of its figure")
            if name == tag:
                return


@pytest.fixture
def story(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner):
    return Story(practice, other_practice, ines, omar, kwame, coordinator, outcomes, owner).told()


def test_A11Y_01_moments_and_captions_are_as_the_standard_wants(story):
    wrong = {}
    for persona in PERSONAS:
        for page, answer in opened(story, persona):
            for fault in Standard(answer.content.decode()).faults:
                wrong.setdefault((page.route, fault), page.address)
    assert not wrong


def test_A11Y_01_the_check_can_fail():
    assert Standard('<time datetime="2026-03-04T09:00:00.123456+00:00">x</time>').faults
    assert Standard("<figure><p></p><figcaption></figcaption><p></p></figure>").faults
    assert not Standard("<figure><p></p><figcaption></figcaption></figure>").faults
