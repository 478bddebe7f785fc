"""What a diary of so many entries can and cannot find yet, from simulated diaries."""

from bisect import bisect_right
from typing import Literal

from ipt.diary.entries import FILE
from ipt.reading import toml

Advance = Literal["focus", "list"]


def share(entries: int, kind: Advance) -> float:
    """Return how often a strong link (mood 1 sd lower) would be found, 0 to 1.

    kind   "focus": named in advance; "list": one of 12 that were not

    Linear between the simulated lengths of 20 to 80 entries, level outside them.

    >>> share(35, "focus")
    0.405
    """
    table = next(row for row in toml(FILE)["power"] if row["id"] == kind)
    lengths, shares = table["entries"], table["share"]
    entries = min(max(entries, lengths[0]), lengths[-1])
    after = min(bisect_right(lengths, entries), len(lengths) - 1)
    part = (entries - lengths[after - 1]) / (lengths[after] - lengths[after - 1])
    return round(shares[after - 1] + part * (shares[after] - shares[after - 1]), 6)


def band(found: float) -> str:
    """Return the word for a share: hardly, sometimes, about_half, mostly, usually."""
    return [row["id"] for row in toml(FILE)["band"] if found >= row["from"]][-1]
