"""The seven parts of a safety plan, alone first, then others, then professionals.

Structure after Stanley and Brown 2012; layout and words are Kith's own. It is not a
no-suicide contract.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ipt.reading import toml

FILE = Path(__file__).parent / "plan.toml"


@dataclass(frozen=True)
class Field:
    """One thing to fill in. Words: `plan.field.<name>`."""

    name: str
    kind: Literal["text", "phone", "choice", "yes-no", "0-10"]


@dataclass(frozen=True)
class Part:
    """One part. Words: `plan.<id>.title` and `plan.<id>.hint`.

    most      how many lines it holds at most
    choices   of its choice field, if it has one (`plan.choice.<id>`)
    """

    id: str
    number: int
    most: int
    optional: bool
    fields: tuple[Field, ...]
    choices: tuple[str, ...]


@cache
def parts() -> tuple[Part, ...]:
    """Return the parts in the order in which they are used."""
    return tuple(
        Part(
            id=row["id"],
            number=row["number"],
            most=row["most"],
            optional=row["optional"],
            fields=tuple(Field(field["name"], field["kind"]) for field in row["fields"]),
            choices=tuple(row.get("choices", ())),
        )
        for row in toml(FILE)["parts"]
    )
