"""Whether a link differs between two phases of therapy: said only when surely so."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from ipt.diary import saying
from ipt.diary.choosing import lacking, usable
from ipt.diary.entries import Diary, rules
from ipt.diary.groups import Group
from ipt.diary.links import Estimate, fit
from ipt.diary.posterior import HALVINGS, Mixture
from ipt.words import Message

GRID = 200


@dataclass(frozen=True)
class Difference:
    """How a link changed from one phase to the next.

    size     second minus first, in points of mood; None unless `clear`
    clear    both phases have enough entries and the difference itself is sure
    message  for the therapist; the client is told of no change
    """

    size: Estimate | None
    clear: bool
    message: Message


def phases_differ(
    first: Diary, second: Diary, key: str, *, hidden: Collection[str] = ()
) -> Difference:
    """Compare one link (`kind:name`) in two phases.

    Both phases must pass the minimum-data rules by themselves, with the same columns standing
    for the link in the same way, and the difference must have a pd of .985. Raises LookupError
    if there is no such column.
    """
    alone = saying.label(Group((first.column(key),)))
    one, two = _link(first, key, hidden), _link(second, key, hidden)
    if one is None or two is None or _members(one[0]) != _members(two[0]):
        return Difference(None, False, Message("links.phases.short", {"who": alone}))
    who = saying.label(one[0])
    size = difference(one[1], two[1])
    if size.pd < rules("limits")["phases"]:
        return Difference(None, False, Message("links.phases.unclear", {"who": who}))
    said = {"who": who, "mean": size.mean, "low": size.low, "high": size.high}
    return Difference(size, True, Message("links.phases.clear", said))


def difference(first: Mixture, second: Mixture) -> Estimate:
    """Return second minus first for two independent posteriors of one quantity each.

    The second is stood in for by its quantiles at 200 even steps.
    """
    points = second.quantile((np.arange(GRID) + 0.5) / GRID)
    reach = float(np.abs(points).max() + np.abs(first.quantile(0.001)).max()
                  + np.abs(first.quantile(0.999)).max())  # fmt: skip

    def below(gap: float) -> float:
        return float(1 - first.below(points - gap).mean())

    def quantile(share: float) -> float:
        low, high = -reach, reach
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if below(middle) < share else (low, middle)
        return (low + high) / 2

    mean = float(second.means()[0] - first.means()[0])
    under = below(0.0)
    return Estimate(mean, quantile(0.025), quantile(0.975), max(under, 1 - under))


def _members(group: Group) -> tuple[frozenset[str], frozenset[str]]:
    """Return the columns of a group, and which of them are there when the others are not."""
    return frozenset(group.keys), group.opposite


def _link(diary: Diary, key: str, hidden: Collection[str]) -> tuple[Group, Mixture] | None:
    """Return the group of a column and its posterior; None where it may not be compared."""
    diary = diary.in_order()
    found = None if lacking(diary) else fit(diary, usable(diary, hidden), (key,))
    for place, group in enumerate(found.groups if found else ()):
        if key in group.keys:
            return group, found.links.only(place)
    return None
