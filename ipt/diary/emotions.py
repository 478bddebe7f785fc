"""The vocabulary of feelings, what to ask about one, and what to show back.

"I can't tell", "nothing", "mixed", "numb" and "only in my body" are answers like any other, and
a person's own words always stand beside these. No feeling is ever scored.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipt.reading import toml

FILE = Path(__file__).parent / "emotions.toml"


@dataclass(frozen=True)
class Family:
    """Feelings of one kind. Words: `emotion_family.<id>.title` and `.hint` (asked, not told).

    valence   -2 very unpleasant to +2 very pleasant
    arousal   0 quiet to 2 stirred
    """

    id: str
    valence: int
    arousal: int


@dataclass(frozen=True)
class Emotion:
    """One word (`emotion.<id>`). `more`: shown only when more words are asked for."""

    id: str
    family: Family
    more: bool

    @property
    def valence(self) -> int:
        """-2 very unpleasant to +2 very pleasant, as its family."""
        return self.family.valence

    @property
    def arousal(self) -> int:
        """0 quiet to 2 stirred, as its family."""
        return self.family.arousal


def families() -> tuple[Family, ...]:
    """Return every family, in the order of the list and of the wheel."""
    return tuple(_families().values())


def emotions(family: str | None = None, *, first_screen: bool = False) -> tuple[Emotion, ...]:
    """Return the words, all or those of a family; `first_screen` leaves out what "more" opens."""
    return tuple(
        word
        for word in _words().values()
        if family in (None, word.family.id) and not (first_screen and word.more)
    )


def emotion(id: str) -> Emotion:
    """Return one word. Raises KeyError; a person's own word is none of these."""
    return _words()[id]


def answers() -> tuple[str, ...]:
    """Return the answers that stand first beside the words (`emotion.<id>`)."""
    return _ids("answers")


def known(id: str) -> bool:
    """Whether an id is of the vocabulary or one of the answers.

    >>> known("sad"), known("body_only"), known("saudade")
    (True, True, False)
    """
    return id in _words() or id in answers()


def body() -> tuple[str, ...]:
    """Return where in the body a feeling may be noted (`body.<id>`), before any word."""
    return _ids("body")


def prompts() -> tuple[str, ...]:
    """Return what may be asked about a feeling (`diary_prompt.<id>`), in order."""
    return _ids("prompts")


def show_back() -> tuple[str, ...]:
    """Return what a diary may show back (`diary_show.<id>`): what was, never a cause."""
    return _ids("show_back")


@cache
def _families() -> dict[str, Family]:
    rows = toml(FILE)["families"]
    return {row["id"]: Family(row["id"], row["valence"], row["arousal"]) for row in rows}


@cache
def _words() -> dict[str, Emotion]:
    return {
        row["id"]: Emotion(row["id"], _families()[row["family"]], row.get("more", False))
        for row in toml(FILE)["words"]
    }


def _ids(kind: str) -> tuple[str, ...]:
    return tuple(row["id"] for row in toml(FILE)[kind])
