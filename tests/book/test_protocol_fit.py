"""Which protocol may be chosen for whom, and what is said where it may not."""

import pytest

from ipt import protocol as p
from ipt.protocol.fit import entries, offer
from ipt.words import catalogue, say

KINDS = ("indications", "cautions", "exclusions", "requires")


def offered(met=(), age=None):
    return {each.protocol.id for each in p.offers(met, age) if each.offered}


def test_a_protocol_whose_needs_are_not_met_is_not_offered_and_says_why():
    found = {each.protocol.id: each for each in p.offers()}
    assert not found["ipsrt"].offered and found["ipsrt"].lacks == ("prescriber",)
    assert say(found["ipsrt"].why[0]) == "Needs a prescriber who is known and may be reached."
    assert "ipsrt" in offered(["prescriber"])
    assert found["ipt_standard"].offered and found["ipt_standard"].why == ()


@pytest.mark.parametrize(
    "id, needs",
    [
        ("ipt_a", {"consent_age"}),
        ("ipt_ed", {"medical_monitor", "medical_check", "own_measure"}),
        ("ipsrt", {"prescriber"}),
        ("ipt_group", {"group"}),
        ("ipt_group_bed", {"group", "medical_monitor"}),
        ("ipt_partner", {"partner_consent", "private_question"}),
    ],
)
def test_IPT13_15_an_adaptation_is_offered_only_with_what_it_needs(id, needs):
    assert set(p.load(id).requires) == needs
    assert id in offered(needs)
    assert all(id not in offered(needs - {one}) for one in needs)


def test_those_that_can_be_chosen_come_first_and_drafts_not_at_all():
    found = p.offers()
    assert [each.offered for each in found] == sorted((o.offered for o in found), reverse=True)
    ids = {each.protocol.id for each in found}
    assert "ipt_guided_online" not in ids and "ipt_maintenance" not in ids
    draft = offer(p.load("ipt_guided_online"), ["therapist_reads"])
    assert [say(why) for why in draft.why] == ["Not offered yet."]


@pytest.mark.parametrize(
    "age, may", [(11, False), (12, True), (18, True), (19, False), (None, True)]
)
def test_a_protocol_for_young_people_is_for_young_people(age, may):
    found = offer(p.load("ipt_a"), ["consent_age"], age)
    assert found.offered is may
    assert may or say(found.why[-1]) == "For people from 12 to 18 years."
    assert offer(p.load("ipt_b"), [], age).offered


@pytest.mark.parametrize("id", p.ids())
def test_IPT13_17_everything_said_about_a_protocol_has_its_words(id):
    plan, words = p.load(id), catalogue()
    assert plan.title in words and plan.about in words
    for kind in KINDS[:3]:
        assert getattr(plan, kind)
        assert all(f"{kind}.{each}" in words for each in getattr(plan, kind))
    for each in plan.requires:
        assert f"requires.{each}.title" in words and f"requires.{each}.missing" in words
    assert f"therapist_level.{plan.therapist_level}" in words
    assert f"format.{plan.format}" in words and f"sick_role.{plan.sick_role}" in words


def test_every_entry_is_used_by_some_protocol():
    for kind in KINDS:
        used = {each for id in p.ids() for each in getattr(p.load(id), kind)}
        assert used == set(entries(kind))
    met_by = {row["met_by"] for row in entries("requires").values()}
    assert met_by == {"case", "practice", "safety", "record"}


def test_every_flag_asked_for_is_known():
    from ipt.protocol.due import FILE
    from ipt.reading import toml

    flags = {row["id"] for row in toml(FILE.with_name("flags.toml"))["flags"]}
    asked = {t.only_if for id in p.ids() for t in p.load(id).tasks if t.only_if}
    asked |= {w.flag for id in p.ids() for w in p.load(id).watches if w.flag}
    assert asked == flags


def test_IPT13_15_who_cannot_consent_alone_is_offered_only_the_form_for_young_people():
    found = p.offers(["consent_age"], 15, alone=False)
    assert {each.protocol.id for each in found if each.offered} == {"ipt_a"}
    standard = next(each for each in found if each.protocol.id == "ipt_standard")
    assert [why.id for why in standard.why] == ["offer.guardian"]
    assert not [each for each in p.offers(["consent_age"], alone=False) if each.offered][1:]
