"""What IPT is, in words for anybody; and what promises more than is known."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipt.evidence import Evidence, of
from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "about.toml"
SENTENCE = re.compile(r"[^.!?\n]+")
REFUSED = re.compile(r"\b(no|not|never|nor|nobody|cannot|without)\b|n['’]t\b", re.I)


@dataclass(frozen=True)
class Part:
    """A part of what IPT is. Words: `about.<id>.title`, `about.<id>.<point>`."""

    id: str
    title: Message
    points: tuple[Message, ...]
    evidence: Evidence


@cache
def parts() -> tuple[Part, ...]:
    """Return every part, in the order in which it is read."""
    return tuple(
        Part(
            id=row["id"],
            title=Message(f"about.{row['id']}.title"),
            points=tuple(Message(f"about.{row['id']}.{point}") for point in row["points"]),
            evidence=of(row, file=FILE, where=row["id"]),
        )
        for row in toml(FILE)["parts"]
    )


def claims(said: str, language: str = "en") -> tuple[str, ...]:
    """Return what in these words promises more than is known, as found.

    A claim after a refusal in the same sentence is none. Words in a language without a list of
    its own are held to none.

    >>> claims("IPT cures anxiety. Nobody can guarantee that it helps.")
    ('cures',)
    """
    return tuple(
        found.group()
        for sentence in SENTENCE.findall(said)
        for pattern in _claims(language)
        for found in pattern.finditer(sentence)
        if not REFUSED.search(sentence[: found.start()])
    )


@cache
def _claims(language: str) -> tuple[re.Pattern[str], ...]:
    rows = toml(FILE)["claims"].get(language, ())
    return tuple(re.compile(row["pattern"], re.I) for row in rows)
