"""When a backup is due, and which of the older ones stay."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kith.backup import schedule, shelf

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
EVERY = timedelta(minutes=50)


def tried(minutes, **more):
    at = (NOW - timedelta(minutes=minutes)).isoformat()
    return {"tried_at": at, "good_at": at, "trouble": "", **more}


def test_REL_13_with_the_default_schedule_less_than_an_hour_is_lost(settings):
    assert settings.KITH_BACKUP_EVERY == 50
    assert schedule.is_due({}, EVERY, NOW)
    assert not schedule.is_due(tried(49), EVERY, NOW)
    assert schedule.is_due(tried(50), EVERY, NOW)


def test_REL_13_one_that_failed_is_tried_again_soon_but_not_at_once():
    assert not schedule.is_due(tried(9, trouble="full"), EVERY, NOW)
    assert schedule.is_due(tried(10, trouble="full"), EVERY, NOW)


def test_REL_13_a_clock_that_went_back_does_not_stop_backups():
    assert schedule.is_due(tried(-60 * 24 * 365), EVERY, NOW)
    assert schedule.verify_is_due(tried(-60 * 24 * 365), tried(10), NOW)


def test_REL_13_a_backup_is_tried_each_night_and_again_when_that_failed():
    good = tried(30)
    assert not schedule.verify_is_due({}, {}, NOW)
    assert schedule.verify_is_due({}, good, NOW)
    assert not schedule.verify_is_due(tried(9 * 60), good, NOW)  # at three this morning
    assert schedule.verify_is_due(tried(11 * 60), good, NOW)  # before two
    failed = {**tried(30 * 60), "trouble": "damaged"}
    failed["tried_at"] = (NOW - timedelta(minutes=30)).isoformat()
    assert not schedule.verify_is_due(failed, good, NOW)
    failed["tried_at"] = (NOW - timedelta(minutes=61)).isoformat()
    assert schedule.verify_is_due(failed, good, NOW)


def test_REL_13_what_the_state_holds_may_be_anything():
    for odd in ({"tried_at": "soon"}, {"tried_at": None}, {"tried_at": 7}):
        assert schedule.is_due(odd, EVERY, NOW)


def test_REL_13_older_backups_go_by_a_fixed_rule():
    moments = [NOW - timedelta(minutes=50 * n) for n in range(24 * 100)]
    kept = schedule.kept(moments)
    assert max(moments) in kept
    assert len(kept) <= schedule.HOURS + schedule.DAYS + schedule.WEEKS
    last_day = {m for m in kept if NOW - m < timedelta(hours=23)}
    assert {m.hour for m in last_day} >= set(range(24)) - {NOW.hour}
    for days in range(1, 14):
        assert any(m.date() == (NOW - timedelta(days=days)).date() for m in kept)
    assert min(kept) < NOW - timedelta(days=42)


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=60))
def test_REL_13_the_newest_always_stays_and_once_kept_is_kept(moments):
    kept = schedule.kept(moments)
    assert kept <= set(moments)
    assert not moments or max(moments) in kept
    assert schedule.kept(kept) == kept


@given(st.lists(st.integers(0, 60 * 24 * 80), max_size=80))
def test_SEC_27_no_copy_of_the_keys_grows_older_than_thirty_days_but_the_newest(ages):
    moments = [NOW - timedelta(minutes=age) for age in ages]
    kept = schedule.keys_kept(moments, NOW)
    assert not moments or max(moments) in kept
    for moment in kept - set(moments and [max(moments)]):
        # the next copy is an hour away: by then none may have passed thirty days
        assert NOW + timedelta(hours=1) - moment < timedelta(days=30)


def test_names_sort_by_time_and_nothing_else_in_a_folder_is_touched(tmp_path):
    for days in (3, 1, 2):
        (tmp_path / shelf.name(NOW - timedelta(days=days))).touch()
    for other in (
        "kith.backup",
        "kith-2026-03-01.backup",
        "holiday.jpg",
        "kith-9999-99-99-999999.backup",
    ):
        (tmp_path / other).touch()
    held = shelf.held(tmp_path)
    assert sorted(held) == [NOW - timedelta(days=days) for days in (3, 2, 1)]
    assert [path.name for _, path in sorted(held.items())] == sorted(p.name for p in held.values())
    assert shelf.newest(tmp_path).name == shelf.name(NOW - timedelta(days=1))
