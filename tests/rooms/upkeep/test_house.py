"""REL-19: the administrator sees how the house stands; each trouble is named, with its cure."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from kith import clock
from kith.audit import heads
from kith.backup import state as backups
from kith.post.models import Letter
from kith.serving import background, database
from kith.upkeep import facts, state
from kith.web import tenancy

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def house(db, practice, settings, tmp_path, monkeypatch):
    """A sound house at a fixed moment, with folders of its own."""
    settings.KITH_DATA = tmp_path
    background.beat_file().touch()
    ticked(NOW - timedelta(seconds=40))
    monkeypatch.setattr(backups, "last_good_at", lambda: NOW - timedelta(minutes=50))
    monkeypatch.setattr(backups, "verified_backup_at", lambda: NOW - timedelta(hours=7))
    monkeypatch.setattr(backups, "trouble", lambda: "")
    monkeypatch.setattr(facts, "free_bytes", lambda: 80_000_000_000)
    checked(monkeypatch, at=NOW - timedelta(hours=9))
    with clock.frozen(NOW):
        yield practice


def ticked(moment):
    os.utime(background.beat_file(), (moment.timestamp(),) * 2)


def checked(monkeypatch, **line):
    known = {"seq": 12, "fault": "", **line}
    known["at"] = known["at"].isoformat()
    monkeypatch.setattr(heads, "last", lambda practice: known)


def found(practice):
    return {part.id: part for part in state.readings(practice.pk)}


def test_REL_19_a_sound_house_is_well_in_every_part(house):
    parts = found(house)
    assert {part.state for part in parts.values()} == {"ok"}
    assert list(parts) == ["worker", "letters", "backup", "trace", "disk", "version"]


def test_REL_19_work_that_stopped_is_wrong_after_ten_minutes(house):
    ticked(NOW - timedelta(minutes=9))
    assert found(house)["worker"].state == "ok"
    ticked(NOW - timedelta(minutes=11))
    part = found(house)["worker"]
    assert part.state == "wrong" and "systemctl restart kith" in part.do


def test_REL_19_work_that_never_began_is_wrong(house):
    background.beat_file().unlink()
    assert found(house)["worker"].state == "wrong"


def letter(practice, **more):
    return Letter.objects.create(
        practice=practice,
        kind="reminder",
        event=f"e{Letter.objects.count()}",
        route="home:today",
        **{"not_before": NOW - timedelta(minutes=30), **more},
    )


def test_REL_19_letters_that_wait_are_wrong_and_said_not_to_be_lost(house):
    letter(house)
    part = found(house)["letters"]
    assert part.state == "wrong" and "1 letter " in part.sentence and "Nothing is lost" in part.do


def test_REL_19_letters_that_may_not_go_yet_are_well(house):
    letter(house, not_before=NOW + timedelta(hours=3))
    letter(house, state="sent")
    assert found(house)["letters"].state == "ok"


def test_REL_19_letters_that_were_given_up_are_worth_a_look(house):
    letter(house, state="given_up")
    assert found(house)["letters"].state == "look"


@pytest.mark.parametrize("hours, expected", [(25, "ok"), (27, "wrong")])
def test_REL_19_REL_13_a_backup_that_was_tried_is_at_most_26_hours_old(
    house, monkeypatch, hours, expected
):
    monkeypatch.setattr(backups, "verified_backup_at", lambda: NOW - timedelta(hours=hours))
    assert found(house)["backup"].state == expected


def test_REL_19_without_any_tried_backup_it_is_wrong_and_the_trouble_is_said(house, monkeypatch):
    monkeypatch.setattr(backups, "verified_backup_at", lambda: None)
    monkeypatch.setattr(backups, "trouble", lambda: "The folder is full.")
    part = found(house)["backup"]
    assert part.state == "wrong" and part.do.startswith("The folder is full.")


def test_REL_19_a_trace_that_was_tampered_with_is_wrong(house, monkeypatch):
    checked(monkeypatch, at=NOW, fault="row 7 does not fit")
    part = found(house)["trace"]
    assert part.state == "wrong" and "row 7" in part.sentence


def test_REL_19_a_trace_that_was_not_checked_lately_is_worth_a_look(house, monkeypatch):
    checked(monkeypatch, at=NOW - timedelta(hours=27))
    assert found(house)["trace"].state == "look"


@pytest.mark.parametrize("free, expected", [(9e8, "wrong"), (3e9, "look"), (6e9, "ok")])
def test_REL_19_a_disk_that_fills_up_is_told_in_time(house, monkeypatch, free, expected):
    monkeypatch.setattr(facts, "free_bytes", lambda: int(free))
    assert found(house)["disk"].state == expected


def test_REL_19_a_database_of_another_version_is_wrong(house, monkeypatch):
    monkeypatch.setattr(database, "waiting_migrations", lambda: ["people.0002"])
    assert found(house)["version"].state == "wrong"


def test_REL_19_the_page_shows_each_part_and_the_letters_without_a_name(
    house, owner, marisol, as_user
):
    ticked(NOW - timedelta(hours=2))
    letter(house, client=marisol, attempts=3)
    page = as_user(owner).get("/house/")
    text = page.content.decode()
    assert page.status_code == 200 and "Something must be put right" in text
    assert text.count("<tr id=") == 6 and "a client" in text and "tried, waits" in text
    assert "Marisol" not in text and str(marisol.pk) not in text


def test_REL_19_a_well_house_says_so(house, owner, as_user):
    text = as_user(owner).get("/house/").content.decode()
    assert "All is well." in text and "Every letter that was written has gone." in text


def test_the_letters_of_another_practice_are_not_shown(house, owner, other_practice, as_user):
    with tenancy.within(other_practice.pk):
        letter(other_practice)
    assert "Every letter that was written" in as_user(owner).get("/house/").content.decode()
