"""Reliable change of many pairs of scores at once, by the methods that are published.

One question per person: is this change more than the error of the questionnaire, and did it
cross from the clinical to the functional side? Arrays in, arrays out. For one person beside
a published threshold see `ipt.measures.change`.

Sources: Jacobson & Truax 1991, doi:10.1037/0022-006X.59.1.12; Speer 1992 (Edwards-Nunnally);
Hsu 1989, 1999 (Gulliksen-Lord-Novick, Hsu-Linn-Lord); Nunnally & Kotsch 1983;
Hageman & Arrindell 1999.
"""

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures.change import Z95, CutOffs, cut_offs
from ipt.measures.definition import Direction
from ipt.words import Message

Method = Literal["jt", "en", "gln", "hll", "nk", "ha", "sem", "fixed"]
CutOff = Literal["a", "b", "c"]
Floats = NDArray[np.float64]

METHODS: tuple[str, ...] = get_args(Method)
CATEGORIES = ("recovered", "improved", "unchanged", "deteriorated", "harmed")
ONE_SIDED_95 = 1.644854
ENOUGH_OWN_CASES = 30
# A change of exactly the threshold counts, also where 2.3 - 1.57 comes out a hair below 0.73.
PLACES = 9
WITH_FIRST_MEAN = {"en", "gln", "hll", "nk"}
WITH_BOTH_TIMES = {"hll", "ha"}
RESEARCH_ONLY = {"gln", "hll"}


