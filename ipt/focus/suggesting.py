"""Which area the ratings point to, with reasons. Something to talk about, never a decision."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Literal

from ipt.focus import area_ids, evidence_rows, last_resort
from ipt.focus.toolbox import extra_areas
from ipt.words import Message

CLEAR = 2
FIT_MOST = 3
CAVEAT = Message("focus_suggestion.no_decision")


@dataclass(frozen=True)
class Rated:
    """An area as a clinician rated it. Raises ValueError for what cannot be.

    fit             overall: 0 no sign, 1 some, 2 clear, 3 the main one; None while not judged
    rows            rows of evidence: 0 absent, 1 possible, 2 clear; unrated ones are left out
    spoken_against  something is written that speaks against it
    days_to_onset   days between the onset and the event nearest to it that belongs to the area
    """

    area: str
    fit: int | None = None
    rows: Mapping[str, int] = field(default_factory=dict)
    spoken_against: bool = False
    days_to_onset: int | None = None

    def __post_init__(self) -> None:
        if self.area not in known_areas():
            raise ValueError(f"no area {self.area!r}")
        if self.fit is not None and not 0 <= self.fit <= FIT_MOST:
            raise ValueError(f"fit goes from 0 to {FIT_MOST}, got {self.fit}")
        if set(self.rows) - set(evidence_rows(self.area)):
            raise ValueError(f"rows that {self.area} does not have")
        if any(not 0 <= value <= CLEAR for value in self.rows.values()):
            raise ValueError("a row is rated 0, 1 or 2")
        if self.days_to_onset is not None and self.days_to_onset < 0:
            raise ValueError("days are counted without a sign")


@dataclass(frozen=True)
class Suggested:
    """An area that could be taken up: first, or beside the first.

    speaks_for   the rows of evidence that were rated clear, in their order
    """

    area: str
    place: Literal["first", "beside"]
    reasons: tuple[Message, ...]
    speaks_for: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """At most two areas with their reasons, or why there is none. `caveat` is always said."""

    areas: tuple[Suggested, ...]
    why_none: Message | None
    caveat: Message = CAVEAT


def known_areas() -> tuple[str, ...]:
    """Return every area of the book, in its order: the four, then those that protocols add."""
    return (*area_ids(), *(area.id for area in extra_areas()))


def suggest(ratings: Iterable[Rated], *, needed: Collection[str]) -> Suggestion:
    """Return which area could come first and which beside it, each with its reasons.

    needed   areas that are looked at in every course of the protocol; while one of them is not
             judged there is not enough to say

    Only an area that fits clearly is named. The better fit comes first; of two that fit alike,
    the one closest to the onset; interpersonal deficits only when no other fits clearly, and
    never beside another. Nothing is added up.

    Source: standard teaching (2.2.3 of the domain notes); what counts as clear is Kith's own.
    """
    judged = {each.area: each for each in ratings if each.fit is not None}
    if not judged or any(area not in judged for area in needed):
        return Suggestion((), Message("focus_suggestion.not_enough"))
    fitting = sorted((each for each in judged.values() if _clear(each)), key=_order)
    if not fitting:
        return Suggestion((), Message("focus_suggestion.nothing_clear"))
    first, *others = fitting
    found = [_suggested(first, "first", _why_first(first, others))]
    if others and not last_resort(others[0].area):
        found.append(_suggested(others[0], "beside", [Message("focus_reason.beside")]))
    return Suggestion(tuple(found), None)


def last_resort_note(area: str, ratings: Iterable[Rated]) -> Message | None:
    """Return what to bear in mind when `area` is taken up although another fits; None else.

    A note: it stops nothing.
    """
    others = [each.area for each in ratings if each.area != area and _clear(each)]
    if not last_resort(area) or not others:
        return None
    best = min(others, key=known_areas().index)
    return Message("focus_reason.another_fits", {"other": Message(f"focus.{best}.title")})


def _clear(rated: Rated) -> bool:
    return (rated.fit or 0) >= CLEAR


def _order(rated: Rated) -> tuple[bool, int, float, int]:
    """Sort key: the last resort last, the better fit first, then the closest to the onset."""
    days = inf if rated.days_to_onset is None else rated.days_to_onset
    return last_resort(rated.area), -(rated.fit or 0), days, known_areas().index(rated.area)


def _why_first(first: Rated, others: list[Rated]) -> list[Message]:
    if last_resort(first.area):
        return [Message("focus_reason.no_other_fits")]
    found = []
    alike = [each for each in others if each.fit == first.fit and not last_resort(each.area)]
    if alike:
        found.append(_of_equals(first, alike[0]))
    if any(last_resort(each.area) for each in others):
        found.append(Message("focus_reason.before_last_resort"))
    return found


def _of_equals(first: Rated, other: Rated) -> Message:
    values = {"other": Message(f"focus.{other.area}.title")}
    if first.days_to_onset is None or first.days_to_onset == other.days_to_onset:
        return Message("focus_reason.alike", values)
    return Message("focus_reason.closest_to_onset", values)


def _suggested(
    rated: Rated, place: Literal["first", "beside"], reasons: list[Message]
) -> Suggested:
    found = [Message(f"focus_reason.fit_{rated.fit}"), *reasons]
    if rated.spoken_against:
        found.append(Message("focus_reason.spoken_against"))
    rows = evidence_rows(rated.area)
    clear = tuple(row for row in rows if rated.rows.get(row) == CLEAR)
    return Suggested(rated.area, place, tuple(found), clear)
