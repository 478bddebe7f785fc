"""Words for feelings, and a way from a feeling to saying it."""

from collections import Counter

import pytest

from ipt.diary import affect_path, emotions
from ipt.words import text
from tests.book.said import unsaid


def test_S62_every_word_belongs_to_a_family_and_takes_its_place():
    sad = emotions.emotion("sad")
    assert (sad.family.id, sad.valence, sad.arousal) == ("sadness", -2, 0)
    assert (emotions.emotion("excited").valence, emotions.emotion("excited").arousal) == (2, 2)
    assert len(emotions.families()) == 19
    for family in emotions.families():
        assert -2 <= family.valence <= 2 and 0 <= family.arousal <= 2
        assert emotions.emotions(family.id)


def test_the_first_screen_holds_six_words_a_family_at_most():
    first = Counter(word.family.id for word in emotions.emotions(first_screen=True))
    assert max(first.values()) == 6
    assert {word.id for word in emotions.emotions()} > {
        word.id for word in emotions.emotions(first_screen=True)
    }
    assert [word.id for word in emotions.emotions("sadness", first_screen=True)] == [
        "sad",
        "low",
        "tearful",
        "hopeless",
        "disappointed",
    ]
    assert [word.id for word in emotions.emotions("sadness") if word.more] == ["heavy", "empty"]


def test_S63_not_being_able_to_tell_is_an_answer():
    assert emotions.answers() == ("cant_tell", "nothing", "mixed", "numb", "body_only")
    assert all(emotions.known(id) for id in emotions.answers())


def test_a_word_of_ones_own_is_none_of_the_list_and_no_mistake():
    assert not emotions.known("saudade")
    with pytest.raises(KeyError):
        emotions.emotion("saudade")


def test_S26_the_path_leads_from_noticing_to_the_mood_afterwards():
    steps = affect_path.steps()
    assert (len(steps), steps[0], steps[6], steps[8]) == (9, "notice", "say", "mood")
    assert affect_path.next_step(()) == "notice"
    assert affect_path.next_step(("notice", "name", "trace")) == "accept"
    assert affect_path.next_step(steps) is None


def test_S65_anger_and_guilt_have_cards_of_their_own():
    assert affect_path.card("anger").lines == ("want", "limit", "safe")
    assert affect_path.card("guilt").lines == ("mine", "not_mine", "repair")
    assert affect_path.card("sadness") is None
    families = {family.id for family in emotions.families()}
    assert {card.family for card in affect_path.cards()} <= families


def test_young_people_get_their_tips():
    assert affect_path.tips("ipt_a") == ("give_to_get", "cool_moment", "i_statement")
    assert affect_path.tips("ipt_standard") == ()


def test_S22_nobody_is_asked_why():
    asked = [text(f"diary_prompt.{id}") for id in emotions.prompts()]
    asked += [text(f"affect_step.{id}.ask") for id in affect_path.steps()]
    assert not any("why" in line.lower().split() for line in asked)


def test_every_feeling_and_question_has_its_words():
    said = [f"emotion.{word.id}" for word in emotions.emotions()]
    said += [f"emotion.{id}" for id in emotions.answers()]
    said += [f"emotion_family.{f.id}.{k}" for f in emotions.families() for k in ("title", "hint")]
    said += [f"body.{id}" for id in emotions.body()]
    said += [f"diary_prompt.{id}" for id in emotions.prompts()]
    said += [f"diary_show.{id}" for id in emotions.show_back()]
    said += [f"affect_step.{id}.{k}" for id in affect_path.steps() for k in ("title", "ask")]
    said += [f"affect_choice.{id}" for id in affect_path.choices()]
    for card in affect_path.cards():
        said += [f"affect_card.{card.id}.{line}" for line in ("title", *card.lines)]
    said += [f"affect_tip.{id}" for id in affect_path.tips("ipt_a")]
    assert unsaid(said) == []
