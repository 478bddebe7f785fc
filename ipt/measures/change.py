"""What a change of score means: response, remission, recovery, reliable change.

Four different words, never swapped. "unclear" means a change is not shown; it is
never to be told as "no change".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from ipt.measures.definition import Direction, Measure
from ipt.measures.scoring import COMPARE

Verdict = Literal["improved", "unclear", "worse"]
Z95 = 1.959964
RESPONSE_PERCENT = 50
PAIR = ("phq-9", "gad-7")


@dataclass(frozen=True)
class Change:
    """A change between two scores.

    points      last minus first, signed, in points of the measure
    threshold   size at which a change counts as reliable, in points; None if not published
    verdict     None when there is no published threshold: show the line and no verdict
    """

    points: float
    threshold: float | None
    verdict: Verdict | None


def change(measure: Measure, first: float, last: float) -> Change:
    """Compare two scores of one person by the published reliable change of the measure.

    A change of exactly the threshold counts (>=), as it is published: PHQ-9 6, GAD-7 4, EPDS 4.

    Source: NHS Talking Therapies manual; Matthey 2004 for the EPDS (see each measure's file).

    >>> from ipt.measures import library
    >>> change(library.load("phq-9"), 17, 11)
    Change(points=-6, threshold=6, verdict='improved')
    """
    points, threshold = last - first, measure.change.threshold
    if threshold is None:
        return Change(points, None, None)
    if abs(points) < threshold:
        return Change(points, threshold, "unclear")
    return Change(points, threshold, _direction(points, measure.higher_is))


def reliable_change(
    first: float, last: float, *, sd: float, reliability: float, higher: Direction
) -> Change:
    """Compare two scores with the error of the measure, where no threshold is published.

    sd            spread of first scores in the reference group, in points, > 0
    reliability   of the measure in that group, from 0 up to but not including 1
    higher        which way is bad news: "worse" for PHQ-9, "better" for WHO-5

    Strictly more than the threshold counts, unlike the published whole-point rules.
    Raises ValueError if sd or reliability is out of range.

    Source: Jacobson & Truax 1991, doi:10.1037/0022-006X.59.1.12
    threshold = 1.96 * sd * sqrt(2 * (1 - reliability))

    >>> reliable_change(18, 9, sd=6, reliability=0.84, higher="worse").verdict
    'improved'
    """
    if sd <= 0:
        raise ValueError(f"sd must be positive, got {sd}")
    if not 0 <= reliability < 1:
        raise ValueError(f"reliability must lie in [0, 1), got {reliability}")
    points = last - first
    threshold = Z95 * sd * sqrt(2 * (1 - reliability))
    if abs(points) <= threshold:
        return Change(points, threshold, "unclear")
    return Change(points, threshold, _direction(points, higher))


@dataclass(frozen=True)
class CutOffs:
    """Three lines between the clinical and the functional side, in points.

    a   two sd of the clinical group away from its mean: only where there is no norm
    b   two sd of the functional group away from its mean: where that norm is trusted
    c   half way by the spread of both: where the two groups overlap
    """

    a: float
    b: float | None
    c: float | None


def cut_offs(
    *,
    mean: float,
    sd: float,
    functional_mean: float | None = None,
    functional_sd: float | None = None,
    higher: Direction,
) -> CutOffs:
    """Return the clinical cut-offs of two groups; b and c are None without a functional norm.

    mean, sd                          of the clinical group's first scores, in points
    functional_mean, functional_sd    of people who are well, in points

    b uses the sd of the functional group, as it was defined; some packages take the other one.

    Source: Jacobson & Truax 1991, doi:10.1037/0022-006X.59.1.12

    >>> cut_offs(mean=40, sd=7.5, functional_mean=60, functional_sd=7.5, higher="better")
    CutOffs(a=55.0, b=45.0, c=50.0)
    """
    two_better = 2 if higher == "better" else -2
    a = mean + two_better * sd
    if functional_mean is None or functional_sd is None:
        return CutOffs(a, None, None)
    b = functional_mean - two_better * functional_sd
    c = (functional_sd * mean + sd * functional_mean) / (functional_sd + sd)
    return CutOffs(a, b, c)


def percent_fall(first: float, last: float) -> float | None:
    """Return by how many percent of the first score it fell; negative for a rise.

    None if the first score is 0. For measures on which higher is worse.

    >>> round(percent_fall(17, 6), 1)
    64.7
    """
    return None if first == 0 else 100 * (first - last) / first


def response(first: float, last: float) -> bool | None:
    """At least half of the first score gone (standard teaching; definitions differ by country)."""
    fall = percent_fall(first, last)
    return None if fall is None else fall >= RESPONSE_PERCENT


def remission(measure: Measure, last: float) -> bool | None:
    """At or past the measure's published remission line (PHQ-9 < 5); None if there is none."""
    return meets(measure, "remission", last)


def meets(measure: Measure, cutoff: str, value: float) -> bool | None:
    """Whether a score meets a named cut-off of the main scale; None if there is no such line."""
    line = next((cut for cut in measure.main.cutoffs if cut.id == cutoff), None)
    return None if line is None else COMPARE[line.op](value, line.value)


def caseness(scores: Mapping[str, float | None]) -> bool | None:
    """PHQ-9 >= 10 or GAD-7 >= 8; None if either score is missing.

    scores   last or first totals by measure id

    Source: NHS Talking Therapies; thresholds from the measures' own files.
    """
    from ipt.measures import library

    if any(scores.get(id) is None for id in PAIR):
        return None
    return any(meets(library.load(id), "nhs-caseness", scores[id]) for id in PAIR)


def recovered(firsts: Mapping[str, float | None], lasts: Mapping[str, float | None]) -> bool | None:
    """Began at caseness and ends below both lines (PHQ-9 < 10 and GAD-7 < 8).

    False for someone who began below both: recovery does not apply to them.
    None if a needed score is missing. Says nothing about response or remission.

    Source: NHS Talking Therapies definition, Clark 2018.

    >>> recovered({"phq-9": 17, "gad-7": 13}, {"phq-9": 6, "gad-7": 5})
    True
    """
    began, ends = caseness(firsts), caseness(lasts)
    if began is None or ends is None:
        return None
    return began and not ends


def _direction(points: float, higher: Direction) -> Verdict:
    return "worse" if (points > 0) == (higher == "worse") else "improved"
