"""Safety stops: single acts that wait for the private question about fear and control.

Beside the four gates; they stop an act, never the course.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ipt.reading import toml

FILE = Path(__file__).parent / "stops.toml"
Act = Literal["joint_session", "practice_with_person", "letter_home", "partner_work"]
PrivateQuestion = Literal["not_asked", "asked_no_fear", "positive"]


def stopped(act: Act, private_question: PrivateQuestion) -> str | None:
    """Return why an act is stopped, as a message id, or None if it may go on.

    private_question   as last asked alone; `not_asked` stops as much as `positive` does

    Raises ValueError for an unknown act or answer: a typing mistake must not let it through.

    >>> stopped("joint_session", "asked_no_fear") is None
    True
    """
    if act not in acts():
        raise ValueError(f"unknown act {act!r}")
    reasons = {
        "not_asked": "stop.not_asked",
        "positive": "stop.positive",
        "asked_no_fear": None,
    }
    if private_question not in reasons:
        raise ValueError(f"unknown answer {private_question!r}")
    return reasons[private_question]


def acts() -> tuple[str, ...]:
    """Return the acts that can be stopped (`stop.act.<id>`)."""
    return tuple(_acts())


def about_person(act: Act) -> bool:
    """Whether the act concerns one person of the inventory, who is then to be named."""
    return _acts()[act]["about_person"]


def tasks(act: Act) -> frozenset[str]:
    """Return the tasks that are not done while the act waits."""
    return frozenset(_acts()[act].get("tasks", ()))


def questions() -> tuple[str, ...]:
    """Return what is asked alone (`private_question.<id>`)."""
    return tuple(row["id"] for row in toml(FILE)["question"])


@cache
def _acts() -> Mapping[str, Mapping[str, Any]]:
    return {row["id"]: row for row in toml(FILE)["acts"]}
