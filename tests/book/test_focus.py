"""Focus areas: one primary, at most one beside it, a third only with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt import focus, inventory
from ipt.words import catalogue


@pytest.mark.parametrize(
    "primary, secondary, reason, refusal",
    [
        ("grief", None, "", None),
        ("grief", "dispute", "", None),
        ("grief", ["dispute"], "", None),
        ("grief", ["dispute", "deficits"], "she lost her only friend too", None),
        (None, None, "", focus.NoPrimaryFocus),
        ("", ["dispute"], "", focus.NoPrimaryFocus),
        ("grief", ["dispute", "deficits"], "", focus.TooManyFoci),
        ("grief", ["dispute", "deficits"], "   ", focus.TooManyFoci),
        ("grief", ["dispute", "deficits", "role_transition"], "why", focus.TooManyFoci),
        ("grief", "grief", "", focus.SameFocusTwice),
        ("anger", None, "", focus.UnknownFocus),
    ],
)
def test_S29_IPT13_01_one_primary_focus_and_at_most_one_secondary(
    primary, secondary, reason, refusal
):
    if refusal is None:
        focus.check_choice(primary, secondary, reason)
        return
    with pytest.raises(refusal):
        focus.check_choice(primary, secondary, reason)


@given(
    st.none() | st.sampled_from(focus.area_ids()),
    st.lists(st.sampled_from(focus.area_ids()), max_size=4),
)
def test_whatever_passes_without_a_reason_holds_at_most_two_areas(primary, secondary):
    try:
        focus.check_choice(primary, secondary)
    except ValueError:
        return
    assert primary and len({primary, *secondary}) == 1 + len(secondary) <= 2


def test_a_practice_with_three_areas_offers_no_fourth():
    assert focus.area_ids("three") == ("grief", "dispute", "role_transition")
    with pytest.raises(focus.UnknownFocus):
        focus.check_choice("deficits", areas=focus.area_ids("three"))


def test_S8_each_area_has_its_own_colour_and_word():
    areas = focus.area_ids()
    assert len({focus.hue(area) for area in areas}) == len(areas) == 4
    assert all(
        f"focus.{area}.{who}" in catalogue() for area in areas for who in ("title", "client")
    )


def test_S30_a_loss_may_be_a_death_or_the_end_of_a_relationship():
    assert focus.loss_is_death("death_sudden") and not focus.loss_is_death("relationship_end")


def test_S31_the_seed_names_parent_retiring_and_career():
    assert {"becoming_parent", "retirement", "job_change"} <= set(focus.transition_kinds())


def test_everything_to_choose_from_has_its_words():
    offered = {
        "loss_type": focus.loss_types(),
        "dispute_kind": focus.dispute_kinds(),
        "transition_kind": focus.transition_kinds(),
        "ring": inventory.rings(),
        "ring_time": inventory.ring_times(),
        "relation": inventory.relations(),
        "person_status": inventory.statuses(),
        "contact_freq": inventory.contact_freqs(),
        "support_kind": inventory.support_kinds(),
        "conjoint_possible": inventory.conjoint_possible(),
    }
    said = [f"{kind}.{id}" for kind, ids in offered.items() for id in ids]
    said += [f"dispute_stage.{id}.title" for id in focus.dispute_stages()]
    said += [f"evidence.{row}" for area in focus.area_ids() for row in focus.evidence_rows(area)]
    assert [id for id in said if id not in catalogue()] == []
    assert all(focus.evidence_rows(area) for area in focus.area_ids())


@pytest.mark.parametrize(
    "before, after, moved", [("outer", "middle", 1), ("inner", "outer", -2), ("inner", "inner", 0)]
)
def test_S27_coming_closer_is_counted_in_rings(before, after, moved):
    assert inventory.ring_moved(before, after) == moved
