"""`kith serve` on a machine that has never seen it: one command, one link, one clean end."""

import re
import signal
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager

from tests.support.ground import free_port

from .machine import ROOT, surroundings


@contextmanager
def served(tmp_path):
    """Kith, serving; gives its port and the lines it printed before it was ready."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "kith.cli", "serve"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=surroundings(tmp_path, PORT=str(port)),
        cwd=ROOT,
    )
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl+C" in line:
            break
    try:
        yield port, "".join(said)
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=60)
        assert process.returncode == 0, rest
    finally:
        process.kill()


def answer(port, path):
    """The status that a visitor gets."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://localhost:{port}{path}", timeout=60) as found:
            return found.status
    except urllib.error.HTTPError as refused:
        return refused.code


def test_SEC_30_the_first_start_prints_a_one_time_link_and_no_account_exists(tmp_path):
    with served(tmp_path) as (port, said):
        assert answer(port, "/healthz") == 200
        links = re.findall(rf"http://localhost:{port}(/\S+)", said)
        assert len(links) == 1, said
        assert answer(port, links[0]) == 200
    key = tmp_path / "keys" / "master.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    people = "from kith.people.models import User; print(User.objects.count())"
    told = subprocess.run(
        [sys.executable, "-m", "kith.cli", "manage", "shell", "-v", "0", "-c", people],
        capture_output=True,
        text=True,
        env=surroundings(tmp_path),
        cwd=ROOT,
    )
    assert told.stdout.split() == ["0"], told.stderr


def test_a_second_start_prepares_nothing_again(machine):
    with served(machine) as (port, _):
        assert answer(port, "/healthz") == 200
    made = (machine / "data" / "static" / "staticfiles.json").stat().st_mtime_ns
    with served(machine) as (port, _):
        assert answer(port, "/healthz") == 200
    assert (machine / "data" / "static" / "staticfiles.json").stat().st_mtime_ns == made
