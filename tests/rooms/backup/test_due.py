"""What the tick does by itself: backups, copies of the keys, a trial each night; never twice."""

import json
import sys
from datetime import UTC, datetime, timedelta

import pytest

from kith import clock
from kith.backup import due, loading, locks, restore, sending, shelf, state, verify
from kith.post import tick
from tests.rooms.backup.conftest import empty_place, restored

NIGHT = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)


@pytest.fixture
def apart(houses, tmp_path, settings):
    """Two folders, as an administrator would name them: backups here, keys there."""
    for name in ("backups", "key-copies"):
        (tmp_path / name).mkdir()
    settings.KITH_BACKUP_TO = str(tmp_path / "backups")
    settings.KITH_BACKUP_KEYS_TO = str(tmp_path / "key-copies")
    with clock.frozen(NIGHT):
        yield tmp_path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_REL_12_a_night_goes_by_itself(apart):
    assert due.what_is_due() == ["backup", "keys"]
    assert due.work() == 0
    assert names(apart / "backups") == ["kith-2026-03-04-030000.backup"]
    assert names(apart / "key-copies") == ["kith-keys-2026-03-04-030000"]
    assert state.last_good_at() == state.last_keys_at() == state.last_verified_at() == NIGHT
    assert state.verified_backup_at() == NIGHT
    assert state.trouble() == ""
    assert due.what_is_due() == []


def test_REL_12_a_service_that_may_not_be_gentle_still_makes_its_backup(apart, monkeypatch):
    def forbidden(_more):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(due.os, "nice", forbidden)
    monkeypatch.setattr(due.signal, "alarm", lambda seconds: None)
    monkeypatch.setattr("kith.serving.children.die_with_parent", lambda: None)
    assert due.in_background(print) == 0
    assert names(apart / "backups") == ["kith-2026-03-04-030000.backup"]


def test_REL_12_what_was_written_by_itself_can_be_restored(apart, tmp_path, monkeypatch):
    due.work()
    with empty_place(tmp_path / "fresh", monkeypatch):
        assert "Lindenhof Practice: 1 clients, 1 staff" in restore(shelf.newest(apart / "backups"))


def test_REL_13_the_tick_starts_it_once_and_never_piles_up(apart, monkeypatch):
    started = []

    class Running:
        def __init__(self, words, **more):
            started.append(words)

        def poll(self):
            return None if len(started) < 2 else 0

    monkeypatch.setattr(due.subprocess, "Popen", Running)
    monkeypatch.setattr(due, "_started", [])
    tick.run()
    tick.run()
    tick.run()
    assert started == [[sys.executable, "-m", "kith.cli", "backup", "due"]]


def test_REL_13_two_workers_make_one_backup(apart, capsys):
    with locks.held(locks.RUNNING) as mine:
        assert mine
        assert due.work(tell=print) == 0
    assert "under way already" in capsys.readouterr().out
    assert names(apart / "backups") == []


def test_REL_13_nothing_is_started_where_nobody_said_where_to(houses, settings):
    assert not due.run(start=pytest.fail)
    settings.KITH_BACKUP_TO, settings.KITH_DEMO = "/somewhere", True
    assert not due.run(start=pytest.fail)


def test_REL_13_trouble_in_it_does_not_stop_the_letters(apart, monkeypatch):
    def trouble():
        raise OSError("no more processes")

    monkeypatch.setattr(due, "_start", trouble)
    tick.run()  # does not raise


def test_REL_13_older_backups_go_and_what_was_left_unfinished(apart):
    other = apart / "backups" / "holiday.jpg"
    other.touch()
    for days in range(1, 60):
        (apart / "backups" / shelf.name(NIGHT - timedelta(days=days))).touch()
    (apart / "backups" / ".kith-2026-03-03-020000.backup.0a1b2c3d").touch()
    due.work(["backup"])
    left = names(apart / "backups")
    assert len([name for name in left if name.endswith(".backup")]) < 30
    assert shelf.name(NIGHT) in left and other.name in left
    assert not [name for name in left if name.startswith(".")]


def test_SEC_27_copies_of_the_keys_hold_no_master_key_and_go_within_thirty_days(apart, settings):
    for days in range(0, 45):
        with clock.frozen(NIGHT + timedelta(days=days)):
            assert due.work(["keys"]) == 0
            held = shelf.held(apart / "key-copies", shelf.KEYS)
            assert clock.now() - min(held) <= timedelta(days=30)
    assert len(held) == 28
    newest = apart / "key-copies" / "kith-keys-2026-04-17-030000"
    assert {"wrapped.sqlite3"} <= set(names(newest)) <= {"wrapped.sqlite3", "heads.jsonl"}
    settings.KITH_BACKUP_KEYS_WHOLE = True
    with clock.frozen(NIGHT + timedelta(days=50)):
        due.work(["keys"])
        held = shelf.held(apart / "key-copies", shelf.KEYS)
    assert "master.key" in names(held[max(held)])


