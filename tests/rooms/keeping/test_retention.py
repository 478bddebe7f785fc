"""How long a record is kept: the table, the days, what is due."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kith import clock
from kith.audit.models import AuditEvent
from kith.care import young
from kith.care.models import Course
from kith.cli import main
from kith.keeping import actions, periods, reading
from kith.keeping.models import Hold, Schedule
from kith.vault import store
from tests.support.walk import Walk

LONDON = ZoneInfo("Europe/London")


def test_PRIV_13_every_rule_names_its_source_and_whether_it_binds():
    assert len(periods.rules()) >= 8
    for rule in periods.rules().values():
        assert 1 <= rule.years <= 30, rule.id
        assert rule.strength in ("law", "guideline"), rule.id
        assert len(rule.source.split()) >= 5, rule.id
        assert rule.child_until_age is None or 18 < rule.child_until_age <= 30, rule.id


@pytest.mark.parametrize(
    ("place", "last", "until"),
    [
        ("de", "2026-03-04", "2036-03-04"),
        ("de", "2024-02-29", "2034-03-01"),
        ("uk_nhs_mental_health", "2024-02-29", "2044-02-29"),
        ("us_apa", "2025-12-31", "2032-12-31"),
        ("nl", "2026-01-01", "2046-01-01"),
    ],
)
def test_PRIV_13_the_last_day_of_keeping(place, last, until):
    rule = periods.rules()[place]
    assert periods.kept_until(rule, date.fromisoformat(last)).isoformat() == until


@pytest.mark.parametrize(
    ("place", "born", "first", "last", "until"),
    [
        ("us_apa", "2010-05-06", "2026-01-01", "2026-06-01", "2033-06-01"),  # 7 years are later
        ("us_apa", "2016-05-06", "2026-01-01", "2026-06-01", "2037-05-06"),  # the 21st birthday
        ("us_ca", "2010-05-06", "2026-01-01", "2026-06-01", "2035-05-06"),  # the 25th
        ("us_ca", "2008-02-29", "2026-02-28", "2026-06-01", "2033-06-01"),  # 17 still; 1 March 2033
        ("us_ca", "2008-02-29", "2026-03-01", "2026-06-01", "2033-06-01"),  # of age on that day
        ("au_vic", "2012-02-29", "2026-01-01", "2026-02-01", "2037-03-01"),  # born on 29 February
        ("de", "2016-05-06", "2026-01-01", "2026-06-01", "2036-06-01"),  # no rule of its own
    ],
)
def test_PRIV_13_a_child_is_kept_until_a_later_birthday(place, born, first, last, until):
    days = {name: date.fromisoformat(day) for name, day in (("born_on", born), ("first_on", first))}
    found = periods.kept_until(periods.rules()[place], date.fromisoformat(last), **days)
    assert found.isoformat() == until


DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@given(DAYS, st.integers(1, 40), st.integers(0, 40))
def test_PRIV_13_years_are_never_short(day, years, more):
    end = periods.add_years(day, years)
    assert (end.year - day.year, end >= day) == (years, True)
    assert periods.add_years(day, years + more) >= end
    rule = periods.Rule("x", "x", years, "law", "x")
    assert periods.kept_until(rule, day, more_years=more) >= periods.kept_until(rule, day)


def closed(client, on):
    """A course that was closed on a day."""
    return Course.objects.create(
        client=client, practice_id=client.practice_id, status="closed", phase="followup",
        opened_at=on, closed_at=on,
    )  # fmt: skip


def at_noon(day):
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), LONDON).replace(hour=12)


@pytest.fixture
def long_ago(marisol, schedule):
    """Marisol came for the last time on 29 February 2024; she was registered before that."""
    from kith.people.models import Client

    Client.objects.filter(pk=marisol.pk).update(created_at=at_noon("2023-11-01"))
    return closed(marisol, at_noon("2024-02-29"))


@pytest.mark.parametrize(("day", "due"), [("2034-03-01", False), ("2034-03-02", True)])
def test_PRIV_13_it_is_due_from_the_day_after(long_ago, marisol, day, due):
    with clock.frozen(at_noon(day)):
        found = reading.standing(marisol)
    assert (found.kept_until, found.due) == (date(2034, 3, 1), due)
    assert found.refusal == ("" if due else "law")


def test_PRIV_13_the_day_is_the_practices_day(long_ago, marisol):
    just_before = datetime(2034, 3, 1, 23, 59, tzinfo=LONDON)
    with clock.frozen(just_before):
        assert not reading.standing(marisol).due
    with clock.frozen(just_before + timedelta(minutes=1)):
        assert reading.standing(marisol).due


def test_PRIV_13_a_later_contact_counts(long_ago, marisol, ines):
    closed(marisol, at_noon("2025-06-01"))
    with clock.frozen(at_noon("2034-03-02")):
        found = reading.standing(marisol)
    assert (found.last_on, found.due) == (date(2025, 6, 1), False)


def test_PRIV_13_a_course_that_goes_on_is_never_due(long_ago, course, marisol):
    with clock.frozen(at_noon("2060-01-01")):
        assert reading.standing(marisol).refusal == "in_care"


def test_PRIV_13_years_of_the_practices_own_come_on_top(long_ago, marisol, practice, owner):
    actions.choose_schedule(practice=practice, place="de", more_years=5, by=owner)
    assert reading.standing(marisol).kept_until == date(2039, 3, 1)
    assert Schedule.objects.filter(practice=practice).count() == 2, (
        "the former one stays to be read"
    )
    assert AuditEvent.objects.filter(action="keeping.schedule_chosen").count() == 2


def test_PRIV_13_a_hold_keeps_it_until_its_end_or_until_it_is_lifted(long_ago, marisol, ines):
    held = {"client": marisol, "because": "The court asked.", "by": ines}
    actions.hold(kind="legal", until_on=date(2040, 2, 29), id=uuid4(), **held)
    with clock.frozen(at_noon("2040-02-29")):
        assert reading.standing(marisol).refusal == "hold"
    with clock.frozen(at_noon("2040-03-01")):
        assert reading.standing(marisol).due
        endless = actions.hold(kind="other", until_on=None, id=uuid4(), **held)
        assert reading.standing(marisol).refusal == "hold"
        actions.lift(hold=endless, by=ines)
        assert reading.standing(marisol).due


def test_PRIV_13_the_therapist_holds_and_lifts_on_the_records_page(long_ago, marisol, ines, owner):
    walk = Walk(ines).open(reverse("keeping:client", args=[marisol.pk]))
    walk.press("Hold the record", {"kind": "legal"}, status=422)
    walk.press("Hold the record", {"kind": "legal", "because": "A letter of 2 March."})
    assert walk.sees("A letter of 2 March.", "The record is held")
    seen = Walk(owner).open(reverse("keeping:schedule"))
    assert seen.sees(str(marisol.pk), "A court, an authority or a lawyer needs it")
    assert not seen.sees("A letter of 2 March.")
    walk.press("Lift")
    assert not walk.sees("The record is held")
    assert Hold.objects.get(client=marisol).lifted_by == ines


def test_PRIV_13_the_page_lists_what_is_due_by_id_and_day(long_ago, marisol, aoife, owner):
    with clock.frozen(at_noon("2034-03-02")):
        closed(aoife, clock.now())
        walk = Walk(owner).open(reverse("keeping:schedule"))
    assert walk.sees(str(marisol.pk), "29 Feb 2024", "1 Mar 2034")
    assert not walk.sees("Marisol") and not walk.sees(str(aoife.pk))


def test_PRIV_13_the_practice_confirms_its_rule(practice, owner):
    walk = Walk(owner).open(reverse("keeping:schedule"))
    assert walk.sees("Not chosen yet")
    walk.press("Save", {"place": "nl", "more_years": 1}, status=422)
    assert reading.schedule(practice.pk) is None
    walk.press("Save", {"place": "nl", "more_years": 1, "confirmed": True})
    assert walk.sees("Netherlands: 21 years after the last contact")
    assert reading.schedule(practice.pk).more_years == 1


def test_PRIV_13_the_dry_run_prints_ids_and_days_and_erases_nothing(
    long_ago, marisol, capsys, django_assert_max_num_queries
):
    with clock.frozen(at_noon("2034-03-02")):
        assert main(["retention", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert f"record {marisol.pk}  last contact 2024-02-29  kept until 2034-03-01" in said
    assert "Marisol" not in said
    assert Course.objects.filter(pk=long_ago.pk).exists()


def test_PRIV_13_without_a_rule_the_dry_run_says_what_to_do(practice, capsys):
    assert main(["retention", "--dry-run"]) == 0
    assert "no rule is chosen yet" in capsys.readouterr().out
    assert main(["retention", "--rules"]) == 0
    assert "630f" in capsys.readouterr().out


NOT_APPLIED = "The rule for children was not applied, because no birthday is written down"


@pytest.fixture
def california(practice, owner):
    """Seven years, and of a child until the 25th birthday, by law."""
    return actions.choose_schedule(practice=practice, place="us_ca", more_years=0, by=owner)


@pytest.fixture
def child(long_ago, marisol, ines, california):
    """Marisol was twelve when it began; a later course, which is closed too, knows no birthday."""
    young.save_birthday(course=long_ago, version=0, born_on=date(2011, 5, 6), by=ines)
    closed(marisol, at_noon("2024-03-20"))


def test_PRIV_13_the_therapist_sees_that_a_child_is_kept_until_a_later_birthday(
    child, marisol, ines
):
    with clock.frozen(at_noon("2031-03-21")):
        page = Walk(ines).open(reverse("keeping:client", args=[marisol.pk]))
    assert page.sees("6 May 2036", "They were a child when it began", "The law wants the record")
    assert not page.sees("Kith keeps no dates of birth")


@pytest.mark.parametrize(("day", "goes"), [("2036-05-06", False), ("2036-05-07", True)])
def test_PRIV_13_nobody_erases_the_record_of_a_child_before_that_birthday_is_over(
    child, marisol, ines, owner, day, goes
):
    with clock.frozen(at_noon(day)):
        row = actions.ask(client=marisol, by=ines, why="period_over")
        actions.confirm(erasing=row, copy="declined", by=ines)
        walk = Walk(owner).open(reverse("keeping:erasing", args=[row.pk]))
        assert walk.sees("6 May 2036")
        if goes:
            walk.press("Erase it for good", {"sure": True})
        else:
            assert walk.sees("It may not be erased before 6 May 2036 is over")
            with pytest.raises(actions.NotNow, match="law"):
                actions.carry_out(erasing=row, early_because="They asked.", by=owner)
    row.refresh_from_db()
    assert row.state == ("going" if goes else "confirmed")


def test_PRIV_13_what_stays_of_an_erased_child_does_not_tell_the_birthday(
    child, marisol, ines, owner
):
    with clock.frozen(at_noon("2036-05-07")):
        row = actions.ask(client=marisol, by=ines, why="period_over")
        actions.confirm(erasing=row, copy="declined", by=ines)
        row = actions.carry_out(erasing=row, by=owner)
    assert row.kept_until == date(2036, 12, 31)


def test_PRIV_13_the_dry_run_and_the_page_reckon_with_the_birthday(child, marisol, owner, capsys):
    for day, due in (("2036-05-06", False), ("2036-05-07", True)):
        with clock.frozen(at_noon(day)):
            assert main(["retention", "--dry-run"]) == 0
            walk = Walk(owner).open(reverse("keeping:schedule"))
        said = capsys.readouterr().out
        assert (f"record {marisol.pk}" in said) == due
        assert walk.sees(str(marisol.pk)) == due
        assert "not applied" not in said and not walk.sees("was not applied")


def test_PRIV_13_without_a_birthday_every_page_says_that_the_rule_for_children_was_not_applied(
    long_ago, california, marisol, ines, owner, capsys
):
    with clock.frozen(at_noon("2031-03-02")):
        page = Walk(ines).open(reverse("keeping:client", args=[marisol.pk]))
        assert page.sees(NOT_APPLIED, "hold the record until that day")
        walk = Walk(owner).open(reverse("keeping:schedule"))
        assert walk.sees("Where no birthday is written down, the rule for children was not applied")
        row = actions.ask(client=marisol, by=ines, why="period_over")
        assert Walk(owner).open(reverse("keeping:erasing", args=[row.pk])).sees(NOT_APPLIED)
        assert main(["retention", "--dry-run"]) == 0
    assert "no birthday: the rule for children was not applied" in capsys.readouterr().out


def test_PRIV_13_where_the_rule_knows_no_children_nothing_is_said_of_birthdays(
    long_ago, marisol, ines
):
    page = Walk(ines).open(reverse("keeping:client", args=[marisol.pk]))
    assert not page.sees("no birthday") and not page.sees("child when it began")


def test_PRIV_13_the_latest_birthday_of_several_courses_counts(child, marisol, ines):
    other = closed(marisol, at_noon("2024-03-21"))
    young.save_birthday(course=other, version=0, born_on=date(2011, 6, 5), by=ines)
    assert reading.standing(marisol).kept_until == date(2036, 6, 5)


def test_PRIV_13_who_was_of_age_at_the_first_contact_is_no_child(
    long_ago, california, marisol, ines
):
    young.save_birthday(course=long_ago, version=0, born_on=date(2005, 11, 1), by=ines)
    found = reading.standing(marisol)
    assert (found.kept_until, found.child) == (date(2031, 3, 1), "")


def test_SEC_27_a_birthday_whose_key_was_destroyed_breaks_no_list(child, marisol, practice):
    store.destroy("client", str(marisol.pk))
    assert reading.standings(practice)[0].child == "no_birthday"
