"""Which people and events went together with mood in one client's diary, and how surely.

One model (`posterior`), minimum-data rules below which it stays silent, and sentences for the
client and for the therapist (`saying`). It never claims a cause, never orders people by what
it finds, and never says "no effect": a link that is not clear is not clear yet.

>>> days = [0, 1, 2, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 18, 19, 20, 21, 23, 24, 25, 27, 28, 29]
>>> mood = [5, 6, 3, 5, 6, 4, 6, 7, 3, 5, 6, 6, 2, 5, 7, 6, 4, 7, 6, 7, 3, 6, 7, 6]
>>> argued = Column("event", "argument", [day in (2, 10, 15, 20, 25) for day in days])
>>> found = read(Diary(days, mood, [argued])).findings[0]
>>> found.verdict, round(found.mean, 1)
('clear', -2.6)
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ipt.diary import saying
from ipt.diary.choosing import chosen, lacking, of_harm, usable
from ipt.diary.entries import VERSION, Column, Diary, inputs_hash, rules
from ipt.diary.findings import Dot, Estimate, Finding, Reading, Verdict
from ipt.diary.groups import Group
from ipt.diary.posterior import Array, Mixture, posterior, residual_sd, trend
from ipt.words import Message

__all__ = ["VERSION", "Column", "Diary", "Dot", "Estimate", "Finding", "Reading", "dots", "fit",
           "inputs_hash", "read", "verdict"]  # fmt: skip

FLAT = 1e-9


@dataclass(frozen=True)
class Fit:
    """The model of one diary: its groups of columns in order and their posteriors."""

    groups: tuple[Group, ...]
    left_out: tuple[Group, ...]
    sd: float
    links: Mixture
    trend: Mixture


def read(
    diary: Diary,
    *,
    focus: Collection[str] = (),
    focus_since: float | None = None,
    before: Mapping[str, str] | None = None,
    hidden: Collection[str] = (),
) -> Reading:
    """Return what a diary says now.

    focus         at most 3 links named in advance: `kind:name`, or a name for all its columns
    focus_since   when that list was stored, in days on the diary's own scale; None: before the
                  first entry. Only entries from then on can earn a link the limit for focus
                  links; the estimate always rests on all entries
    before        verdicts of the last reading by column: one is kept until pd is past a limit
                  by the margin
    hidden        names the client has hidden: they leave the model

    Raises ValueError for an unknown focus link, or more than 3.
    """
    diary = diary.in_order()
    named, missing = _named(diary, focus), lacking(diary)
    found = None if missing else fit(diary, usable(diary, hidden), named)
    if found is None:
        return _silent(diary, missing or Message("links.short.flat"))
    earned = _earned(diary, hidden, named, found, focus_since)
    slope, missed = _estimates(found.trend)[0], _missed_share(diary)
    compared = _compared(diary, found, earned, before or {})
    return Reading(
        n=diary.n,
        days=len(set(diary.day)),
        sd=found.sd,
        trend=slope,
        missed_share=missed,
        findings=(*compared, *(_short(group) for group in found.left_out)),
        sufficiency=saying.based_on(diary),
        can_find=saying.can_find(diary.n),
        notes=saying.notes(slope, missed),
    )


def dots(diary: Diary, key: str) -> tuple[Dot, ...]:
    """Return the client's own dots for one column, in time. LookupError if there is none."""
    diary = diary.in_order()
    values = diary.column(key).values
    return tuple(Dot(t, diary.mood[i], values[i]) for i, t in enumerate(diary.t_days))


def verdict(pd: float, *, focus: bool = False, before: str | None = None) -> Verdict:
    """Judge how sure a link is.

    pd       probability that it has the sign shown
    focus    named in advance: a lower limit, as there are at most 3
    before   the verdict shown last: kept until pd is past a limit by the margin

    >>> verdict(0.98), verdict(0.98, focus=True)
    ('ask', 'clear')
    """
    limits = rules("limits")
    ladder: tuple[tuple[float, Verdict], ...] = (
        (limits["clear_focus" if focus else "clear"], "clear"),
        (limits["ask"], "ask"),
    )
    reached: Mapping[str | None, Collection[str]] = {
        "clear": ("clear", "ask"), "ask": ("ask",), "unclear": ()}  # fmt: skip
    shown = reached.get(before)
    for limit, name in ladder:
        if _reaches(pd, limit, None if shown is None else name in shown):
            return name
    return "unclear"


def fit(diary: Diary, columns: Sequence[Column], focus: Collection[str] = ()) -> Fit | None:
    """Return the model of a sorted diary; None if mood does not vary around its trend."""
    groups, left_out = chosen(columns, focus, of_harm(diary))
    t, y = np.array(diary.t_days), np.array(diary.mood)
    Z, contrast = trend(t, weekend=_weekend(diary), hour=_hour(diary))
    sd = residual_sd(y, Z)
    if sd < FLAT:
        return None
    X = np.array([group.coded for group in groups]).reshape(len(groups), diary.n).T
    size = np.array([rules("model")["size"][group.kind] for group in groups])
    links, slope = posterior(y, Z, X, size=size, t=t, contrast=contrast)
    return Fit(groups, left_out, sd, links, slope)


