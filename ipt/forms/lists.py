"""The lists a choice may offer by name: those of other chapters, and a few of the forms' own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipt.reading import BOOK, toml

FILE = Path(__file__).parent / "lists.toml"


@dataclass(frozen=True)
class Named:
    """A list by name. `said_to` is the last part of a message id, where it has one more."""

    id: str
    choices: tuple[str, ...]
    words: str
    said_to: str = ""

    def said(self, answer: str) -> str:
        """Message id of an answer: `<words>.<answer>`, or `<words>.<answer>.<said_to>`."""
        return ".".join(part for part in (self.words, answer, self.said_to) if part)


@cache
def lists() -> Mapping[str, Named]:
    """Return every list by its name."""
    return {
        row["id"]: Named(row["id"], _choices(row), row["words"], row.get("said_to", ""))
        for row in toml(FILE)["lists"]
    }


def _choices(row: Mapping) -> tuple[str, ...]:
    if "file" not in row:
        return tuple(row["choices"])
    places = [row, row["also"]] if "also" in row else [row]
    return tuple(each["id"] for at in places for each in toml(BOOK / at["file"])[at["key"]])
