"""Reading protocols from `library/`, one TOML file a version of a protocol."""

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ipt import evidence
from ipt.evidence import Evidence
from ipt.protocol.definition import (
    DecisionPoint,
    ExtraArea,
    Hint,
    PersonRole,
    PhaseRule,
    Protocol,
    Spacing,
    Split,
    Step,
    Task,
    Watch,
)
from ipt.reading import BrokenBook, must, toml

SHELF = Path(__file__).parent / "library"
PARTS = ("tasks", "steps", "decision_points")
STATUSES = ("active", "draft", "retired")
NEEDED = ("before", "early", "optional")
STOPS = ("medical", "partner")
SICK_ROLES = ("full", "limited", "relational", "none")
Row = dict[str, Any]


@cache
def ids(shelf: Path = SHELF) -> tuple[str, ...]:
    """Return the ids of all protocols on the shelf, sorted."""
    return tuple(sorted(file.stem for file in shelf.glob("*.toml") if "@" not in file.stem))


@cache
def load(id: str, version: str | None = None, shelf: Path = SHELF) -> Protocol:
    """Return a protocol, by default its current version.

    A version no longer current stays on the shelf as `<id>@<version>.toml`, so a running
    course keeps the one it began with. Raises LookupError if it is not there, BrokenBook
    naming file, path and reason if the file is broken.

    >>> load("ipt_standard").sessions_default
    14
    """
    return _read(_file(id, version, shelf), shelf)


def _file(id: str, version: str | None, shelf: Path) -> Path:
    """The file that holds a version of a protocol."""
    if id not in ids(shelf):
        raise LookupError(f"there is no protocol {id!r}")
    current = shelf / f"{id}.toml"
    if version in (None, toml(current).get("version")):
        return current
    older = shelf / f"{id}@{version}.toml"
    if older not in set(shelf.glob("*.toml")):
        raise LookupError(f"there is no version {version!r} of {id}")
    return older


def _read(file: Path, shelf: Path) -> Protocol:
    data, parts = toml(file), _inherited(toml(file), file, shelf)
    sessions = must(data, "sessions", dict, file=file, where="protocol")
    ending = must(data, "ending", dict, file=file, where="protocol")
    ages = data.get("age_range")
    protocol = Protocol(
        **_texts(file, data),
        **_numbers(file, sessions),
        sessions_evidence=_known(file, data, sessions),
        phase_driven=sessions.get("driven") == "phase",
        announce=must(ending, "announce", int, file=file, where="ending"),
        remind=must(ending, "remind", int, file=file, where="ending"),
        age_range=(ages[0], ages[1]) if ages else None,
        spacing=tuple(_spacing(file, row) for row in data.get("spacing", ())),
        extra_focus_areas=tuple(_area(file, row) for row in data.get("extra_focus_areas", ())),
        **{name: _ids(file, data, name) for name in ("indications", "cautions", "exclusions")},
        focus_areas=tuple(must(data, "focus_areas", list, file=file, where="protocol")),
        requires=_ids(file, data, "requires"),
        group=MappingProxyType(data.get("group", {})),
        phases=tuple(_phase(file, row) for row in data.get("phases", ())),
        splits=tuple(_split(file, row) for row in data.get("splits", ())),
        hints=tuple(_hint(file, row) for row in data.get("hints", ())),
        tasks=tuple(_task(file, row, _to_rate(data)) for row in parts["tasks"]),
        steps=tuple(_step(file, row) for row in parts["steps"]),
        decision_points=tuple(_decision(file, row) for row in parts["decision_points"]),
        measures=tuple(MappingProxyType(row) for row in data.get("measures", ())),
        watches=tuple(_watch(file, row) for row in data.get("watches", ())),
        people=tuple(_person(file, row) for row in data.get("people", ())),
        stops=_stops(file, data),
        evidence=evidence.of(data, file=file, where="protocol"),
    )
    return _whole(file, protocol)


def _known(file: Path, data: Row, sessions: Row) -> Evidence:
    """How well the numbers of sessions are known: as said there, else as the whole protocol."""
    if "mark" in sessions:
        return evidence.of(sessions, file=file, where="sessions")
    return evidence.of(data, file=file, where="protocol")


def _texts(file: Path, data: Row) -> Row:
    names = ("id", "version", "status", "format", "therapist_level", "sick_role")
    found = {name: must(data, name, str, file=file, where="protocol") for name in names}
    for name, known in (("status", STATUSES), ("sick_role", SICK_ROLES)):
        if found[name] not in known:
            raise BrokenBook(file, f"protocol.{name}", f"must be one of {known}")
    return found


