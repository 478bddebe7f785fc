"""Focus areas: one primary, at most one beside it, a third only with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt import focus, forms, inventory, techniques
from ipt.diary import emotions as vocabulary
from ipt.focus import stages, steps, toolbox
from ipt.protocol import shelf
from ipt.reading import BOOK, toml
from ipt.words import catalogue, say
from tests.book.said import unsaid

AREAS = focus.area_ids()
WHO = ("title", "client")


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


ENOUGH = {"name": "Ana", "relation": "friend", "status": "alive", "satisfying": "listens"}


@pytest.mark.parametrize(
    "people, told",
    [
        ([], True),
        ([("inner", ENOUGH)], True),
        ([("inner", ENOUGH | {"satisfying": ""})], False),
        ([("middle", {"name": "Ben"})], True),
        ([("inner", ENOUGH), ("inner", {"name": "Ben"})], False),
    ],
)
def test_there_is_enough_on_everyone_of_the_closest_ring(people, told):
    assert inventory.inner_told(people) is told


def test_each_area_has_its_strategies_in_order():
    assert [len(steps.strategies(area)) for area in AREAS] == [11, 13, 10, 10]
    assert steps.strategies("role_transition")[0].id == "rt.link"
    assert steps.strategies("loss_of_healthy_self") == ()
    assert all(each.area == area for area in AREAS for each in steps.strategies(area))


def test_the_next_strategy_is_the_first_not_begun():
    assert steps.next_strategy("grief", []).id == "grief.link"
    log = [
        steps.Logged("grief.link", "done", 4),
        steps.Logged("grief.relationship_story", "begun", 5),
        steps.Logged("grief.death_story", "planned", 5),
        steps.Logged("disp.link", "done", 5),
    ]
    assert steps.next_strategy("grief", log).id == "grief.death_story"
    assert steps.next_strategy("dispute", log).id == "disp.identify"


def test_a_strategy_may_come_again_and_at_the_end_nothing_is_hinted():
    everything = [steps.Logged(each.id, "done", 9) for each in steps.strategies("deficits")]
    assert steps.next_strategy("deficits", [*everything, everything[0]]) is None


@pytest.mark.parametrize("id, state", [("grief.cheer_up", "done"), ("grief.link", "skipped")])
def test_only_what_the_book_knows_is_logged(id, state):
    with pytest.raises(ValueError, match="no strategy"):
        steps.Logged(id, state, 3)


@pytest.mark.parametrize("id", ["disp.try", "disp.boundary"])
def test_IPT13_08_nothing_is_tried_with_someone_before_the_private_question(id):
    assert steps.held_back(id, "not_asked") == "stop.not_asked"
    assert steps.held_back(id, "positive") == "stop.positive"
    assert steps.held_back(id, "asked_no_fear") is None


def test_what_is_only_talked_about_waits_for_nothing():
    assert steps.held_back("disp.rehearse", "not_asked") is None
    with pytest.raises(KeyError):
        steps.strategy("disp.win")


@pytest.mark.parametrize("before", [None, *focus.dispute_stages()])
@pytest.mark.parametrize("after", focus.dispute_stages())
def test_IPT13_09_any_stage_may_follow_any(before, after):
    if before == after:
        with pytest.raises(ValueError, match="the same"):
            stages.move(before, after, session=5, why="as before")
        return
    moved = stages.move(before, after, session=5, why="they talked on Sunday")
    assert (moved.before, moved.after, moved.session) == (before, after, 5)
    assert bool(moved.warnings) == ("impasse" in (before, after))


def test_IPT13_09_opening_an_impasse_warns_that_it_can_feel_worse_first():
    moved = stages.move("impasse", "renegotiation", session=6, why="she brought it up")
    assert [say(each) for each in moved.warnings] == [
        "Bringing it into the open can feel worse at first: there may be more quarrels for a while."
    ]


def test_a_move_has_a_reason_and_known_stages():
    with pytest.raises(ValueError, match="reason"):
        stages.move("impasse", "dissolution", session=6, why=" ")
    with pytest.raises(KeyError):
        stages.move("impasse", "victory", session=6, why="won")


def test_stages_of_both_files_are_the_same():
    assert tuple(each.id for each in stages.stages()) == focus.dispute_stages()
    assert stages.stage("dissolution").offers_focus == "role_transition"
    assert stages.stage("impasse").tools == ("decision_analysis", "role_play")


def test_tools_come_in_the_order_in_which_they_serve():
    fits = [tool.fit for tool in toolbox.tools("grief")]
    assert fits == sorted(fits, key=toolbox.FITS.index) and fits[0] == "main"
    assert "contact_ladder" not in {tool.id for tool in toolbox.tools("dispute")}
    assert toolbox.Tool("loss_sheet", "sometimes", "dissolution") in toolbox.tools("dispute")
    assert toolbox.Tool("loss_sheet", "main", None) in toolbox.tools("grief")


def test_techniques_feelings_and_markers_of_each_area():
    assert toolbox.techniques("dispute")[0] == "communication_analysis"
    assert "problem_solving" in toolbox.techniques("role_transition")
    assert "problem_solving" not in toolbox.techniques("grief")
    for area in AREAS:
        ids = toolbox.techniques(area)
        assert len(set(ids)) == len(ids)
        assert all(vocabulary.known(id) for id in toolbox.emotions(area))
        assert len(toolbox.markers(area)) >= 6
    assert toolbox.anchors()[0] == "not_yet" and toolbox.anchors()[4] == "firm"
    with pytest.raises(KeyError):
        toolbox.techniques("anger")


def test_IPT13_07_grief_names_prolonged_grief_and_mixed_feelings():
    assert toolbox.Caution("grief.prolonged", "pg-13-r", ()) in toolbox.cautions("grief")
    assert steps.strategy("grief.mixed_feelings")
    violent = {each.id for each in toolbox.cautions("grief", "death_by_suicide")}
    expected = {each.id for each in toolbox.cautions("grief", "death_expected")}
    assert violent - expected == {"grief.violent_death"}
    assert "grief.violent_death" in {each.id for each in toolbox.cautions("grief")}


def test_protocols_add_areas_and_a_record_has_a_stage_only_in_a_dispute():
    assert [each.id for each in toolbox.extra_areas("ipsrt")] == ["loss_of_healthy_self"]
    assert len(toolbox.extra_areas()) == 5 and toolbox.extra_areas("ipt_standard") == ()
    fields = {area: {field.id for field in toolbox.record_fields(area)} for area in AREAS}
    assert fields["dispute"] - fields["grief"] == {"stage"}


@pytest.mark.parametrize("protocol", shelf.ids())
def test_protocols_and_focus_agree_on_the_areas_added(protocol):
    added = {(area.id, area.like) for area in shelf.load(protocol).extra_focus_areas}
    assert {(area.id, area.like) for area in toolbox.extra_areas(protocol)} == added


def test_an_added_area_has_one_source_in_both_places():
    rows = {row["id"]: row for row in toml(BOOK / "focus" / "toolbox.toml")["extra_areas"]}
    added = [area for id in shelf.ids() for area in shelf.load(id).extra_focus_areas]
    assert {area.id for area in added} == set(rows)
    for area in added:
        row = rows[area.id]
        assert (area.evidence.sources, area.evidence.mark) == (tuple(row["source"]), row["mark"])


@pytest.mark.parametrize("area", AREAS)
def test_tools_are_forms_and_techniques_are_those_of_the_catalogue(area):
    assert {tool.id for tool in toolbox.tools(area)} <= set(forms.ids())
    assert set(toolbox.techniques(area)) == {each.id for each in techniques.for_area(area)}


def test_everything_about_the_areas_has_its_words():
    said = [
        f"strategy.{each.id}.{who}"
        for area in AREAS
        for each in steps.strategies(area)
        for who in ("client", "therapist")
    ]
    for each in stages.stages():
        said += [f"stage.sign.{id}" for id in each.signs]
        said += [f"stage.task.{id}" for id in each.tasks]
        said += [f"tool.{id}" for id in each.tools]
    said += [f"dispute_form.{id}" for id in stages.dispute_forms()]
    for area in AREAS:
        said += [f"focus_goal.{id}" for id in toolbox.goals(area)]
        said += [f"marker.{id}" for id in toolbox.markers(area)]
        said += [f"tool.{tool.id}" for tool in toolbox.tools(area)]
        said += [f"caution.{each.id}" for each in toolbox.cautions(area)]
        said += [f"focus_record.{field.id}" for field in toolbox.record_fields(area)]
    said += [f"marker_anchor.{id}" for id in toolbox.anchors()]
    said += [f"tool_fit.{id}" for id in toolbox.FITS]
    said += [f"focus.{each.id}.{who}" for each in toolbox.extra_areas() for who in WHO]
    assert unsaid(said) == []


def test_S21_the_areas_are_what_is_at_hand_and_each_has_its_evidence_in_the_present():
    assert set(focus.area_ids()) == {"grief", "dispute", "role_transition", "deficits"}
    for area in focus.area_ids():
        assert len(focus.evidence_rows(area)) >= 5
        assert not [row for row in focus.evidence_rows(area) if "childhood" in row]
