"""Red flags around birth, what follows when fear was told of, and what Kith never does."""

from collections.abc import Mapping
from pathlib import Path

from ipt.reading import toml

FILE = Path(__file__).parent / "never.toml"


def red_flags() -> tuple[str, ...]:
    """Return the perinatal red flags (`red_flag.<id>`): each is an emergency."""
    return _ids("red_flags")


def not_red_flags() -> tuple[str, ...]:
    """Return what looks like one and is common (`red_flag.<id>`): ask, do not alarm."""
    return _ids("not_red_flags")


def ask_about_baby(scores: Mapping[str, float]) -> bool:
    """Whether the safety of the baby is asked about this session.

    scores   latest total by measure id: EPDS from 13 on, PHQ-9 from 10 on
    """
    rows = toml(FILE)["baby_question"]
    return any(scores.get(row["measure"], 0) >= row["at_least"] for row in rows)


def after_fear() -> tuple[str, ...]:
    """Return what follows when fear, hurt or control was told of (`after_fear.<id>`)."""
    return _ids("after_fear")


def therapist_only() -> tuple[str, ...]:
    """Return fields that no page, print or download of the client ever holds."""
    return _ids("therapist_only")


def must_not() -> tuple[str, ...]:
    """Return what the software must not do (`must_not.<id>`)."""
    return _ids("must_not")


def _ids(kind: str) -> tuple[str, ...]:
    return tuple(row["id"] for row in toml(FILE)[kind])