def _reaches(pd: float, limit: float, was: bool | None) -> bool:
    """Say whether pd is on the upper side of a limit, given the side it was on."""
    margin = rules("limits")["margin"]
    if was is None:
        return pd >= limit
    return round(pd - limit, 9) > -margin if was else round(pd - limit, 9) >= margin


def _named(diary: Diary, focus: Collection[str]) -> frozenset[str]:
    """Return the keys of the links named in advance."""
    found: set[str] = set()
    for name in focus:
        keys = {column.key for column in diary.columns if name in (column.key, column.name)}
        if not keys:
            raise ValueError(f"no column is called {name!r}")
        found |= keys
    most = rules("minimum")["focus"]
    if len(found) > most:
        raise ValueError(f"{len(found)} links are named in advance, at most {most} can be")
    return frozenset(found)


def _silent(diary: Diary, why: Message) -> Reading:
    days = len(set(diary.day))
    return Reading(diary.n, days, None, None, _missed_share(diary), (), why, (), ())


def _earned(
    diary: Diary,
    hidden: Collection[str],
    named: frozenset[str],
    found: Fit,
    since: float | None,
) -> dict[int, float]:
    """Return by place in the model the pd that may be held against the limit for focus links.

    A list with a day is tested on the entries since then alone: they must pass the minimum by
    themselves, and the leader of a group must show the same sign in them.
    """
    own: Fit | None = found
    if since is not None:
        part = diary.entries([i for i, t in enumerate(diary.t_days) if t >= since])
        own = None if lacking(part) else fit(part, usable(part, hidden), named)
    if own is None:
        return {}
    return {
        i: float(own.links.sure()[j])
        for i, group in enumerate(found.groups)
        for j, again in enumerate(own.groups)
        if group.keys[0] in named.intersection(again.keys)
        and _sign(found, i, group.keys[0]) == _sign(own, j, group.keys[0])
    }


def _sign(fit: Fit, place: int, key: str) -> float:
    """Return the sign of the link of one column of a group: its own, not its leader's."""
    sign = float(np.sign(fit.links.means()[place]))
    return -sign if key in fit.groups[place].opposite else sign


def _compared(
    diary: Diary, found: Fit, earned: Mapping[int, float], before: Mapping[str, str]
) -> list[Finding]:
    sizes = _estimates(found.links)
    return [
        _finding(diary, found, group, size, earned.get(i), _last(group, before))
        for i, (group, size) in enumerate(zip(found.groups, sizes, strict=True))
    ]


def _finding(
    diary: Diary, found: Fit, group: Group, size: Estimate, earned: float | None, last: str | None
) -> Finding:
    judged = verdict(size.pd, before=last)
    if earned is not None and verdict(earned, focus=True, before=last) == "clear":
        judged = "clear"
    there = group.present
    counts = sum(there), diary.n - sum(there)
    means = _average(diary.mood, there), _average(diary.mood, [not at for at in there])
    return Finding(
        columns=group.keys,
        kind=group.kind,
        label=saying.label(group),
        focus=earned is not None,
        mean=size.mean,
        low=size.low,
        high=size.high,
        pd=size.pd,
        verdict=judged,
        n_with=counts[0],
        n_without=counts[1],
        mean_with=means[0],
        mean_without=means[1],
        client=saying.client(group, judged, size, diary, found.sd),
        therapist=saying.therapist(group, judged, size, counts, means),
    )


def _short(group: Group) -> Finding:
    """Return a link that is not compared: counts, and not even an average."""
    there = sum(group.present)
    return Finding(
        columns=group.keys,
        kind=group.kind,
        label=saying.label(group),
        focus=False,
        mean=None,
        low=None,
        high=None,
        pd=None,
        verdict="not_eligible",
        n_with=there,
        n_without=len(group.present) - there,
        mean_with=None,
        mean_without=None,
        client=saying.short_client(group),
        therapist=saying.short_therapist(group),
    )


def _last(group: Group, before: Mapping[str, str]) -> str | None:
    """Return the verdict last shown for a group, by the first of its columns that had one."""
    return next((before[key] for key in group.keys if key in before), None)


def _average(mood: Sequence[float], there: Sequence[bool]) -> float | None:
    chosen_moods = [value for value, at in zip(mood, there, strict=True) if at]
    return sum(chosen_moods) / len(chosen_moods) if chosen_moods else None


def _estimates(mixture: Mixture) -> list[Estimate]:
    rows = zip(mixture.means(), mixture.quantile(0.025), mixture.quantile(0.975), mixture.sure(),
               strict=True)  # fmt: skip
    return [Estimate(*(float(value) for value in row)) for row in rows]


def _weekend(diary: Diary) -> Array | None:
    if diary.weekday0 is None:
        return None
    return np.array([float((day + diary.weekday0) % 7 >= 5) for day in diary.day])


def _hour(diary: Diary) -> Array | None:
    return None if diary.hour is None else np.array(diary.hour)


def _missed_share(diary: Diary) -> float:
    """Return the share of days from first to last that have no entry (0 without entries)."""
    days = set(diary.day)
    return 1 - len(days) / (max(days) - min(days) + 1) if days else 0.0
