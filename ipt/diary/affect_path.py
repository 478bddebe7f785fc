"""From a feeling to saying it, in nine small steps. One may stop after any of them."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ipt.reading import toml

FILE = Path(__file__).parent / "affect_path.toml"


@dataclass(frozen=True)
class Card:
    """A short way for one feeling. Words: `affect_card.<id>.title`, `affect_card.<id>.<line>`."""

    id: str
    family: str
    lines: tuple[str, ...]


def steps() -> tuple[str, ...]:
    """Return the steps in order (`affect_step.<id>.title` and `.ask`)."""
    return tuple(row["id"] for row in toml(FILE)["steps"])


def next_step(ticked: Collection[str]) -> str | None:
    """Return the first step not ticked, None when all are. Nobody has to go on."""
    return next((step for step in steps() if step not in ticked), None)


def choices() -> tuple[str, ...]:
    """Return what one may choose to do with a feeling (`affect_choice.<id>`)."""
    return tuple(row["id"] for row in toml(FILE)["choices"])


def card(family: str) -> Card | None:
    """Return the card for a family of feelings, None for those without one."""
    return next((card for card in cards() if card.family == family), None)


def cards() -> tuple[Card, ...]:
    """Return the cards: anger and guilt."""
    rows = toml(FILE)["cards"]
    return tuple(Card(row["id"], row["family"], tuple(row["lines"])) for row in rows)


def tips(protocol: str) -> tuple[str, ...]:
    """Return the tips that a protocol adds (`affect_tip.<id>`); most add none."""
    return tuple(row["id"] for row in toml(FILE)["tips"] if protocol in row["protocols"])
