"""What may be said of a reading: message ids and their values, for client and therapist apart.

Sources: the model and its limits are Kith's own design; see `links.toml`.
"""

from collections.abc import Iterable
from functools import reduce
from typing import Protocol

from ipt.diary import power
from ipt.diary.entries import Diary, rules
from ipt.diary.groups import Group
from ipt.words import Message


class Size(Protocol):
    """A size in points of mood with its 95 % range."""

    @property
    def mean(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


def label(group: Group) -> Message:
    """Return how sentences name a group: its leader and those that come with it."""
    return _either(c.label for c in group.columns if c.key not in group.opposite)


def span(diary: Diary) -> Message:
    """Return on how many entries something rests, and from when to when."""
    first, last = diary.date_of(min(diary.t_days)), diary.date_of(max(diary.t_days))
    if first:
        return Message("links.span.dates", {"n": diary.n, "first": first, "last": last})
    days = max(diary.day) - min(diary.day) + 1
    return Message("links.span.days", {"n": diary.n, "days": days})


def based_on(diary: Diary) -> Message:
    """Return what a reading rests on."""
    return Message("links.based.on", {"span": span(diary)})


def can_find(entries: int) -> tuple[Message, ...]:
    """Return what so many entries can find yet: named in advance, and in a list."""
    kinds: tuple[power.Advance, ...] = ("focus", "list")
    bands = {kind: power.band(power.share(entries, kind)) for kind in kinds}
    return tuple(
        Message(f"links.can_find.{kind}", {"band": Message(f"links.band.{bands[kind]}")})
        for kind in kinds
    )


def client(group: Group, verdict: str, size: Size, diary: Diary, sd: float) -> Message | None:
    """Return what the client may read of a compared link; None: no card.

    Only a clear link has a size. What is worth asking about is the therapist's to ask.
    """
    if group.private:
        return None
    here = f"links.client.{group.kind}."
    if verdict == "clear":
        return _noted(group, "client", _clear(here, group, size, diary))
    small = abs(size.mean) < rules("limits")["about_the_same_sd"] * sd
    said = here + ("same" if small else "open")
    return _noted(group, "client", Message(said, {"who": label(group), "n": diary.n}))


def therapist(
    group: Group,
    verdict: str,
    size: Size,
    counts: tuple[int, int],
    means: tuple[float | None, float | None],
) -> Message:
    """Return what the therapist may read of a compared link: its size and how likely it is."""
    values = {
        "who": label(group),
        "mean": size.mean,
        "low": size.low,
        "high": size.high,
        "likely": Message(f"links.likely.{verdict}"),
        "n_with": counts[0],
        "n_without": counts[1],
        "mean_with": means[0],
        "mean_without": means[1],
    }
    return _noted(group, "therapist", Message(f"links.therapist.{group.kind}", values))


def short_client(group: Group) -> Message | None:
    """Return what the client may read of a link that is not compared yet; None: no card."""
    if group.private:
        return None
    here = "any" if group.short == "limit" else group.kind
    n, need = _so_far(group)
    values: dict[str, Message | int] = {"who": label(group)}
    if group.short == "limit":
        values["most"] = need
    elif group.short in ("rated", "present") and group.kind != "event":
        values["count"] = Message(f"links.count.{need - n}")
    return Message(f"links.client.{here}.{group.short}", values)


def short_therapist(group: Group) -> Message:
    """Return what the therapist may read of a link that is not compared yet."""
    n, need = _so_far(group)
    values = {"who": label(group), "n": n, "need": need}
    return Message(f"links.therapist.short.{group.short}", values)


def notes(trend: Size, missed_share: float) -> tuple[Message, ...]:
    """Return the rest of the model for the therapist: the trend, and days without an entry."""
    size = {"mean": trend.mean, "low": trend.low, "high": trend.high}
    return (
        Message("links.therapist.trend", size),
        Message("links.therapist.missed", {"share": missed_share}),
    )


def _clear(here: str, group: Group, size: Size, diary: Diary) -> Message:
    sign = -1 if size.mean < 0 else 1
    ends = sorted((sign * size.low, sign * size.high))
    apart = "apart" if ends[0] >= 0 else "across"
    ends = [abs(end) for end in ends]
    values = {
        "who": label(group),
        "points": abs(size.mean),
        "range": Message(f"links.range.{apart}", {"small": ends[0], "large": ends[1]}),
        "span": span(diary),
        "asks": Message("links.client.asks"),
    }
    return Message(here + ("lower" if size.mean < 0 else "higher"), values)


def _noted(group: Group, side: str, said: Message) -> Message:
    """Add that the members of a group cannot be told apart."""
    apart = [c.label for c in group.columns if c.key in group.opposite]
    alike = {c.label for c in group.columns} - set(apart)
    if len(alike) > 1:
        said = Message(f"links.{side}.together", {"said": said})
    if apart:
        values = {"said": said, "other": _either(apart)}
        said = Message(f"links.{side}.instead", values)
    return said


def _either(labels: Iterable[str]) -> Message:
    def pair(first: Message, second: Message) -> Message:
        return Message("links.label.either", {"first": first, "second": second})

    return reduce(pair, (Message("links.label.one", {"who": who}) for who in dict.fromkeys(labels)))


def _so_far(group: Group) -> tuple[int, int]:
    """Return how many a link has of what it lacks, and how many it needs."""
    least, column = rules("minimum"), group.columns[0]
    there = sum(column.present)
    return {
        "present": (there, least["present"]),
        "absent": (len(column.values) - there, least["absent"]),
        "rated": (there, least["rated"]),
        "values": (len({v for v in column.values if v is not None}), least["rating_values"]),
        "limit": (least["columns"], least["columns"]),
    }[group.short]
