"""Practice: one small thing tried between sessions. A choice, never scored."""

from pathlib import Path
from typing import Literal

from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "practice.toml"
Size = Literal["tiny", "small", "medium"]


def sizes() -> tuple[str, ...]:
    """Return the sizes, smallest first (`practice_size.<id>`)."""
    return _ids("sizes")


def life_domains() -> tuple[str, ...]:
    """Return the parts of life it may belong to (`life_domain.<id>`)."""
    return _ids("life_domains")


def states() -> tuple[str, ...]:
    """Return where a practice stands (`practice_state.<id>`); each one is as good as another."""
    return _ids("states")


def mechanisms() -> tuple[str, ...]:
    """Return what it may act through (`mechanism.<id>`)."""
    return _ids("mechanisms")


def smaller(size: Size) -> str:
    """Return the next smaller size; the smallest stays. Raises ValueError for an unknown one."""
    return sizes()[max(sizes().index(size) - 1, 0)]


def advice(size: Size, confidence: int) -> Message | None:
    """Return what to say about a practice before it is agreed, None if it can stand.

    confidence   that it can be done, 0 to 10; below 6 it is made smaller

    Raises ValueError outside 0 to 10.

    >>> advice("small", 5).values["size"].id
    'practice_size.tiny'
    """
    rule = toml(FILE)["rules"][0]
    if not rule["from"] <= confidence <= rule["to"]:
        raise ValueError("confidence goes from 0 to 10")
    if confidence >= rule["at_least"]:
        return None
    if smaller(size) == size:
        return Message("practice_advice.change")
    return Message("practice_advice.smaller", {"size": Message(f"practice_size.{smaller(size)}")})


def _ids(kind: str) -> tuple[str, ...]:
    return tuple(row["id"] for row in toml(FILE)[kind])