def test_SEC_27_a_failing_copy_does_not_let_older_ones_stay(apart, monkeypatch):
    old = apart / "key-copies" / shelf.keys_name(NIGHT - timedelta(days=31))
    young = apart / "key-copies" / shelf.keys_name(NIGHT - timedelta(days=3))
    old.mkdir()
    young.mkdir()

    def full(*args, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(due, "copy_keys", full)
    assert due.work(["keys"]) == 1
    assert names(apart / "key-copies") == [young.name]
    assert state.trouble()


def test_SEC_25_keys_are_never_copied_among_the_backups(apart, settings):
    settings.KITH_BACKUP_KEYS_TO = settings.KITH_BACKUP_TO
    assert due.work(["keys"]) == 1
    assert "apart" in state.trouble()


@pytest.mark.parametrize("place", ["nowhere", "data/backups"])
def test_REL_13_a_folder_that_is_not_there_or_among_the_data_is_trouble(apart, settings, place):
    (settings.KITH_DATA / "backups").mkdir()
    settings.KITH_BACKUP_TO = str(apart / place)
    assert due.work() == 1
    assert str(apart / place) in state.trouble()
    assert not (apart / "nowhere").exists()  # a disk that is not connected is not replaced
    assert state.last_good_at() is None


def script(path, text):
    path.write_text(f"#!{sys.executable}\nimport sys\n{text}\n")
    path.chmod(0o700)
    return str(path)


@pytest.fixture
def afar(houses, tmp_path, settings):
    """A place that only commands reach."""
    (tmp_path / "afar").mkdir()
    take = "open(sys.argv[1], 'xb').write(sys.stdin.buffer.read())"
    give = "sys.stdout.buffer.write(open(sys.argv[1], 'rb').read())"
    settings.KITH_BACKUP_COMMAND = (
        f"{script(tmp_path / 'take it', take)!r} '{tmp_path}/afar/{{name}}'"
    )
    settings.KITH_BACKUP_FETCH = (
        f"{script(tmp_path / 'give it', give)!r} '{tmp_path}/afar/{{name}}'"
    )
    with clock.frozen(NIGHT):
        yield tmp_path / "afar"


def test_SEC_28_any_command_gets_the_sealed_stream_and_a_trial_fetches_it(afar, settings):
    assert due.work() == 0
    sent = afar / "kith-2026-03-04-030000.backup"
    assert verify(sent)
    assert state.verified_backup_at() == NIGHT
    assert names(settings.KITH_DATA).count("last-sent.backup") == 1
    assert not [name for name in names(settings.KITH_DATA) if name.startswith(".fetch")]


def test_REL_13_what_arrived_damaged_is_not_called_good(afar):
    due.work(["backup"])
    sent = next(afar.iterdir())
    content = bytearray(sent.read_bytes())
    content[len(content) // 2] ^= 1
    sent.write_bytes(content)
    assert due.work(["verify"]) == 1
    assert state.verified_backup_at() is None
    assert "damaged" in state.trouble()


def test_REL_13_a_command_that_fails_is_trouble_and_nothing_was_backed_up(afar, settings):
    settings.KITH_BACKUP_COMMAND = f"{sys.executable} -c 'import sys; sys.exit(3)'"
    settings.KITH_BACKUP_FETCH = ""
    assert due.work() == 1
    assert "ended with 3" in state.trouble()
    assert state.last_good_at() is None
    assert due.work(["verify"]) == 1
    assert state.last_verified_at() is None


def test_REL_13_a_command_that_is_not_there_or_hangs_is_trouble(afar, settings, monkeypatch):
    settings.KITH_BACKUP_COMMAND = "/no/such/command {name}"
    due.work(["backup"])
    assert "cannot be run" in state.trouble()
    monkeypatch.setattr(sending, "LIMIT", 0.1)
    settings.KITH_BACKUP_COMMAND = f"{sys.executable} -c 'import time; time.sleep(60)'"
    due.work(["backup"])
    assert "did not end" in state.trouble()


def test_SEC_20_no_shell_reads_the_command(afar, settings, tmp_path):
    settings.KITH_BACKUP_COMMAND += f" ; touch {tmp_path}/by-a-shell"
    due.work(["backup"])
    assert not (tmp_path / "by-a-shell").exists()


def test_REL_13_a_run_that_was_ended_is_seen_and_made_up_for(apart, monkeypatch):
    def ended(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(due, "put", ended)
        with pytest.raises(KeyboardInterrupt):
            due.work()
    assert due.what_is_due() == ["keys"] and state.trouble() == ""
    with clock.frozen(NIGHT + timedelta(minutes=11)):
        assert "has not ended" in state.trouble()
        assert due.work() == 0
        assert state.trouble() == ""


def test_REL_13_a_state_that_cannot_be_read_is_no_state(apart):
    state.file().write_text("{")
    assert due.what_is_due() == ["backup", "keys"]
    due.work()
    assert json.loads(state.file().read_text())["backup"]["good_at"]


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_REL_12_a_trial_never_touches_the_present_data_or_keys(apart, settings, tmp_path):
    due.work(["backup"])
    before, keys = loading.present(), content(settings.KITH_KEYS)
    told = verify(shelf.newest(apart / "backups"))
    assert "is good" in told and "sealed values were opened" in told
    assert loading.present() == before
    assert content(settings.KITH_KEYS) == keys
    assert not list(settings.KITH_DATA.glob(".verify-*"))


def test_REL_12_after_a_restore_this_machine_claims_no_backup_of_its_own(
    apart, tmp_path, monkeypatch
):
    due.work()
    with empty_place(tmp_path / "fresh", monkeypatch):
        restore(shelf.newest(apart / "backups"))
        with restored(tmp_path / "fresh"):
            assert state.last_good_at() is None
            assert state.too_old()
