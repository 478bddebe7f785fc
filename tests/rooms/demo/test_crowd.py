"""The crowd: who is in it, and today at any hour."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from kith import clock
from kith.demo import build, crowd
from kith.demo.cases import read
from kith.safety.models import Concern
from kith.web import tenancy

LONDON = ZoneInfo("Europe/London")


def test_the_caseload_has_25_people_with_names_of_many_kinds():
    people = [row for row in read("crowd")["people"] if "with" not in row]
    names = "".join(row["name"] for row in people)
    assert len(people) == 25 and len({row["key"] for row in people}) == 25
    assert any("\u0590" <= sign <= "\u06ff" for sign in names)
    assert "'" in names and "’" in names and "Ł" in names
    assert any(row["name"].split()[-1] == "O" for row in people)


@pytest.mark.parametrize("day", [date(2026, 3, 1 + n) for n in range(7)])
def test_nobody_gets_an_hour_of_today_or_one_that_is_taken(day):
    free = crowd._free_hours(day)
    asked = [row for row in read("crowd")["people"] if "at" not in row and "with" not in row]
    assert len(set(free)) == len(free) >= len(asked)
    assert all(on > day and on.weekday() < 5 for on, _ in free)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 4, 3, 0, tzinfo=LONDON),
        datetime(2026, 3, 4, 16, 45, tzinfo=LONDON),
        datetime(2026, 3, 7, 22, 30, tzinfo=LONDON),
    ],
    ids=["at night", "before going home", "on a Saturday evening"],
)
def test_the_risk_answer_waits_unread_and_not_late_at_any_hour(db, monkeypatch, moment):
    monkeypatch.setattr("kith.demo.cases.stories", lambda here: [])
    here = build.build(moment, people=["nadia"])
    with clock.frozen(moment), tenancy.within(here.practice.pk):
        concern = Concern.objects.get()
        assert concern.open and not concern.late
        assert concern.owner == here.ines
    transaction.set_rollback(True)
