"""What people come with, the protocol to start from, and what may honestly be said of it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipt.evidence import Evidence, of, sources
from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "conditions.toml"
RHYTHM = "rhythm"


@dataclass(frozen=True)
class MeasureUse:
    """A measure; `elsewhere`: not shipped, a practice with a licence adds its own definition."""

    id: str
    elsewhere: bool


@dataclass(frozen=True)
class Condition:
    """What someone comes with. Words: `condition.<id>.title`, `.client`.

    protocol       to start from
    alternatives   other protocols of the book
    elsewhere      other help, named as plainly as our own (`other_help.<id>`)
    needs          what must be there beside it (`condition_need.<id>`)
    not_for        for whom it is not offered (`condition_not_for.<id>`)
    measures       to follow it with; `rhythm` is the diary of `ipt.rhythm`
    diagnosis      whether one may be stored at all
    drops          tasks of the protocol that fall away
    """

    id: str
    protocol: str
    alternatives: tuple[str, ...]
    elsewhere: tuple[str, ...]
    needs: tuple[str, ...]
    not_for: tuple[str, ...]
    measures: tuple[MeasureUse, ...]
    diagnosis: bool
    drops: tuple[str, ...]
    says: tuple[str, ...]
    never: tuple[str, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Wording:
    """What may be said of a condition, what not, and where that comes from."""

    title: Message
    client: Message
    may: tuple[Message, ...]
    never: tuple[Message, ...]
    sources: tuple[str, ...]


def conditions() -> tuple[Condition, ...]:
    """Return every condition."""
    return tuple(_conditions().values())


def condition(id: str) -> Condition:
    """Return one condition. Raises KeyError."""
    return _conditions()[id]


def wording(id: str) -> Wording:
    """Return the honest words for a condition, with its sources in full. Raises KeyError."""
    chosen = condition(id)
    return Wording(
        title=Message(f"condition.{id}.title"),
        client=Message(f"condition.{id}.client"),
        may=tuple(Message(f"condition.{id}.says.{each}") for each in chosen.says),
        never=tuple(Message(f"condition.{id}.never.{each}") for each in chosen.never),
        sources=tuple(sources()[key] for key in chosen.evidence.sources),
    )


@cache
def _conditions() -> dict[str, Condition]:
    return {
        row["id"]: Condition(
            id=row["id"],
            protocol=row["protocol"],
            alternatives=tuple(row["alternatives"]),
            elsewhere=tuple(row.get("elsewhere", ())),
            needs=tuple(row.get("needs", ())),
            not_for=tuple(row.get("not_for", ())),
            measures=(
                *(MeasureUse(id, elsewhere=False) for id in row["measures"]),
                *(MeasureUse(id, elsewhere=True) for id in row.get("measures_elsewhere", ())),
            ),
            diagnosis=row.get("diagnosis", True),
            drops=tuple(row.get("drops", ())),
            says=tuple(row["says"]),
            never=tuple(row["never"]),
            evidence=of(row, file=FILE, where=row["id"]),
        )
        for row in toml(FILE)["conditions"]
    }
