"""How each part of the house stands: a state, a sentence, and what to do about it (REL-19)."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith import clock
from kith.audit import reading as trace
from kith.backup import state as backups
from kith.serving import database, doctor_machine

from . import facts

TICK_LATE = timedelta(minutes=10)
LETTERS_LATE = timedelta(minutes=10)
TRACE_LATE = timedelta(hours=26)
FREE_WISHED = 5_000_000_000  # bytes
FREE_LEAST = 50_000_000  # below it Kith is not ready


@dataclass(frozen=True)
class Reading:
    """One part: `state` is ok, look (worth knowing) or wrong; `do` is "" when all is well."""

    id: str
    title: str
    state: str
    sentence: str
    do: str = ""


def readings(practice_id) -> list[Reading]:
    """Every part as an administrator of this practice sees it, always in the same order."""
    return [
        worker(),
        letters(practice_id),
        backup(),
        trace_of(practice_id),
        disk(),
        version(),
    ]


def _when(moment) -> str:
    return date_format(localtime(moment), "j F, H:i")


def worker() -> Reading:
    """Whether what is due is being done each minute."""
    title, last = _("Work in the background"), facts.last_tick()
    cure = _("Letters, reminders and backups wait. Start Kith again: systemctl restart kith.")
    if last is None:
        return Reading("worker", title, "wrong", _("Nothing was done yet."), cure)
    if clock.now() - last > TICK_LATE:
        words = _("Nothing was done since %(when)s.") % {"when": _when(last)}
        return Reading("worker", title, "wrong", words, cure)
    return Reading("worker", title, "ok", _("Last done %(when)s.") % {"when": _when(last)})


def letters(practice_id) -> Reading:
    """Whether letters go out."""
    title, found = _("Letters"), facts.letters(practice_id)
    if found.oldest and clock.now() - found.oldest > LETTERS_LATE:
        words = ngettext(
            "%(count)d letter should have gone; the oldest waits since %(when)s.",
            "%(count)d letters should have gone; the oldest waits since %(when)s.",
            found.late,
        ) % {"count": found.late, "when": _when(found.oldest)}
        cure = _(
            "See whether the mail server answers: kith doctor. Nothing is lost: they go by "
            "themselves once it does, and what they announce is on the pages already."
        )
        return Reading("letters", title, "wrong", words, cure)
    if found.given_up:
        words = ngettext(
            "%(count)d letter could not be delivered in the time it was given.",
            "%(count)d letters could not be delivered in the time they were given.",
            found.given_up,
        ) % {"count": found.given_up}
        return Reading("letters", title, "look", words, _("Check the addresses with the people."))
    return Reading("letters", title, "ok", _("None waits."))


def backup() -> Reading:
    """Whether a backup that was tried is younger than 26 hours (REL-13)."""
    title, verified = _("Backups"), facts.last_verified_backup()
    if settings.KITH_DEMO:
        return Reading("backup", title, "ok", _("The demo keeps none."))
    good, trouble = facts.last_good_backup(), backups.trouble()
    cure = _("See docs/using/backup.md: set KITH_BACKUP_TO, or say: kith backup verify.")
    if verified is None:
        words = _("No backup was ever tried by restoring it.")
        return Reading("backup", title, "wrong", words, f"{trouble} {cure}".strip())
    if backups.too_old():
        words = _("The last backup that was tried is of %(when)s.") % {"when": _when(verified)}
        return Reading("backup", title, "wrong", words, f"{trouble} {cure}".strip())
    words = _("The backup of %(when)s was tried by restoring it.") % {"when": _when(verified)}
    if good:
        words += " " + _("The last one was written %(when)s.") % {"when": _when(good)}
    return Reading("backup", title, "look" if trouble else "ok", words, trouble)


def trace_of(practice_id) -> Reading:
    """Whether the chain of the audit was found whole, and lately."""
    title, last = _("Trace of who saw and did what"), trace.state(practice_id)
    if last is None:
        return Reading("trace", title, "look", _("It was not checked yet; that is done daily."))
    when = {"when": _when(last["at"])}
    if last["fault"]:
        cure = _("Keep data and keys as they are, and tell whoever answers for data protection.")
        words = _("It was tampered with (checked %(when)s).") % when
        return Reading("trace", title, "wrong", f"{words} {last['fault']}", cure)
    if clock.now() - last["at"] > TRACE_LATE:
        cure = _("The background work does it daily; or say: kith audit verify.")
        return Reading("trace", title, "look", _("Last checked %(when)s.") % when, cure)
    return Reading("trace", title, "ok", _("Found whole %(when)s.") % when)


def disk() -> Reading:
    """Whether there is room for more."""
    free = facts.free_bytes()
    words = _("%(free)s are free; the database takes %(size)s.") % {
        "free": filesizeformat(free),
        "size": filesizeformat(facts.database_bytes()),
    }
    state = "wrong" if free < doctor_machine.ROOM_NEEDED else "look" if free < FREE_WISHED else "ok"
    cure = "" if state == "ok" else _("Make room before it is full: nothing can be saved then.")
    return Reading("disk", _("Disk"), state, words, cure)


def version() -> Reading:
    """Whether the database is of this program's version."""
    waiting = database.waiting_migrations()
    if waiting:
        cure = _("Say: kith migrate.")
        words = _("The database is of another version than the program.")
        return Reading("version", _("Version"), "wrong", words, cure)
    import kith

    words = _("Kith %(number)s; the database fits.") % {"number": kith.__version__}
    return Reading("version", _("Version"), "ok", words)
