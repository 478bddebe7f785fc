"""The process behind the web: the job worker, and in a thread beside it the tick of each minute.

One process for both saves the memory of another; a tick is short and mostly waits for letters.
"""

import threading
from importlib import import_module

import structlog
from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, connections

EACH = 60.0
log = structlog.get_logger()


def beat_file():
    """Its time is that of the last good tick; `kith doctor` reads it."""
    return settings.KITH_DATA / "last-tick"


def tick():
    """Do what is due now, once."""
    import_module("kith.post.tick").run()
    beat_file().touch()


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
    stop = threading.Event()
    ticking = threading.Thread(target=tick_each_minute, args=[stop], daemon=True)
    ticking.start()
    try:
        call_command("db_worker", verbosity=0, reload=False, startup_delay=False)
    finally:
        stop.set()
        ticking.join(15)
    return 0
