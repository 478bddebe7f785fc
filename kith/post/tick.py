"""What is due, each minute: every room's own work, then the letters.

Rooms after this one are named in DUE and loaded when the tick runs, so `post` need not know them.
"""

from importlib import import_module

import structlog

from kith.people.models import Practice
from kith.web import tenancy

from . import actions

DUE = [
    "kith.checkins.due.run",
    "kith.safety.due.run",
    "kith.schedule.due.run",
    "kith.ending.due.run",
    "kith.audit.due.run",
]
log = structlog.get_logger("kith.tick")


def _work(path):
    module, name = path.rsplit(".", 1)
    try:
        return getattr(import_module(module), name)
    except ModuleNotFoundError as missing:
        if missing.name != module:
            raise
        return None


def run() -> int:
    """Do what is due in every practice; one room's trouble does not stop the others."""
    sent = 0
    for practice in Practice.objects.all():
        with tenancy.within(practice.pk):
            for path in DUE:
                work = _work(path)
                try:
                    if work:
                        work(practice)
                except Exception as trouble:  # noqa: BLE001
                    log.error("tick_failed", job=path, error=type(trouble).__name__)
        sent += _letters(practice)
    return sent


def _letters(practice):
    with tenancy.within(practice.pk):
        waiting = actions.due()
    return sum(actions.send(letter_id, practice.pk) for letter_id in waiting)
