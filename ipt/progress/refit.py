"""Learning the course model from a practice's own finished courses. Offline; needs scipy.

Exact marginal likelihood of the Gaussian process: six variance parameters by L-BFGS, start and
slope by generalised least squares inside it. Pure: courses in, parameters and checks out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from ipt.progress.checks import Check, Course, table
from ipt.progress.parameters import Parameters, data

BOUNDS = (
    [(np.log(0.02), np.log(3.0))] * 2
    + [(-2.0, 2.0)]
    + [(np.log(0.02), np.log(3.0)), (np.log(0.2), np.log(60.0)), (np.log(0.02), np.log(3.0))]
)


@dataclass(frozen=True)
class Refit:
    """What a practice's courses teach.

    parameters   to be used: the new ones if they pass, else those in use before
    proposed     what the courses gave
    courses      how many counted
    checks       by cross-validation over clients; empty while only the mean is learnt
    passed       whether the proposed ones may be used
    """

    parameters: Parameters
    proposed: Parameters
    courses: int
    checks: tuple[Check, ...]
    passed: bool


def refit(parameters: Parameters, courses: Sequence[Course], *, seed: int = 1) -> Refit:
    """Learn from finished courses; refuse what does not pass the checks.

    parameters   the defaults of the measure
    courses      finished ones; those with fewer than 4 scores are left out
    seed         of the split into folds

    Below 80 courses only the mean first score is learnt, (n*mean + 20*default) / (n + 20).
    """
    rules = data()["refit"]
    whole = [course for course in courses if len(course.weeks) >= rules["scores"]]
    if len(whole) < rules["courses"]:
        learnt = mean_learnt(parameters, whole)
        return Refit(learnt, learnt, len(whole), (), True)
    proposed = fit(parameters, whole)
    checks = table(held_out(parameters, whole, seed=seed))
    passed = all(check.ok for check in checks)
    return Refit(proposed if passed else parameters, proposed, len(whole), checks, passed)


def mean_learnt(parameters: Parameters, courses: Sequence[Course]) -> Parameters:
    """Return the parameters with the mean first score drawn towards the practice's own."""
    if not courses:
        return parameters
    prior, n = data()["refit"]["prior_courses"], len(courses)
    total = sum(course.scores[0] for course in courses)
    mean = (total + prior * parameters.mean) / (n + prior)
    return replace(parameters, mean=mean, origin="mean", courses=n)


def held_out(
    parameters: Parameters, courses: Sequence[Course], *, seed: int
) -> list[tuple[Parameters, Course]]:
    """Return each course with parameters fitted to the other folds; a client is in one fold."""
    clients = sorted({course.client for course in courses})
    shuffled = np.random.default_rng(seed).permutation(len(clients))
    folds = data()["refit"]["folds"]
    fold = {clients[place]: i % folds for i, place in enumerate(shuffled)}
    pairs = []
    for each in range(folds):
        others = [course for course in courses if fold[course.client] != each]
        left = [course for course in courses if fold[course.client] == each]
        fitted = fit(parameters, others)
        pairs += [(fitted, course) for course in left]
    return pairs


def fit(parameters: Parameters, courses: Sequence[Course]) -> Parameters:
    """Return the parameters of greatest marginal likelihood, with the penalty on the decay.

    Two or more courses; the unit `sd` stays.
    """
    stack = _Stack.of(parameters, courses)
    found = minimize(stack.loss, _packed(parameters), jac=True, method="L-BFGS-B", bounds=BOUNDS)
    start, slope = stack.trend(found.x)
    return replace(
        parameters,
        **_unpacked(found.x),
        mean=start * parameters.sd,
        slope=slope,
        origin="practice",
        courses=len(courses),
    )


