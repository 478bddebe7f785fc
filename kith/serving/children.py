"""A child of the supervisor: forked from it, so that the loaded program is shared memory."""

import ctypes
import os
import signal
import sys
import time
import traceback

PR_SET_PDEATHSIG = 1
WATCHED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


def die_with_parent():
    """Ask Linux to end this process when the supervisor is gone, however it went."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    except (OSError, AttributeError):
        pass


def fork(work) -> int:
    """Run `work` in a new process, which ends with it; give its process id."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        os.setpgid(0, 0)  # Ctrl+C is for the supervisor, which tells the children
        for known in WATCHED - {signal.SIGCHLD}:
            signal.signal(known, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        die_with_parent()
        status = work() or 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(bool(end.code))
    except KeyboardInterrupt:
        status = 130
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


class Child:
    """A process that is kept alive. `limit` falls within a minute mean that it cannot stand."""

    def __init__(self, name, work, limit=None):
        self.name, self.work, self.limit = name, work, limit
        self.pid = None
        self.falls: list[float] = []
        self.start_at = 0.0

    def start(self):
        self.pid = fork(self.work)

    def fell(self, now: float):
        """Note a fall at `now` (seconds) and when to start again: 1 s later, then 2, 4 … 30."""
        self.pid = None
        self.falls = [fall for fall in self.falls if now - fall < 60] + [now]
        self.start_at = now + min(30, 2 ** (len(self.falls) - 1))

    @property
    def cannot_stand(self) -> bool:
        return self.limit is not None and len(self.falls) >= self.limit

    def tell(self, what=signal.SIGTERM):
        if self.pid:
            os.kill(self.pid, what)

    def due(self, now: float) -> bool:
        return self.pid is None and now >= self.start_at


def reap() -> dict[int, int]:
    """Every child process that has ended: process id to exit status."""
    ended = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if not pid:
            return ended
        ended[pid] = os.waitstatus_to_exitcode(status)


def monotonic() -> float:
    return time.monotonic()
