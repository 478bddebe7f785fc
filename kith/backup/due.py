"""What the tick does here: start a run when a backup, a copy of keys or a trial is due.

A run is a process of its own: a large backup never keeps a letter waiting, and the trial may point
its default database elsewhere. It is handed the opened key, as it cannot ask for a passphrase.
However many ask for one, one works.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError

from kith import clock
from kith.vault import handing

from . import locks, schedule, sending, shelf, state
from .archive import Refused
from .key_copy import copy_keys
from .verifying import verify
from .writing import put

log = structlog.get_logger("kith.backup")
_started: list[subprocess.Popen] = []


def run(start=None) -> bool:
    """Called each minute: start a run when something is due and none is under way.

    start   what starts it; else a process of its own
    """
    if not state.wanted() or settings.KITH_DEMO or _under_way():
        return False
    if not what_is_due():
        return False
    (start or _start)()
    return True


def what_is_due() -> list[str]:
    """The names of what is due now, in the order in which it is done."""
    known, now = state.read(), clock.now()
    every = timedelta(minutes=settings.KITH_BACKUP_EVERY)
    due = ["backup"] if schedule.is_due(known["backup"], every, now) else []
    if settings.KITH_BACKUP_KEYS_TO and schedule.is_due(known["keys"], every, now):
        due.append("keys")
    if schedule.verify_is_due(known["verify"], known["backup"], now):
        due.append("verify")
    return due


def _start():
    words = [sys.executable, "-m", "kith.cli", "backup", "due"]
    opened = handing.over()
    try:
        _started.append(subprocess.Popen(words, stdin=opened))
    finally:
        os.close(opened)


def _under_way() -> bool:
    _started[:] = [process for process in _started if process.poll() is None]
    return bool(_started)


def wait() -> None:
    """Wait for what this process has started."""
    for process in _started:
        process.wait()


LIMIT = 3 * 3600  # seconds that a run may take


def in_background(tell) -> int:
    """What is due, in the process that the tick has started: gently, and not without an end."""
    from kith.serving.children import die_with_parent

    die_with_parent()
    handing.take()
    with suppress(OSError):  # a service may be forbidden to be gentle; it still makes its backup
        os.nice(10)
    signal.alarm(LIMIT)
    return work(tell=tell)


def at_once(tell) -> int:
    """A backup and a copy of the keys, whether due or not."""
    if not state.wanted():
        raise Refused("Nobody has said where backups go: set KITH_BACKUP_TO or name a file.")
    keys = ["keys"] if settings.KITH_BACKUP_KEYS_TO else []
    return work(["backup", *keys], tell)


def work(parts=None, tell=None) -> int:
    """Do what is due (or these parts of it), unless another run is under way; 1 if one failed.

    tell    hears a sentence about each
    """
    tell = tell or (lambda words: None)
    with locks.held(locks.RUNNING) as mine:
        if not mine:
            tell("A backup is under way already.")
            return 0
        failed = 0
        for part in ("backup", "keys", "verify"):
            if part in (what_is_due() if parts is None else parts):
                failed += not _tried(part, tell)
        return 1 if failed else 0


def _tried(part, tell) -> bool:
    state.begun(part)
    try:
        tell({"backup": back_up, "keys": copy, "verify": try_out}[part]())
    except Exception as trouble:
        plain = isinstance(trouble, CommandError | ImproperlyConfigured)
        words = str(trouble) if plain else f"It failed: {type(trouble).__name__}."
        state.amiss(part, words)
        log.error("backup_failed", part=part, error=type(trouble).__name__)
        tell(f"{part}: {words}")
        return False
    return True


def back_up() -> str:
    """One backup to where the settings say; older ones go as the schedule says."""
    now = clock.now()
    place = shelf.folder(settings.KITH_BACKUP_TO) if settings.KITH_BACKUP_TO else None
    if place:
        shelf.sweep(place)
    facts = put(place / shelf.name(now) if place else sending.last_sent())
    if place:
        _thin(place)
    if settings.KITH_BACKUP_COMMAND:
        facts["sent"] = sending.send(Path(facts["name"]), now)
    state.good("backup", **facts)
    return f"Written to {facts['name']}: {facts['rows']} rows."


def _thin(place):
    found = shelf.held(place)
    kept = schedule.kept(found)
    shelf.remove(path for moment, path in found.items() if moment not in kept)


def copy() -> str:
    """One copy of the keys to where the settings say; those older than 30 days go."""
    place, now = shelf.folder(settings.KITH_BACKUP_KEYS_TO), clock.now()
    backups = settings.KITH_BACKUP_TO
    if backups and os.path.realpath(backups) == os.path.realpath(place):
        raise Refused("Keys and backups lie apart: give KITH_BACKUP_KEYS_TO another folder.")
    shelf.sweep(place)
    try:
        fresh = place / shelf.keys_name(now)
        told = copy_keys(fresh, whole=settings.KITH_BACKUP_KEYS_WHOLE)
        state.good("keys", name=str(fresh))
        return told
    finally:
        found = shelf.held(place, shelf.KEYS)
        kept = schedule.keys_kept(found, now)
        shelf.remove(path for moment, path in found.items() if moment not in kept)


def try_out() -> str:
    """Bring the newest backup back to a scratch place, fetched from afar if that is possible."""
    if settings.KITH_BACKUP_FETCH:
        with sending.fetched() as path:
            return verify(path)
    if settings.KITH_BACKUP_TO:
        path = shelf.newest(shelf.folder(settings.KITH_BACKUP_TO))
        if path is None:
            raise Refused(f"There is no backup in {settings.KITH_BACKUP_TO}.")
        return verify(path)
    if state.read()["backup"].get("trouble"):
        raise Refused("The last backup was not handed over: there is nothing new to try.")
    return verify(sending.last_sent())
