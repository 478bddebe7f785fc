"""What is measured is what the house really does, and a check that cannot fail is none."""

from types import SimpleNamespace

import pytest

from kith import clock
from kith.bench import report
from kith.bench.loss import lost
from kith.bench.rows import MEASURES, WEEKS, Draw, insert
from kith.bench.wire import Run
from kith.care.models import Course
from kith.checkins import actions as checkins
from kith.checkins.models import Checkin, Response
from kith.people.models import Client
from kith.schedule.models import Appointment

FIELDS = (
    "total band answered expected prorated complete risk_level risk_unanswered measure "
    "measure_version language source answers skipped"
).split()


@pytest.fixture
def draws(practice, ines):
    made = [Draw(practice, ines, number, clock.now()) for number in range(3)]
    insert(made)
    return made


def test_a_seeded_course_has_what_a_course_of_sixteen_weeks_has(draws):
    for draw in draws:
        assert Checkin.objects.filter(course_id=draw.course_id).count() == WEEKS
        assert Appointment.objects.filter(course_id=draw.course_id).count() == WEEKS
        found = Response.objects.filter(course_id=draw.course_id)
        assert found.count() == (WEEKS - 1) * len(MEASURES)
    assert len({draw.started for draw in draws}) == len(draws)


def test_a_seeded_response_is_the_one_that_the_house_itself_would_make(draws):
    course = Course.objects.get(pk=draws[0].course_id)
    present = Checkin.objects.get(course=course, replaced_at=None)
    for seeded in Response.objects.filter(course=course, for_on=draws[0].first_on):
        for item, value in seeded.answers.items():
            checkins.answer(checkin=present, measure=seeded.measure, item=item, value=value)
    checkins.finish(checkin=present)
    for seeded in Response.objects.filter(course=course, for_on=draws[0].first_on):
        made = Response.objects.get(checkin=present, measure=seeded.measure)
        assert {f: getattr(made, f) for f in FIELDS} == {f: getattr(seeded, f) for f in FIELDS}


def test_a_seeded_course_is_on_the_pages_that_are_measured(draws, ines, as_user):
    page = as_user(ines).get("/caseload/")
    assert page.status_code == 200
    names = [Client.objects.get(pk=draw.client_id).name for draw in draws]
    assert all(name.replace("'", "&#x27;") in page.text for name in names)


def test_the_same_number_draws_the_same_person(practice, ines):
    now = clock.now()
    one, two = (Draw(practice, ines, 7, now) for _ in range(2))
    assert (one.client_id, one.client().name) == (two.client_id, two.client().name)


def tap(acknowledged, under_way=None):
    return SimpleNamespace(checkin="c", acknowledged=acknowledged, under_way=under_way)


def test_an_acknowledged_answer_that_is_not_there_is_found():
    assert not lost([tap({"a": 1})], {"c": {"a": 1}})
    assert lost([tap({"a": 1})], {"c": {}})
    assert lost([tap({"a": 1})], {"c": {"a": 2}})
    assert lost([tap({"a": 1})], {})


def test_an_answer_under_way_may_be_there_or_not():
    for stored in (1, 2):
        assert not lost([tap({"a": 1}, ("a", 2))], {"c": {"a": stored}})
    assert lost([tap({"a": 1}, ("a", 2))], {"c": {"a": 3}})


def run(rps, cpu=1.0):
    return Run(seconds=1.0, times=[1 / rps] * rps, cpu=cpu)


def test_a_ratio_is_the_median_of_pairs():
    ours, ceiling = [run(10), run(50), run(30)], [run(20), run(100), run(30)]
    case = report.compared("x", ours, ceiling, {"rps": (">=", 0.6)})
    assert case["ratios"]["rps"] == 0.5
    assert case["targets"]["rps"] == {"wanted": ">= 0.6", "met": False}
    assert case["noisy"]


def test_a_wrong_answer_shows_in_the_table():
    wrong = run(10)
    wrong.wrong.append("500")
    case = report.compared("x", [wrong], [run(10)], {})
    assert "wrong: 500" in report._line(case)
