"""The chain of the audit: how a row is bound to the one before, and how the whole is checked."""

import json
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from django.conf import settings

from kith import clock
from kith.vault import keys

from .models import AuditEvent, AuditHead

FIELDS = (
    "practice_id",
    "seq",
    "at",
    "actor_id",
    "actor_role",
    "action",
    "about_kind",
    "about_id",
    "client_id",
    "reason",
    "request_id",
)


def link(before: str, row: dict) -> str:
    """The MAC (hex) of `row`, bound to the MAC of the row before."""
    facts = [
        row[f].astimezone(UTC).isoformat()
        if f == "at"
        else ("" if row[f] is None else str(row[f]))
        for f in FIELDS
    ]
    return keys.mac("audit", json.dumps([before, *facts], ensure_ascii=False).encode()).hex()


@dataclass(frozen=True)
class Verdict:
    """What a check of one chain found: `fault` is empty when it is whole."""

    practice_id: object
    rows: int
    fault: str = ""


def heads_file() -> Path:
    """Where the heads are written each day: apart from the data."""
    return Path(settings.KITH_KEYS) / "audit-heads.jsonl"


def write_heads() -> list[dict]:
    """Append the present head of every chain in sight to the heads file."""
    heads = [
        {"practice": str(h.practice_id), "seq": h.seq, "mac": h.mac, "at": str(clock.now())}
        for h in AuditHead.objects.all()
    ]
    with heads_file().open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(head) + "\n" for head in heads)
    return heads


def _written_heads(practice_id) -> dict[int, str]:
    if not heads_file().exists():
        return {}
    with heads_file().open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file if line.strip()]
    return {row["seq"]: row["mac"] for row in rows if row["practice"] == str(practice_id)}


def verify(practice_id) -> Verdict:
    """Walk one chain from its first row; name the first row that does not fit."""
    before, place, heads = "", 0, _written_heads(practice_id)
    rows = AuditEvent.objects.filter(practice_id=practice_id).order_by("seq")
    for row in rows.values(*FIELDS, "id", "mac").iterator(chunk_size=5000):
        place += 1
        if row["seq"] != place:
            return Verdict(practice_id, place, f"row {place} is missing before {row['id']}")
        if link(before, row) != row["mac"]:
            return Verdict(practice_id, place, f"row {place} ({row['id']}) was changed")
        before = row["mac"]
        if heads.get(place, before) != before:
            return Verdict(practice_id, place, f"row {place} differs from the head written then")
    head = AuditHead.objects.filter(practice_id=practice_id).first()
    if (head.seq if head else 0) != place or (head and head.mac != before):
        return Verdict(practice_id, place, f"the end was cut after row {place}")
    if heads and max(heads) > place:
        return Verdict(practice_id, place, f"the end was cut after row {place}")
    return Verdict(practice_id, place)
