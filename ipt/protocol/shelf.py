"""Reading protocols from `library/`, one TOML file a protocol."""

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ipt import evidence
from ipt.protocol.definition import DecisionPoint, PhaseRule, Protocol, Step, Task
from ipt.reading import BrokenBook, must, toml

SHELF = Path(__file__).parent / "library"
PARTS = ("tasks", "steps", "decision_points")


@cache
def ids() -> tuple[str, ...]:
    """Return the ids of all shipped protocols, sorted."""
    return tuple(sorted(file.stem for file in SHELF.glob("*.toml") if "@" not in file.stem))


@cache
def load(id: str, version: str | None = None) -> Protocol:
    """Return a protocol, by default its current version.

    A version no longer current stays on the shelf as `<id>@<version>.toml`, so a running
    course keeps the one it began with. Raises LookupError if it is not there, ValueError
    naming file, path and reason if the file is broken.

    >>> load("ipt_standard").sessions_default
    14
    """
    if id not in ids():
        raise LookupError(f"there is no protocol {id!r}")
    current = _read(SHELF / f"{id}.toml")
    if version in (None, current.version):
        return current
    older = SHELF / f"{id}@{version}.toml"
    if older not in set(SHELF.glob("*.toml")):
        raise LookupError(f"there is no version {version!r} of {id}")
    return _read(older)


def _read(file: Path) -> Protocol:
    data = toml(file)
    parts = _inherited(data)
    sessions = must(data, "sessions", dict, file=file, where="protocol")
    ending = must(data, "ending", dict, file=file, where="protocol")
    low, usual, high = (
        must(sessions, key, int, file=file, where="sessions") for key in ("min", "default", "max")
    )
    if not 1 <= low <= usual <= high:
        raise BrokenBook(file, "sessions", "must be min <= default <= max, from 1")
    return Protocol(
        id=must(data, "id", str, file=file, where="protocol"),
        version=must(data, "version", str, file=file, where="protocol"),
        status=must(data, "status", str, file=file, where="protocol"),
        format=must(data, "format", str, file=file, where="protocol"),
        sessions_min=low,
        sessions_default=usual,
        sessions_max=high,
        session_minutes=must(sessions, "minutes", int, file=file, where="sessions"),
        every_days=must(sessions, "every_days", int, file=file, where="sessions"),
        extension_max=must(sessions, "extension_max", int, file=file, where="sessions"),
        announce=must(ending, "announce", int, file=file, where="ending"),
        remind=must(ending, "remind", int, file=file, where="ending"),
        focus_areas=tuple(must(data, "focus_areas", list, file=file, where="protocol")),
        review_points=tuple(must(data, "review_points", list, file=file, where="protocol")),
        phases=tuple(_phase(file, row) for row in data.get("phases", ())),
        tasks=tuple(_task(file, row) for row in parts["tasks"]),
        steps=tuple(_step(file, row) for row in parts["steps"]),
        decision_points=tuple(_decision(file, row) for row in parts["decision_points"]),
        measures=tuple(MappingProxyType(row) for row in data.get("measures", ())),
        evidence=evidence.of(data, file=file, where="protocol"),
    )


def _inherited(data: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return tasks, steps and decision points, those of `based_on` first, less `drop`."""
    below: dict[str, list[dict[str, Any]]] = {part: [] for part in PARTS}
    if "based_on" in data:
        below = _inherited(toml(SHELF / f"{data['based_on']}.toml"))
    gone = set(data.get("drop", ()))
    return {
        part: [row for row in below[part] if row["id"] not in gone] + data.get(part, [])
        for part in PARTS
    }


def _phase(file: Path, row: dict[str, Any]) -> PhaseRule:
    code = must(row, "id", str, file=file, where="phases")
    return PhaseRule(
        code,
        must(row, "from", int, file=file, where=f"phases.{code}"),
        must(row, "to", int, file=file, where=f"phases.{code}"),
        evidence.of(row, file=file, where=f"phases.{code}"),
    )


def _task(file: Path, row: dict[str, Any]) -> Task:
    id = must(row, "id", str, file=file, where="tasks")
    sessions = row.get("sessions")
    return Task(
        id=id,
        phase=must(row, "phase", str, file=file, where=f"tasks.{id}"),
        actor=must(row, "actor", str, file=file, where=f"tasks.{id}"),
        sessions=(sessions[0], sessions[1]) if sessions else None,
        gate=row.get("gate"),
        needs=tuple(row.get("needs", ())),
        evidence=evidence.of(row, file=file, where=f"tasks.{id}"),
    )


def _step(file: Path, row: dict[str, Any]) -> Step:
    id = must(row, "id", str, file=file, where="steps")
    return Step(
        id=id,
        minutes=must(row, "minutes", int, file=file, where=f"steps.{id}"),
        when=must(row, "when", str, file=file, where=f"steps.{id}"),
        actor=must(row, "actor", str, file=file, where=f"steps.{id}"),
        evidence=evidence.of(row, file=file, where=f"steps.{id}"),
    )


def _decision(file: Path, row: dict[str, Any]) -> DecisionPoint:
    id = must(row, "id", str, file=file, where="decision_points")
    return DecisionPoint(
        id=id,
        session=must(row, "session", int, file=file, where=f"decision_points.{id}"),
        below_percent=row.get("below_percent"),
        must_record=must(row, "must_record", bool, file=file, where=f"decision_points.{id}"),
        ask=tuple(row.get("ask", ())),
        choices=tuple(row.get("choices", ())),
        evidence=evidence.of(row, file=file, where=f"decision_points.{id}"),
    )
