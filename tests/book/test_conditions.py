"""What people come with, and what may honestly be said."""

import re

import pytest

from ipt import about
from ipt import conditions as book
from ipt.measures import library
from ipt.protocol import shelf
from ipt.reading import BrokenBook
from ipt.words import catalogue, languages, say, text
from tests.book.said import unsaid

ALL = book.conditions()


def test_the_eight_that_the_seed_names():
    assert [each.id for each in ALL] == [
        "depression",
        "anxiety",
        "postpartum",
        "bipolar",
        "eating",
        "grief",
        "separation",
        "no_diagnosis",
    ]
    with pytest.raises(KeyError):
        book.condition("toothache")


@pytest.mark.parametrize("condition", ALL, ids=lambda each: each.id)
def test_IPT13_15_the_protocols_named_are_in_the_book(condition):
    assert {condition.protocol, *condition.alternatives} <= set(shelf.ids())


@pytest.mark.parametrize("condition", ALL, ids=lambda each: each.id)
def test_the_measures_named_are_shipped_or_said_to_be_elsewhere(condition):
    for use in condition.measures:
        shipped = use.id in library.ids() or use.id == book.RHYTHM
        assert shipped is not use.elsewhere


@pytest.mark.parametrize("condition", ALL, ids=lambda each: each.id)
def test_S1_every_wording_can_be_said_and_names_its_sources(condition):
    wording = book.wording(condition.id)
    messages = [wording.title, wording.client, *wording.may, *wording.never, *wording.limits]
    messages += [wording.strength]
    assert len(wording.limits) == len(wording.never)
    assert unsaid(message.id for message in messages) == []
    assert wording.may and wording.never and all(len(each) > 10 for each in wording.sources)
    others = [f"other_help.{id}" for id in condition.elsewhere]
    others += [f"condition_need.{id}" for id in condition.needs]
    others += [f"condition_not_for.{id}" for id in condition.not_for]
    assert [id for id in others if id not in catalogue()] == []


def test_S1_the_strength_of_evidence_is_told_in_one_of_four_words():
    ids = [f"strength.{id}.{part}" for id in book.strengths() for part in ("title", "means")]
    assert unsaid(ids) == []
    assert {each.id: each.strength for each in ALL if each.strength == "strong"} == {
        "depression": "strong",
        "postpartum": "strong",
    }
    assert book.condition("anxiety").strength == "no_advantage"


@pytest.mark.parametrize(
    "row",
    [
        {"id": "a", "mark": "checked"},
        {"id": "a", "mark": "checked", "strength": "wonderful"},
        {"id": "a", "mark": "own", "strength": "strong"},
        {"id": "a", "mark": "checked", "strength": "not_rated"},
    ],
)
def test_S1_IPT13_17_a_strength_that_nothing_carries_is_refused(row):
    with pytest.raises(BrokenBook):
        book._strength(row)


@pytest.mark.parametrize("condition", ALL, ids=lambda each: each.id)
def test_IPT13_17_what_the_public_page_says_promises_nothing(condition):
    wording = book.wording(condition.id)
    for message in (*wording.may, *wording.limits, wording.strength):
        assert not about.claims(say(message))


CLAIM = re.compile(
    r"as (good|well) as|best treatment|heals?\b|prove[ns]|works for|always helps", re.I
)


@pytest.mark.parametrize("language", languages())
def test_IPT13_17_nothing_is_claimed_that_is_not_carried(language):
    said = catalogue(language)
    claims = {id: words for id, words in said.items() if id.startswith("condition.")}
    may = {id: words for id, words in claims.items() if ".never." not in id}
    assert not [id for id, words in may.items() if CLAIM.search(words)]
    assert CLAIM.search("IPT is as good as CBT for all")


def test_IPT13_17_anxiety_is_told_that_other_help_did_better():
    assert say(book.wording("anxiety").may[0]) == "It may help."
    assert "CBT did better" in say(book.wording("anxiety").may[1])
    assert book.condition("anxiety").elsewhere == ("cbt",)


def test_IPT13_10_bipolar_is_never_plain_ipt():
    bipolar = book.condition("bipolar")
    assert (bipolar.protocol, bipolar.alternatives) == ("ipsrt", ())
    assert bipolar.needs == ("prescriber",)
    assert book.RHYTHM in {use.id for use in bipolar.measures}
    assert book.condition("eating").not_for == ("underweight",)


ILLNESS = re.compile(r"ill(ness)?\b|disorder|depress|symptom|diagnos|patient|sick", re.I)


def test_S53_the_track_without_a_diagnosis_has_no_words_of_illness():
    track = book.condition("no_diagnosis")
    wording = book.wording("no_diagnosis")
    said = [say(m) for m in (wording.title, wording.client, *wording.may, *wording.limits)]
    assert not [line for line in said if ILLNESS.search(line)]
    assert not track.diagnosis
    assert set(track.drops) == {"initial.diagnosis", "initial.sick_role"}
    assert all(each.diagnosis and not each.drops for each in ALL if each.id != "no_diagnosis")


def test_IPT13_07_grief_points_to_the_therapy_made_for_it():
    assert "PG-13-R of 30 or more" in text("condition.grief.says.prolonged")
    assert book.condition("grief").elsewhere == ("prolonged_grief",)


@pytest.mark.parametrize(
    "id, protocol, no",
    [
        ("bipolar", "ipt_standard", True),
        ("bipolar", "ipsrt", False),
        ("eating", "ipt_b", True),
        ("eating", "ipt_ed", False),
        ("depression", "ipt_grief", False),
        ("postpartum", "ipt_standard", False),
    ],
)
def test_IPT13_10_what_needs_more_beside_it_begins_in_its_own_form_alone(id, protocol, no):
    assert book.unfit(id, protocol) is no
