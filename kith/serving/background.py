"""The process behind the web: the job worker, and in a thread beside it the tick of each minute.

One process for both saves the memory of another; a tick is short and mostly waits for letters.
"""

import os
import threading
from datetime import timedelta
from importlib import import_module

import structlog
from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, connections

from kith import clock

EACH = 60.0
FAR = timedelta(days=60)  # longer than a practice is closed: then the clock may be wrong
log = structlog.get_logger()


class ClockLeapt(Exception):
    """More time has passed than is believed: nothing is sent before somebody says it is right."""


def beat_file():
    """Its time is that of the last good tick; `kith doctor` reads it."""
    return settings.KITH_DATA / "last-tick"


def tick(sure=False):
    """Do what is due now, once. Nothing when the clock leapt, unless somebody is `sure` of it."""
    if not sure and leap() > FAR:
        raise ClockLeapt(f"{leap().days} days passed since the last tick")
    import_module("kith.post.tick").run()
    now = clock.now().timestamp()
    beat_file().touch()
    os.utime(beat_file(), (now, now))


def leap() -> timedelta:
    """How far the clock is past the last good tick."""
    if not beat_file().exists():
        return timedelta(0)
    return timedelta(seconds=clock.now().timestamp() - beat_file().stat().st_mtime)


def tick_each_minute(stop: threading.Event):
    """Tick until `stop` is set. One that fails is noted, and the next tries again."""
    while not stop.is_set():
        close_old_connections()
        try:
            tick()
        except Exception as trouble:
            log.error("tick_failed", kind=type(trouble).__name__)
        stop.wait(EACH)
    connections.close_all()


def work() -> int:
    """Run jobs until told to stop; then let a tick that is under way end."""
    locks = import_module("kith.backup.locks")
    stop = threading.Event()
    ticking = threading.Thread(target=tick_each_minute, args=[stop], daemon=True)
    with locks.held(locks.WORKING, shared=True, wait=True):
        ticking.start()
        try:
            call_command("db_worker", verbosity=0, reload=False, startup_delay=False)
        finally:
            stop.set()
            ticking.join(15)
    return 0
