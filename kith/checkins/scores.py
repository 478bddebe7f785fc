"""The scores of one course, as they came: values, the first and the latest, what changed."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from ipt.measures import change as changes
from ipt.progress.review import check_holds, gain_withheld, raised
from ipt.safety.concerns import rank
from kith.measures import shelf


class Score(NamedTuple):
    """One answered questionnaire. total is None where too much is missing; ask: a risk item is
    blank and has to be asked about; shorter: an item does not apply, so it has fewer points."""

    measure: str
    for_on: date
    total: float | None
    band: str
    prorated: bool
    risk_level: str
    ask: bool
    source: str
    position: float | None = None
    shorter: bool = False


@dataclass
class CaseScores:
    """Everything answered in one course, by measure, oldest first."""

    scores: list[Score] = field(default_factory=list)
    unanswered_days: int | None = None
    risk_value: float | None = None

    def of(self, measure) -> list[Score]:
        return [score for score in self.scores if score.measure == measure]

    def measures(self) -> list[str]:
        """Ids of what was answered, in the order in which it first was."""
        return list(dict.fromkeys(score.measure for score in self.scores))

    def values(self, measure) -> list:
        """The totals in order; None where one could not be computed."""
        return [score.total for score in self.of(measure)]

    def first(self, measure) -> float | None:
        return next((value for value in self.values(measure) if value is not None), None)

    def latest(self, measure) -> float | None:
        return next((value for value in reversed(self.values(measure)) if value is not None), None)

    def alike(self, measure) -> list[Score]:
        """The scores with a total that may be compared with the latest: a total over fewer items
        is never compared with a full one."""
        there = [score for score in self.of(measure) if score.total is not None]
        return [score for score in there if score.shorter == there[-1].shorter]

    def first_worst_now(self, measure) -> tuple[Score, Score, Score] | None:
        """The first score, the worst (the first time it was so bad) and the latest; None without
        a total."""
        there = self.alike(measure)
        if not there:
            return None
        worse = 1 if shelf.here().load(measure).higher_is == "worse" else -1
        return there[0], max(there, key=lambda score: worse * score.total), there[-1]

    def change(self, measure):
        """From the first to the latest total, as the book judges it; None with fewer than two."""
        alike = [score.total for score in self.alike(measure)]
        if len(alike) < 2:
            return None
        return changes.change(shelf.here().load(measure), alike[0], alike[-1])

    @property
    def changes(self) -> dict:
        """By measure, where there are two totals to compare."""
        found = {measure: self.change(measure) for measure in self.measures()}
        return {measure: change for measure, change in found.items() if change is not None}

    def percent_fall(self, measure) -> float | None:
        """How much of the first total is gone, in percent; None with fewer than two."""
        if self.change(measure) is None:
            return None
        return changes.percent_fall(self.first(measure), self.latest(measure))

    @property
    def recovered(self) -> bool | None:
        pair = changes.PAIR
        if any(self.change(measure) is None for measure in pair):
            return None
        return changes.recovered(
            {measure: self.first(measure) for measure in pair},
            {measure: self.latest(measure) for measure in pair},
        )

    def risk_up_on(self) -> date | None:
        """The last day on which a measure's risk answers asked for more than the time before."""
        rises = [
            score.for_on
            for measure in self.measures()
            for before, score in pairwise(self.of(measure))
            if _asks(score) > _asks(before)
        ]
        return max(rises, default=None)

    def risk_rise(self) -> bool:
        """Whether the newest risk answers ask for more than those before them."""
        return bool(self.scores) and self.risk_up_on() == self.answered_on

    def mania(self) -> dict:
        """Whether a scale of raised mood was answered along with the newest scores, and whether
        the latest of them stood at its line or above: {mania_checked, mania_raised}."""
        here, last = shelf.here(), self.answered_on
        latest = {
            score.measure: score.total
            for score in self.scores
            if score.total is not None and "mania" in here.load(score.measure).domain
            if check_holds((last - score.for_on).days)
        }
        up = any(raised(here.load(measure), total) for measure, total in latest.items())
        return {"mania_checked": bool(latest), "mania_raised": up}

    def gain_withheld(self, course):
        """Why no gain may be told of this course (a message), or None if it may."""
        return gain_withheld(protocol=course.protocol, **self.mania())

    @property
    def answered_on(self) -> date | None:
        """The day of the newest answers."""
        return max((score.for_on for score in self.scores), default=None)

    def newest(self) -> list[Score]:
        """What was answered at the latest check-in."""
        last = self.answered_on
        return [score for score in self.scores if score.for_on == last]

    @property
    def risk_level(self) -> str | None:
        """What the risk answers of the latest check-in ask for, the most of them."""
        most = max(self.newest(), key=_asks, default=None)
        return (most.risk_level or None) if most else None


def _asks(score) -> int:
    """How much a score's risk answers ask for; 0 for nothing."""
    return rank(score.risk_level) + 1 if score.risk_level else 0
