"""Who is at work, by locks on files in the data folder; the system lets go of them at any end."""

import fcntl
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

WORKING = ".working"  # shared by those that do the house's work; a move needs it alone
RUNNING = ".backup-running"  # one scheduled run at a time
VERIFYING = ".backup-verifying"


@contextmanager
def held(name: str, *, shared: bool = False, wait: bool = False):
    """Hold a lock inside the block; gives False when another has it (and `wait` is off)."""
    with (Path(settings.KITH_DATA) / name).open("w") as file:
        try:
            how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
            fcntl.flock(file, how if wait else how | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
