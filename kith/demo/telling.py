"""Several stories told at once, in the order of time, with the clock held at each moment.

A story is a generator: it yields the moment at which it goes on, then does what happened then.
What lies after the present is never told, so that the past, today and what is open come out right
whatever day and hour the demo is made.
"""

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime

from kith import clock

Story = Iterator[datetime]


class BackInTime(ValueError):
    """A story went to a moment before the one it had told already."""


def tell(stories: Iterable[Story], until: datetime) -> None:
    """Go on with whichever story comes next, up to `until` (aware)."""
    ahead: list[tuple[datetime, int, Story]] = []
    for place, story in enumerate(stories):
        _wait(ahead, place, story, None)
    while ahead and ahead[0][0] <= until:
        moment, place, story = heapq.heappop(ahead)
        with clock.frozen(moment):
            _wait(ahead, place, story, moment)


def _wait(ahead, place, story, now):
    """Let a story tell up to its next moment, and put that in line."""
    moment = next(story, None)
    if moment is None:
        return
    if now and moment < now:
        raise BackInTime(f"{moment} after {now}")
    heapq.heappush(ahead, (moment, place, story))
