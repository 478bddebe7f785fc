"""What the circle shows about support: who gives what, and what nobody gives yet. No score."""

from collections.abc import Iterable
from dataclasses import dataclass

from ipt.inventory import rings, support_kinds
from ipt.inventory.moved import Standing


@dataclass(frozen=True)
class Kind:
    """A kind of support with the names of those who give it, the closest first."""

    id: str
    names: tuple[str, ...]


def support(people: Iterable[Standing]) -> tuple[Kind, ...]:
    """Each kind of support in the order of the book, with those who give it.

    Somebody with no kind named is no helper and no burden: nothing is concluded.

    >>> [k.id for k in support([Standing("1", "Ana", "inner", {"support_kinds": ["practical"]})])
    ...  if k.names]
    ['practical']
    """
    near = sorted(people, key=lambda one: rings().index(one.ring))
    return tuple(
        Kind(kind, tuple(one.name for one in near if kind in (one.said.get("support_kinds") or ())))
        for kind in support_kinds()
    )


def helpers(people: Iterable[Standing]) -> tuple[str, ...]:
    """Ids of those of whom some kind of support is named, or who can be asked."""
    return tuple(
        one.id
        for one in people
        if one.said.get("support_kinds") or one.said.get("can_ask") == "yes"
    )


def by_ring(people: Iterable[Standing]) -> dict[str, int]:
    """How many stand in each ring, from the closest outwards. A count, not a measure."""
    everyone = list(people)
    return {ring: sum(one.ring == ring for one in everyone) for ring in rings()}
