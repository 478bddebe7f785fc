"""Then and now: what moved between two pictures of the circle, as messages.

A sentence says what was told, not what it means: no verdict, no sum, nothing about the cause.
What was not told in one of the two pictures is not compared, but for words that were named; where
only the ring was told of somebody, only rings are compared.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ipt.inventory import ring_moved
from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "moved.toml"


@dataclass(frozen=True)
class Standing:
    """Somebody in one picture. `said` holds what was told, by the field of the form."""

    id: str
    name: str
    ring: str
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Moved:
    """One sentence on one person. `rings`: how many rings closer; None when it is no move."""

    id: str
    message: Message
    rings: int | None = None


def moved(then: Iterable[Standing], now: Sequence[Standing]) -> tuple[Moved, ...]:
    """What moved from one picture to another: in the order of `now`, who left at the end.

    Each person by the ring first, then field by field as in moved.toml. Names are those of `now`.

    >>> ana = Standing("1", "Ana", "outer")
    >>> [m.message.id for m in moved([ana], [Standing("1", "Ana", "inner")])]
    ['inventory.moved.ring.closer_2']
    """
    before = {one.id: one for one in then}
    found: list[Moved] = []
    for one in now:
        former = before.pop(one.id, None)
        if former is None:
            found.append(_ring(one, "moved", "new"))
        else:
            found += _ring_sentence(former, one, "moved") + _said(former, one)
    return (*found, *(_ring(one, "moved", "left") for one in before.values()))


def wished(now: Iterable[Standing], wish: Iterable[Standing]) -> tuple[Moved, ...]:
    """What the wished picture would move, for everyone who stands in both.

    >>> ana = Standing("1", "Ana", "outer")
    >>> [m.message.id for m in wished([ana], [Standing("1", "Ana", "middle")])]
    ['inventory.wished.ring.closer_1']
    """
    stands = {one.id: one for one in now}
    both = [(stands[one.id], one) for one in wish if one.id in stands]
    return tuple(each for here, there in both for each in _ring_sentence(here, there, "wished"))


def compared() -> tuple[str, ...]:
    """The fields that are compared, in the order in which they are said."""
    return tuple(row["id"] for row in toml(FILE)["compare"])


def _ring(one: Standing, tense: str, turn: str, rings: int | None = None) -> Moved:
    return Moved(one.id, Message(f"inventory.{tense}.ring.{turn}", {"name": one.name}), rings)


def _ring_sentence(then: Standing, now: Standing, tense: str) -> list[Moved]:
    rings = ring_moved(then.ring, now.ring)
    if not rings:
        return []
    return [_ring(now, tense, f"{'closer' if rings > 0 else 'further'}_{abs(rings)}", rings)]


def _said(then: Standing, now: Standing) -> list[Moved]:
    found: list[Moved] = []
    if not then.said or not now.said:  # only the ring was told of one of the two
        return found
    for row in toml(FILE)["compare"]:
        name = row["id"]
        for turn, values in HOW[row["how"]](row, then.said.get(name), now.said.get(name)):
            id = f"inventory.moved.{name}.{turn}"
            found.append(Moved(now.id, Message(id, {"name": now.name, **values})))
    return found


Turns = list[tuple[str, dict[str, Any]]]


def _words(_row: Mapping[str, Any], then: Any, now: Any) -> Turns:
    before, after = (then or "").strip(), (now or "").strip()
    if before == after:
        return []
    return [("changed" if before and after else "named" if after else "unnamed", {})]


def _ladder(row: Mapping[str, Any], then: Any, now: Any) -> Turns:
    order, before, after = row["order"], str(then), str(now)
    if before not in order or after not in order or before == after:
        return []
    said = {"then": _answer(row, before), "now": _answer(row, after)}
    return [("up" if order.index(after) > order.index(before) else "down", said)]


def _number(_row: Mapping[str, Any], then: Any, now: Any) -> Turns:
    if then is None or now is None or then == now:
        return []
    return [("up" if now > then else "down", {"then": then, "now": now})]


def _kinds(row: Mapping[str, Any], then: Any, now: Any) -> Turns:
    before, after = then or (), now or ()
    came = [("came", {"now": _answer(row, kind)}) for kind in after if kind not in before]
    went = [("went", {"then": _answer(row, kind)}) for kind in before if kind not in after]
    return came + went


def _answer(row: Mapping[str, Any], answer: str) -> Message:
    return Message(f"inventory.answer.{row['said_as']}.{answer}")


HOW: dict[str, Callable[[Mapping[str, Any], Any, Any], Turns]] = {
    "words": _words,
    "ladder": _ladder,
    "number": _number,
    "kinds": _kinds,
}
