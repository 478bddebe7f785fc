"""What was to be expected after the first score: a band in the picture, and words beside it.

The arithmetic is the book's; it needs numpy, which is loaded only where a band is drawn.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from ipt.progress import review as reviews
from ipt.progress.course import daily
from ipt.progress.parameters import parameters
from kith.care import reading as care
from kith.measures import shelf
from kith.web import book


@dataclass(frozen=True)
class Outlook:
    """band   (session, low, high) from the first score only
    ahead     (session, mean, low, high) from all scores, from the newest on
    lines     for the therapist, in words; where it is withheld, why
    reasons   what asks for a second look, in words, for the one review of the course
    order     sorts a caseload, the most pressing highest
    """

    band: list = field(default_factory=list)
    ahead: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    reasons: list = field(default_factory=list)
    order: float = 0.0


def of(course, case, measure, frame=None) -> Outlook:
    """The expected course of one measure. Nothing at all before the first score."""
    frame = frame or care.treatment_frame(course)
    there = _counting(case, measure, frame.planned)
    if not there:
        return Outlook()
    told = _Told(course, case, measure, there)
    if not told.review.course_shown:
        return Outlook(lines=told.lines(frame), reasons=told.reasons, order=told.review.order)
    sessions = _sessions(there, frame)
    return Outlook(
        band=told.band(sessions),
        ahead=told.ahead([each for each in sessions if each[0] >= there[-1].position]),
        lines=told.lines(frame),
        reasons=told.reasons,
        order=told.review.order,
    )


def review(course, case, measure):
    """What the scores say about a second look, without any drawing; None before the first."""
    there = [s for s in case.of(measure) if s.total is not None and not s.shorter]
    return _Told(course, case, measure, there).review if there else None


def _counting(case, measure, planned):
    """The scores of the treatment itself, over all items, oldest first."""
    scores = [s for s in case.of(measure) if s.total is not None and not s.shorter]
    return [s for s in scores if s.position is not None and s.position <= planned]


class _Told:
    """The scores of one course as the book takes them."""

    def __init__(self, course, case, measure, there):
        self.definition = shelf.here().load(measure)
        self.parameters = parameters(self.definition)
        self.first_on = there[0].for_on
        self.weeks = [self.week(score.for_on) for score in there]
        self.scores = [score.total for score in there]
        self.first = daily(self.weeks, self.scores)[1][0]
        self.review = reviews.review(
            self.definition,
            self.parameters,
            self.weeks,
            self.scores,
            risk_rise=case.risk_rise(),
            protocol=course.protocol,
            **case.mania(),
        )

    def week(self, day) -> float:
        return (day - self.first_on).days / 7

    @property
    def reasons(self):
        return [book.say(reason) for reason in self.review.reasons]

    def band(self, sessions):
        from ipt.progress.expected import intake

        curve = intake(self.parameters, self.first, [self.week(day) for _s, day in sessions])
        curve = curve.drawn(self.definition.main.range)
        places = [session for session, _day in sessions]
        return list(zip(places, curve.low, curve.high, strict=True))

    def ahead(self, sessions):
        from ipt.progress.expected import expected

        at = [self.week(day) for _session, day in sessions]
        curve = expected(self.parameters, self.weeks, self.scores, at)
        curve = curve.drawn(self.definition.main.range)
        places = [session for session, _day in sessions]
        return list(zip(places, curve.mean, curve.low, curve.high, strict=True))

    def lines(self, frame):
        last = self.weeks[-1]
        said = list(
            reviews.therapist_lines(self.parameters, self.review, first=self.first, week=last)
        )
        if frame.contract and self.review.course_shown:
            chance = reviews.chance_words(
                self.parameters,
                self.review,
                self.weeks,
                self.scores,
                planned_weeks=self.week(frame.contract.planned_last_on),
            )
            said += [chance] if chance else []
        return [book.say(message) for message in said]


def _sessions(there, frame):
    """(session, day) from the first score to the agreed end, a step a session."""
    every = frame.contract.every_days if frame.contract else 7
    known = {score.position: score.for_on for score in there}
    last = max(known)
    ahead = range(int(last) + 1, frame.planned + 1)
    known |= {
        float(session): known[last] + timedelta(days=round((session - last) * every))
        for session in ahead
    }
    places = sorted(known)
    between = [float(n) for n in range(int(places[0]) + 1, int(last) + 1) if n not in known]
    for session in between:
        before = max(place for place in places if place < session)
        after = min(place for place in places if place > session)
        share = (session - before) / (after - before)
        known[session] = known[before] + (known[after] - known[before]) * share
    return sorted(known.items())
