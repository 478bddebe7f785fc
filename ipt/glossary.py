"""One word for each thing, and the words that no client is to read."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "glossary.toml"


@dataclass(frozen=True)
class Term:
    """A thing of the book.

    id          name in code
    therapist   what the therapist reads
    client      what the client reads, None where there is nothing to read
    means       the definition
    """

    id: str
    therapist: Message
    client: Message | None
    means: Message


def terms() -> tuple[Term, ...]:
    """Return every term, in the order in which one meets them."""
    return tuple(
        Term(
            id=row["id"],
            therapist=Message(row["therapist"]),
            client=Message(row["client"]) if "client" in row else None,
            means=Message(f"glossary.{row['id']}.means"),
        )
        for row in toml(FILE)["terms"]
    )


def words_to_avoid(said: str, language: str = "en") -> tuple[str, ...]:
    """Return what is in these words that no client is to read, as found.

    >>> words_to_avoid("Your homework is overdue.")
    ('overdue',)
    """
    return tuple(found.group() for pattern in _avoid(language) for found in pattern.finditer(said))


@cache
def _avoid(language: str) -> tuple[re.Pattern[str], ...]:
    rows = toml(FILE)["avoid"]
    return tuple(re.compile(r["pattern"], re.I) for r in rows if r["language"] == language)
