"""The closeness circle: rings, relations and how a ring changes over time."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ipt.reading import toml

FILE = Path(__file__).parent / "inventory.toml"


@cache
def _ids(kind: str) -> tuple[str, ...]:
    return tuple(row["id"] for row in toml(FILE)[kind])


def _rule(id: str) -> dict[str, Any]:
    return next(row for row in toml(FILE)["rules"] if row["id"] == id)


def rings() -> tuple[str, ...]:
    """Return the rings from the closest outwards; `outside` lies beyond the circle."""
    return _ids("rings")


def relations() -> tuple[str, ...]:
    """Return the relations a person can have to the client."""
    return _ids("relations")


def statuses() -> tuple[str, ...]:
    """Return whether a person is alive, deceased, estranged or absent."""
    return _ids("statuses")


def contact_freqs() -> tuple[str, ...]:
    """Return how often there is contact, most often first."""
    return _ids("contact_freqs")


def ring_times() -> tuple[str, ...]:
    """Return the four moments at which a ring is told: before, now, wished, at the end."""
    return _ids("ring_times")


def support_kinds() -> tuple[str, ...]:
    """Return the kinds of support."""
    return _ids("support_kinds")


def conjoint_possible() -> tuple[str, ...]:
    """Return the therapist's answers on a joint session with this person."""
    return _ids("conjoint_possible")


def parts() -> tuple[str, ...]:
    """Return what is asked about a person, a few questions at a time, in order."""
    return _ids("parts")


def fields(part: str) -> tuple[str, ...]:
    """Return the fields of a part, as the form `inventory_person` names them.

    Raises LookupError for an unknown part.

    >>> fields("contact")
    ('contact_freq', 'contact_modes', 'last_contact')
    """
    for row in toml(FILE)["parts"]:
        if row["id"] == part:
            return tuple(row["fields"])
    raise LookupError(f"there is no part {part!r}")


def drawn_as(relation: str, status: str) -> str:
    """Return the kind of mark: deceased, pet, group or person. Who has died is drawn so first.

    >>> drawn_as("pet", "alive")
    'pet'
    """
    if "deceased" in (relation, status):
        return "deceased"
    return relation if relation in ("pet", "group") else "person"


def asks_for_new_picture(days: int) -> bool:
    """Whether a picture drawn so many days ago is better followed by a new one than changed."""
    return days >= _rule("fresh")["days"]


def ring_moved(before: str, after: str) -> int:
    """Return how many rings someone came closer; negative for further away.

    >>> ring_moved("outer", "middle")
    1
    """
    order = rings()
    return order.index(before) - order.index(after)


def inner_told(people: Iterable[tuple[str, Mapping[str, Any]]]) -> bool:
    """Whether there is enough on everyone of the closest ring: at least four fields each.

    people   ring now, and what is noted of the person by field; empty ones do not count

    Nobody in the closest ring: nothing is missing there.

    >>> inner_told([("inner", {"name": "Ana", "relation": "friend", "satisfying": ""})])
    False
    """
    least = _rule("told")["fields_at_least"]
    inner = (noted for ring, noted in people if ring == rings()[0])
    return all(sum(bool(value) for value in noted.values()) >= least for noted in inner)
