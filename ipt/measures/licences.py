"""Whose words a questionnaire is asked in: what its licence lets a practice do.

Scores need no licence: where the words may not be shown, the printed values are typed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from ipt import evidence
from ipt.measures.definition import Measure
from ipt.reading import BOOK, must, toml
from ipt.words import Message

FILE = BOOK / "measures" / "licences.toml"
When = Literal["always", "confirmed", "never"]


@dataclass(frozen=True)
class Verdict:
    """What a verdict allows: to use the measure, and to show its words."""

    id: str
    on: When
    text: When


@dataclass(frozen=True)
class Licence:
    """What a practice may do with a measure now.

    on     it may be chosen at all
    text   its words may be shown; if not, printed values are typed in beside the licensed form
    why    to be told to the practice
    """

    on: bool
    text: bool
    why: Message


@cache
def verdicts() -> Mapping[str, Verdict]:
    """Return every verdict by its id, in the order of the file."""
    found = {}
    for row in toml(FILE)["verdict"]:
        evidence.of(row, file=FILE, where="verdict")
        said = [must(row, key, str, file=FILE, where="verdict") for key in ("id", "on", "text")]
        found[said[0]] = Verdict(*said)
    return found


def state(measure: Measure, confirmed: bool = False) -> Licence:
    """Return what a practice may do with a measure of the shelf.

    confirmed   the practice has said that it uses the words without commerce, or that it holds
                a permission; it changes nothing where the words are not here at all

    >>> from ipt.measures import library
    >>> state(library.load("epds"), confirmed=True).text
    False
    """
    verdict = verdicts()[measure.licence["verdict"]]
    allowed = {"always": True, "confirmed": confirmed, "never": False}
    said = "yes" if confirmed and verdict.text == "confirmed" else "default"
    why = Message(f"measures.licence.{verdict.id}.{said}", {"holder": measure.licence["holder"]})
    return Licence(allowed[verdict.on], allowed[verdict.text], why)


def expired(expires_on: date | None, *, on: date) -> bool:
    """Whether a licence has run out. Its last day still counts; None runs for ever."""
    return expires_on is not None and on > expires_on


def own_state(measure: Measure, *, expires_on: date | None, on: date) -> Licence:
    """Return what a practice may do with a definition that it added itself.

    Without words of its own, or once the licence has run out, values are typed in.
    """
    values = {"holder": measure.licence["holder"], "until": expires_on}
    if expired(expires_on, on=on):
        return Licence(True, False, Message("measures.licence.own.expired", values))
    if not measure.text_included:
        return Licence(True, False, Message("measures.licence.own.labels", values))
    kind = "for_ever" if expires_on is None else "running"
    return Licence(True, True, Message(f"measures.licence.own.{kind}", values))
