"""The book's own words, kept apart from its structure: one folder a language.

Structure (protocols, rules, lists) only ever holds message ids. `text` looks an id up,
`say` does so for a `Message`, whose values may themselves be messages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from ipt.reading import BOOK, BrokenBook, toml

FOLDER = BOOK / "words"


@dataclass(frozen=True)
class Message:
    """Something to be said: a message id and the values that fill it."""

    id: str
    values: Mapping[str, Any] = field(default_factory=dict)


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages the book speaks, sorted."""
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if any(folder.glob("*.toml"))))


@cache
def catalogue(language: str = "en") -> Mapping[str, str]:
    """Return every message of a language by id. Raises LookupError for an unknown language."""
    files = sorted((FOLDER / language).glob("*.toml"))
    if not files:
        raise LookupError(f"the book has no words in {language!r}")
    messages: dict[str, str] = {}
    for file in files:
        for key, said in _flat(toml(file)):
            if key in messages:
                raise BrokenBook(file, key, "is said twice")
            messages[key] = said
    return MappingProxyType(messages)


def text(id: str, language: str = "en", **values: Any) -> str:
    """Return the words for a message id, filled with values.

    A value that is a `Message` is said first. An unknown id raises LookupError:
    a page must never show an id instead of words.
    """
    try:
        pattern = catalogue(language)[id]
    except KeyError:
        raise LookupError(f"no words in {language!r} for {id!r}") from None
    filled = {
        name: say(value, language) if isinstance(value, Message) else value
        for name, value in values.items()
    }
    return pattern.format_map(filled) if filled else pattern


def say(message: Message, language: str = "en") -> str:
    """Return the words of a message.

    >>> say(Message("safety.nobody_watching"))
    'Nobody is watching now.'
    """
    return text(message.id, language, **message.values)


def _flat(table: Mapping[str, Any], path: str = "") -> list[tuple[str, str]]:
    """List the messages of nested tables as (dotted id, words)."""
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        id = f"{path}.{key}" if path else key
        found += _flat(value, id) if isinstance(value, Mapping) else [(id, value)]
    return found
