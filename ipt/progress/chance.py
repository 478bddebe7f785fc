"""How likely it is that the score has not halved at the planned end: in three words, no number."""

from collections.abc import Sequence
from math import erfc, exp, inf, log, sqrt

from ipt.progress.course import daily
from ipt.progress.parameters import Parameters, data
from ipt.words import Message

FAR = 8.0


def words_for(
    parameters: Parameters,
    weeks: Sequence[float],
    scores: Sequence[float],
    *,
    planned_weeks: float,
) -> Message | None:
    """Return one of three wordings, or None where halving means nothing or the end is here.

    planned_weeks   weeks from the first score to the planned end

    Raises ValueError for scores that cannot be a course.
    """
    days, values = daily(weeks, scores, within=parameters.range)
    if parameters.higher_is == "better" or values[0] <= 0 or planned_weeks <= days[-1]:
        return None
    return word(not_halved(parameters, days, values, planned_weeks))


def word(chance: float) -> Message:
    """Return the wording of a chance between 0 and 1; the middle band has its lower end."""
    id = next(row["id"] for row in data()["chances"] if chance < row.get("below", inf))
    return Message(f"progress.chance.{id}")


def not_halved(
    parameters: Parameters, weeks: Sequence[float], scores: Sequence[float], end: float
) -> float:
    """Return the chance, shrunk, of more than half the first score at week `end`. Not for display.

    The chance from the updated course is too sure of itself: its logit is multiplied by
    `chance_slope`. Weeks and scores as `course.daily` gives them.
    """
    from ipt.progress.expected import expected

    then = expected(parameters, weeks, scores, [end])
    z = (then.mean[0] - scores[0] / 2) / then.sd[0]
    z = max(-FAR, min(FAR, z))
    logit = log(_below(z) / _below(-z))
    return 1 / (1 + exp(-parameters.chance_slope * logit))


def _below(z: float) -> float:
    """Return the share of a normal distribution below z."""
    return erfc(-z / sqrt(2)) / 2
