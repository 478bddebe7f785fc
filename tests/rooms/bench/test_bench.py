"""What is measured is what the house really does, and a check that cannot fail is none."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith import clock
from kith.bench import circle, report
from kith.bench.__main__ import slopes
from kith.bench.look import asking
from kith.bench.loss import lost
from kith.bench.rows import MEASURES, TABLES, WEEKS, Draw, insert
from kith.bench.wire import Run
from kith.care.models import Course
from kith.checkins import actions as checkins
from kith.checkins.models import Checkin, Response
from kith.inventory.reading import pictures, sittings
from kith.people.actions import make_client_account
from kith.people.models import Assignment, Client
from kith.schedule.models import Appointment

FIELDS = (
    "total band answered expected prorated complete risk_level risk_unanswered measure "
    "measure_version language source answers skipped"
).split()

SEALED = {"name", "email", "answers"}


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


def test_a_full_circle_has_forty_people_in_ten_pictures_and_is_on_its_page(draws, ines, as_user):
    client = Client.objects.get(pk=draws[0].client_id)
    make_client_account(client=client)
    client.refresh_from_db()
    circle.draw(client, ines)
    assert [len(people) for people in pictures(ines, *sittings(client, ines)).values()] == [40] * 10
    page = as_user(client).get("/my/people/").text
    assert all(f"Friend {n}" in page for n in range(40)) and "session 9" in page


def test_the_same_number_draws_the_same_person(practice, ines):
    now = clock.now()
    one, two = (Draw(practice, ines, 7, now) for _ in range(2))
    assert (one.client_id, one.client()["name"]) == (two.client_id, two.client()["name"])


def test_rows_written_in_haste_are_those_that_models_write(draws):
    """What a row was given, and what stands where it was given nothing."""
    one = Draw(draws[0].practice, draws[0].therapist, 0, draws[0].now)
    seen = set()
    for model, values in [(Client, one.client()), *one.frame(), *one.weeks()]:
        row = model.objects.get(**{k: v for k, v in values.items() if k not in SEALED})
        shape, seen = model(**values), seen | {model}
        for field in model._meta.concrete_fields:
            if field.name in values or not (field.primary_key or field.default is clock.now):
                assert getattr(row, field.attname) == getattr(shape, field.attname), field
    assert seen == set(TABLES)


def test_a_chart_takes_eight_queries_whatever_the_number_of_scores(draws, as_user):
    client = Client.objects.get(pk=draws[0].client_id)
    page = as_user(make_client_account(client=client))
    assert page.get("/home/course/").status_code == 200
    with CaptureQueriesContext(connection) as all_scores:
        text = page.get("/home/course/").text
    assert text.count("<svg") >= len(MEASURES)
    Response.objects.filter(client=client, for_on__gt=draws[0].days()[4]).delete()
    with CaptureQueriesContext(connection) as few_scores:
        assert page.get("/home/course/").text != text
    assert len(asking(few_scores)) == len(asking(all_scores)) <= 8


def test_a_caseload_takes_as_many_queries_for_one_as_for_three(draws, ines, as_user):
    page = as_user(ines)
    page.get("/caseload/")
    with CaptureQueriesContext(connection) as three:
        page.get("/caseload/")
    Assignment.objects.filter(client__in=[d.client_id for d in draws[1:]]).delete()
    with CaptureQueriesContext(connection) as one:
        page.get("/caseload/")
    assert len(asking(one)) == len(asking(three))


def test_growth_of_cpu_is_its_slope_on_two_logarithms():
    spent = {size: {"median": cpu} for size, cpu in ((1000, 2.0), (10_000, 2.0), (100_000, 20.0))}
    figures = {}
    found = [
        {"name": f"{name}, {size} courses", "ours": {"cpu_ms": spent[size]}}
        for name in ("W3 caseload of 25", "W3 search by part of a name")
        for size in spent
    ]
    slopes(found, list(spent), figures)
    assert figures["W3 caseload of 25: slope of CPU, 1000 to 100000"]["value"] == 0.5
    assert not figures["W3 caseload of 25: slope of CPU, 10000 to 100000"]["met"]


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
