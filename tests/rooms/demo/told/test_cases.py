"""The three worked cases stand in the house as `ipt.md` section 11 tells them (11.4)."""

from datetime import timedelta

import pytest

from ipt import protocol
from ipt.measures.change import percent_fall
from kith.audit import chain
from kith.audit.models import AuditEvent
from kith.care import reading as care
from kith.checkins import reading as checkins
from kith.demo import cases
from kith.ending import reading as ending
from kith.inventory import reading as inventory
from kith.inventory.models import Person
from kith.notes import reading as notes
from kith.safety.models import Concern, ConcernEntry

CASES = [("a", "Marisol"), ("b", "Aoife"), ("c", "Teodor")]
every_case = pytest.mark.parametrize(("key", "name"), CASES, ids=[key for key, _ in CASES])


def zero(demo, key):
    return {
        "a": cases.zero_of_a(demo.today),
        "b": cases.working_day(demo.today, 58),
        "c": cases.working_day(demo.today, 170),
    }[key]


def days(demo, key, dates):
    return [(day - zero(demo, key)).days for day in dates]


def told_so_far(demo, key):
    """Weeks, follow-ups and maintenance of the case that lie before today."""
    case = cases.read(f"case_{key}")
    rows = [*case["weeks"], *case.get("followups", ()), *case.get("maintenance_sessions", ())]
    return [row for row in rows if zero(demo, key) + timedelta(days=row["day"]) <= demo.today]


@every_case
@pytest.mark.parametrize("measure", ["phq-9", "gad-7", "epds"])
def test_every_total_stands_on_its_day(demo, course_of, key, name, measure):
    points = checkins.case_scores(course_of(name), demo.ines).of(measure)
    found = dict(zip(days(demo, key, [p.for_on for p in points]), points, strict=True))
    wanted = {row["day"]: row[measure]["total"] for row in told_so_far(demo, key) if measure in row}
    assert {day: point.total for day, point in found.items() if day >= 0} == wanted


@pytest.mark.parametrize(("name", "fall"), [("Marisol", 64.7), ("Teodor", 61.1)])
def test_the_response_is_what_the_case_says(demo, course_of, name, fall):
    course = course_of(name)
    points = checkins.case_scores(course, demo.ines).of("phq-9")
    last = course.appointments.filter(counts_for="acute").latest("number").on
    at_the_end = next(p for p in points if p.for_on == last)
    assert round(percent_fall(points[0].total, at_the_end.total), 1) == fall


def test_case_a_raises_no_concern(demo, course_of):
    assert not Concern.objects.filter(course=course_of("Marisol")).exists()


@pytest.mark.parametrize(
    ("key", "name", "opened"), [("b", "Aoife", [-7, 14]), ("c", "Teodor", [-14, 20])]
)
def test_concerns_open_join_and_close_as_told(demo, course_of, key, name, opened):
    found = list(Concern.objects.filter(course=course_of(name)).order_by("opened_at"))
    assert days(demo, key, [c.opened_at.date() for c in found]) == opened
    first = [e.kind for e in found[0].entries.filter(kind__in=["raised", "joined"])]
    assert first[0] == "raised" and "joined" in first
    assert all(c.acknowledged_by == demo.ines and c.done for c in found)


def test_the_rise_of_session_3_is_a_concern_of_its_own(demo, course_of):
    rise = Concern.objects.filter(course=course_of("Aoife")).latest("opened_at")
    assert (rise.measure, rise.item, rise.level) == ("epds", "epds-10", "high_review")


def test_no_answer_is_entered_twice(demo):
    rows = list(ConcernEntry.objects.exclude(nth=None).values_list("source_id", "item", "nth"))
    assert len(rows) == len(set(rows))


@every_case
def test_missed_sessions_are_not_numbered(demo, course_of, key, name):
    course = course_of(name)
    held = course.appointments.filter(kind="session", state="held", counts_for="acute")
    numbers = list(held.order_by("starts_at").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    missed = course.appointments.exclude(state="held")
    assert not missed.filter(number__isnull=False).exists()
    assert len(numbers) == len([r for r in told_so_far(demo, key) if "session" in r])


@pytest.mark.parametrize(
    ("key", "name", "due"), [("a", "Marisol", [4, 8]), ("c", "Teodor", [4, 8])]
)
def test_decision_points_are_due_where_told(demo, course_of, key, name, due):
    course = course_of(name)
    points = checkins.case_scores(course, demo.ines).of("phq-9")
    number = {a.on: a.number for a in course.appointments.filter(counts_for="acute")}
    first = points[0].total
    falls = {number[p.for_on]: percent_fall(first, p.total) for p in points if p.for_on in number}
    found = [s for s, fall in sorted(falls.items()) if protocol.decision_due(s, fall)]
    assert found == due


def test_the_ring_history_has_four_pictures(demo, course_of):
    devin = next(
        p
        for p in Person.objects.filter(client=course_of("Marisol").client)
        if p.display_name == "Devin"
    )
    stood = devin.placements.filter(superseded_at=None).order_by("sitting__number")
    rings = {p.sitting.moment: p.ring for p in stood.select_related("sitting")}
    assert rings == {"before": "inner", "now": "outer", "wished": "inner", "end": "middle"}


@pytest.mark.parametrize(("name", "session"), [("Marisol", 10), ("Aoife", 9), ("Teodor", 12)])
def test_the_ending_was_named_at_its_session(demo, course_of, name, session):
    said = course_of(name).announcements.get(kind="acute")
    assert said.session == session


def test_each_course_stands_where_the_demo_says(demo, course_of):
    stands = {name: (course_of(name).status, course_of(name).phase) for _, name in CASES}
    assert stands == {
        "Marisol": ("completed", "followup"),
        "Aoife": ("ending", "final"),
        "Teodor": ("maintenance", "maintenance"),
    }
    assert care.frame(course_of("Teodor")).contract.kind == "maintenance"
    assert [f.state for f in ending.follow_ups(course_of("Marisol"))] == ["made", "planned"]


@every_case
def test_every_session_has_a_signed_note_with_its_opening(demo, course_of, key, name):
    links = [link for link in notes.links(course_of(name), demo.ines) if link.session]
    weeks = [row for row in told_so_far(demo, key) if "session" in row]
    assert [link.event for link in links][: len(weeks)] == [row["event"] for row in weeks]


def test_everyone_named_in_a_case_is_in_the_circle(demo, course_of):
    names = {person.name for person in inventory.present(course_of("Teodor"), demo.ines)}
    assert {"Birgit", "Elsa", "Rasmus", "Pike"} <= names


def test_SEC_32_the_chain_of_the_told_past_is_whole_and_in_order(demo):
    assert chain.verify(demo.practice.pk).fault == ""
    times = list(AuditEvent.objects.order_by("seq").values_list("at", flat=True))
    late = [b - a for a, b in zip(times, times[1:], strict=False) if b < a]
    assert all(gap > -timedelta(seconds=1) for gap in late)
