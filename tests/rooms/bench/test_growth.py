"""A practice that grows gets no slower: how often is asked, and by which index it is found."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from kith import clock, settings
from kith.bench.look import asking
from kith.bench.rows import EACH, Draw, insert
from kith.checkins.models import Response
from kith.people.actions import make_client_account
from kith.people.models import Client
from kith.post import tick
from kith.serving import database

LARGE = ("checkins_response", "checkins_checkin", "schedule_appointment")
OF_PRACTICE = re.compile(r"INDEX (\w+) \(practice_id=\?\)$")


def courses(practice, therapist, numbers):
    """Seeded courses; each client has an account."""
    draws = [Draw(practice, therapist, number, clock.now()) for number in numbers]
    insert(draws)
    for draw in draws:
        make_client_account(client=Client.objects.get(pk=draw.client_id))
    return draws


def asked_by_the_tick(practice) -> dict:
    """How often each room's work of a minute asks when nothing new is due."""
    found = {}
    for path in tick.DUE:
        import_string(path)(practice)
        with CaptureQueriesContext(connection) as seen:
            import_string(path)(practice)
        found[path] = len(asking(seen))
    return found


def test_the_work_of_a_minute_asks_as_often_for_twenty_courses_as_for_two(practice, ines, as_user):
    for draw in courses(practice, ines, range(2)):
        as_user(Client.objects.get(pk=draw.client_id).user).get("/home/")
    few = asked_by_the_tick(practice)
    for draw in courses(practice, ines, range(2, EACH - 5)):
        as_user(Client.objects.get(pk=draw.client_id).user).get("/home/")
    assert asked_by_the_tick(practice) == few


@pytest.fixture
def two_desks(practice, ines, omar):
    """Enough courses for the planner to see that a practice is nearly everything; Ines has five."""
    draws = [Draw(practice, omar if n % 12 else ines, n, clock.now()) for n in range(60)]
    insert(draws)
    if connection.vendor == "sqlite":
        database.take_stock()
    else:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return draws


def plans(statements) -> list[tuple[str, list[str]]]:
    """Each statement that asks, with the steps of its plan."""
    found = []
    with connection.cursor() as cursor:
        for sql in (sql for sql in statements if sql.startswith("SELECT")):
            if connection.vendor == "sqlite":
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                steps = [row[3] for row in cursor.fetchall()]
            else:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
                told = cursor.fetchone()[0]
                told = told if isinstance(told, list) else json.loads(told)
                steps = list(_steps(told[0]["Plan"]))
            found.append((sql, steps))
    return found


def _steps(node):
    scan = "SCAN" if node["Node Type"] == "Seq Scan" else node["Node Type"]
    yield f"{scan} {node.get('Relation Name', '')}".strip()
    for below in node.get("Plans", ()):
        yield from _steps(below)


def wide(statements) -> list[str]:
    """Steps that walk through all rows of a large table, or through those of the practice."""
    found = []
    for sql, steps in plans(statements):
        for step in steps:
            by_practice = OF_PRACTICE.search(step)
            through = by_practice and by_practice[1].startswith(LARGE)
            if through or step in [f"SCAN {table}" for table in LARGE]:
                found.append(f"{step}: {sql[:80]}")
    return found


def test_a_chart_is_found_by_its_course(two_desks, practice, as_user):
    client = Client.objects.get(pk=two_desks[7].client_id)
    page = as_user(make_client_account(client=client))
    with CaptureQueriesContext(connection) as seen:
        assert page.get("/home/course/").status_code == 200
    assert not wide(asking(seen))


def test_a_caseload_is_found_by_its_courses(two_desks, ines, as_user):
    page = as_user(ines)
    with CaptureQueriesContext(connection) as seen:
        assert page.get("/caseload/").status_code == 200
    assert not wide(asking(seen))


def test_a_plan_that_reads_the_whole_practice_is_noticed(two_desks, practice):
    with CaptureQueriesContext(connection) as seen:
        list(Response.objects.filter(practice=practice).values_list("total"))
    assert wide(asking(seen))


def test_whom_the_minute_reminds_is_found_by_the_time_of_the_meeting(two_desks, practice):
    with CaptureQueriesContext(connection) as seen:
        import_string("kith.schedule.due.run")(practice)
    assert not wide(asking(seen))


def test_the_counts_that_plans_rest_on_are_there_and_are_looked_at_again(two_desks):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
            assert {table for (table,) in cursor.fetchall()} >= {"checkins_response"}
    assert "kith.serving.database.take_stock" in tick.HOUSE_DUE
    assert settings.SQLITE["CONN_MAX_AGE"] <= 3600
