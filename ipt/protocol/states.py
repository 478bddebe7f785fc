"""Which status and which phase of a course may follow which."""

from functools import cache
from pathlib import Path

from ipt.reading import toml

FILE = Path(__file__).parent / "states.toml"


@cache
def _table(kind: str) -> dict[str, tuple[str, ...]]:
    return {row["id"]: tuple(row["to"]) for row in toml(FILE)[kind]}


def statuses() -> tuple[str, ...]:
    """Return every status of a course, in the order of a usual one."""
    return tuple(_table("status"))


def phases() -> tuple[str, ...]:
    """Return every phase code, in the order of a usual course."""
    return tuple(_table("phase"))


def can_move(frm: str, to: str) -> bool:
    """Whether a course may go from one status to another. Raises KeyError for an unknown one.

    >>> can_move("enquiry", "active")
    False
    """
    _table("status")[to]
    return to in _table("status")[frm]


def can_move_phase(frm: str, to: str) -> bool:
    """Whether a course may go from one phase to another. Raises KeyError for an unknown one."""
    _table("phase")[to]
    return to in _table("phase")[frm]
