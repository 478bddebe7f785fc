"""The outcome figures of NHS Talking Therapies, for each course and for all of them.

PHQ-9 is paired with GAD-7, or, where pairing is switched on, with the measure of the main
problem. A figure is None where a score it needs is missing: never read it as "no".

Sources: NHS Talking Therapies manual; Clark 2018, Annu Rev Clin Psychol 14:159 (pairing);
thresholds and their evidence in `nhs.toml`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf, isfinite
from numbers import Number
from typing import Any

from ipt.measures import library
from ipt.measures.nhs_rules import ANXIETY, MOOD, Rules, Threshold, rules

FIGURES = (
    "at_caseness",
    "recovery",
    "reliable_improvement",
    "reliable_deterioration",
    "no_reliable_change",
    "reliable_recovery",
)
NEEDED = (
    "treatment_contacts",
    "discharged",
    "phq9_first",
    "phq9_last",
    "gad7_first",
    "gad7_last",
)
# A change of exactly the threshold counts, also where 2.3 - 1.57 comes out a hair below 0.73.
PLACES = 9


@dataclass(frozen=True)
class Pair:
    """First and last recorded score of one measure in a course; None where there is none."""

    first: float | None = None
    last: float | None = None
    first_prorated: bool = False
    last_prorated: bool = False


@dataclass(frozen=True)
class Course:
    """What the figures look at.

    treatment_contacts    attended
    scores                by measure id ("phq-9", "gad-7", and others for pairing)
    problem               the main problem, one of `Rules.problems`, or None for depression,
                          generalised anxiety, mixed or unspecified
    """

    treatment_contacts: int
    discharged: bool
    scores: Mapping[str, Pair] = field(default_factory=dict)
    problem: str | None = None


@dataclass(frozen=True)
class Figures:
    """The figures of one course; None where a needed score is missing or it is not finished."""

    finished_course: bool
    at_caseness: bool | None
    recovery: bool | None
    reliable_improvement: bool | None
    reliable_deterioration: bool | None
    no_reliable_change: bool | None
    reliable_recovery: bool | None
    anxiety: str


@dataclass(frozen=True)
class Rate:
    """How many of how many; `count` is None where it was suppressed."""

    count: int | None
    of: int | None

    @property
    def percent(self) -> float | None:
        """In percent, not rounded; None if there is nobody to count or it was suppressed.

        >>> Rate(3, 4).percent
        75.0
        """
        return None if self.count is None or not self.of else 100 * self.count / self.of


@dataclass(frozen=True)
class Report:
    """All courses together, by one version of the rules.

    finished, not_at_caseness, paired    counts; paired have all four scores
    published    rates with the published denominators: whoever lacks a score counts as not
                 achieved. Recovery over finished less not at caseness, the others over finished
    paired_only  the same over those with all four scores
    """

    rules: str
    finished: int | None
    not_at_caseness: int | None
    paired: int | None
    published: Mapping[str, Rate]
    paired_only: Mapping[str, Rate]


RATES = FIGURES[1:]
OF_CASES = ("recovery", "reliable_recovery")
EACH_ONE_OF = ("reliable_improvement", "reliable_deterioration", "no_reliable_change")


def course(row: Mapping[str, Any], by: Rules | None = None) -> Course:
    """Read one course from a row: a mapping from the names of columns to values, None if blank.

    Needed: treatment_contacts (whole number) and discharged (true or false); the scores
    phq9_first, phq9_last, gad7_first, gad7_last count as missing where they are blank.
    May be there: problem; <measure>_first and _last of the other measures of the rules (spin,
    pdss, pcl5, iesr, oci, hai18week, miaca); <measure>_first_prorated and _last_prorated.

    Raises ValueError naming the column.
    """
    by = by or rules()
    contacts, discharged = row.get("treatment_contacts"), row.get("discharged")
    if not _is_number(contacts) or contacts % 1:
        raise ValueError(f"treatment_contacts must be a whole number, not {contacts!r}")
    if discharged not in (True, False):
        raise ValueError(f"discharged must be true or false, not {discharged!r}")
    scores = {id: _pair(row, id) for id in by.thresholds}
    return Course(int(contacts), bool(discharged), scores, row.get("problem") or None)


def column(measure: str) -> str:
    """Return how a measure is named in columns.

    >>> column("phq-9")
    'phq9'
    """
    return measure.replace("-", "")


def _pair(row: Mapping[str, Any], measure: str) -> Pair:
    names = [f"{column(measure)}_{end}" for end in ("first", "last")]
    low, high = library.load(measure).main.range if measure in library.ids() else (-inf, inf)
    for name in names:
        if row.get(name) is None:
            continue
        if not _is_number(row[name]):
            raise ValueError(f"{name} must be a number, not {row[name]!r}")
        if not low <= row[name] <= high:
            raise ValueError(f"{name} is {row[name]:g}, outside {low} to {high}")
    marks = [f"{name}_prorated" for name in names]
    for name in marks:
        if row.get(name) not in (None, True, False):
            raise ValueError(f"{name} must be true or false, not {row[name]!r}")
    return Pair(*(row.get(name) for name in names), *(bool(row.get(name)) for name in marks))


def _is_number(value: Any) -> bool:
    return isinstance(value, Number) and isfinite(value)


def figures(course: Course, by: Rules | None = None) -> Figures:
    """Return the figures of one course.

    Raises ValueError for fewer than 0 contacts or a main problem the rules do not know.

    >>> pairs = {"phq-9": Pair(15, 8), "gad-7": Pair(12, 6)}
    >>> figures(Course(2, True, pairs)).reliable_recovery
    True
    """
    by = by or rules()
    if course.treatment_contacts < 0:
        raise ValueError(f"treatment contacts cannot be {course.treatment_contacts}")
    mood = _counted(course.scores.get(MOOD), by)
    measure, anxiety = _anxiety(course, by)
    if not course.discharged or course.treatment_contacts < by.least_contacts:
        return Figures(False, *[None] * len(FIGURES), anxiety=measure)
    lines = by.thresholds[MOOD], by.thresholds[measure]
    case = _case((mood.first, anxiety.first), lines)
    ends = _case((mood.last, anxiety.last), lines)
    if case is None or ends is None:
        return Figures(True, case, *[None] * (len(FIGURES) - 1), anxiety=measure)
    moves = {_move(mood, lines[0]), _move(anxiety, lines[1])}
    better = "better" in moves and "worse" not in moves
    worse = "worse" in moves and "better" not in moves
    recovery = case and not ends
    return Figures(
        finished_course=True,
        at_caseness=case,
        recovery=recovery,
        reliable_improvement=better,
        reliable_deterioration=worse,
        no_reliable_change=not better and not worse,
        reliable_recovery=recovery and better,
        anxiety=measure,
    )


def report(found: Iterable[Figures], by: Rules | None = None) -> Report:
    """Count the figures of all courses together.

    >>> report([]).published["recovery"]
    Rate(count=0, of=0)
    """
    finished = [each for each in found if each.finished_course]
    paired = [each for each in finished if each.recovery is not None]
    return Report(
        rules=(by or rules()).version,
        finished=len(finished),
        not_at_caseness=sum(each.at_caseness is False for each in finished),
        paired=len(paired),
        published={name: _rate(name, finished) for name in RATES},
        paired_only={name: _rate(name, paired) for name in RATES},
    )


def _counted(pair: Pair | None, by: Rules) -> Pair:
    """The pair as it counts: without its prorated scores, unless they are switched on."""
    pair = pair or Pair()
    if by.with_prorated:
        return pair
    return Pair(
        None if pair.first_prorated else pair.first, None if pair.last_prorated else pair.last
    )


def _anxiety(course: Course, by: Rules) -> tuple[str, Pair]:
    """The measure paired with the PHQ-9: that of the main problem if both its ends are there."""
    if course.problem is not None and course.problem not in by.problems:
        raise ValueError(f"problem {course.problem!r} is not one of {', '.join(by.problems)}")
    if by.pairing and course.problem is not None:
        for id, line in by.thresholds.items():
            pair = _counted(course.scores.get(id), by)
            whole = pair.first is not None and pair.last is not None
            if line.problem == course.problem and whole:
                return id, pair
    return ANXIETY, _counted(course.scores.get(ANXIETY), by)


def _case(
    scores: tuple[float | None, float | None], lines: tuple[Threshold, Threshold]
) -> bool | None:
    if any(score is None for score in scores):
        return None
    return any(score >= line.caseness for score, line in zip(scores, lines, strict=True))


def _move(pair: Pair, line: Threshold) -> str:
    fall = round(pair.first - pair.last, PLACES)
    if abs(fall) < line.reliable:
        return "neither"
    return "better" if fall > 0 else "worse"


def _rate(name: str, courses: list[Figures]) -> Rate:
    over = courses
    if name in OF_CASES:
        over = [each for each in courses if each.at_caseness is not False]
    return Rate(sum(getattr(each, name) is True for each in over), len(over))
