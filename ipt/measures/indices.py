"""The formulas of reliable change: groups, errors and indices, for `ipt.measures.methods`."""

from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from ipt.measures.change import Z95

Floats = NDArray[np.float64]
ONE_SIDED_95 = 1.644854
# A change of exactly the threshold counts, also where 2.3 - 1.57 comes out a hair below 0.73.
PLACES = 9
WITH_FIRST_MEAN = {"en", "gln", "hll", "nk"}
WITH_BOTH_TIMES = {"hll", "ha"}


@dataclass(frozen=True)
class Group:
    """The clinical group, over complete pairs; nan where it was neither given nor computed."""

    n: int
    mean: float
    sd: float
    mean_last: float
    sd_last: float
    together: float


@dataclass(frozen=True)
class Error:
    """The error of the measure: reliability before and after, and SEM in points."""

    before: float
    after: float
    sem: float

    def reliability_at(self, sd: float, whose: str) -> float:
        """Reliability where the spread is `sd` and the error is the same (Hageman & Arrindell)."""
        if sd <= self.sem:
            raise ValueError(f"the spread of {whose} is not above the error of the measure")
        return 1 - (self.sem / sd) ** 2


def group_of(
    first: Floats,
    last: Floats,
    method: str,
    line: str | float | None,
    *,
    sd: float | None,
    mean: float | None,
) -> Group:
    """Return the group, its own mean and sd where none are given and the method needs them.

    line   the cut-off asked for, which may need them too

    Raises ValueError for fewer than 2 complete pairs, or no spread.
    """
    whole = ~(np.isnan(first) | np.isnan(last))
    n = int(np.count_nonzero(whole))
    spread_needed = method != "fixed" or line in ("a", "c")
    mean_needed = method in WITH_FIRST_MEAN or method == "ha" or line in ("a", "c")
    own_sd, own_mean = spread_needed and sd is None, mean_needed and mean is None
    both = method in WITH_BOTH_TIMES
    if (own_sd or own_mean or both) and n < 2:
        raise ValueError(f"{n} complete pairs are too few for a mean and sd of their own")
    before, after = first[whole], last[whole]
    group = Group(
        n=n,
        mean=float(before.mean()) if own_mean else finite(mean, "the mean"),
        sd=float(before.std(ddof=1)) if own_sd else positive(sd, "the sd"),
        mean_last=float(after.mean()) if both else np.nan,
        sd_last=float(after.std(ddof=1)) if both else np.nan,
        together=float(np.cov(before, after)[0, 1]) if both else np.nan,
    )
    if group.sd == 0:
        raise ValueError("the first scores are all the same, so they have no spread")
    return group


def error_of(
    method: str, sd: float, reliability: float | None, reliability_post: float | None
) -> Error:
    """Return the error of the measure; nan for method fixed, which has none."""
    if method == "fixed":
        return Error(np.nan, np.nan, np.nan)
    if reliability is None:
        raise ValueError(f"method {method} needs the reliability of the measure")
    after = reliability if reliability_post is None else reliability_post
    for value in (reliability, after):
        if not 0 <= value < 1:
            raise ValueError(f"reliability must lie in [0, 1), got {value}")
    return Error(reliability, after, sd * sqrt(1 - reliability))


def index_of(
    first: Floats,
    last: Floats,
    method: str,
    group: Group,
    error: Error,
    threshold: float | None,
    multiple: float,
) -> tuple[Floats, float]:
    """Return the change of each pair in units of its error, and how much counts."""
    points, r = last - first, error.before
    if method == "fixed":
        if threshold is None:
            raise ValueError("method fixed needs a threshold in points")
        return np.round(points, PLACES) / positive(threshold, "the threshold"), 1.0
    if method == "sem":
        return points / error.sem, positive(multiple, "the multiple of the error")
    if method == "jt":
        return points / (sqrt(2) * error.sem), Z95
    if method == "ha":
        return _hageman_arrindell(points, group, error), ONE_SIDED_95
    expected = r * (first - group.mean)
    if method == "hll":
        return (last - group.mean_last - expected) / (group.sd * sqrt(1 - r**2)), Z95
    departure = last - group.mean - expected
    if method == "en":
        return departure / error.sem, Z95
    if method == "gln":
        return departure / (group.sd * sqrt(1 - r**2)), Z95
    return departure / (group.sd * sqrt(r**2 * (1 - r) + 1 - error.after)), Z95


def _hageman_arrindell(points: Floats, group: Group, error: Error) -> Floats:
    before, after, shared = group.sd**2, group.sd_last**2, 2 * group.together
    true_after = after * error.reliability_at(group.sd_last, "the last scores")
    true_spread = before * error.before + true_after - shared
    if true_spread <= 0:
        raise ValueError("the changes do not differ by more than the error of the measure")
    r = true_spread / (before + after - shared)
    moved = group.mean_last - group.mean
    return (points * r + moved * (1 - r)) / (sqrt(2 * r) * error.sem)


def finite(value: float | None, what: str) -> float:
    """Return a number as it is, nan for None; refuse anything without an end."""
    if value is None:
        return np.nan
    if not isfinite(value):
        raise ValueError(f"{what} must be a number, got {value}")
    return value


def positive(value: float | None, what: str) -> float:
    """Return a number above 0 as it is, nan for None; refuse anything else."""
    if value is None:
        return np.nan
    if not (isfinite(value) and value > 0):
        raise ValueError(f"{what} must be above 0, got {value}")
    return value
