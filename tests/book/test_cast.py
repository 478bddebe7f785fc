"""The three worked cases: their sums, and what the book's rules make of them."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from ipt import focus, inventory, protocol
from ipt.measures import library
from ipt.measures.change import change, percent_fall, recovered, remission, response
from ipt.measures.scoring import risk, score
from ipt.safety.concerns import decide, worst
from ipt.words import text

START = date(2026, 3, 3)
CAST = Path(__file__).parents[2] / "kith" / "demo" / "cast"
CASES = {
    file.stem[-1]: tomllib.loads(file.read_text(encoding="utf-8"))
    for file in sorted(CAST.glob("case_*.toml"))
}
IDS = {"phq-9": "phq9-", "gad-7": "gad7-", "epds": "epds-"}
every_case = pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))


def answers(measure, items):
    return {f"{IDS[measure]}{n}": int(digit) for n, digit in enumerate(items, 1)}


def contacts(case):
    return [*case["weeks"], *case.get("followups", ()), *case.get("maintenance_sessions", ())]


def falls(case):
    first = case["weeks"][0]["phq-9"]["total"]
    return {week["session"]: percent_fall(first, week["phq-9"]["total"]) for week in case["weeks"]}


def test_all_three_are_there():
    assert sorted(CASES) == ["a", "b", "c"]


@every_case
def test_item_strings_add_up_to_their_totals(case):
    for contact in contacts(case):
        for measure in IDS:
            if measure in contact:
                found = score(library.load(measure), answers(measure, contact[measure]["items"]))
                assert found.total == contact[measure]["total"], contact


@every_case
def test_the_outcome_is_what_the_rules_say(case):
    first, last, expected = case["weeks"][0], case["weeks"][-1], case["expected"]
    start, end = first["phq-9"]["total"], last["phq-9"]["total"]
    assert round(percent_fall(start, end), 1) == expected["percent_fall"]
    assert response(start, end) is expected["response"]
    assert remission(library.load("phq-9"), end) is expected["remission"]
    assert change(library.load("phq-9"), start, end).verdict == expected["verdict"]
    both = [{id: week[id]["total"] for id in ("phq-9", "gad-7")} for week in (first, last)]
    assert recovered(*both) is expected["recovered"]


@every_case
def test_not_remission_is_said_as_such(case):
    end = case["weeks"][-1]["phq-9"]["total"]
    assert text("outcome.not_remission", value=end).startswith("Not remission")


def risk_answers(case):
    """Every contact with a risk answer, in order, as (day, hits)."""
    consultation, found = case["consultation"], []
    early = []
    if value := consultation.get("phq-9", {}).get("item_9"):
        early += risk(library.load("phq-9"), {"phq9-9": value})
    if value := consultation.get("epds", {}).get("item_10"):
        early += risk(library.load("epds"), {"epds-10": value})
    found.append((consultation["day"], early))
    for week in case["weeks"]:
        hits = []
        for measure in IDS:
            if measure in week:
                hits += risk(library.load(measure), answers(measure, week[measure]["items"]))
        found.append((week["day"], hits))
    return [(day, hits) for day, hits in found if hits]


@every_case
def test_alerts_come_from_the_rules_and_none_comes_twice(case):
    held, seen = [], []
    closed_on = case["expected"].get("concern_closed_day", 10_000)
    for day, hits in risk_answers(case):
        if day > closed_on:
            held = []
        hit = worst(hits)
        does = decide(hit, held)
        seen.append({"day": day, "does": does})
        if does == "open":
            held.append(hit.level)
    assert seen == case["expected"]["alerts"]


def test_case_c_closed_at_its_first_session_opens_again_at_the_second():
    days = [day for day, _ in risk_answers(CASES["c"])]
    assert days == [-14, 0, 7, 21]
    assert decide("review", []) == "open"


@every_case
def test_decisions_are_due_where_the_case_takes_them(case):
    due = [session for session, fall in falls(case).items() if protocol.decision_due(session, fall)]
    assert due == case["expected"]["decisions"]
    assert [row["session"] for row in case["decisions"]] == due
    choices = protocol.decision_due(8, 0).choices
    assert all(row["choice"] in choices for row in case["decisions"])


@every_case
def test_IPT13_14_a_review_opens_before_each_decision_and_closes_with_it(case):
    held, opened, decided = [], [], {}
    for week in case["weeks"][:-2]:
        day = START + timedelta(days=week["day"])
        scores = [
            (START + timedelta(days=w["day"]), w["phq-9"]["total"])
            for w in case["weeks"][: week["session"]]
        ]
        facts = protocol.CourseFacts(
            protocol=case["protocol"],
            status="active",
            planned=case["planned"],
            held=tuple(held),
            falls=protocol.falls_by_session(held, scores),
            decided=decided,
        )
        if review := protocol.open_review(facts, day):
            opened.append(review.session)
            decided = {**decided, **dict.fromkeys(review.settles, day)}
        held.append(day)
    assert opened == case["expected"]["decisions"]


@every_case
def test_IPT13_05_the_ending_is_named_when_it_is_due(case):
    plan = protocol.load(case["protocol"])
    due = protocol.ending_announced_from(plan, case["planned"])
    assert due == case["expected"]["ending_reminders"][0]
    assert case["ending"]["announced_session"] in case["expected"]["ending_reminders"]
    assert case["ending"]["announced_session"] <= protocol.ending_reminded_from(
        plan, case["planned"]
    )


@every_case
def test_missed_sessions_are_not_numbered(case):
    assert [week["session"] for week in case["weeks"]] == list(range(1, case["planned"] + 1))
    held = {week["day"] for week in case["weeks"]}
    assert not held & {row["day"] for row in case.get("missed", ())}


@every_case
def test_every_person_has_four_rings(case):
    for person in case["people"]:
        assert len(person["rings"]) == len(inventory.ring_times())
        assert all(ring in ("", *inventory.rings()) for ring in person["rings"])
        assert person["relation"] in inventory.relations()
        assert person["status"] in inventory.statuses()


@every_case
def test_everyone_named_is_in_the_inventory(case):
    known = {person["id"] for person in case["people"]}
    for row in (*case["weeks"], *case["timeline"], *case["diary"]):
        assert set(row["people"]) <= known


@every_case
def test_the_focus_holds_to_the_rules(case):
    chosen = case["focus"]
    focus.check_choice(chosen["primary"], chosen.get("secondary"))
    best = max(chosen["ratings"], key=chosen["ratings"].get)
    assert best == chosen["primary"]
    assert all(row["stage"] in focus.dispute_stages() for row in chosen["stages"])


def test_trend_lines_bear_missing_weeks():
    follow = CASES["b"]["followups"]
    assert [("phq-9" in row, "gad-7" in row, "epds" in row) for row in follow] == [
        (True, False, True),
        (False, False, True),
    ]


@every_case
def test_goals_have_a_starting_point(case):
    assert 1 <= len(case["goals"]) <= 3
    assert all(goal["end"] >= goal["start"] for goal in case["goals"])
