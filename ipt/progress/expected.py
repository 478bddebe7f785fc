"""The expected course of one person's scores: one Gaussian process in closed form.

Two curves are kept: `intake`, from the first score only, is what a course is held against;
`expected`, from all scores, is what is likely from here. It needs numpy, no fitting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from ipt.progress.course import daily, weeks
from ipt.progress.parameters import Parameters, parameters

__all__ = ["Expected", "Parameters", "daily", "expected", "intake", "parameters", "weeks"]

Z80 = 1.2816


@dataclass(frozen=True)
class Expected:
    """The course to be expected at some weeks, in points of the measure.

    at          weeks since the first score
    mean        expected score
    sd          spread of a score about it, error of the measure included
    low, high   the band in which four of five scores would lie; may pass the ends of the scale
    """

    at: tuple[float, ...]
    mean: tuple[float, ...]
    sd: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def drawn(self, range: tuple[float, float]) -> "Expected":
        """Return it cut to the ends of the scale, for drawing only."""
        cut = [tuple(min(max(v, range[0]), range[1]) for v in values) for values in self._lines()]
        return Expected(self.at, cut[0], self.sd, cut[1], cut[2])

    def _lines(self) -> tuple[tuple[float, ...], ...]:
        return self.mean, self.low, self.high


def expected(
    parameters: Parameters,
    weeks: Sequence[float],
    scores: Sequence[float],
    at: Sequence[float],
) -> Expected:
    """Return the updated course: what is to be expected at some weeks, given all scores so far.

    weeks, scores   as for `daily`
    at              weeks since the first score, 0 or later

    Raises ValueError with a sentence for numbers that cannot be a course.
    Source: mean and variance of a Gaussian process given its values (see `parameters.toml`).

    >>> from ipt.progress.parameters import parameters
    >>> [round(m, 1) for m in expected(parameters("phq-9"), [0], [16], [4, 8, 12, 16]).mean]
    [12.2, 10.9, 10.0, 9.4]
    """
    for week in at:
        if not 0 <= week < inf:
            raise ValueError(f"A course is expected from week 0 on, not at week {week}.")
    seen, values = (np.array(each) for each in daily(weeks, scores, within=parameters.range))
    then = np.array(at, dtype=float)
    mean, sd = condition(parameters, seen, values, then)
    low, high = mean - Z80 * sd, mean + Z80 * sd
    return Expected(tuple(then.tolist()), *(tuple(v.tolist()) for v in (mean, sd, low, high)))


def intake(parameters: Parameters, first: float, at: Sequence[float]) -> Expected:
    """Return the intake curve: what is to be expected given the first score only.

    first   score of week 0, in points (the average if there were several that day)
    """
    return expected(parameters, [0.0], [first], at)


def trend(parameters: Parameters, weeks: np.ndarray) -> np.ndarray:
    """Return the mean course of all people in points, shape of `weeks`."""
    change = parameters.towards_worse * parameters.slope * np.log1p(weeks)
    return parameters.mean + parameters.sd * change


def kernel(parameters: Parameters, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the covariance between true scores at weeks a (n) and b (m), in points², (n, m)."""
    p, x, y = parameters, np.log1p(a)[:, None], np.log1p(b)[None, :]
    shared = p.correlation * p.start_sd * p.slope_sd * (x + y)
    lasting = p.start_sd**2 + shared + p.slope_sd**2 * x * y
    apart = np.abs(a[:, None] - b[None, :])
    return p.sd**2 * (lasting + p.wander_sd**2 * np.exp(-apart / p.wander_weeks))


def condition(
    parameters: Parameters, weeks: np.ndarray, scores: np.ndarray, at: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and sd of scores at some weeks given others, in points, without checks."""
    error = (parameters.sd * parameters.error_sd) ** 2
    known = np.linalg.cholesky(kernel(parameters, weeks, weeks) + error * np.eye(len(weeks)))
    across = np.linalg.solve(known, kernel(parameters, weeks, at))
    pull = np.linalg.solve(known, scores - trend(parameters, weeks))
    mean = trend(parameters, at) + across.T @ pull
    alone = np.diagonal(kernel(parameters, at, at)) + error
    return mean, np.sqrt(alone - (across**2).sum(axis=0))
