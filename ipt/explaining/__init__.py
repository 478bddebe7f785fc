"""Explaining: texts to start a practice's own leaflets from, and what was explained when."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipt.evidence import Evidence, of
from ipt.explaining.when import Explained, explained
from ipt.reading import toml

__all__ = ["Explained", "Leaflet", "explained", "leaflets"]
FILE = Path(__file__).parent / "leaflets.toml"


@dataclass(frozen=True)
class Leaflet:
    """A text to start from. Words: `leaflet.<id>.title` and `leaflet.<id>.text`.

    topic       which topic of the form `psychoeducation` it explains
    diagnosis   whether it speaks of a condition; one that does not may be given to everybody
    """

    id: str
    topic: str
    diagnosis: bool
    evidence: Evidence

    @property
    def title(self) -> str:
        """Message id of its title."""
        return f"leaflet.{self.id}.title"

    @property
    def text(self) -> str:
        """Message id of its text; paragraphs have an empty line between."""
        return f"leaflet.{self.id}.text"


@cache
def leaflets(*, diagnosis: bool = True) -> tuple[Leaflet, ...]:
    """Return the texts to start from; without `diagnosis` only those that name no condition.

    >>> [each.id for each in leaflets(diagnosis=False)]
    ['mood_and_people', 'how_we_work']
    """
    found = (
        Leaflet(row["id"], row["topic"], row["diagnosis"], of(row, file=FILE, where=row["id"]))
        for row in toml(FILE)["leaflets"]
    )
    return tuple(each for each in found if diagnosis or not each.diagnosis)
