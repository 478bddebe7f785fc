"""An upgrade is whole or it was not: a copy first, all changes or none, and never back (REL-14)."""

import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kith.bench import servers
from tests.faults.crash import images, recorder
from tests.faults.planted.failing import STEPS

NEWER = {"DJANGO_SETTINGS_MODULE": "tests.faults.planted.settings"}
RELEASES = Path(__file__).parent / "releases"


def begun(house, *words, **variables):
    return subprocess.Popen(
        [sys.executable, "-m", "kith.cli", *words],
        env={**os.environ, **images.surroundings(house), **variables},
        cwd=recorder.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kith(house, *words, **variables):
    """(status, all that it said)."""
    process = begun(house, *words, **variables)
    out, err = process.communicate(timeout=120)
    return process.returncode, out + err


def content(file):
    """Every table and row of an SQLite file, without what it counts for its own planning."""
    import sqlite3

    link = sqlite3.connect(file)
    try:
        found = link.execute(
            "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name"
        ).fetchall()
        tables = [name for name, sql in found if (sql or "").startswith("CREATE TABLE")]
        return [found, *(sorted(map(repr, link.execute(f'SELECT * FROM "{t}"'))) for t in tables)]  # noqa: S608
    finally:
        link.close()


def data(house):
    return content(house / "data" / "kith.sqlite3")


def works(house):
    status, said = kith(house, "audit", "verify")
    return status == 0 and "whole" in said


@pytest.mark.parametrize("step", range(STEPS))
def test_REL_14_a_change_that_fails_leaves_everything_as_it_was(house, step):
    before = data(house)
    status, said = kith(house, "migrate", KITH_TEST_AT=str(step), **NEWER)
    assert status == 1 and f"step {step}" in said and "the former version still works" in said
    assert "Traceback" not in said
    assert data(house) == before


def test_REL_14_killed_in_the_middle_everything_is_as_it_was(house):
    before = data(house)
    status, _said = kith(house, "migrate", KITH_TEST_AT="3", KITH_TEST_DOES="die", **NEWER)
    assert status == -9
    assert data(house) == before and works(house)
    assert kith(house, "migrate", **NEWER)[0] == 0
    assert "planted_planted" in str(data(house)[0])


def test_REL_14_a_copy_is_made_before_and_only_its_owner_reads_it(house):
    before = data(house)
    assert kith(house, "migrate", **NEWER)[0] == 0
    (copy,) = (house / "data" / "backups").iterdir()
    assert content(copy) == before != data(house)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert kith(house, "migrate", **NEWER)[0] == 0
    assert len(list((house / "data" / "backups").iterdir())) == 1, "nothing changed, nothing copied"


def test_REL_14_where_no_copy_can_be_written_nothing_is_changed(house):
    (house / "data" / "backups").write_text("a file where a folder should be")
    before = data(house)
    status, said = kith(house, "migrate", **NEWER)
    assert status == 1 and "could not be written" in said and "Nothing was changed" in said
    assert data(house) == before and works(house)


def test_REL_14_a_second_start_waits_while_the_first_one_changes(house):
    first = begun(house, "migrate", KITH_TEST_AT="2", KITH_TEST_DOES="rest", KITH_TEST_REST="4",
                  **NEWER)  # fmt: skip
    while not any((house / "data" / "backups").glob("before-*")):
        assert first.poll() is None, first.communicate()
        time.sleep(0.05)
    status, said = kith(house, "migrate", **NEWER)
    assert first.wait(20) == 0
    assert status == 0 and "Waiting for it" in said and "up to date" in said
    first.communicate()


def test_REL_20_an_older_version_refuses_newer_data_and_says_how_to_go_on(house):
    assert kith(house, "migrate", **NEWER)[0] == 0
    history = house / "data" / "versions.jsonl"
    history.write_text(history.read_text() + '{"version": "9.9.9", "at": "2027-01-01"}\n')
    before = data(house)
    status, said = kith(house, "serve", PORT=str(servers.free_port()))
    (copy,) = (house / "data" / "backups").iterdir()
    assert status == 1 and "Traceback" not in said
    assert "made by Kith 9.9.9" in said and "Go on with Kith 9.9.9" in said and str(copy) in said
    assert data(house) == before
    assert kith(house, "migrate", **NEWER)[0] == 0


def test_REL_20_the_way_back_is_the_copy(house):
    """As docs/using/upgrading.md says: move the newer database away, put the copy in its place."""
    before = data(house)
    kith(house, "migrate", **NEWER)
    (copy,) = (house / "data" / "backups").iterdir()
    for file in (house / "data").glob("kith.sqlite3*"):
        file.rename(file.with_name(f"newer-{file.name}"))
    shutil.copy2(copy, house / "data" / "kith.sqlite3")
    assert kith(house, "migrate")[0] == 0
    assert data(house) == before and works(house)


def test_REL_14_the_data_of_every_release_comes_up(made, tmp_path):
    released = [place for place in RELEASES.iterdir() if place.is_dir()]
    for place in [made, *released]:
        house = Path(shutil.copytree(place, tmp_path / place.name))
        assert kith(house, "migrate", **NEWER)[0] == 0, place.name
        with images.Looker(house) as looker:
            assert looker.faults(house, []) == [], place.name