@dataclass(frozen=True)
class _Stack:
    """Courses side by side, filled up to the longest; filled places carry no weight.

    x   log(1 + weeks), (courses, n); real  1 where there is a score, (courses, n)
    y   scores in units of sd, (courses, n); design  of start and slope, (courses, n, 2)
    """

    weeks: np.ndarray
    x: np.ndarray
    real: np.ndarray
    y: np.ndarray
    design: np.ndarray

    @classmethod
    def of(cls, parameters: Parameters, courses: Sequence[Course]) -> "_Stack":
        shape = (len(courses), max(len(course.weeks) for course in courses))
        weeks, y, real = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        for row, course in enumerate(courses):
            here = slice(0, len(course.weeks))
            weeks[row, here], y[row, here] = course.weeks, course.scores
            real[row, here] = 1
        x = np.log1p(weeks)
        design = np.stack([real, real * x * parameters.towards_worse], axis=-1)
        return cls(weeks, x, real, y / parameters.sd, design)

    def covariance(self, packed: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
        """Return K (courses, n, n) and its six derivatives by the packed parameters."""
        s0, s1, wander, decay, noise = np.exp(packed[[0, 1, 3, 4, 5]])
        r = np.tanh(packed[2])
        pair = self.real[:, :, None] * self.real[:, None, :]
        both = pair * (self.x[:, :, None] + self.x[:, None, :])
        product = pair * self.x[:, :, None] * self.x[:, None, :]
        apart = np.abs(self.weeks[:, :, None] - self.weeks[:, None, :])
        near = pair * wander**2 * np.exp(-apart / decay)
        own = np.eye(self.x.shape[1]) * self.real[:, :, None]
        level, tied, steep = s0**2 * pair, r * s0 * s1 * both, s1**2 * product
        filled = np.eye(self.x.shape[1]) * (1 - self.real)[:, :, None]
        total = level + tied + steep + near + noise**2 * own + filled
        by = [
            2 * level + tied,
            2 * steep + tied,
            (1 - r**2) * s0 * s1 * both,
            2 * near,
            near * apart / decay,
            2 * noise**2 * own,
        ]
        return total, by

    def solved(self, packed: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return the inverse of K, the trend of least squares, residuals and the derivatives."""
        total, by = self.covariance(packed)
        inverse = np.linalg.inv(total)
        weighed = np.swapaxes(self.design, 1, 2) @ inverse
        normal = (weighed @ self.design).sum(axis=0)
        beta = np.linalg.solve(normal, (weighed @ self.y[:, :, None]).sum(axis=0)[:, 0])
        rest = self.y - self.design @ beta
        return inverse, beta, rest, np.linalg.slogdet(total)[1], by

    def trend(self, packed: np.ndarray) -> tuple[float, float]:
        """Return start and slope in units of sd."""
        start, slope = self.solved(packed)[1]
        return float(start), float(slope)

    def loss(self, packed: np.ndarray) -> tuple[float, np.ndarray]:
        """Return minus the log likelihood (but for a constant) with penalty, and its gradient."""
        inverse, _, rest, logdet, by = self.solved(packed)
        pull = (inverse @ rest[:, :, None])[:, :, 0]
        away, spread = packed[4] - np.log(DECAY["weeks"]), DECAY["sd"]
        value = (logdet.sum() + (rest * pull).sum() + (away / spread) ** 2) / 2
        core = inverse - pull[:, :, None] * pull[:, None, :]
        slope = np.array([(core * each).sum() / 2 for each in by])
        slope[4] += away / spread**2
        return float(value), slope


DECAY = {
    "weeks": data()["refit"]["log_decay_mean_weeks"],
    "sd": data()["refit"]["log_decay_sd"],
}


def _packed(p: Parameters) -> np.ndarray:
    spreads = np.log([p.start_sd, p.slope_sd, p.wander_sd, p.wander_weeks, p.error_sd])
    return np.insert(spreads, 2, np.arctanh(p.correlation))


def _unpacked(packed: np.ndarray) -> dict[str, float]:
    names = ("start_sd", "slope_sd", "correlation", "wander_sd", "wander_weeks", "error_sd")
    values = np.exp(packed)
    values[2] = np.tanh(packed[2])
    return dict(zip(names, values.tolist(), strict=True))
