"""What people come with, the protocol to start from, and what may honestly be said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ipt.evidence import Evidence, of, sources
from ipt.reading import BrokenBook, must, toml
from ipt.words import Message

FILE = Path(__file__).parent / "conditions.toml"
RHYTHM = "rhythm"
NOT_RATED = "not_rated"


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
    strength       how well it is known that it helps, one of `strengths()`
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
    strength: str
    evidence: Evidence


@dataclass(frozen=True)
class Wording:
    """What may be said of a condition, what not, and where that comes from.

    never    what nobody here may say, told to staff
    limits   the same told to whoever reads the public page
    """

    title: Message
    client: Message
    may: tuple[Message, ...]
    never: tuple[Message, ...]
    limits: tuple[Message, ...]
    strength: Message
    sources: tuple[str, ...]


def conditions() -> tuple[Condition, ...]:
    """Return every condition."""
    return tuple(_conditions().values())


def condition(id: str) -> Condition:
    """Return one condition. Raises KeyError."""
    return _conditions()[id]


def unfit(id: str, protocol: str) -> bool:
    """Whether a protocol is not to be begun with a condition that needs more beside it.

    Where nothing is needed beside it, any form may be chosen; one with `needs` is treated in its
    own form or an alternative of it. Source: Kith's own reading of [alpf-ipsrt], [Miniati18].
    Raises KeyError.

    >>> unfit("bipolar", "ipt_standard"), unfit("bipolar", "ipsrt"), unfit("anxiety", "ipt_b")
    (True, False, False)
    """
    known = condition(id)
    return bool(known.needs) and protocol not in (known.protocol, *known.alternatives)


def wording(id: str) -> Wording:
    """Return the honest words for a condition, with its sources in full. Raises KeyError."""
    chosen = condition(id)
    return Wording(
        title=Message(f"condition.{id}.title"),
        client=Message(f"condition.{id}.client"),
        may=tuple(Message(f"condition.{id}.says.{each}") for each in chosen.says),
        never=tuple(Message(f"condition.{id}.never.{each}") for each in chosen.never),
        limits=tuple(Message(f"condition.{id}.limit.{each}") for each in chosen.never),
        strength=Message(f"strength.{chosen.strength}.title"),
        sources=tuple(sources()[key] for key in chosen.evidence.sources),
    )


def strengths() -> tuple[str, ...]:
    """Return the strengths in which evidence is told (`strength.<id>.title`, `.means`)."""
    return tuple(toml(FILE)["strengths"])


def _strength(row: Mapping[str, Any]) -> str:
    """An entry of our own rests on no trial, so it has no strength."""
    found = must(row, "strength", str, file=FILE, where=row["id"])
    if found not in strengths() or (row["mark"] == "own") is not (found == NOT_RATED):
        raise BrokenBook(FILE, f"{row['id']}.strength", f"{found!r} does not fit")
    return found


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
            strength=_strength(row),
            evidence=of(row, file=FILE, where=row["id"]),
        )
        for row in toml(FILE)["conditions"]
    }
