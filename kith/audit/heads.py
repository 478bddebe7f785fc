"""The ends of the chains, written down each day in a file beside the keys, apart from the data.

Whoever cuts the end of a chain in the database cannot cut it here. One JSON line a check:
practice, seq and mac of the head, when, and the fault that was found ("" is whole).
"""

import fcntl
import json
import os
from pathlib import Path

from django.conf import settings

from kith import clock

from .models import AuditHead


def file() -> Path:
    """Where the heads are written."""
    return Path(settings.KITH_KEYS) / "audit-heads.jsonl"


def lines(practice_id) -> list[dict]:
    """Everything written about one chain, oldest first."""
    if not file().exists():
        return []
    mark = f'"{practice_id}"'
    with file().open(encoding="utf-8") as heads:
        return [json.loads(line) for line in heads if mark in line]


def of(practice_id) -> dict[int, str]:
    """The written heads of one chain: place to MAC. What a restore took back does not count."""
    found = {}
    for line in lines(practice_id):
        if line.get("restored"):
            found = {seq: mac for seq, mac in found.items() if seq < line["seq"]}
        if line["seq"]:
            found[line["seq"]] = line["mac"]
    return found


def last(practice_id) -> dict | None:
    """What was last written about one chain."""
    return next(reversed(lines(practice_id)), None)


def write(practice_id, fault: str = "", *, restored: bool = False) -> dict:
    """Append the present head of a chain, with what a check of it has found.

    restored    the data was just brought back from a backup: later heads are void
    """
    head = AuditHead.objects.filter(practice_id=practice_id).first()
    line = {
        "practice": str(practice_id),
        "seq": head.seq if head and not fault else 0,
        "mac": head.mac if head and not fault else "",
        "at": clock.now().isoformat(),
        "fault": fault,
        "restored": restored,
    }
    _append(json.dumps(line) + "\n")
    return line


def _append(text: str):
    handle = os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as heads:
        fcntl.flock(heads, fcntl.LOCK_EX)
        heads.write(text)
        heads.flush()
        os.fsync(heads.fileno())
