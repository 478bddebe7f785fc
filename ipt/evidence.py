"""Every entry of knowledge says where it comes from and how well that is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ipt.reading import BOOK, BrokenBook, must, toml

OURS = ("kith", "seed")  # our own design, and what we were asked for
Mark = Literal["checked", "teaching", "own"]


@dataclass(frozen=True)
class Evidence:
    """The mark of an entry and the keys of its sources (see `sources.toml`)."""

    mark: Mark
    sources: tuple[str, ...]


@cache
def sources() -> Mapping[str, str]:
    """Return every source of the book by its key."""
    return toml(BOOK / "sources.toml")["sources"]


def works(keys: Iterable[str]) -> tuple[str, ...]:
    """Return what others wrote among these sources, in full: all but Kith's own."""
    return tuple(sources()[key] for key in keys if key not in OURS)


@cache
def marks() -> tuple[str, ...]:
    """Return the three marks: checked, teaching, own."""
    return tuple(toml(BOOK / "sources.toml")["marks"])


def of(row: Mapping[str, Any], *, file: Path, where: str) -> Evidence:
    """Return the evidence of an entry. Raises BrokenBook if it has none or names no source."""
    keys = must(row, "source", list, file=file, where=where)
    mark = must(row, "mark", str, file=file, where=where)
    if mark not in marks():
        raise BrokenBook(file, f"{where}.mark", f"{mark!r} is not one of {marks()}")
    unknown = [key for key in keys if key not in sources()]
    if unknown or not keys:
        raise BrokenBook(file, f"{where}.source", f"unknown or no source {unknown}")
    if mark == "checked" and set(keys) <= {"kith"}:
        raise BrokenBook(file, f"{where}.source", "nothing of our own is 'checked'")
    return Evidence(mark, tuple(keys))


def entries(data: Any, where: str = "") -> list[tuple[str, Mapping[str, Any]]]:
    """List every table with an id inside a data file: the entries of knowledge."""
    if isinstance(data, list):
        return [found for row in data for found in entries(row, where)]
    if not isinstance(data, Mapping):
        return []
    here = f"{where}.{data['id']}" if "id" in data else where
    own = [(here, data)] if "id" in data else []
    inner = [f for key, value in data.items() for f in entries(value, f"{here}.{key}".strip("."))]
    return own + inner
