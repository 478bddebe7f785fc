"""`kith serve` keeps its children alive, ends cleanly, and gives up where it must."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kith.serving.children import Child

ROOT = Path(__file__).resolve().parents[3]
STORY = """
import os, signal, sys, time
from kith.serving import children
from kith.serving.supervisor import Supervisor
signal.pthread_sigmask(signal.SIG_BLOCK, children.WATCHED)
children.monotonic = iter(range(0, 100000, 5)).__next__
"""


def tell(story, timeout=60):
    """Run a supervisor of small children in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", STORY + story],
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=ROOT,
    )


def test_a_child_that_falls_is_started_again_later_each_time():
    child = Child("web", work=None)
    waits = []
    for now in (100.0, 102.0, 105.0, 110.0, 119.0, 136.0):
        child.fell(now)
        waits.append(child.start_at - now)
    assert waits == [1, 2, 4, 8, 16, 30]


def test_falls_of_long_ago_are_forgotten():
    child = Child("web", work=None, limit=5)
    for now in (0.0, 100.0, 200.0, 300.0, 400.0):
        child.fell(now)
    assert not child.cannot_stand
    assert child.start_at == 401


def test_a_web_that_keeps_falling_ends_all_of_it_with_a_status():
    told = tell(
        "web = children.Child('web', lambda: 3, limit=5)\n"
        "other = children.Child('background', lambda: time.sleep(300))\n"
        "sys.exit(Supervisor(web, other).run())\n"
    )
    assert told.returncode == 1
    assert told.stderr.count("web ended (3)") == 5
    assert "giving up" in told.stderr


@pytest.mark.parametrize("wish", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_wish_to_stop_ends_every_child_and_is_no_failure(wish):
    told = tell(
        "def work():\n"
        "    os.write(1, b'%d ' % os.getpid())\n"
        f"    os.kill(os.getppid(), signal.{wish})\n"
        "    time.sleep(300)\n"
        "kept = [children.Child(n, work) for n in ('web', 'background')]\n"
        "sys.exit(Supervisor(*kept).run())\n"
    )
    assert told.returncode == 0, told.stderr
    for pid in map(int, told.stdout.split()):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_children_go_when_the_supervisor_was_killed():
    reading, writing = os.pipe()
    story = (
        "def work():\n"
        "    os.kill(os.getppid(), signal.SIGKILL)\n"
        "    time.sleep(300)\n"
        "Supervisor(children.Child('web', work)).run()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", STORY + story], pass_fds=[writing], cwd=ROOT, timeout=60
    )
    os.close(writing)
    assert ended.returncode == -signal.SIGKILL
    assert os.read(reading, 1) == b""  # the child held the other end: it has gone
    os.close(reading)
