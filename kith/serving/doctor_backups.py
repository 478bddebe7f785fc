"""What the doctor says of the backups: where they go, when one was last tried, and the keys."""

from pathlib import Path

from django.conf import settings

from kith import clock
from kith.serving.doctor import expect, look, ok, wrong


def backups():
    from kith.backup import state

    if settings.KITH_DEMO:
        return
    if not state.wanted():
        yield look("Nobody has said where backups go. Set KITH_BACKUP_TO: docs/using/backup.md.")
    of, trouble = state.verified_backup_at(), state.trouble()
    if of is not None:
        hours = max(0, (clock.now() - of).total_seconds()) / 3600
        yield expect(
            not state.too_old(),
            f"The last backup that was tried by restoring it is {hours:.0f} hours old.",
            f"The last backup that was tried is {hours:.0f} hours old. Say: kith backup verify",
        )
    elif state.wanted() or state.last_good_at():
        yield look("No backup was tried by restoring it yet. Say: kith backup verify")
    if trouble:
        yield wrong(f"Backups: {trouble}")


def backup_folders():
    for name in ("KITH_BACKUP_TO", "KITH_BACKUP_KEYS_TO"):
        said = getattr(settings, name)
        if not said:
            continue
        place = Path(said)
        if not place.is_dir():
            yield wrong(f"The folder {place} ({name}) is not there. Is its disk connected?")
        elif (
            settings.KITH_DATA.is_dir() and place.stat().st_dev == settings.KITH_DATA.stat().st_dev
        ):
            yield look(f"{name} is on the same disk as the data: both would be lost together.")
        else:
            yield ok(f"{place} is on another disk than the data.")
    if settings.KITH_BACKUP_TO and not settings.KITH_BACKUP_KEYS_TO:
        yield look("The keys are not copied by themselves. Set KITH_BACKUP_KEYS_TO.")


CHECKS = [backups, backup_folders]