@dataclass(frozen=True)
class Changes:
    """What became of each pair, and what it was judged by.

    rci          (n,) the change in units of its error (method "fixed": of the threshold);
                 nan where a score is missing
    category     (n,) one of CATEGORIES, "" where a score is missing. "unchanged" means a change
                 is not shown; say it with `change.category.unchanged`. Without a cut-off
                 there is no "recovered" and no "harmed"
    critical     the size rci must pass (strictly; method "fixed": reach)
    cutoff       the line between clinical and functional, in points; None if none was asked for
    n            complete pairs
    mean, sd     of the first scores, in points, as used; None if the method needs none
    notes        what must be said beside these figures
    """

    method: Method
    rci: Floats
    category: NDArray[np.str_]
    critical: float
    cutoff: float | None
    n: int
    mean: float | None
    sd: float | None
    notes: tuple[Message, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many pairs fall into each category.

        >>> reliable_changes([20, 20], [5, 19], reliability=0.8, sd=5).counts["improved"]
        1
        """
        return {name: int(np.count_nonzero(self.category == name)) for name in CATEGORIES}


@dataclass(frozen=True)
class _Group:
    """The clinical group, over complete pairs; nan where it was neither given nor computed."""

    n: int
    mean: float
    sd: float
    mean_last: float
    sd_last: float
    together: float


@dataclass(frozen=True)
class _Error:
    """The error of the measure: reliability before and after, and SEM in points."""

    before: float
    after: float
    sem: float

    def reliability_at(self, sd: float, whose: str) -> float:
        """Reliability where the spread is `sd` and the error is the same (Hageman & Arrindell)."""
        if sd <= self.sem:
            raise ValueError(f"the spread of {whose} is not above the error of the measure")
        return 1 - (self.sem / sd) ** 2


def reliable_changes(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    method: Method = "jt",
    higher: Direction = "worse",
    reliability: float | None = None,
    reliability_post: float | None = None,
    sd: float | None = None,
    mean: float | None = None,
    functional_mean: float | None = None,
    functional_sd: float | None = None,
    cutoff: CutOff | None = None,
    threshold: float | None = None,
    multiple: float = 1.0,
) -> Changes:
    """Judge every pair of first and last score by one method.

    pre, post           (n,) scores in points; nan or None where one is missing
    method              jt, en, gln, hll, nk, ha; sem (a band of `multiple` errors);
                        fixed (a published number of points, which counts when reached)
    higher              which way is bad news: "worse" for PHQ-9, "better" for WHO-5
    reliability         of the measure, from 0 up to but not including 1 (not for fixed)
    reliability_post    method nk only; by default the same
    sd, mean            of first scores in the reference group; by default of these pairs
    functional_mean     and functional_sd: the norm of people who are well
    cutoff              a, b or c; by default c where a norm is given, else none

    Raises ValueError, one sentence, for anything that cannot be reckoned with.

    >>> reliable_changes([18, 18, None], [9, 16, 3], sd=6, reliability=0.84).category.tolist()
    ['improved', 'unchanged', '']
    """
    if method not in METHODS:
        raise ValueError(f"there is no method {method!r}; there are {', '.join(METHODS)}")
    if higher not in ("worse", "better"):
        raise ValueError(f"higher must be 'worse' or 'better', not {higher!r}")
    first, last = _scores(pre, "pre"), _scores(post, "post")
    if first.shape != last.shape:
        raise ValueError(f"there are {first.size} first and {last.size} last scores")
    line = _line_asked(cutoff, functional_mean, functional_sd)
    group = _group(first, last, method, line, sd=sd, mean=mean)
    error = _error(method, group.sd, reliability, reliability_post)
    rci, critical = _index(first, last, method, group, error, threshold, multiple)
    at = None
    if line is not None:
        lines = _lines(method, group, error, functional_mean, functional_sd, higher)
        at = getattr(lines, line)
    sign = 1 if higher == "better" else -1
    functional_last = None if at is None else _beyond(last, at, sign, method, group, error)
    return Changes(
        method=method,
        rci=rci,
        category=_categories(first, last, rci, critical, sign, at, functional_last, method),
        critical=critical,
        cutoff=at,
        n=group.n,
        mean=_told(group.mean),
        sd=_told(group.sd),
        notes=_notes(method, group, sd),
    )


def _scores(values: ArrayLike, name: str) -> Floats:
    """One row of numbers; None becomes nan."""
    try:
        scores = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers") from error
    if scores.ndim != 1:
        raise ValueError(f"{name} must be one row of numbers")
    if np.isinf(scores).any():
        raise ValueError(f"{name} holds a score without an end")
    return scores


def _line_asked(
    cutoff: str | None, functional_mean: float | None, functional_sd: float | None
) -> str | None:
    if (functional_mean is None) != (functional_sd is None):
        raise ValueError("a functional norm needs both its mean and its sd")
    if functional_mean is not None:
        _finite(functional_mean, "the functional mean")
        _positive(functional_sd, "the functional sd")
    if cutoff is None:
        return None if functional_mean is None else "c"
    if cutoff not in ("a", "b", "c"):
        raise ValueError(f"the cut-off is a, b or c, not {cutoff!r}")
    if cutoff != "a" and functional_mean is None:
        raise ValueError(f"cut-off {cutoff} needs the mean and sd of a functional norm")
    return cutoff


def _group(
    first: Floats,
    last: Floats,
    method: str,
    line: str | None,
    *,
    sd: float | None,
    mean: float | None,
) -> _Group:
    whole = ~(np.isnan(first) | np.isnan(last))
    n = int(np.count_nonzero(whole))
    spread_needed = method != "fixed" or line in ("a", "c")
    mean_needed = method in WITH_FIRST_MEAN or method == "ha" or line in ("a", "c")
    own_sd, own_mean = spread_needed and sd is None, mean_needed and mean is None
    both = method in WITH_BOTH_TIMES
    if (own_sd or own_mean or both) and n < 2:
        raise ValueError(f"{n} complete pairs are too few for a mean and sd of their own")
    before, after = first[whole], last[whole]
    group = _Group(
        n=n,
        mean=float(before.mean()) if own_mean else _finite(mean, "the mean"),
        sd=float(before.std(ddof=1)) if own_sd else _positive(sd, "the sd"),
        mean_last=float(after.mean()) if both else np.nan,
        sd_last=float(after.std(ddof=1)) if both else np.nan,
        together=float(np.cov(before, after)[0, 1]) if both else np.nan,
    )
    if group.sd == 0:
        raise ValueError("the first scores are all the same, so they have no spread")
    return group


def _error(
    method: str, sd: float, reliability: float | None, reliability_post: float | None
) -> _Error:
    if method == "fixed":
        return _Error(np.nan, np.nan, np.nan)
    if reliability is None:
        raise ValueError(f"method {method} needs the reliability of the measure")
    after = reliability if reliability_post is None else reliability_post
    for value in (reliability, after):
        if not 0 <= value < 1:
            raise ValueError(f"reliability must lie in [0, 1), got {value}")
    return _Error(reliability, after, sd * sqrt(1 - reliability))


def _index(
    first: Floats,
    last: Floats,
    method: str,
    group: _Group,
    error: _Error,
    threshold: float | None,
    multiple: float,
) -> tuple[Floats, float]:
    """The change of each pair in units of its error, and how much counts."""
    points, r = last - first, error.before
    if method == "fixed":
        if threshold is None:
            raise ValueError("method fixed needs a threshold in points")
        return np.round(points, PLACES) / _positive(threshold, "the threshold"), 1.0
    if method == "sem":
        return points / error.sem, _positive(multiple, "the multiple of the error")
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


def _hageman_arrindell(points: Floats, group: _Group, error: _Error) -> Floats:
    before, after, shared = group.sd**2, group.sd_last**2, 2 * group.together
    true_after = after * error.reliability_at(group.sd_last, "the last scores")
    true_spread = before * error.before + true_after - shared
    if true_spread <= 0:
        raise ValueError("the changes do not differ by more than the error of the measure")
    r = true_spread / (before + after - shared)
    moved = group.mean_last - group.mean
    return (points * r + moved * (1 - r)) / (sqrt(2 * r) * error.sem)


def _lines(
    method: str,
    group: _Group,
    error: _Error,
    functional_mean: float | None,
    functional_sd: float | None,
    higher: Direction,
) -> CutOffs:
    """Cut-offs from both groups; Hageman & Arrindell take the true spread of each."""
    sd, norm = group.sd, functional_sd
    if method == "ha":
        sd *= sqrt(error.reliability_at(sd, "the first scores"))
        if norm is not None:
            norm *= sqrt(error.reliability_at(norm, "the functional norm"))
    return cut_offs(
        mean=group.mean, sd=sd, functional_mean=functional_mean, functional_sd=norm, higher=higher
    )


def _beyond(
    last: Floats, at: float, sign: int, method: str, group: _Group, error: _Error
) -> NDArray[np.bool_]:
    """Who ends on the functional side; by Hageman & Arrindell, who certainly does."""
    if method != "ha":
        return sign * last > sign * at
    r = error.reliability_at(group.sd_last, "the last scores")
    true = group.mean_last + (last - group.mean_last) * r
    return sign * (true - at) / (sqrt(r) * error.sem) > ONE_SIDED_95


def _categories(
    first: Floats,
    last: Floats,
    rci: Floats,
    critical: float,
    sign: int,
    at: float | None,
    functional_last: NDArray[np.bool_] | None,
    method: str,
) -> NDArray[np.str_]:
    gained = sign * rci
    if method == "fixed":
        better, worse = gained >= critical, gained <= -critical
    else:
        better, worse = gained > critical, gained < -critical
    code = np.full(first.shape, CATEGORIES.index("unchanged"))
    code[better] = CATEGORIES.index("improved")
    code[worse] = CATEGORIES.index("deteriorated")
    if at is not None:
        began_clinical, began_functional = sign * first < sign * at, sign * first > sign * at
        ends_clinical = sign * last < sign * at
        code[better & began_clinical & functional_last] = CATEGORIES.index("recovered")
        code[worse & began_functional & ends_clinical] = CATEGORIES.index("harmed")
    code[np.isnan(rci)] = len(CATEGORIES)
    return np.array([*CATEGORIES, ""])[code]


def _notes(method: str, group: _Group, sd: float | None) -> tuple[Message, ...]:
    notes = []
    if sd is None and not np.isnan(group.sd) and group.n < ENOUGH_OWN_CASES:
        values = {"n": group.n, "least": ENOUGH_OWN_CASES}
        notes.append(Message("change.note.few_own_cases", values))
    if method in RESEARCH_ONLY:
        notes.append(Message("change.note.research_method"))
    return tuple(notes)


def _told(value: float) -> float | None:
    return None if np.isnan(value) else value


def _finite(value: float | None, what: str) -> float:
    if value is None:
        return np.nan
    if not isfinite(value):
        raise ValueError(f"{what} must be a number, got {value}")
    return value


def _positive(value: float | None, what: str) -> float:
    if value is None:
        return np.nan
    if not (isfinite(value) and value > 0):
        raise ValueError(f"{what} must be above 0, got {value}")
    return value
