"""The state of the house as Prometheus reads it. No label names a person or a practice."""

import kith

from . import facts

HELP = {
    "kith_info": "The version that runs.",
    "kith_last_tick_timestamp_seconds": "When what is due was last done.",
    "kith_letters_late": "Letters that should have gone.",
    "kith_letters_oldest_timestamp_seconds": "Since when the oldest of them waits; absent if none.",
    "kith_letters_given_up": "Letters that could not be delivered in the time they were given.",
    "kith_backup_last_good_timestamp_seconds": "When the last whole backup was written.",
    "kith_backup_last_verified_timestamp_seconds": "Of when the newest tried backup is.",
    "kith_trace_whole": "1 when the last check found every chain of the audit whole.",
    "kith_trace_checked_timestamp_seconds": "When the chain that waits longest was checked.",
    "kith_disk_free_bytes": "Bytes that are free where the data lies.",
    "kith_database_bytes": "Size of the database.",
}


def values() -> dict:
    """Name to number; None where there is nothing to tell yet."""
    letters, checks = facts.all_letters(), facts.chains()
    checked = [check for check in checks if check]
    return {
        "kith_info": 1,
        "kith_last_tick_timestamp_seconds": _moment(facts.last_tick()),
        "kith_letters_late": letters.late,
        "kith_letters_oldest_timestamp_seconds": _moment(letters.oldest),
        "kith_letters_given_up": letters.given_up,
        "kith_backup_last_good_timestamp_seconds": _moment(facts.last_good_backup()),
        "kith_backup_last_verified_timestamp_seconds": _moment(facts.last_verified_backup()),
        "kith_trace_whole": int(not any(check["fault"] for check in checked)),
        "kith_trace_checked_timestamp_seconds": _moment(
            min((check["at"] for check in checked), default=None)
        ),
        "kith_disk_free_bytes": facts.free_bytes(),
        "kith_database_bytes": facts.database_bytes(),
    }


def _moment(moment):
    return None if moment is None else round(moment.timestamp(), 3)


def text() -> str:
    """The values in the text form, version 0.0.4."""
    lines = []
    for name, value in values().items():
        if value is not None:
            label = f'{{version="{kith.__version__}"}}' if name == "kith_info" else ""
            lines += [
                f"# HELP {name} {HELP[name]}",
                f"# TYPE {name} gauge",
                f"{name}{label} {value}",
            ]
    return "\n".join(lines) + "\n"
