"""Reliable change of many pairs of scores at once, by the methods that are published.

One question per person: is this change more than the error of the questionnaire, and did it
cross from the clinical to the functional side? Arrays in, arrays out. For one person beside
a published threshold see `ipt.measures.change`.

Sources: Jacobson & Truax 1991, doi:10.1037/0022-006X.59.1.12; Speer 1992 (Edwards-Nunnally);
Hsu 1989, 1999 (Gulliksen-Lord-Novick, Hsu-Linn-Lord); Nunnally & Kotsch 1983;
Hageman & Arrindell 1999.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures.change import CutOffs, cut_offs
from ipt.measures.definition import Direction
from ipt.measures.indices import (
    ONE_SIDED_95,
    Error,
    Floats,
    Group,
    error_of,
    finite,
    group_of,
    index_of,
    positive,
)
from ipt.words import Message

Method = Literal["jt", "en", "gln", "hll", "nk", "ha", "sem", "fixed"]
CutOff = Literal["a", "b", "c"]

METHODS: tuple[str, ...] = get_args(Method)
CATEGORIES = ("recovered", "improved", "unchanged", "deteriorated", "harmed")
ENOUGH_OWN_CASES = 30
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
    cutoff: CutOff | float | None = None,
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
    cutoff              a, b, c or a line of its own in points, such as 10 for PHQ-9; by default
                        c where a norm is given, else none

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
    group = group_of(first, last, method, line, sd=sd, mean=mean)
    error = error_of(method, group.sd, reliability, reliability_post)
    rci, critical = index_of(first, last, method, group, error, threshold, multiple)
    at = line if isinstance(line, float) else None
    if isinstance(line, str):
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
    cutoff: str | float | None, functional_mean: float | None, functional_sd: float | None
) -> str | float | None:
    if (functional_mean is None) != (functional_sd is None):
        raise ValueError("a functional norm needs both its mean and its sd")
    if functional_mean is not None:
        finite(functional_mean, "the functional mean")
        positive(functional_sd, "the functional sd")
    if cutoff is None:
        return None if functional_mean is None else "c"
    if isinstance(cutoff, (int, float)):
        return float(finite(cutoff, "the cut-off"))
    if cutoff not in ("a", "b", "c"):
        raise ValueError(f"the cut-off is a, b, c or a number, not {cutoff!r}")
    if cutoff != "a" and functional_mean is None:
        raise ValueError(f"cut-off {cutoff} needs the mean and sd of a functional norm")
    return cutoff


def _lines(
    method: str,
    group: Group,
    error: Error,
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
    last: Floats, at: float, sign: int, method: str, group: Group, error: Error
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


def _notes(method: str, group: Group, sd: float | None) -> tuple[Message, ...]:
    notes = []
    if sd is None and not np.isnan(group.sd) and group.n < ENOUGH_OWN_CASES:
        values = {"n": group.n, "least": ENOUGH_OWN_CASES}
        notes.append(Message("change.note.few_own_cases", values))
    if method in RESEARCH_ONLY:
        notes.append(Message("change.note.research_method"))
    return tuple(notes)


def _told(value: float) -> float | None:
    return None if np.isnan(value) else value
