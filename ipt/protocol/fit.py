"""Who a protocol is for, what to be careful with, and what must be in place before it is chosen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from ipt import consents
from ipt.protocol.definition import Protocol
from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "fit.toml"
Kind = Literal["indications", "cautions", "exclusions", "requires"]
NOT_CHOSEN = ("ipt_maintenance",)


@dataclass(frozen=True)
class Offer:
    """Whether a protocol can be chosen now.

    lacks   ids of what must be in place and is not (`requires.<id>.title`)
    why     the reasons as messages; empty if it can be chosen
    """

    protocol: Protocol
    lacks: tuple[str, ...]
    why: tuple[Message, ...]

    @property
    def offered(self) -> bool:
        """Whether nothing stands against choosing it."""
        return not self.why


@cache
def entries(kind: Kind) -> Mapping[str, Mapping[str, str]]:
    """Return the rows of one kind by id. Their words: `<kind>.<id>`, `requires.<id>.title`.

    A requirement says who can meet it in `met_by`: "case" (said for this client), "practice"
    or "safety" (the private question).
    """
    return MappingProxyType({row["id"]: row for row in toml(FILE)[kind]})


def offer(
    protocol: Protocol, met: Collection[str], age: int | None = None, alone: bool = True
) -> Offer:
    """Say whether a protocol may be chosen for a client, and if not, why.

    met     ids of the requirements that are met
    age     in years, None if it is not known: then nothing is said about it
    alone   whether they are old enough to consent to treatment alone

    A client outside the protocol's ages, or one whose requirements are not met, is not offered
    it; who cannot consent alone is offered only what asks for consent and assent apart.
    Indications and cautions are shown beside; they are a clinician's to judge.
    """
    lacks = tuple(id for id in protocol.requires if id not in met)
    why = [Message(f"requires.{id}.missing") for id in lacks]
    if protocol.status != "active":
        why.insert(0, Message("offer.not_active"))
    if age is not None and protocol.age_range:
        low, high = protocol.age_range
        if not low <= age <= high:
            why.append(Message("offer.age", {"low": low, "high": high}))
    if not alone and not consents.asks_assent(protocol.id):
        why.append(Message("offer.guardian"))
    return Offer(protocol, lacks, tuple(why))


def offers(
    met: Collection[str] = (), age: int | None = None, alone: bool = True
) -> tuple[Offer, ...]:
    """Every protocol that a consultation could lead to, those that can be chosen first.

    Drafts and retired ones are left out; maintenance is no first course.
    """
    from ipt.protocol.shelf import ids, load

    found = [offer(load(id), met, age, alone) for id in ids() if id not in NOT_CHOSEN]
    shown = [each for each in found if each.protocol.status == "active"]
    return tuple(sorted(shown, key=lambda each: not each.offered))
