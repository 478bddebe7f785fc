"""The lists a choice may offer by name: those of other chapters, and a few of the forms' own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipt.reading import BOOK, toml

FILE = Path(__file__).parent / "lists.toml"


@dataclass(frozen=True)
class Named:
    """A list by name. The words of an answer: message `<words>.<answer>`."""

    id: str
    choices: tuple[str, ...]
    words: str


@cache
def lists() -> Mapping[str, Named]:
    """Return every list by its name."""
    return {row["id"]: Named(row["id"], _choices(row), row["words"]) for row in toml(FILE)["lists"]}


def _choices(row: Mapping) -> tuple[str, ...]:
    if "file" not in row:
        return tuple(row["choices"])
    return tuple(each["id"] for each in toml(BOOK / row["file"])[row["key"]])