def _numbers(file: Path, sessions: Row) -> Row:
    low, usual, high = (
        must(sessions, key, int, file=file, where="sessions") for key in ("min", "default", "max")
    )
    if not 1 <= low <= usual <= high:
        raise BrokenBook(file, "sessions", "must be min <= default <= max, from 1")
    return {
        "every_days_also": tuple(sessions.get("every_days_also", ())),
        "sessions_min": low,
        "sessions_default": usual,
        "sessions_max": high,
        "session_minutes": must(sessions, "minutes", int, file=file, where="sessions"),
        "every_days": must(sessions, "every_days", int, file=file, where="sessions"),
        "extension_max": must(sessions, "extension_max", int, file=file, where="sessions"),
    }


def _whole(file: Path, protocol: Protocol) -> Protocol:
    """The protocol, if it has phases, one primary measure, and needs only tasks that it has."""
    if not protocol.phases:
        raise BrokenBook(file, "phases", "there must be at least one")
    if sum(bool(row.get("primary")) for row in protocol.measures) != 1:
        raise BrokenBook(file, "measures", "exactly one must be primary")
    names = {task.id for task in protocol.tasks}
    for role in protocol.people:
        if role.task and role.task not in names:
            raise BrokenBook(file, f"people.{role.id}.task", f"unknown {role.task}")
    for task in protocol.tasks:
        if unknown := set(task.needs) - names:
            raise BrokenBook(file, f"tasks.{task.id}.needs", f"unknown {sorted(unknown)}")
    for point in protocol.decision_points:
        if point.task not in names:
            raise BrokenBook(file, f"decision_points.{point.id}.task", f"unknown {point.task}")
    return protocol


def _inherited(data: Row, file: Path, shelf: Path) -> dict[str, list[Row]]:
    """Return tasks, steps and decision points: those of `based_on` first, less `drop`.

    An own row with an id of the protocol below takes that row's place, one with `before` stands
    before the row named, the others come last. A need of a dropped task is dropped with it.
    """
    below: dict[str, list[Row]] = {part: [] for part in PARTS}
    if "based_on" in data:
        id, _, version = must(data, "based_on", str, file=file, where="protocol").partition("@")
        base = _file(id, version or None, shelf)
        below = _inherited(toml(base), base, shelf)
    gone = set(data.get("drop", ()))
    known = {row["id"] for rows in below.values() for row in rows}
    if unknown := gone - known:
        raise BrokenBook(file, "protocol.drop", f"nothing to drop: {sorted(unknown)}")
    for part in PARTS:
        names = [must(row, "id", str, file=file, where=part) for row in data.get(part, [])]
        if twice := {name for name in names if names.count(name) > 1}:
            raise BrokenBook(file, f"{part}.{min(twice)}", "is there twice")
    return {part: _merged(below[part], data.get(part, []), gone) for part in PARTS}


def _merged(below: list[Row], own: list[Row], gone: set[str]) -> list[Row]:
    mine = {row["id"]: row for row in own}
    rows = [mine.pop(row["id"], row) for row in below if row["id"] not in gone]
    for row in mine.values():
        names = [other["id"] for other in rows]
        at = names.index(row["before"]) if row.get("before") in names else len(rows)
        rows.insert(at, row)
    return [_without(row, gone) for row in rows]


def _without(row: Row, gone: set[str]) -> Row:
    needs = [need for need in row.get("needs", ()) if need not in gone]
    return {**row, "needs": needs} if "needs" in row else row


def _ids(file: Path, data: Row, name: str) -> tuple[str, ...]:
    """Ids of `fit.toml` of one kind; an unknown one is refused."""
    from ipt.protocol.fit import entries

    named = must(data, name, list, file=file, where="protocol")
    if unknown := set(named) - set(entries(name)):
        raise BrokenBook(file, f"protocol.{name}", f"unknown {sorted(unknown)}")
    return tuple(named)


def _phase(file: Path, row: Row) -> PhaseRule:
    code = must(row, "id", str, file=file, where="phases")
    return PhaseRule(
        code,
        must(row, "from", int, file=file, where=f"phases.{code}"),
        must(row, "to", int, file=file, where=f"phases.{code}"),
        evidence.of(row, file=file, where=f"phases.{code}"),
    )


def _spacing(file: Path, row: Row) -> Spacing:
    where = f"spacing.{must(row, 'id', str, file=file, where='spacing')}"
    return Spacing(
        must(row, "from", int, file=file, where=where),
        must(row, "to", int, file=file, where=where),
        must(row, "every_days", int, file=file, where=where),
        evidence.of(row, file=file, where=where),
    )


