"""The restore, rehearsed from the documentation alone: what the page says is what is run."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs/using/restore.md"
CLIENTS = 30


def steps() -> list[str]:
    """The blocks of commands of the page, in order."""
    text = PAGE.read_text(encoding="utf-8")
    part = text.partition("\n## The steps\n")[2].partition("\n## ")[0]
    return re.findall(r"```\n(.*?)```", part, re.DOTALL)


def surroundings(place, **more):
    """A shell in `place` that knows nothing of Kith but the command."""
    known = {k: v for k, v in os.environ.items() if not k.startswith(("KITH_", "PORT", "DJANGO_"))}
    path = f"{place / 'bin'}:{known['PATH']}"
    return {**known, "PATH": path, "PYTHONPATH": str(ROOT), "HOME": str(place), **more}


def machine(place) -> Path:
    """An empty folder with the command `kith` at hand, apart from it."""
    (place / "bin").mkdir(parents=True)
    command = place / "bin/kith"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m kith.cli "$@"\n')
    command.chmod(0o755)
    (place / "here").mkdir()
    return place / "here"


def run(words, place, **more):
    told = subprocess.run(
        ["bash", "-e", "-c", words],
        cwd=place / "here",
        env=surroundings(place, **more),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert told.returncode == 0, told.stderr[-3000:]
    return told.stdout


@pytest.fixture(scope="module")
def lost(tmp_path_factory):
    """What is left of a machine that is gone: a backup, a copy of the keys, the master key."""
    place = tmp_path_factory.mktemp("lost")
    here = machine(place)
    seed = f"{sys.executable} -m kith.bench.seed {CLIENTS} 1"
    told = run(f"kith migrate >&2; {seed}", place, DJANGO_SETTINGS_MODULE="kith.settings")
    (here / "cookie").write_text(json.dumps(json.loads(told.splitlines()[-1])))
    run("kith backup ../kith.backup --keys ../keys", place)
    shutil.copy(here / "kith-data-keys/master.key", place / "master.key")
    return place


@contextmanager
def database():
    """The settings of the new machine's database, which is empty."""
    if connection.vendor == "sqlite":
        yield {}
        return
    name = "kith_rehearsal"
    url, _, _ = os.environ["KITH_DATABASE_URL"].rpartition("/")
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield {"KITH_DATABASE_URL": f"{url}/{name}"}
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> str:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return str(held.getsockname()[1])


@contextmanager
def serving(words, place, more):
    """Kith, started as the page says, until it answers."""
    known = surroundings(place, **more)
    server = subprocess.Popen(
        ["bash", "-c", f"exec {words}"], cwd=place / "here", env=known, stdout=-3, stderr=-3
    )
    try:
        until = time.monotonic() + 120
        while not answers(f"http://localhost:{more['PORT']}/healthz"):
            assert server.poll() is None and time.monotonic() < until
            time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait(60)


def answers(address, cookie=None):
    """Where a visitor arrives, or None while nobody answers."""
    asked = urllib.request.Request(address, headers={"Cookie": cookie} if cookie else {})
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.url
    except (OSError, urllib.error.URLError):
        return None


def nothing_moves(place, more):
    """While Kith runs, its data is not moved; the work begins a moment after the pages."""
    until, words = (
        time.monotonic() + 60,
        "kith move --to postgresql://x@127.0.0.1:9/none 2>&1 || true",
    )
    while "Kith is running" not in run(words, place, **more):
        assert time.monotonic() < until


def test_REL_12_the_page_alone_brings_an_empty_machine_back(lost, tmp_path, db):
    restore, serve, doctor = steps()
    here = machine(tmp_path)
    for name in ("kith.backup", "master.key"):
        shutil.copy(lost / name, here / name)
    shutil.copytree(lost / "keys", here / "keys")
    with database() as more:
        more["PORT"] = free_port()
        told = run(restore, tmp_path, **more)
        assert f"Bench Practice: {CLIENTS} clients, " in told
        assert "Counts and hashes are those of the manifest." in told
        assert re.search(r"bench: whole, \d+ rows", told)
        assert re.search(r"is good: \d{4} rows", told)
        with serving(serve.strip(), tmp_path, more):
            known = json.loads((lost / "here/cookie").read_text())
            cookie = f"{known['cookie']}={known['therapist']}"
            arrived = answers(f"http://localhost:{more['PORT']}/today/", cookie)
            assert "/sign-in" in arrived or "login" in arrived  # the session of before is dead
            if connection.vendor == "sqlite":  # the role of these tests owns the tables elsewhere
                assert "Nothing is wrong" in run(doctor, tmp_path, **more)
                nothing_moves(tmp_path, more)


def test_REL_13_a_tick_of_the_real_command_backs_up_copies_keys_and_tries(lost):
    backups, keys = lost / "backups", lost / "key-copies"
    backups.mkdir()
    keys.mkdir()
    more = {"KITH_BACKUP_TO": str(backups), "KITH_BACKUP_KEYS_TO": str(keys)}
    run("rm kith-data/backup-state.json; kith tick; kith tick", lost, **more)
    (made,), (copied,) = backups.iterdir(), keys.iterdir()
    assert made.stat().st_size > 100_000
    assert (copied / "wrapped.sqlite3").exists() and not (copied / "master.key").exists()
    state = json.loads((lost / "here/kith-data/backup-state.json").read_text())
    assert state["verify"]["name"] == str(made)
    assert [part["trouble"] for part in state.values()] == ["", "", ""]
    assert "tried by restoring it is 0 hours old" in run("kith doctor || true", lost, **more)


def snapshot(folder):
    """Every file below a folder, with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def test_SEC_28_the_command_refuses_in_a_sentence_and_leaves_the_folders_as_they_were(
    lost, tmp_path
):
    here = machine(tmp_path)
    content = bytearray((lost / "kith.backup").read_bytes())
    content[len(content) // 2] ^= 4
    (here / "kith.backup").write_bytes(content)
    (here / "data").mkdir()
    (here / "own").mkdir()
    (here / "own/django.key").write_text("something-of-this-machine")
    before = snapshot(here)
    known = surroundings(tmp_path, KITH_DATA=str(here / "data"), KITH_KEYS=str(here / "own"))
    words = ["kith", "restore", "kith.backup", "--keys", str(lost / "keys")]
    words += ["--master-key", str(lost / "master.key")]
    told = subprocess.run(words, cwd=here, env=known, capture_output=True, text=True, timeout=120)
    assert told.returncode == 1
    assert "damaged or cut short" in told.stderr and "Traceback" not in told.stderr
    assert snapshot(here) == before


def test_the_page_and_the_settings_name_what_there_is():
    words = (ROOT / "docs/using/settings.md").read_text(encoding="utf-8")
    told = (ROOT / "docs/using/backup.md").read_text(encoding="utf-8")
    for name in re.findall(r"KITH_BACKUP_\w+", told + words):
        assert hasattr(settings, name) and name in words
