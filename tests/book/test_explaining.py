"""Texts to start leaflets from."""

from datetime import date

import pytest

from ipt import forms, words
from ipt.explaining import explained, leaflets


@pytest.mark.parametrize("leaflet", leaflets(), ids=lambda each: each.id)
def test_each_has_words_and_explains_a_topic_of_the_beginning(leaflet):
    topics = forms.load("psychoeducation").field("topics").choices
    assert leaflet.topic in topics
    assert words.text(leaflet.title) and len(words.text(leaflet.text).split()) > 40


def test_IPT13_17_no_leaflet_promises_a_cure():
    said = " ".join(words.text(each.text) for each in leaflets()).lower()
    assert not [
        word for word in ("cure", "guarantee", "always works", "best treatment") if word in said
    ]
    assert "does not help everybody" in said


@pytest.mark.parametrize("leaflet", leaflets(diagnosis=False), ids=lambda each: each.id)
def test_S53_without_a_diagnosis_no_word_of_illness(leaflet):
    said = f"{words.text(leaflet.title)} {words.text(leaflet.text)}".lower()
    assert not [w for w in ("ill", "illness", "depress", "symptom", "patient") if f" {w}" in said]


def test_every_topic_of_the_beginning_has_one():
    topics = set(forms.load("psychoeducation").field("topics").choices)
    assert {each.topic for each in leaflets()} == topics


def day(number):
    return date(2026, 3, number)


def days(*sheets):
    return {each.topic: (each.on.day, each.told) for each in explained(sheets)}


def test_a_topic_counts_from_the_day_since_which_it_stands_ticked():
    twice = [
        (day(2), {"topics": ["treatable", "course_of_ipt"]}),
        (day(9), {"topics": ["what_it_is", "treatable"]}),
        (day(16), {"topics": ["what_it_is", "treatable", "course_of_ipt"], "questions": "Devin?"}),
    ]
    assert days(twice) == {
        "what_it_is": (9, False),
        "treatable": (2, False),
        "course_of_ipt": (16, False),
    }
    assert [each.topic for each in explained([twice])] == [
        "what_it_is", "treatable", "course_of_ipt",
    ]  # fmt: skip


def test_a_day_that_was_told_goes_before_the_day_it_was_written_down():
    row = {"topic": "treatable", "on": "2026-03-01"}
    assert days([(day(9), {"topics": ["treatable"], "other_day": [row]})]) == {
        "treatable": (1, True)
    }
    unticked = {"topics": ["what_it_is"], "other_day": [row, {"topic": "what_it_is"}]}
    assert days([(day(9), unticked)]) == {"what_it_is": (9, False)}


@pytest.mark.parametrize("order", [1, -1])
def test_of_several_sheets_the_first_explaining_counts(order):
    sheets = [
        [(day(9), {"topics": ["treatable"]})],
        [(day(2), {"topics": ["treatable"]})],
        [],
        [(day(16), {"topics": ["course_of_ipt"]})],
    ]
    assert days(*sheets[::order]) == {"treatable": (2, False), "course_of_ipt": (16, False)}


def test_nothing_explained_is_nothing():
    assert explained([]) == () and explained([[(day(2), {})]]) == ()
