"""Texts to start leaflets from."""

import pytest

from ipt import forms, words
from ipt.explaining import leaflets


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
