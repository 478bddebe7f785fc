"""The chain of the audit: how a row is bound to the one before, and how the whole is checked."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC

from django.apps import apps

from kith.vault import keys
from kith.web import tenancy

from . import heads
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
_text = json.JSONEncoder(ensure_ascii=False).encode


def facts(before: str, row: tuple) -> bytes:
    """What the MAC covers: the MAC before and every field in order, times in UTC."""
    practice, seq, at, *rest = row
    plain = ["" if value is None else str(value) for value in rest]
    return _text([before, str(practice), str(seq), at.astimezone(UTC).isoformat(), *plain]).encode()


def link(before: str, row: dict) -> str:
    """The MAC (hex) of `row`, bound to the MAC of the row before."""
    return keys.mac("audit", facts(before, tuple(row[name] for name in FIELDS))).hex()


@dataclass(frozen=True)
class Verdict:
    """What a check of one chain found: `fault` is empty when it is whole."""

    practice_id: object
    rows: int
    fault: str = ""


def verify(practice_id, *, of_copy=False) -> Verdict:
    """Walk one chain from its first row; name the first row that does not fit.

    The head is read first: rows that are added meanwhile are part of the chain too.
    of_copy   the data is a copy of an earlier moment: heads written since do not count
    """
    head = AuditHead.objects.filter(practice_id=practice_id).values_list("seq", "mac").first()
    written = heads.of(practice_id)
    if of_copy:
        written = {seq: mac for seq, mac in written.items() if head and seq <= head[0]}
    ends = {**written, **({head[0]: head[1]} if head else {})}
    return _walk(practice_id, ends, written)


def _walk(practice_id, ends: dict[int, str], written: dict[int, str]) -> Verdict:
    before, place, mac_of = "", 0, keys.macs("audit")
    for row_id, mac, row in _rows(practice_id):
        place += 1
        fault = _fault(place, row_id, row[1], mac == mac_of(facts(before, row)).hex())
        if not fault and written.get(place, mac) != mac:
            fault = f"row {place} ({row_id}) differs from the head written then"
        if not fault and ends.get(place, mac) != mac:
            fault = f"row {place} ({row_id}) is not the end that the head names"
        if fault:
            return Verdict(practice_id, place, fault)
        before = mac
    if max(ends, default=0) > place:
        return Verdict(practice_id, place, f"the end was cut after row {place}")
    if place and not ends:
        return Verdict(practice_id, place, "the head of the chain is missing")
    return Verdict(practice_id, place)


def _fault(place, row_id, seq, whole) -> str:
    if seq != place:
        return f"row {place} is missing before {row_id}"
    return "" if whole else f"row {place} ({row_id}) was changed"


def _rows(practice_id):
    """(id, mac, the fields that the MAC covers) of each row, in order, a few at a time."""
    rows = AuditEvent.objects.filter(practice_id=practice_id).order_by("seq")
    for row_id, mac, *row in rows.values_list("id", "mac", *FIELDS).iterator(chunk_size=5000):
        yield row_id, mac, row


def practices() -> list[tuple[str, uuid.UUID]]:
    """Name and id of every chain: the house's own, then one a practice."""
    known = apps.get_model("people", "Practice")._base_manager.order_by("slug")
    return [("the house", tenancy.HOUSE), *known.values_list("slug", "pk")]


def verify_all(tell: Callable[[str, Verdict], None] | None = None) -> list[Verdict]:
    """Verify every chain of the installation; `tell(name, verdict)` hears of each."""
    found = []
    for name, practice_id in practices():
        with tenancy.within(practice_id):
            verdict = verify(practice_id)
        found.append(verdict)
        if tell:
            tell(name, verdict)
    return found
