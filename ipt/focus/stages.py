"""Where a dispute stands. Not a ladder: every move is a fact, and any stage may follow any."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "stages.toml"


@dataclass(frozen=True)
class Stage:
    """A stage. Words: `dispute_stage.<id>.title`, `stage.sign.<sign>`, `stage.task.<task>`.

    tools          ids of what is offered first
    warns          what the client is told beforehand, as a message id
    offers_focus   an area that the focus may move to, if both choose it
    """

    id: str
    signs: tuple[str, ...]
    tasks: tuple[str, ...]
    tools: tuple[str, ...]
    warns: str | None
    offers_focus: str | None


@dataclass(frozen=True)
class Move:
    """A change of stage. `before` is None when the stage is named for the first time."""

    before: str | None
    after: str
    session: int
    why: str
    warnings: tuple[Message, ...]


def stages() -> tuple[Stage, ...]:
    """Return the three stages."""
    return tuple(_stages().values())


def stage(id: str) -> Stage:
    """Return one stage. Raises KeyError."""
    return _stages()[id]


def move(before: str | None, after: str, *, session: int, why: str) -> Move:
    """Return a move between any two stages, with what to tell the client beforehand.

    Coming to an impasse, and leaving one by bringing it into the open, can feel worse first.
    Raises KeyError for an unknown stage; ValueError for no move at all or no reason.
    """
    if before == after:
        raise ValueError("The stage is the same.")
    if not why.strip():
        raise ValueError("A change of stage needs a reason.")
    touched = [stage(id) for id in (before, after) if id is not None]
    warnings = tuple(Message(each.warns) for each in touched if each.warns)
    return Move(before, after, session, why, warnings)


def dispute_forms() -> tuple[str, ...]:
    """Return the forms a dispute takes (`dispute_form.<id>`)."""
    return tuple(row["id"] for row in toml(FILE)["forms"])


@cache
def _stages() -> dict[str, Stage]:
    return {
        row["id"]: Stage(
            id=row["id"],
            signs=tuple(row["signs"]),
            tasks=tuple(row["tasks"]),
            tools=tuple(row["tools"]),
            warns=row.get("warns"),
            offers_focus=row.get("offers_focus"),
        )
        for row in toml(FILE)["stages"]
    }
