"""Whom a list could name: worked out from dates alone, without a query.

A list (the caseload, what a search found) is one link of the chain, and the link names nobody. Whom
it could name follows from the roles its reader acted in and from who was within their reach then.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

EVER = datetime.min.replace(tzinfo=UTC)
COORDINATOR, THERAPIST = frozenset({"coordinator"}), frozenset({"therapist"})
NOBODY = frozenset()


@dataclass(frozen=True)
class List:
    """A page that names people.

    shows      what stands beside a name
    everybody  roles for which it looks at the whole practice
    own        roles for which it looks at those in one's own care
    asked      whether it names also those who asked for help, where it looks at everybody
    """

    shows: str
    everybody: frozenset = COORDINATOR
    own: frozenset = THERAPIST
    asked: bool = False


ALIKE = "the name alone, of who may be the same person"
LISTS = {
    "opened.desk": List("meetings of the day, notes owed, reasons to look or to call", asked=True),
    "opened.caseload": List("phase, focus, scores, sessions, reasons to look", everybody=NOBODY),
    "opened.search": List("where the course stands"),
    "opened.waiting": List("stage, since when, for what, with whom", own=NOBODY, asked=True),
    "opened.enquiries": List("since when, where it stands, with whom", asked=True),
    "opened.enquiry": List(ALIKE, asked=True),
    "opened.referralfile": List(ALIKE, own=NOBODY, asked=True),
    "opened.calendar": List("times, places and state of meetings"),
    "opened.glass_told": List("that the record was opened in an emergency, by whom, why"),
}


def number(found: int) -> str:
    """How many a list named, as the reason of its link: "3 found"."""
    return f"{found} found"


def names_people(event) -> bool:
    """Whether a link is of a list, and one that may have named somebody."""
    of_list = event.action in LISTS and event.client_id is None
    return of_list and event.actor_id is not None and event.reason != number(0)


@dataclass(frozen=True)
class Stay:
    """Somebody was within reach from a moment up to another, both included; `ended` None: still.

    near   the member of staff who cares for them; None: it is not known who
    """

    who: UUID
    began: datetime
    ended: datetime | None = None
    near: UUID | None = None


@dataclass(frozen=True)
class Reach:
    """Stays: in somebody's care, in the practice, and as somebody who asked for help."""

    care: tuple = ()
    practice: tuple = ()
    asked: tuple = ()

    def of(self, account, page: List, roles) -> list[Stay]:
        """The stays that a list looks at for a reader in these roles."""
        if page.everybody & roles:
            return [*self.practice, *(self.asked if page.asked else ())]
        if page.own & roles:
            return [stay for stay in self.care if stay.near in (account, None)]
        return []


@dataclass
class Seen:
    """Somebody whom lists could name: first and last when, to which accounts, how often in each."""

    id: UUID
    first: datetime
    last: datetime
    others: set = field(default_factory=set)
    kinds: Counter = field(default_factory=Counter)

    def add(self, account, action, times, ranges):
        """The places in `times` (in order) at which one account could read the name."""
        first, last = min(one.start for one in ranges), max(one.stop for one in ranges) - 1
        self.first, self.last = min(self.first, times[first]), max(self.last, times[last])
        self.others.add(account)
        self.kinds[action] += _length(ranges)


def seen(events, reach: Reach) -> dict[UUID, Seen]:
    """Who could be named by these links, by id; links that are of no list are passed over."""
    found = {}
    for (account, action, roles), times in _grouped(events).items():
        stays = reach.of(account, LISTS[action], roles)
        for who, ranges in _within(stays, times).items():
            one = found.setdefault(who, Seen(who, times[-1], times[0]))
            one.add(account, action, times, ranges)
    return found


def _grouped(events):
    """{(account, action, roles): times in order}."""
    found = defaultdict(list)
    for event in events:
        if names_people(event):
            roles = frozenset(event.actor_role.split(","))
            found[event.actor_id, event.action, roles].append(event.at)
    return {key: sorted(times) for key, times in found.items()}


def _within(stays, times):
    """{who: ranges of places in `times` that fall into their stays}, only who has any."""
    found = defaultdict(list)
    for stay in stays:
        first = bisect_left(times, stay.began)
        last = len(times) if stay.ended is None else bisect_right(times, stay.ended)
        if first < last:
            found[stay.who].append(range(first, last))
    return found


def _length(ranges):
    """How many places lie in any of the ranges, each counted once."""
    return len(ranges[0]) if len(ranges) == 1 else len(set().union(*ranges))
