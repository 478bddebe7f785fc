"""The expected course adds its reasons to a review that is open, sorts, and opens none itself."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kith.care import actions as care
from kith.desk import caseload
from tests.support import cast, story
from tests.support.walk import Walk

from .test_who_first import missed

LATE = datetime(2026, 5, 20, 10, tzinfo=ZoneInfo("Europe/London"))
FIRST = date(2026, 4, 14)
WORDS = "spreads worse than expected after the first score"


def course_of(practice, ines, at, name, *totals):
    """A course in which PHQ-9 came to these totals, a week apart."""
    with at(LATE - timedelta(days=37)):
        client = cast.make_client(practice, f"{name} Example", ines)
        course = care.open_course(client=client, therapist=ines, by=ines)
        story.begin(course, ines)
        story.choose_focus(course, ines)
    for week, total in enumerate(totals):
        digits = "".join(str(min(3, max(0, total - 3 * n))) for n in range(8)) + "0"
        with at(LATE - timedelta(days=36 - 7 * week)):
            story.answer(course, FIRST + timedelta(weeks=week), phq_9=digits)
    return course


def stays_away(course, by, at, hour):
    with at(LATE):
        for day in (12, 19):
            missed((course, hour), date(2026, 5, day), by)


@pytest.fixture
def slow(practice, ines, at):
    return course_of(practice, ines, at, "Slow", 16, 16, 17, 16, 16)


@pytest.fixture
def usual(practice, ines, at):
    return course_of(practice, ines, at, "Usual", 16, 14, 13, 12, 11)


def test_it_opens_no_review_of_its_own(slow, ines, at):
    with at(LATE):
        page = Walk(ines).open("/caseload/").page
        assert not page.sees(WORDS)
        assert not Walk(ines).open(f"/courses/{slow.pk}/").page.sees(WORDS)


def test_its_reasons_join_the_review_that_is_open(slow, usual, ines, at):
    stays_away(slow, ines, at, time(8))
    with at(LATE):
        assert Walk(ines).open("/caseload/").page.sees(WORDS)
        assert Walk(ines).open(f"/courses/{slow.pk}/").page.sees("Things to consider", WORDS)


def test_the_further_above_comes_first_where_all_else_is_equal(slow, usual, ines, at):
    for place, course in enumerate((usual, slow)):
        stays_away(course, ines, at, time(8 + place))
    with at(LATE):
        rows = caseload.build(ines)
    assert [row["sort_name"] for row in rows] == ["slow example", "usual example"]
    assert rows[0]["order"] > rows[1]["order"]


def test_IPT13_14_better_and_then_worse_again_is_a_reason_to_look_and_no_improvement(
    practice, ines, at
):
    course = course_of(practice, ines, at, "Again", 22, 15, 8, 10, 15)
    with at(LATE):
        [row] = caseload.build(ines)
        page = Walk(ines).open("/caseload/").page
    assert row["course"] == course and row["pressing"] and not row["improved"]
    assert page.sees("PHQ-9: reliably worse than at its best", "Need a look 1")
    assert not page.sees("reliably better")


def test_the_client_reads_nothing_of_it(slow, ines, at):
    stays_away(slow, ines, at, time(8))
    with at(LATE):
        for address in ("/home/", "/home/course/"):
            assert WORDS not in Walk(slow.client).open(address).text
