"""A formulation: the sentences it can begin from, how long it may be, what changed in it.

The client corrects it; the text agreed on is theirs, not these sentences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from ipt.words import Message

WORDS_AT_MOST = 250
VULNERABILITIES = ("biological", "psychological", "social", "cultural_spiritual")
PARTS = (
    "diagnosis_named", "onset", "event", "since", "link_sentence", "feeling", *VULNERABILITIES,
    "strengths", "supports", "aim",
)  # fmt: skip
WORD = re.compile(r"\w")
TOKEN = re.compile(r"\S+\s?|\s")


@dataclass(frozen=True)
class Known:
    """What is there to begin from, each in the client's words; "" or None where nothing is.

    diagnosis   as it was named; always empty where no illness is named (counselling)
    onset       when it began: "last spring"
    event       goes on after "at about the time"; since after "Since then"; feeling after
                "It makes sense that"; aim after "so that"
    link        mood and events in one whole sentence
    focus       what is worked on
    goal, hope  whole sentences, as they were agreed or said: the first that there is stands for an
                aim that nobody has put into words yet
    """

    diagnosis: str = ""
    onset: str = ""
    event: str = ""
    since: str = ""
    link: str = ""
    feeling: str = ""
    sessions: int | None = None
    focus: str | Message = ""
    aim: str = ""
    goal: str = ""
    hope: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of a text that stayed, came in, or went out."""

    kind: Literal["same", "new", "gone"]
    text: str


def compose(known: Known) -> tuple[Message, ...]:
    """Return the sentences that can be said with what is known, in their order.

    A sentence with nothing to fill it is left out; the last one always asks what fits.
    Source: Kith's own wording; the parts are those of 2.2.4 of the domain notes.
    """
    return tuple(_sentences(known))


def _sentences(known: Known) -> Iterator[Message]:
    values: dict[str, Any] = {name: _clause(value) for name, value in vars(known).items() if value}
    yield _with("hard" if "diagnosis" not in values else "illness", values, "diagnosis")
    if "onset" in values and "event" in values:
        yield _with("began_when", values, "onset", "event")
    elif "onset" in values:
        yield _with("began", values, "onset")
    elif "event" in values:
        yield _with("when", values, "event")
    if "since" in values:
        yield _with("since", values, "since")
    if known.link.strip():
        yield Message("formulation.as_said", {"words": known.link.strip()})
    if "feeling" in values:
        yield _with("makes_sense", values, "feeling")
    if "focus" in values:
        parts = [name for name in ("sessions", "aim") if name in values]
        yield _with("_".join(["work", *parts]), values, "focus", *parts)
    meant = next((name for name in ("aim", "goal", "hope") if name in values), "aim")
    if meant != "aim":
        yield _with(meant, values, meant)
    yield Message("formulation.what_fits")


def _clause(value: Any) -> Any:
    """Words as they stand within a sentence: without space around them or a full stop."""
    return value.strip().rstrip(".").rstrip() if isinstance(value, str) else value


def _with(id: str, values: dict[str, Any], *names: str) -> Message:
    return Message(f"formulation.{id}", {name: values[name] for name in names if name in values})


def words(text: str) -> int:
    """Count the words of a text: what stands between spaces and holds a letter or a digit.

    >>> words("I also shout. Put that in.")
    6
    """
    return sum(WORD.search(each) is not None for each in text.split())


def too_long(text: str) -> bool:
    """Whether a text has more words than a formulation holds."""
    return words(text) > WORDS_AT_MOST


def changes(before: str, after: str) -> tuple[Piece, ...]:
    """Return `after` with what came in, and what went out of `before`, word by word.

    What stayed and came in gives `after`; what stayed and went out gives `before`.
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    found: list[Piece] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(new[j1:j2])))
            continue
        if i2 > i1:
            found.append(Piece("gone", "".join(old[i1:i2])))
        if j2 > j1:
            found.append(Piece("new", "".join(new[j1:j2])))
    return tuple(found)
