"""What anybody may read of IPT, and what promises more than is known."""

import pytest

from ipt import about
from ipt.evidence import sources, works
from ipt.glossary import words_to_avoid
from ipt.words import say
from tests.book.said import unsaid

ALL = about.parts()


def test_S13_the_parts_stand_in_the_order_in_which_one_asks():
    assert [part.id for part in ALL] == [
        "looks_at",
        "how_it_may_help",
        "areas",
        "time",
        "steps",
        "asked",
        "is_not",
    ]


@pytest.mark.parametrize("part", ALL, ids=lambda part: part.id)
def test_S1_each_part_can_be_said_and_names_its_sources(part):
    messages = [part.title, *part.points]
    assert unsaid(message.id for message in messages) == []
    assert part.points and set(part.evidence.sources) <= set(sources())


@pytest.mark.parametrize("part", ALL, ids=lambda part: part.id)
def test_IPT13_06_IPT13_17_no_part_blames_labels_or_promises(part):
    for message in (part.title, *part.points):
        assert not words_to_avoid(say(message))
        assert not about.claims(say(message))


def test_S1_only_what_others_wrote_counts_as_a_work():
    assert works(["kith", "MW06", "seed"]) == (sources()["MW06"],)


def test_S10_it_is_said_that_nobody_does_it_alone_with_a_program():
    said = [say(point) for point in ALL[-1].points]
    assert any("You do not do it alone with a program" in line for line in said)


@pytest.mark.parametrize(
    "said, found",
    [
        ("IPT cures anxiety.", ("cures",)),
        ("We guarantee it", ("guarantee",)),
        ("It heals.", ("heals",)),
        ("It is as good as CBT for all.", ("as good as CBT",)),
        ("better than medication", ("better than medication",)),
        ("Proven to help, 100 %", ("Proven to", "100 %")),
        ("It always works.", ("always works",)),
        ("It works for everyone", ("works for everyone",)),
        ("You will be well for good", ("for good",)),
        ("Nobody can guarantee that it helps.", ()),
        ("It does not cure grief; no therapy does.", ()),
        ("We can't promise a cure.", ()),
        ("No waiting list. It cures sadness.", ("cures",)),
        ("It may help. Many feel better after three months.", ()),
        ("", ()),
    ],
)
def test_IPT13_17_a_promise_is_found_and_its_refusal_is_none(said, found):
    assert about.claims(said) == found


def test_IPT13_17_a_language_without_a_list_is_held_to_none():
    assert about.claims("IPT cures", "xx") == ()
