"""Whoever looks after the house hears of it when the last good backup is too old."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kith import clock
from kith.backup import state
from kith.serving import doctor_backups
from tests.support.walk import Walk

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_state(tmp_path, settings):
    settings.KITH_DATA = tmp_path
    with clock.frozen(NOW):
        yield


def tried(hours):
    state.good("backup", name="x")
    state.good("verify", of=(NOW - timedelta(hours=hours)).isoformat())


def test_REL_13_a_verified_backup_of_26_hours_is_good_and_a_minute_more_is_told():
    tried(26)
    assert not state.too_old() and state.warning() == ""
    tried(26 + 1 / 60)
    assert state.too_old()
    assert "3 March, 10:59" in state.warning(ZoneInfo("Europe/Berlin"))
    assert "26 hours" in state.warning()


def test_REL_13_a_backup_that_was_not_tried_does_not_count(settings):
    state.good("backup", name="x")
    assert "nobody has said where" in state.warning()
    settings.KITH_BACKUP_TO = "/mnt/backups"
    state.amiss("backup", "The disk is full.")
    assert "made and tried yet" in state.warning() and "disk is full" in state.warning()


def test_REL_13_the_age_is_that_of_the_backup_not_of_the_trial():
    tried(30)
    assert state.last_verified_at() == NOW
    assert state.verified_backup_at() == NOW - timedelta(hours=30)
    assert state.too_old()


def test_REL_13_the_fictional_house_needs_no_backup(settings):
    settings.KITH_DEMO = True
    assert state.warning() == ""
    assert list(doctor_backups.backups()) == []


def test_REL_13_the_first_page_of_an_administrator_warns_and_that_of_others_does_not(owner, ines):
    assert Walk(owner).open("/today/").sees("Backups need a look", "nobody has said where")
    assert not Walk(ines).open("/today/").page.sees("Backups need a look")
    tried(3)
    assert not Walk(owner).open("/today/").page.sees("Backups need a look")


def words():
    checks = (finding for check in doctor_backups.CHECKS for finding in check())
    return {finding.sentence: finding.state for finding in checks}


def said(part, state_word):
    return [s for s, how in words().items() if part in s and how == state_word]


def test_REL_13_the_doctor_tells_the_age(settings, tmp_path):
    assert said("where backups go", "look")
    settings.KITH_BACKUP_TO = str(tmp_path)
    assert said("No backup was tried", "look")
    assert said("same disk", "look") and said("not copied by themselves", "look")
    tried(3)
    assert said("3 hours old", "ok")
    tried(50)
    assert said("50 hours old", "wrong")
    state.amiss("verify", "It is damaged.")
    assert said("It is damaged", "wrong")
    settings.KITH_BACKUP_KEYS_TO = str(tmp_path / "nowhere")
    assert said("not there", "wrong")


def test_REL_13_where_there_is_no_data_folder_nothing_is_noted(settings, tmp_path):
    settings.KITH_DATA = tmp_path / "none"
    state.good("backup")
    assert not settings.KITH_DATA.exists()
    assert state.last_good_at() is None
