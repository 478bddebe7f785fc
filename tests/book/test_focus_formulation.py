"""A formulation: begun from what is there, at most 250 words, each change to be seen."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.focus import formulation
from ipt.focus.formulation import Known, changes, compose, too_long, words
from ipt.words import Message, say

SAID = Known(
    diagnosis="depression",
    onset="last spring",
    event="the two of you stopped talking",
    since="you have kept quiet.",
    link="Each forgotten thing hurts.",
    feeling="you feel alone",
    sessions=14,
    focus=Message("focus.dispute.client"),
    aim="you can say what you want",
)
NAMES = [each.name for each in fields(Known)]
EMPTY = {"sessions": None}


def told(known):
    return " ".join(say(sentence) for sentence in compose(known))


def test_S17_a_formulation_begins_from_what_is_there_and_asks_what_fits():
    assert told(SAID) == (
        "You have been suffering from depression. It began around last spring, at about the time"
        " the two of you stopped talking. Since then you have kept quiet. Each forgotten thing"
        " hurts. It makes sense that you feel alone. I suggest that for the next 14 sessions we"
        f" work on {say(Message('focus.dispute.client'))}, so that you can say what you want."
        " What fits, and what does not?"
    )


def test_S53_without_a_diagnosis_no_illness_is_named():
    said = told(replace(SAID, diagnosis=""))
    assert said.startswith("Things have been hard for you. It began around last spring")
    assert "suffering" not in said


@pytest.mark.parametrize(
    "left_out, sentence",
    [
        (["event"], "It began around last spring. "),
        (["onset"], "It began at about the time the two of you stopped talking. "),
        (["sessions"], "I suggest that we work on Disagreement, so that you"),
        (["aim"], "for the next 14 sessions we work on Disagreement. What"),
        (["sessions", "aim"], "I suggest that we work on Disagreement. What"),
    ],
)
def test_a_sentence_says_only_what_is_known(left_out, sentence):
    assert sentence in told(replace(SAID, **{name: EMPTY.get(name, "") for name in left_out}))


def test_S17_an_aim_that_nobody_put_into_words_yet_is_the_goal_then_the_hope_as_they_were_said():
    known = replace(SAID, aim="", goal="Tell Devin one want a week.", hope="Peace at home")
    assert "on Disagreement. What we agreed to reach: “Tell Devin one want a week”. What fits" in (
        told(known)
    )
    assert "What you hope for: “Peace at home”. What" in told(replace(known, goal=""))
    assert "reach" not in told(replace(known, aim="you can speak"))


@given(st.sets(st.sampled_from(NAMES)))
def test_law_whatever_is_missing_no_gap_is_left(left_out):
    said = told(replace(SAID, **{name: EMPTY.get(name, "") for name in left_out}))
    assert said.endswith("What fits, and what does not?")
    assert "{" not in said and "  " not in said and ".." not in said
    if {"onset", "event"} <= left_out:
        assert "It began" not in said


def test_nothing_known_still_asks_what_fits():
    assert told(Known()) == "Things have been hard for you. What fits, and what does not?"


def test_words_are_counted_as_people_count_them():
    assert words("") == words(" - … !") == 0
    assert words("You're not a bad mother - you are ill.") == 8
    assert words("zwölf Jahre\n\nспустя  год") == 4


def test_S73_250_words_and_not_one_more():
    assert not too_long("word " * 250)
    assert too_long("word " * 251)


TEXT = st.text(alphabet="ab \n.,é", max_size=60)


@given(TEXT, TEXT)
def test_law_what_changed_gives_both_texts_back(before, after):
    pieces = changes(before, after)
    assert "".join(p.text for p in pieces if p.kind != "gone") == after
    assert "".join(p.text for p in pieces if p.kind != "new") == before


@given(TEXT)
def test_law_the_same_text_has_no_change(text):
    assert {piece.kind for piece in changes(text, text)} <= {"same"}


def test_a_sentence_that_was_added_is_seen():
    pieces = changes("You fall silent.", "You fall silent. I also shout.")
    assert [p.text for p in pieces if p.kind == "new"][-1].endswith("I also shout.")


def test_every_part_stands_once():
    assert len(set(formulation.PARTS)) == len(formulation.PARTS)
    assert set(formulation.VULNERABILITIES) < set(formulation.PARTS)
