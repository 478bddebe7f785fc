"""On which day each topic was explained: read from the versions of a sheet `psychoeducation`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ipt.forms import load
from ipt.forms.answers import Answers


@dataclass(frozen=True)
class Explained:
    """A topic that was explained, and the day; `told` if the day was said, not when it was kept."""

    topic: str
    on: date
    told: bool = False


def explained(sheets: Iterable[Iterable[tuple[date, Answers]]]) -> tuple[Explained, ...]:
    """Return what was explained and when, in the order of the form.

    sheets   for each sheet its versions, oldest first: the day it was kept and its answers. A topic
             counts from the day since which it stands ticked; a day that was told goes before it.

    >>> first = (date(2026, 3, 2), {"topics": ["treatable"]})
    >>> later = (date(2026, 3, 9), {"topics": ["treatable", "what_it_is"]})
    >>> [(each.topic, each.on.day) for each in explained([[first, later]])]
    [('what_it_is', 9), ('treatable', 2)]
    """
    found: dict[str, Explained] = {}
    for versions in sheets:
        for each in _of_one(versions).values():
            if each.topic not in found or _before(each, found[each.topic]):
                found[each.topic] = each
    order = load("psychoeducation").field("topics").choices
    return tuple(found[str(topic)] for topic in order if topic in found)


def _of_one(versions: Iterable[tuple[date, Answers]]) -> dict[str, Explained]:
    standing: dict[str, Explained] = {}
    now: Answers = {}
    for day, now in versions:
        ticked = now.get("topics") or ()
        standing = {topic: standing.get(topic) or Explained(topic, day) for topic in ticked}
    return standing | {
        row["topic"]: Explained(row["topic"], date.fromisoformat(row["on"]), told=True)
        for row in now.get("other_day") or ()
        if row.get("topic") in standing and row.get("on")
    }


def _before(one: Explained, other: Explained) -> bool:
    """Whether one stands for a topic rather than the other: what was told first, then the older."""
    return (not one.told, one.on) < (not other.told, other.on)
