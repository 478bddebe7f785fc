"""What the certifying bodies ask for, with the day on which that was last checked."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ipt.evidence import Evidence, of
from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "certification.toml"


@dataclass(frozen=True)
class Row:
    """A level of a body. Words: `certification.<id>`.

    after          level to hold first
    needs          each thing asked for, as a message
    url            page of the body
    last_checked   when somebody compared the row with that page, None until then
    """

    id: str
    after: str | None
    needs: tuple[Message, ...]
    url: str
    last_checked: date | None
    evidence: Evidence

    @property
    def checked(self) -> Message:
        """How to say when the row was last checked."""
        if self.last_checked is None:
            return Message("certification_check.never")
        return Message("certification_check.on", {"date": self.last_checked.isoformat()})


@cache
def rows() -> tuple[Row, ...]:
    """Return the rows of the book; a practice may keep its own edited copy."""
    return tuple(
        Row(
            id=row["id"],
            after=row.get("after"),
            needs=tuple(_need(each) for each in row["needs"]),
            url=row["url"],
            last_checked=row.get("last_checked"),
            evidence=of(row, file=FILE, where=row["id"]),
        )
        for row in toml(FILE)["rows"]
    )


def _need(each: dict[str, str | int]) -> Message:
    values = {key: value for key, value in each.items() if key != "what"}
    return Message(f"certification_need.{each['what']}", values)