def _area(file: Path, row: Row) -> ExtraArea:
    id = must(row, "id", str, file=file, where="extra_focus_areas")
    where = f"extra_focus_areas.{id}"
    like = must(row, "like", str, file=file, where=where)
    return ExtraArea(id, like, row.get("optional", False), evidence.of(row, file=file, where=where))


def _split(file: Path, row: Row) -> Split:
    where = f"splits.{must(row, 'id', str, file=file, where='splits')}"
    phases = must(row, "phases", list, file=file, where=where)
    return Split(
        row["id"],
        tuple(_phase(file, phase) for phase in phases),
        evidence.of(row, file=file, where=where),
    )


def _hint(file: Path, row: Row) -> Hint:
    id = must(row, "id", str, file=file, where="hints")
    return Hint(id, evidence.of(row, file=file, where=f"hints.{id}"))


def _to_rate(data: Row) -> int:
    """How many areas are looked at in every course: what "all" means in a done rule."""
    extra = [row for row in data.get("extra_focus_areas", ()) if not row.get("optional")]
    return len(data["focus_areas"]) + len(extra)


def _task(file: Path, row: Row, areas: int) -> Task:
    id = must(row, "id", str, file=file, where="tasks")
    sessions = row.get("sessions")
    return Task(
        id=id,
        phase=must(row, "phase", str, file=file, where=f"tasks.{id}"),
        actor=must(row, "actor", str, file=file, where=f"tasks.{id}"),
        sessions=(sessions[0], sessions[1]) if sessions else None,
        every=row.get("every"),
        gate=row.get("gate"),
        needs=tuple(row.get("needs", ())),
        form=row.get("form"),
        fields=tuple(row.get("fields", ())),
        done=tuple(_rule(rule, areas) for rule in row.get("done", ({id: 1},))),
        only_if=row.get("only_if"),
        optional=row.get("optional", False),
        evidence=evidence.of(row, file=file, where=f"tasks.{id}"),
    )


def _rule(rule: Row, areas: int) -> MappingProxyType[str, int]:
    return MappingProxyType(
        {name: areas if least == "all" else least for name, least in rule.items()}
    )


def _step(file: Path, row: Row) -> Step:
    id = must(row, "id", str, file=file, where="steps")
    return Step(
        id=id,
        minutes=must(row, "minutes", int, file=file, where=f"steps.{id}"),
        when=must(row, "when", str, file=file, where=f"steps.{id}"),
        actor=must(row, "actor", str, file=file, where=f"steps.{id}"),
        from_session=row.get("from_session", 1),
        evidence=evidence.of(row, file=file, where=f"steps.{id}"),
    )


def _watch(file: Path, row: Row) -> Watch:
    id = must(row, "id", str, file=file, where="watches")
    return Watch(
        id=id,
        at_least=MappingProxyType(row.get("at_least", {})),
        flag=row.get("flag"),
        every=must(row, "every", int, file=file, where=f"watches.{id}"),
        evidence=evidence.of(row, file=file, where=f"watches.{id}"),
    )


def _person(file: Path, row: Row) -> PersonRole:
    id = must(row, "id", str, file=file, where="people")
    needed = must(row, "needed", str, file=file, where=f"people.{id}")
    if needed not in NEEDED:
        raise BrokenBook(file, f"people.{id}.needed", f"must be one of {NEEDED}")
    return PersonRole(
        id, needed, row.get("task"), evidence.of(row, file=file, where=f"people.{id}")
    )


def _stops(file: Path, data: Row) -> tuple[str, ...]:
    """Safety stops that this protocol adds to those of every course."""
    named = tuple(data.get("stops", ()))
    if unknown := set(named) - set(STOPS):
        raise BrokenBook(file, "protocol.stops", f"unknown {sorted(unknown)}")
    return named


def _decision(file: Path, row: Row) -> DecisionPoint:
    id = must(row, "id", str, file=file, where="decision_points")
    when = [key for key in ("session", "week", "every") if key in row]
    if len(when) != 1:
        raise BrokenBook(file, f"decision_points.{id}", "hangs on one of session, week, every")
    return DecisionPoint(
        id=id,
        task=must(row, "task", str, file=file, where=f"decision_points.{id}"),
        session=row.get("session"),
        week=row.get("week"),
        every=row.get("every"),
        below_percent=row.get("below_percent"),
        must_record=must(row, "must_record", bool, file=file, where=f"decision_points.{id}"),
        ask=tuple(row.get("ask", ())),
        choices=tuple(must(row, "choices", list, file=file, where=f"decision_points.{id}")),
        evidence=evidence.of(row, file=file, where=f"decision_points.{id}"),
    )
