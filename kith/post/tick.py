"""What is due, each minute: every room's own work, then the letters.

Rooms after this one are named in DUE and loaded when the tick runs, so `post` need not know them.
"""

import structlog
from django.utils.module_loading import import_string

from kith import clock
from kith.people.models import Practice
from kith.web import tenancy

from . import actions
from .models import Letter

DUE = [
    "kith.keeping.due.run",  # first: nothing else meets what can no longer be opened
    "kith.people.due.run",
    "kith.checkins.due.run",
    "kith.safety.due.run",
    "kith.intake.importing.run",
    "kith.schedule.due.run",
    "kith.ending.due.run",
    "kith.audit.due.run",
]
HOUSE_DUE = [  # once a tick, not once a practice
    "kith.serving.database.take_stock",
    "kith.serving.upgrading.forget_old_copies",
    "kith.people.due.forget_strangers",
    "kith.backup.due.run",
]
AT_ONCE = 60  # letters of a practice a minute: after an outage no mail server sees a storm
log = structlog.get_logger("kith.tick")


def run() -> int:
    """Do what is due in every practice; one room's trouble does not stop the others."""
    sent = 0
    for path in HOUSE_DUE:
        _do_house(path)
    for practice in Practice.objects.all():
        for path in DUE:
            _do(path, practice)
        sent += _letters(practice)
    return sent


def _do(path, practice):
    try:
        with tenancy.within(practice.pk):
            import_string(path)(practice)
    except Exception as trouble:
        log.error("tick_failed", job=path, error=type(trouble).__name__)


def _do_house(path):
    try:
        import_string(path)()
    except Exception as trouble:
        log.error("tick_failed", job=path, error=type(trouble).__name__)


def _letters(practice):
    with tenancy.within(practice.pk):
        waiting = actions.due()[:AT_ONCE]
    sent = 0
    for letter_id in waiting:
        try:
            sent += actions.send(letter_id, practice.pk)
        except actions.MailDown:
            break  # one try a minute while the mail server is down, not one a letter
        except Exception as trouble:
            log.error("letter_failed", error=type(trouble).__name__)
    return sent


def waiting_letters() -> tuple[int, float]:
    """How many letters should have gone by now, and for how many minutes the oldest waits."""
    count, oldest, now = 0, 0.0, clock.now()
    for practice in Practice.objects.all():
        with tenancy.within(practice.pk):
            late = Letter.objects.filter(state__in=["waiting", "sending"], not_before__lte=now)
            found = list(late.order_by("made_at").values_list("made_at", flat=True))
        count += len(found)
        if found:
            oldest = max(oldest, (now - found[0]).total_seconds() / 60)
    return count, oldest


def given_up() -> int:
    """How many letters could not be sent in the time they were given."""
    count = 0
    for practice in Practice.objects.all():
        with tenancy.within(practice.pk):
            count += Letter.objects.filter(state="given_up").count()
    return count
