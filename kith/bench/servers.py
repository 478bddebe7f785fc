"""Servers of the bench's own: on loopback, in their own folder, ended for sure."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from . import machine

ROOT = Path(__file__).resolve().parents[2]
OPENING = 60.0  # seconds that a server may take to answer


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def environment(folder, port) -> dict:
    """Real settings, DEBUG off; limits on tries raised by setting, not removed."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KITH_", "DJANGO_"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "kith.settings",
        "KITH_DATA": str(folder / "data"),
        "KITH_KEYS": str(folder / "keys"),
        "KITH_RATE_FACTOR": "100000",
        "KITH_BENCH_BARE": str(folder / "bare.sqlite3"),
        "PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }


class Server:
    """A process that serves, with all that it starts."""

    def __init__(self, command, env, first):
        self.command, self.env = command, env
        self.first = f"http://127.0.0.1:{env['PORT']}{first}"
        self.port, self.process, self.started = int(env["PORT"]), None, 0.0

    def __enter__(self):
        began = time.perf_counter()
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(
            self.command, env=self.env, cwd=ROOT, stdout=quiet, stderr=quiet, start_new_session=True
        )
        while not self._answers():
            if time.perf_counter() - began > OPENING or self.process.poll() is not None:
                self.__exit__()
                raise RuntimeError(f"{self.command} does not answer")
            time.sleep(0.01)
        self.started = time.perf_counter() - began
        return self

    def _answers(self):
        try:
            return urllib.request.urlopen(self.first, timeout=10).status == 200
        except OSError:
            return False

    def pids(self):
        return machine.family(self.process.pid)

    def __exit__(self, *trouble):
        self._signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self):
        """SIGKILL to the whole tree at once."""
        self._signal(signal.SIGKILL)
        self.process.wait()

    def _signal(self, what):
        for pid in [self.process.pid] if what == signal.SIGTERM else self.pids():
            try:
                os.kill(pid, what)
            except ProcessLookupError:
                pass


def house(folder, port) -> Server:
    """Kith as it ships."""
    return Server(
        [sys.executable, "-m", "kith.cli", "serve"], environment(folder, port), "/sign-in/"
    )


def late(folder, port) -> Server:
    """Kith with the commit moved after the answer: what is lost here has to be noticed."""
    return Server([sys.executable, "-m", "kith.bench.late"], environment(folder, port), "/sign-in/")


def bare(folder, port) -> Server:
    """The ceiling: the same server around a bare Django."""
    command = [sys.executable, "-m", "gunicorn", "kith.bench.bare:application", "--preload"]
    command += ["--worker-class", "gthread", "--threads", "8", "--bind", f"127.0.0.1:{port}"]
    command += ["--keep-alive", "5", "--worker-tmp-dir", "/dev/shm"]
    return Server(command, environment(folder, port), "/small")


def python(module, folder, *words, timeout=900) -> str:
    """Run a module in a process of its own; give what it says."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, words)],
        env=environment(folder, 0) | {"PORT": "8000"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timeout,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout
