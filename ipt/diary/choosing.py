"""What may enter the model: the minimum-data rules, merging, order and the limit of columns."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from ipt.diary.entries import Column, Diary, rules
from ipt.diary.groups import Group
from ipt.words import Message


def lacking(diary: Diary) -> Message | None:
    """Say what the whole diary still lacks before anything is compared; None if nothing."""
    least, days = rules("minimum"), len(set(diary.day))
    if diary.n < least["entries"]:
        return Message("links.short.entries", {"n": diary.n, "need": least["entries"]})
    if days < least["days"]:
        return Message("links.short.days", {"n": days, "need": least["days"]})
    if len(set(diary.mood)) == 1:
        return Message("links.short.flat")
    return None


def usable(diary: Diary, hidden: Collection[str] = ()) -> list[Column]:
    """Return the columns the model may see.

    Hidden names are left out, and so is being hurt, threatened or afraid: it never becomes a
    card, and what was picked privately must not shift what others read. A rating with entries
    without contact brings its own column of presence, unless there is one already.
    """
    seen = [c for c in diary.columns if c.name not in hidden and not c.safety]
    keys = {column.key for column in seen}
    own = [
        Column("with", c.name, tuple(map(float, c.present)), c.label, c.closest)
        for c in seen
        if c.kind == "quality" and f"with:{c.name}" not in keys and not all(c.present)
    ]
    return seen + own


def chosen(
    columns: Sequence[Column], focus: Collection[str], private: Collection[str] = ()
) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Return the groups of the model in order, and what is left out with the reason.

    Order: named in advance (`focus`, keys), closest circle, most frequent. `private` holds
    names that give no card to the client.
    """
    ordered = sorted(columns, key=lambda c: (c.key not in focus, not c.closest, -sum(c.present),
                                             c.key))  # fmt: skip
    enough = [c for c in ordered if not shortfall(c)]
    groups = _grouped(enough, private) if enough else []
    most = rules("minimum")["columns"]
    short = [Group((c,), short=shortfall(c), private=c.name in private)
             for c in ordered if shortfall(c)]  # fmt: skip
    over = [Group(g.columns, g.opposite, "limit", g.private) for g in groups[most:]]
    return tuple(groups[:most]), tuple(over + short)


def shortfall(column: Column) -> str:
    """Name what a column lacks to be compared: present, absent, rated, values, or ""."""
    least, there = rules("minimum"), sum(column.present)
    if column.kind == "quality":
        values = {value for value in column.values if value is not None}
        short = {"rated": there < least["rated"], "values": len(values) < least["rating_values"]}
    else:
        away = len(column.values) - there
        short = {"present": there < least["present"], "absent": away < least["absent"]}
    return next((reason for reason, is_so in short.items() if is_so), "")


def of_harm(diary: Diary) -> frozenset[str]:
    """Return the names of people who were there when the client was harmed or afraid."""
    bad = {i for c in diary.columns if c.safety for i, at in enumerate(c.present) if at}
    people = [c for c in diary.columns if c.kind != "event"]
    return frozenset(c.name for c in people if any(c.present[i] for i in bad))


def _grouped(columns: Sequence[Column], private: Collection[str]) -> list[Group]:
    """Sort columns into groups whose members cannot be told apart, in order of the first."""
    alike, r = _alike(np.array([column.coded for column in columns]))
    for via in range(len(columns)):
        alike = alike | np.outer(alike[via], alike[via])
    leader, groups = alike.argmax(axis=1), []
    for first in np.unique(leader):
        own = np.flatnonzero(leader == first)
        opposite = frozenset(columns[j].key for j in own if r[first, j] < 0)
        hidden = any(columns[j].name in private for j in own)
        groups.append(Group(tuple(columns[j] for j in own), opposite, private=hidden))
    return groups


def _alike(X: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Say of each two rows whether they are nearly the same or each other's opposite, and r."""
    merging = rules("merging")
    differ = (X[:, None, :] != X[None, :, :]).sum(axis=2)
    r = np.round(np.atleast_2d(np.corrcoef(X)), 9)
    return (differ < merging["differ"]) | (np.abs(r) > merging["correlation"]), r
