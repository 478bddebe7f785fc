"""When a course asks for a second look: a sign for therapist and supervisor, never a verdict.

It opens a conversation and is never a reason to stop. `protocol.decisions` opens the one review
of a course; what is found here only adds its reasons to it and sorts the caseload.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ipt.measures.change import change
from ipt.measures.definition import Measure
from ipt.measures.scoring import COMPARE
from ipt.progress import chance
from ipt.progress.course import daily
from ipt.progress.parameters import Parameters, data, rule
from ipt.words import Message

__all__ = [
    "CLIENT_BAND_ON",
    "CLIENT_LINES",
    "OpenReview",
    "Review",
    "asks",
    "chance_words",
    "course_withheld",
    "gain_withheld",
    "in_order",
    "one_review",
    "raised",
    "review",
    "therapist_lines",
]

Setting = Literal["sensitive", "default", "specific"]
WORSE_FIRST = 100.0
TOO_EARLY = "progress.withheld.too_early"
CLIENT_BAND_ON = False
CLIENT_LINES = (Message("progress.client.band"), Message("progress.client.up_and_down"))


@dataclass(frozen=True)
class Review:
    """What the scores say about a second look. Not for the client.

    z          last score against the intake curve, in its spreads, above 0 = worse than expected;
               None where it is not told, and `why_not` says why
    flagged    whether there is a reason
    reasons    what to tell the therapist, most pressing first
    order      sorts a caseload, highest first
    n          days with a score
    missing    weeks without a score between the first and the last
    """

    z: float | None
    flagged: bool
    reasons: tuple[Message, ...]
    order: float
    n: int
    missing: int
    why_not: Message | None

    @property
    def course_shown(self) -> bool:
        """Whether the expected course may be shown: from the first score, unless withheld."""
        return self.why_not is None or self.why_not.id == TOO_EARLY


@dataclass(frozen=True)
class OpenReview:
    """The one open review of a course: what opened it, and the reasons added to it."""

    opened_by: tuple[str, ...]
    reasons: tuple[Message, ...]
    order: float


def review(
    measure: Measure,
    parameters: Parameters | None,
    weeks: Sequence[float],
    scores: Sequence[float],
    *,
    setting: Setting = "default",
    risk_rise: bool = False,
    protocol: str = "ipt_standard",
    mania_checked: bool = False,
    mania_raised: bool = False,
) -> Review:
    """Compare a course with what was to be expected after its first score.

    parameters      of the measure; None: no expected course
    weeks, scores   since the first score, any order and gaps; one day is averaged
    setting         how early it speaks
    risk_rise       the answer to the risk item is worse than before
    protocol        id; some withhold the expected course
    mania_checked   the mania scale was looked at together with this course
    mania_raised    and it stood at its line or above

    Reliable worsening is told wherever the measure has a published threshold, at any week and
    whatever the first score. Raises ValueError for scores that cannot be a course, LookupError
    for an unknown setting.
    """
    limit = rule("settings", setting)["z_above"]
    days, values = daily(weeks, scores, within=measure.main.range)
    why_not = course_withheld(
        measure,
        parameters,
        first=values[0],
        protocol=protocol,
        mania_checked=mania_checked,
        mania_raised=mania_raised,
    ) or _too_early(days)
    z = None if why_not else _z(parameters, days, values)
    worse = _worse(measure, values, risk_rise)
    above = _above(z, limit, setting, days) if z is not None else ()
    order = (z or 0.0) + (WORSE_FIRST if worse else 0.0)
    reasons = worse + above
    return Review(z, bool(reasons), reasons, order, len(days), _missing(days), why_not)


def course_withheld(
    measure: Measure,
    parameters: Parameters | None,
    *,
    first: float,
    protocol: str = "ipt_standard",
    mania_checked: bool = False,
    mania_raised: bool = False,
) -> Message | None:
    """Return why no expected course may be drawn, or None if it may.

    first   first score, in points
    """
    for row in data()["withheld"]:
        if protocol in row["protocols"] and (why := _held_back(row, mania_checked, mania_raised)):
            return why
    if parameters is None:
        return Message("progress.withheld.no_parameters")
    line = measure.change.clinical_cutoff
    if line is None:
        return Message("progress.withheld.no_clinical_line")
    if (first - line) * parameters.towards_worse < 0:
        return Message("progress.withheld.below_clinical", {"line": line})
    return None


def check_holds(days: int) -> bool:
    """Whether a check made so many days before the newest scores still counts for them.

    >>> check_holds(14), check_holds(15)
    (True, False)
    """
    return all(days <= row["check_days"] for row in data()["withheld"] if row["until_checked"])


def gain_withheld(
    *, protocol: str, mania_checked: bool = False, mania_raised: bool = False
) -> Message | None:
    """Return why no verdict of gain may be told under a protocol, or None if it may.

    With bipolar disorder a falling depression score may be a rising mood.
    """
    for row in data()["withheld"]:
        if row["gain_verdict"] and protocol in row["protocols"]:
            return _held_back(row, mania_checked, mania_raised)
    return None


def raised(measure: Measure, total: float | None) -> bool:
    """Whether a total meets a line of its measure that was published for everyone.

    >>> from ipt.measures import library
    >>> raised(library.load("asrm"), 5), raised(library.load("asrm"), 6)
    (False, True)
    """
    if total is None:
        return False
    lines = [line for line in measure.main.cutoffs if line.applies_to is None]
    return any(COMPARE[line.op](total, line.value) for line in lines)


def _held_back(row: Mapping, checked: bool, up: bool) -> Message | None:
    """Why this rule withholds now: not looked at, or raised when looked at; None if it does not."""
    if row["until_checked"] and checked:
        return Message(f"progress.withheld.{row['when_raised']}") if up else None
    return Message(f"progress.withheld.{row['id']}")


def one_review(opened_by: Collection[str], found: Review) -> OpenReview | None:
    """Return the one open review with the reasons found here, or None if nothing opened one.

    opened_by   what opened it: ids of due decision points, "deteriorated"; empty: none is open
    """
    if not opened_by:
        return None
    return OpenReview(tuple(opened_by), found.reasons, found.order)


def in_order(reviews: Mapping[Hashable, Review | OpenReview]) -> list[Hashable]:
    """Return the keys of a caseload, who needs a look first in front; ties keep their place."""
    return sorted(reviews, key=lambda key: -reviews[key].order)


def asks() -> tuple[Message, ...]:
    """Return what a flag asks a therapist to look at, in order."""
    return tuple(Message(f"progress.ask.{row['id']}") for row in data()["ask"])


def chance_words(
    parameters: Parameters | None,
    found: Review,
    weeks: Sequence[float],
    scores: Sequence[float],
    *,
    planned_weeks: float,
) -> Message | None:
    """Return in words how likely the score is not yet halved at the planned end. For therapists.

    found           the review of the same course
    planned_weeks   weeks from the first score to the planned end

    None where the course is withheld, halving means nothing or the end is here.
    """
    if not found.course_shown:
        return None
    return chance.words_for(parameters, weeks, scores, planned_weeks=planned_weeks)


def therapist_lines(
    parameters: Parameters | None, found: Review, *, first: float, week: float
) -> tuple[Message, ...]:
    """Return the lines that stand beside the curve: band, z, scores, source of the parameters.

    first   first score, in points
    week    the week whose band is told

    Where the course is withheld: why, and the scores.
    """
    counts = Message("progress.therapist.scores", {"n": found.n, "missing": found.missing})
    if not found.course_shown:
        return (found.why_not, counts)
    z = found.why_not or Message("progress.therapist.z", {"z": f"{found.z:.1f}"})
    return _band(parameters, first, week), z, counts, parameters.source


def _band(parameters: Parameters, first: float, week: float) -> Message:
    from ipt.progress.expected import intake

    curve = intake(parameters, first, [week]).drawn(parameters.range)
    values = {"mean": curve.mean[0], "low": curve.low[0], "high": curve.high[0], "week": week}
    told = {name: _plain(value) for name, value in values.items()}
    return Message("progress.therapist.band", told)


def _too_early(days: Sequence[float]) -> Message | None:
    needs = data()["flag"]
    if days[-1] >= needs["from_week"] and len(days) >= needs["scores"]:
        return None
    return Message(TOO_EARLY, {"week": needs["from_week"], "scores": needs["scores"]})


def _z(parameters: Parameters, days: Sequence[float], values: Sequence[float]) -> float:
    from ipt.progress.expected import intake

    curve = intake(parameters, values[0], [days[-1]])
    return parameters.towards_worse * (values[-1] - curve.mean[0]) / curve.sd[0]


def _above(z: float, limit: float, setting: str, days: Sequence[float]) -> tuple[Message, ...]:
    if z <= limit:
        return ()
    values = {"z": f"{z:.1f}", "week": _plain(days[-1]), "setting": setting}
    return (Message("progress.reason.above", values),)


def _worse(measure: Measure, values: Sequence[float], risk_rise: bool) -> tuple[Message, ...]:
    """Reliably worse than the first score: twice in a row, or once with the risk item."""
    needed = data()["flag"]["worse_in_a_row"]
    latest = [change(measure, values[0], value) for value in values[-needed:]]
    if latest[-1].verdict != "worse":
        return ()
    told = {"points": _plain(abs(latest[-1].points))}
    if all(each.verdict == "worse" for each in latest):
        return (Message("progress.reason.worse_twice", told),)
    return (Message("progress.reason.worse_with_risk", told),) if risk_rise else ()


def _missing(days: Sequence[float]) -> int:
    """Weeks, each half a week to both sides, in which no score fell."""
    met = {int(day + 0.5) for day in days}
    return max(met) + 1 - len(met)


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
