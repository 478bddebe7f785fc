"""A key under a passphrase that somebody types: backups are made by themselves all the same."""

import os
import pty
import select
import signal
import sys
import time

import pytest
from django.db import connection

from tests.support.ground import free_port

from .machine import ROOT, kith, surroundings

WORDS = "five unusual words in here"


@pytest.fixture
def locked(machine, tmp_path):
    """A machine whose key is under the passphrase, and the folder for its backups."""
    words = tmp_path / "passphrase"
    words.touch(mode=0o600)
    words.write_text(WORDS)
    told = kith(machine, "keys", "protect", KITH_KEY_PASSPHRASE_FILE=str(words))
    assert told.returncode == 0, told.stderr
    words.unlink()
    (tmp_path / "backups").mkdir()
    return machine


class Terminal:
    """A command at a terminal of its own, with what it has shown."""

    def __init__(self, machine, *words, **variables):
        self.shown = b""
        self.pid, self.end = pty.fork()
        if not self.pid:
            os.chdir(ROOT)
            line = [sys.executable, "-m", "kith.cli", *words]
            os.execve(sys.executable, line, surroundings(machine, **variables))

    def until(self, done, seconds):
        """Show on until `done()`; what is shown meanwhile is kept."""
        ends = time.monotonic() + seconds
        while not done() and time.monotonic() < ends:
            if select.select([self.end], [], [], 0.2)[0]:
                try:
                    self.shown += os.read(self.end, 4096)
                except OSError:
                    break
        assert done(), self.shown.decode()

    def type(self, words):
        os.write(self.end, words.encode() + b"\n")

    def stop(self):
        os.kill(self.pid, signal.SIGTERM)
        try:
            while shown := os.read(self.end, 4096):
                self.shown += shown
        except OSError:
            pass
        os.close(self.end)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the machine has a database of its own")
def test_REL_13_a_backup_is_made_by_itself_where_a_passphrase_was_typed(locked, tmp_path):
    backups = tmp_path / "backups"
    served = Terminal(locked, "serve", PORT=str(free_port()), KITH_BACKUP_TO=str(backups))
    try:
        served.until(lambda: b"Passphrase of the key" in served.shown, 60)
        served.type(WORDS)
        served.until(lambda: list(backups.glob("kith-*.backup")), 120)
        spread = everywhere(served.pid)
    finally:
        status = served.stop()
    assert status == 0, served.shown
    assert served.shown.count(b"Passphrase") == 1
    assert spread and WORDS.encode() not in b"".join(spread)


def everywhere(parent):
    """Arguments and environment of a process and its children, as Linux shows them."""
    found = []
    for pid in [parent, *_children(parent)]:
        for name in ("cmdline", "environ"):
            try:
                with open(f"/proc/{pid}/{name}", "rb") as file:
                    found.append(file.read())
            except OSError:
                pass  # it has ended
    return found


def _children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(word) for word in file.read().split()]
