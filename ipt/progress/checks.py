"""How well a set of parameters foretells courses that it has not seen.

The same checks judge the defaults on public data and a practice's own refit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ipt.progress.course import daily
from ipt.progress.expected import condition, kernel, trend
from ipt.progress.parameters import Parameters, data

Z95, Z80 = 1.959964, 1.2816
AHEAD = (4.0, 10.0)
SEEN_BEFORE = 2


@dataclass(frozen=True)
class Course:
    """One finished course. Weeks since the first score and scores in points, one a day."""

    client: str
    weeks: tuple[float, ...]
    scores: tuple[float, ...]

    @classmethod
    def of(cls, client: str, weeks: Sequence[float], scores: Sequence[float]) -> "Course":
        """Return a course in order, days averaged. Raises ValueError as `course.daily`."""
        return cls(client, *daily(weeks, scores))


@dataclass(frozen=True)
class Check:
    """One line of the table: what was asked, what was reached; None if nothing could be."""

    id: str
    target: tuple[float, float]
    reached: float | None
    ok: bool


@dataclass(frozen=True)
class Foretold:
    """One score held against its forecast, in points; `stays` is the last score before it."""

    score: float
    mean: float
    sd: float
    stays: float

    @property
    def z(self) -> float:
        """Distance from the forecast in its own spread."""
        return (self.score - self.mean) / self.sd


def draw(parameters: Parameters, weeks: Sequence[float], seed: int, client: str = "") -> Course:
    """Return a course drawn from the model itself, neither rounded nor cut to the scale."""
    times = np.array(weeks, dtype=float)
    error = (parameters.sd * parameters.error_sd) ** 2
    spread = np.linalg.cholesky(kernel(parameters, times, times) + error * np.eye(len(times)))
    noise = np.random.default_rng(seed).standard_normal(len(times))
    scores = trend(parameters, times) + spread @ noise
    return Course(client, tuple(times.tolist()), tuple(scores.tolist()))


def foretell(parameters: Parameters, course: Course, seen: int, target: int) -> Foretold:
    """Foretell score number `target` of a course from its first `seen` scores."""
    weeks, scores = np.array(course.weeks), np.array(course.scores)
    mean, sd = condition(parameters, weeks[:seen], scores[:seen], weeks[[target]])
    stays = course.scores[seen - 1]
    return Foretold(course.scores[target], float(mean[0]), float(sd[0]), stays)


def ahead(parameters: Parameters, course: Course) -> list[Foretold]:
    """Foretell, from each point with two scores or more, the last one 4 to 10 weeks later."""
    found = []
    for seen in range(SEEN_BEFORE, len(course.weeks)):
        now = course.weeks[seen - 1]
        later = [i for i, w in enumerate(course.weeks) if AHEAD[0] <= w - now <= AHEAD[1]]
        found += [foretell(parameters, course, seen, later[-1])] if later else []
    return found


def following(parameters: Parameters, course: Course) -> list[Foretold]:
    """Foretell, from each point with two scores or more, the one that came next."""
    points = range(SEEN_BEFORE, len(course.weeks))
    return [foretell(parameters, course, seen, seen) for seen in points]


def from_intake(parameters: Parameters, course: Course) -> list[Foretold]:
    """Foretell every later score from the first one only."""
    return [foretell(parameters, course, 1, target) for target in range(1, len(course.weeks))]


def within(found: Sequence[Foretold], z: float) -> float | None:
    """Return the share of scores inside an interval of +- z spreads; None if there are none."""
    return sum(abs(each.z) <= z for each in found) / len(found) if found else None


def error(found: Sequence[Foretold]) -> tuple[float, float] | None:
    """Return the mean error in points, of the forecast and of 'stays as today'."""
    if not found:
        return None
    ours = sum(abs(each.score - each.mean) for each in found)
    return ours / len(found), sum(abs(each.score - each.stays) for each in found) / len(found)


def table(held_out: Sequence[tuple[Parameters, Course]]) -> tuple[Check, ...]:
    """Return every check over courses, each with parameters that were fitted without it."""
    far = [each for fit, course in held_out for each in ahead(fit, course)]
    near = [each for fit, course in held_out for each in following(fit, course)]
    start = [each.z for fit, course in held_out for each in from_intake(fit, course)]
    errors = error(far)
    reached = {
        "ahead_95": within(far, Z95),
        "ahead_80": within(far, Z80),
        "next_95": within(near, Z95),
        "next_80": within(near, Z80),
        "intake_z_mean": float(np.mean(start)) if start else None,
        "intake_z_sd": float(np.std(start)) if start else None,
        "error_saved": errors[1] - errors[0] if errors else None,
    }
    return tuple(_judged(row, reached[row["id"]]) for row in data()["checks"])


def _judged(row: dict, reached: float | None) -> Check:
    ok = reached is not None and row["from"] <= reached <= row["to"]
    return Check(row["id"], (row["from"], row["to"]), reached, ok)
