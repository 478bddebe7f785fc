"""Then and now in the circle: the worked cases by hand, and what must hold of any two pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt import forms, inventory
from ipt.inventory.moved import HOW, Standing, compared, moved, wished
from ipt.inventory.support import by_ring, helpers, support
from ipt.words import say

BEFORE = {"i_expect": "ask how I am", "expectations_match": "poorly", "trust": 3}


def rings_of(name, *rings, **said):
    return [Standing(name, name, ring, said) for ring in rings]


def says(found):
    return [say(each.message) for each in found]


# Rings before, now, wished, at the end, as in the worked cases.
DEVIN = rings_of("Devin", "inner", "outer", "inner", "middle")
ELSA = rings_of("Elsa", "middle", "middle", "inner", "inner")
ARVID = rings_of("Arvid", "inner", "outside", "middle", "middle")
SAOIRSE = rings_of("Saoirse", "inner", "outer", "inner", "middle")
FEN = rings_of("Fen", "outside", "outside", "middle", "middle")


@pytest.mark.parametrize(
    "person, first, second, sentence",
    [
        (DEVIN, 0, 1, "Devin is two rings further away."),
        (DEVIN, 1, 3, "Devin came one ring closer."),
        (DEVIN, 0, 3, "Devin is one ring further away."),
        (ELSA, 1, 3, "Elsa came one ring closer."),
        (ARVID, 0, 1, "Arvid is three rings further away."),
        (ARVID, 1, 3, "Arvid came two rings closer."),
        (SAOIRSE, 1, 3, "Saoirse came one ring closer."),
        (FEN, 1, 3, "Fen came two rings closer."),
    ],
)
def test_S27_the_worked_cases_say_who_moved(person, first, second, sentence):
    assert says(moved([person[first]], [person[second]])) == [sentence]


def test_S27_a_wish_is_said_as_a_wish():
    assert says(wished([DEVIN[1]], [DEVIN[2]])) == ["Devin is wished two rings closer."]
    assert says(wished([DEVIN[1], ELSA[1]], [ELSA[1]])) == []
    assert says(wished([], [ELSA[2]])) == []


def test_who_came_and_who_left():
    assert says(moved([DEVIN[1]], [FEN[2]])) == [
        "Fen is not drawn in the earlier picture.",
        "Devin is not drawn in the later picture.",
    ]


def test_IPT13_04_S14_S15_S76_expectations_trust_and_help_are_compared():
    then = Standing("1", "Devin", "outer", BEFORE | {"support_kinds": ["practical"], "knows": "no"})
    now = Standing(
        "1", "Devin", "middle",
        {"i_expect": "share home load", "they_expect": "house calm", "expectations_match": "partly",
         "trust": 6, "satisfying": "funny", "support_received": "2", "can_ask": "yes",
         "support_kinds": ["companionship"], "knows": "partly", "contact_freq": "daily"},
    )  # fmt: skip
    assert says(moved([then], [now])) == [
        "Devin came one ring closer.",
        "With Devin, expectations now fit partly, before poorly.",
        "What is expected of Devin is put differently.",
        "What Devin expects is now put into words.",
        "Something good with Devin is now named.",
        "Trust in Devin rose from 3 to 6 of 10.",
        "Devin now also gives company.",
        "Devin no longer gives practical help.",
        "Devin now knows some of how things have been, before nothing of.",
    ]


@pytest.mark.parametrize(
    "then, now, sentence",
    [
        ({"support_given": "3"}, {"support_given": 1},
         "Less help for Ana: a little, before a lot."),
        ({"support_received": 0}, {"support_received": 3},
         "More help from Ana: a lot, before not at all."),
        ({"can_ask": "no"}, {"can_ask": "hard"},
         "Asking Ana for something: now hard, before not possible."),
        ({"contact_freq": "daily"}, {"contact_freq": "none"},
         "Less contact with Ana: none, before daily."),
        ({"unsatisfying": "late", "trust": 1}, {"unsatisfying": " ", "trust": 1},
         "What was hard with Ana is no longer named."),
        ({"trust": 6}, {"trust": 0}, "Trust in Ana fell from 6 to 0 of 10."),
    ],
)  # fmt: skip
def test_each_field_has_its_sentence(then, now, sentence):
    assert says(moved([Standing("1", "Ana", "inner", then)],
                      [Standing("1", "Ana", "inner", now)])) == [sentence]  # fmt: skip


@pytest.mark.parametrize("said", [{"trust": None}, {"expectations_match": "unsure"}, {}])
def test_what_was_not_told_is_not_compared(said):
    full = {"trust": 4, "expectations_match": "well"}
    for one, other in ((said, full), (full, said)):
        now = Standing("1", "Ana", "inner", other)
        ids = [m.message.id for m in moved([Standing("1", "Ana", "inner", one)], [now])]
        assert not any("trust" in id and "trust" not in said for id in ids if said.get("trust"))
        told = {name for name in full if one.get(name) not in (None, "unsure")}
        told &= {name for name in full if other.get(name) not in (None, "unsure")}
        assert all(id.split(".")[2] in told for id in ids)


LADDERS = {"expectations_match": ["poorly", "partly", "well", "unsure"],
           "support_received": ["0", "1", "2", "3"], "support_given": ["0", "1", "2", "3"],
           "can_ask": ["no", "hard", "yes"], "knows": ["no", "partly", "yes"],
           "contact_freq": list(inventory.contact_freqs())}  # fmt: skip
SAID = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.sampled_from(answers) for name, answers in LADDERS.items()},
        **{name: st.text(max_size=5)
           for name in ("i_expect", "they_expect", "satisfying", "unsatisfying")},
        "trust": st.none() | st.integers(0, 10),
        "support_kinds": st.lists(st.sampled_from(inventory.support_kinds()), unique=True),
    },
)  # fmt: skip
PICTURE = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.sampled_from(inventory.rings()), SAID)
).map(lambda found: [Standing(id, id, ring, said) for id, (ring, said) in found.items()])
TURNED = {"up": "down", "down": "up", "named": "unnamed", "unnamed": "named", "new": "left",
          "left": "new", "came": "went", "went": "came", "changed": "changed"}  # fmt: skip


def turned(id):
    stem, turn = id.rsplit(".", 1)
    way, _, rings = turn.partition("_")
    if rings:
        return f"{stem}.{'further' if way == 'closer' else 'closer'}_{rings}"
    return f"{stem}.{TURNED[turn]}"


@given(PICTURE)
def test_the_same_picture_twice_says_nothing(picture):
    assert moved(picture, picture) == wished(picture, picture) == ()


@given(PICTURE, PICTURE)
def test_the_pictures_swapped_turn_every_sentence_round(then, now):
    there = sorted((m.id, m.message.id) for m in moved(then, now))
    back = sorted((m.id, turned(m.message.id)) for m in moved(now, then))
    assert there == back
    rings = sorted((m.id, m.rings) for m in moved(then, now) if m.rings)
    assert rings == sorted((m.id, -m.rings) for m in moved(now, then) if m.rings)


@given(PICTURE, PICTURE)
def test_every_sentence_can_be_said_and_names_the_person(then, now):
    for each in (*moved(then, now), *wished(then, now)):
        assert each.id in say(each.message)


@given(PICTURE, PICTURE)
def test_nobody_is_said_to_move_who_stays(then, now):
    ring = {one.id: one.ring for one in then}
    stays = {one.id for one in now if ring.get(one.id) == one.ring}
    assert not stays & {m.id for m in moved(then, now) if ".ring." in m.message.id}


def test_where_only_the_ring_was_told_only_rings_are_compared():
    before, now = Standing("1", "Ana", "inner"), Standing("1", "Ana", "outer", {"satisfying": "x"})
    assert says(moved([before], [now])) == ["Ana is two rings further away."]
    assert says(moved([now], [before])) == ["Ana came two rings closer."]


def test_what_is_compared_is_asked_in_the_form():
    asked = {each.id for each in forms.load("inventory_person").fields}
    assert set(compared()) <= asked
    assert HOW.keys() == {"words", "ladder", "number", "kinds"}


def test_S14_S15_who_gives_what_and_what_nobody_gives():
    people = [
        Standing("1", "Greer", "outer", {"support_kinds": ["practical"]}),
        Standing("2", "Tamsin", "inner", {"support_kinds": ["emotional", "practical"]}),
        Standing("3", "Pilar", "middle", {"can_ask": "yes"}),
        Standing("4", "Luca", "inner", {}),
    ]
    found = {kind.id: kind.names for kind in support(people)}
    assert found["practical"] == ("Tamsin", "Greer") and found["emotional"] == ("Tamsin",)
    assert found["companionship"] == () == found["informational"]
    assert helpers(people) == ("1", "2", "3")
    assert helpers([]) == ()


def test_S60_how_many_stand_in_each_ring():
    assert by_ring([*DEVIN, FEN[2]]) == {"inner": 2, "middle": 2, "outer": 1, "outside": 0}


def test_IPT13_04_every_field_of_the_form_is_asked_in_some_part():
    form = forms.load("inventory_person")
    asked = [name for part in inventory.parts() for name in inventory.fields(part)]
    who = {"display_name", "relation", "relation_words", "status"}
    private = {each.id for each in form.fields if each.private}
    assert len(asked) == len(set(asked))
    assert set(asked) | who | private == {each.id for each in form.fields}
    with pytest.raises(LookupError):
        inventory.fields("nothing")


@pytest.mark.parametrize(
    "relation, status, mark",
    [("friend", "alive", "person"), ("pet", "alive", "pet"), ("group", "alive", "group"),
     ("partner", "deceased", "deceased"), ("deceased", "", "deceased"),
     ("pet", "deceased", "deceased")],
)  # fmt: skip
def test_groups_animals_and_the_dead_have_a_mark_of_their_own(relation, status, mark):
    assert inventory.drawn_as(relation, status) == mark


def test_an_older_picture_is_followed_rather_than_changed():
    assert not inventory.asks_for_new_picture(0) and not inventory.asks_for_new_picture(5)
    assert inventory.asks_for_new_picture(6) and inventory.asks_for_new_picture(30)
