"""An own list for learning, and what the certifying bodies ask for."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt import adherence
from ipt.adherence import Rating, certification
from ipt.words import catalogue, languages, say, text
from tests.book.said import unsaid


def test_S11_each_phase_has_the_items_of_every_session_and_its_own():
    assert [len(adherence.items(phase)) for phase in adherence.PHASES] == [18, 18, 16]
    for phase in adherence.PHASES:
        assert "ad.warm_active" in adherence.items(phase)
    assert "ad.sick_role" not in adherence.items("middle")
    with pytest.raises(ValueError, match="consultation"):
        adherence.items("consultation")


@pytest.mark.parametrize(
    "values",
    [
        ("ad.cheerful", "middle", 2),
        ("ad.sick_role", "middle", 2),
        ("ad.affect", "middle", 3),
        ("ad.affect", "middle", -1),
        ("ad.affect", "middle", 2, 0),
        ("ad.affect", "middle", 2, 6),
    ],
)
def test_a_rating_outside_the_list_is_refused(values):
    with pytest.raises(ValueError):
        Rating(*values)


@pytest.mark.parametrize(
    "done, percent",
    [
        ([], None),
        ([None], None),
        ([0], 0.0),
        ([1], 50.0),
        ([2], 100.0),
        ([2, None], 100.0),
        ([2, 1, 0], 50.0),
        ([2, 2, 1, None, 0], 62.5),
    ],
)
def test_percent_done_counts_what_applied(done, percent):
    items = adherence.items("middle")
    ratings = [Rating(item, "middle", value) for item, value in zip(items, done, strict=False)]
    elsewhere = [Rating("ad.affect", "final", 0)]
    assert adherence.percent_done([*ratings, *elsewhere], "middle") == percent


def test_a_course_is_summed_up_by_phase():
    ratings = [Rating("ad.affect", "initial", 2, 1), Rating("ad.affect", "final", 1, 5)]
    assert adherence.by_phase(ratings) == {"initial": 100.0, "middle": None, "final": 50.0}


@given(st.lists(st.sampled_from([0, 1, 2, None])))
def test_percent_done_stays_between_0_and_100(done):
    percent = adherence.percent_done([Rating("ad.affect", "final", d) for d in done], "final")
    assert percent is None or 0 <= percent <= 100


def test_nobody_can_be_singled_out():
    assert adherence.aggregated([10, 20, 30, 40]) is None
    assert adherence.aggregated([10, 20, 30, 40, 50]) == 30
    assert "Never used for pay, ranking" in say(adherence.purpose())


@pytest.mark.parametrize("percent, drifts", [(60, False), (60.1, True)])
def test_talking_more_than_sixty_percent_is_drifting(percent, drifts):
    assert adherence.drifts_by_talking(percent) is drifts


def test_S19_the_past_alone_and_deep_interpretation_are_drifting():
    assert {"past_only", "deep_interpretation"} <= set(adherence.drift_flags())


@pytest.mark.parametrize("language", languages())
def test_IPT13_18_the_own_list_borrows_no_name(language):
    said = catalogue(language)
    own = [id for id in said if id.split(".")[0] in ("ad", "adherence", "adherence_client")]
    assert own
    assert not [id for id in own if any(n in said[id] for n in ("IPTQAS", "CSPRS", "IPARS"))]
    assert "not a published scale" in text("adherence.purpose")


def test_S69_exercises_never_count_as_adherence():
    assert not [id for phase in adherence.PHASES for id in adherence.items(phase) if "exerc" in id]


def test_every_item_has_its_words():
    said = [item for phase in adherence.PHASES for item in adherence.items(phase)]
    said += [f"adherence_client.{id}" for id in adherence.client_items()]
    said += [f"drift.{id}" for id in adherence.drift_flags()]
    said += [f"fidelity_fact.{id}" for id in adherence.facts()]
    said += [f"adherence_done.{value}" for value in (*adherence.DONE, "na")]
    said += [f"certification.{row.id}" for row in certification.rows()]
    assert unsaid(said) == []
    assert len(adherence.client_items()) == 4


def test_what_a_body_asks_for_can_be_said_and_has_a_page():
    ids = {row.id for row in certification.rows()}
    for row in certification.rows():
        assert row.needs and all(say(need) for need in row.needs)
        assert row.url.startswith("https://")
        assert row.after is None or row.after in ids
        assert row.evidence.mark == "checked"
    level_b = next(row for row in certification.rows() if row.id == "ipt_institute_b")
    assert level_b.after == "ipt_institute_a"
    assert "PHQ-9 and GAD-7 at intake and every 4 sessions" in [say(n) for n in level_b.needs]


def test_a_row_says_when_it_was_last_checked():
    row = replace(certification.rows()[0], last_checked=None)
    assert say(row.checked).startswith("Not yet checked")
    assert say(replace(row, last_checked=date(2026, 3, 1)).checked) == "Last checked 2026-03-01"
