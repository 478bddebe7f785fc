"""Sudden gains: a large, lasting fall of the score between two sessions.

Three things must hold for a fall from session N to N+1 (lower scores are better):
1 it is at least the cut-off in points; 2 it is at least a quarter of the score at N;
3 the mean of up to three sessions before lies clearly above that of up to three after.

Source: Tang & DeRubeis 1999, doi:10.1037/0022-006X.67.6.894. The third criterion is used as
it was published, without a term for the number of scores.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from ipt.measures.definition import Measure
from ipt.progress.review import gain_withheld
from ipt.words import Message, say

Floats = NDArray[np.float64]

SESSION = re.compile(r"s[1-9][0-9]*")
LEAST_SESSIONS = 4
WINDOW = 3
LEAST_VALUES = 2
SHARE_OF_SCORE = 0.25
SHARE_LOST = 0.5
TWO_SIDED_05 = 0.975
# A fall of exactly the cut-off counts, also where 2.8 - 2.1 comes out a hair below 0.7.
PLACES = 9


class ManiaNotChecked(ValueError):
    """No gain is told under this protocol before somebody has looked for signs of mania."""

    def __init__(self, why: Message) -> None:
        self.why = why
        super().__init__(say(why))


@dataclass(frozen=True)
class Gains:
    """Which falls are sudden gains, for n people with k sessions.

    session    (k - 3,) the session N after which each column's fall comes, counted from 1
    gain       (n, k - 3) 1.0 a sudden gain, 0.0 none, nan not assessable
    reversed   (n, k - 3) where there is a gain: 1.0 if a later recorded score takes back at least
               half of it, else 0.0; nan where there is no gain
    cutoff     the least fall that counts, in points
    """

    session: tuple[int, ...]
    gain: Floats
    reversed: Floats
    cutoff: float

    def told(self) -> dict[str, list[bool | None]]:
        """The same by name, `gain_2to3 .. reversed_2to3 ..`, one value a person; None for nan.

        >>> sudden_gains([[35, 37, 23, 23]], cutoff=7).told()
        {'gain_2to3': [True], 'reversed_2to3': [False]}
        """
        return {
            f"{kind}_{session}to{session + 1}": [
                None if value != value else value == 1 for value in table[:, column].tolist()
            ]
            for kind, table in (("gain", self.gain), ("reversed", self.reversed))
            for column, session in enumerate(self.session)
        }


def session_columns(names: Iterable[str]) -> list[str]:
    """Return the columns `s1, s2 ..` in order. Raises ValueError for fewer than 4, or a gap.

    >>> session_columns(["id", "s2", "s1", "s3", "s4"])
    ['s1', 's2', 's3', 's4']
    """
    there = {int(name[1:]) for name in names if SESSION.fullmatch(name)}
    lost = next(number for number in count(1) if number not in there)
    if lost <= max(there | {LEAST_SESSIONS}):
        raise ValueError(f"there is no column s{lost}; scores are s1, s2, s3 and so on, 4 or more")
    return [f"s{number}" for number in sorted(there)]


def sudden_gains(
    scores: ArrayLike,
    *,
    cutoff: float | None = None,
    measure: Measure | None = None,
    protocol: str | None = None,
    mania_checked: bool = False,
) -> Gains:
    """Look for sudden gains in the scores of each session.

    scores           (n, k) points, one row a person, one column a session; nan where missing
    cutoff           least fall in points; by default the reliable change of `measure`
    protocol         id of the protocol; some withhold a gain until `mania_checked`
    mania_checked    somebody has looked for signs of mania over these sessions

    Raises ManiaNotChecked, or ValueError if the input cannot be used.

    >>> sudden_gains([[35, 37, 23, 23, 24, 21]], cutoff=7).gain.tolist()
    [[1.0, 0.0, 0.0]]
    """
    withheld = protocol and gain_withheld(protocol=protocol, mania_checked=mania_checked)
    if withheld:
        raise ManiaNotChecked(withheld)
    least = _cutoff(cutoff, measure)
    table = _table(scores)
    sessions = tuple(range(2, table.shape[1] - 1))
    shape = (table.shape[0], len(sessions))
    gain, back = np.full(shape, np.nan), np.full(shape, np.nan)
    for column, session in enumerate(sessions):
        gain[:, column] = _gain(table, session, least)
        back[:, column] = np.where(gain[:, column] == 1, _reversed(table, session), np.nan)
    return Gains(sessions, gain, back, least)


def _cutoff(cutoff: float | None, measure: Measure | None) -> float:
    if measure is not None and measure.higher_is != "worse":
        raise ValueError(f"sudden gains are falls, and on {measure.id} higher is better")
    if cutoff is None and measure is not None:
        cutoff = measure.change.threshold
    if cutoff is None:
        raise ValueError("say the least fall that counts: no reliable change is published for this")
    if not (isfinite(cutoff) and cutoff > 0):
        raise ValueError(f"the cut-off must be above 0, got {cutoff}")
    return cutoff


def _table(scores: ArrayLike) -> Floats:
    try:
        table = np.asarray(scores, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError("scores must be rows of numbers, all of one length") from error
    if table.ndim != 2:
        raise ValueError("scores must be rows of numbers, all of one length")
    if table.shape[1] < LEAST_SESSIONS:
        raise ValueError(f"sudden gains need 4 sessions or more, got {table.shape[1]}")
    if np.isinf(table).any():
        raise ValueError("scores hold a number without an end")
    return table


def _gain(table: Floats, session: int, least: float) -> Floats:
    """One column of `Gains.gain`: the fall after `session` (counted from 1)."""
    at, then = table[:, session - 1], table[:, session]
    n1, mean1, squares1 = _side(table[:, max(0, session - WINDOW) : session])
    n2, mean2, squares2 = _side(table[:, session : session + WINDOW])
    known = (n1 >= LEAST_VALUES) & (n2 >= LEAST_VALUES) & ~np.isnan(at) & ~np.isnan(then)
    freedom = np.where(known, n1 + n2 - 2, 1)
    clear = stdtrit(freedom, TWO_SIDED_05) * np.sqrt((squares1 + squares2) / freedom)
    fall, share = np.round(at - then, PLACES), np.round(SHARE_OF_SCORE * at, PLACES)
    found = (fall >= least) & (fall >= share) & (mean1 - mean2 > clear)
    return np.where(known, found, np.nan)


def _side(scores: Floats) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Number, mean and sum of squared deviations of each row's recorded scores."""
    there = ~np.isnan(scores)
    n = there.sum(axis=1)
    mean = np.where(there, scores, 0).sum(axis=1) / np.maximum(n, 1)
    squares = np.where(there, scores - mean[:, None], 0) ** 2
    return n, mean, squares.sum(axis=1)


def _reversed(table: Floats, session: int) -> NDArray[np.bool_]:
    """Whether any recorded score after the fall takes back half of it or more."""
    at, then = table[:, session - 1], table[:, session]
    half_back = np.round(then + SHARE_LOST * (at - then), PLACES)
    return (np.round(table[:, session + 1 :], PLACES) >= half_back[:, None]).any(axis=1)
