"""What belongs to each area: goals, tools, techniques, markers, feelings, cautions."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ipt.reading import toml

HERE = Path(__file__).parent
Fit = Literal["main", "fits", "sometimes"]
FITS: tuple[Fit, ...] = ("main", "fits", "sometimes")


@dataclass(frozen=True)
class Tool:
    """A tool and how well it serves an area; `stage`: only at that stage of a dispute."""

    id: str
    fit: Fit
    stage: str | None


@dataclass(frozen=True)
class Caution:
    """What to bear in mind (`caution.<id>`).

    measure      that helps to see it, if any
    loss_types   for which it holds; empty means all
    """

    id: str
    measure: str | None
    loss_types: tuple[str, ...]


@dataclass(frozen=True)
class ExtraArea:
    """An area that some protocols add, worked on like another.

    Words: `focus.<id>.title` and `.client`, as for the four.
    """

    id: str
    like: str
    protocols: tuple[str, ...]


@dataclass(frozen=True)
class RecordField:
    """A field of a focus record (`focus_record.<id>`); `only`: for that area alone."""

    id: str
    kind: Literal["choice", "text", "list"]
    only: str | None


def goals(area: str) -> tuple[str, ...]:
    """Return the goals of an area (`focus_goal.<id>`)."""
    return _of_area("goals", area)


def markers(area: str) -> tuple[str, ...]:
    """Return the markers of an area (`marker.<id>`), each rated 0 to 4, never added up."""
    return _of_area("markers", area)


def anchors() -> tuple[str, ...]:
    """Return the words for 0 to 4 (`marker_anchor.<id>`), index = rating."""
    return tuple(row["id"] for row in toml(HERE / "markers.toml")["anchors"])


def tools(area: str) -> tuple[Tool, ...]:
    """Return the tools of an area, those that serve it best coming first."""
    found = [
        Tool(row["id"], row["areas"][area], row.get("in_dispute") if area == "dispute" else None)
        for row in toml(HERE / "tools.toml")["tools"]
        if area in row["areas"]
    ]
    return tuple(sorted(found, key=lambda tool: FITS.index(tool.fit)))


def techniques(area: str) -> tuple[str, ...]:
    """Return the technique ids of an area, those it leans on coming first. Raises KeyError."""
    row = _areas()[area]
    return (*row["techniques_first"], *row["techniques_also"])


def emotions(area: str) -> tuple[str, ...]:
    """Return the feelings an area often meets, ids of the vocabulary. Raises KeyError."""
    return tuple(_areas()[area]["emotions"])


def cautions(area: str, loss_type: str | None = None) -> tuple[Caution, ...]:
    """Return the cautions of an area; with a kind of loss, only those that hold for it."""
    found = (
        Caution(row["id"], row.get("measure"), tuple(row.get("loss_types", ())))
        for row in toml(HERE / "toolbox.toml")["cautions"]
        if row["area"] == area
    )
    return tuple(
        each
        for each in found
        if not each.loss_types or loss_type is None or loss_type in each.loss_types
    )


def record_fields(area: str) -> tuple[RecordField, ...]:
    """Return the fields of a focus record in this area."""
    rows = toml(HERE / "toolbox.toml")["record"]
    fields = (RecordField(row["id"], row["kind"], row.get("only")) for row in rows)
    return tuple(field for field in fields if field.only in (None, area))


def extra_areas(protocol: str | None = None) -> tuple[ExtraArea, ...]:
    """Return the areas that protocols add, all or those of one protocol."""
    rows = toml(HERE / "toolbox.toml")["extra_areas"]
    return tuple(
        ExtraArea(row["id"], row["like"], tuple(row["protocols"]))
        for row in rows
        if protocol is None or protocol in row["protocols"]
    )


def _of_area(kind: str, area: str) -> tuple[str, ...]:
    rows = toml(HERE / f"{kind}.toml")[kind]
    return tuple(row["id"] for row in rows if row["area"] == area)


@cache
def _areas() -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in toml(HERE / "toolbox.toml")["areas"]}
