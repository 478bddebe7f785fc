"""The thresholds of the NHS Talking Therapies figures, one version a file (`nhs.toml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipt import evidence
from ipt.evidence import Evidence
from ipt.reading import BrokenBook, must, toml

FILE = Path(__file__).parent / "nhs.toml"
MOOD, ANXIETY = "phq-9", "gad-7"


@dataclass(frozen=True)
class Threshold:
    """Two lines of one measure, in its points: a case from `caseness` up; a change counts from
    `reliable` up. `problem` is the main problem it is paired for, None for PHQ-9 and GAD-7."""

    measure: str
    caseness: float
    reliable: float
    problem: str | None
    evidence: Evidence


@dataclass(frozen=True)
class Rules:
    """One version of the rules. Store `version` with every report.

    thresholds        by measure id, in the file's order
    least_contacts    attended treatment contacts that make a course
    pairing           whether the measure of the main problem takes the place of the GAD-7
    with_prorated     whether prorated scores count; left out unless switched on
    """

    version: str
    least_contacts: int
    thresholds: Mapping[str, Threshold]
    pairing: bool = False
    with_prorated: bool = False

    @property
    def problems(self) -> tuple[str, ...]:
        """The main problems that have a measure of their own."""
        return tuple(dict.fromkeys(t.problem for t in self.thresholds.values() if t.problem))


@cache
def rules(file: Path = FILE) -> Rules:
    """Return the rules of a file like `nhs.toml`. Raises BrokenBook where it cannot be used.

    >>> rules().thresholds["phq-9"].caseness
    10
    """
    data = toml(file)
    rows = must(data, "measures", list, file=file, where="rules")
    found = [_threshold(file, row) for row in rows]
    thresholds = {each.measure: each for each in found}
    if len(thresholds) < len(found):
        raise BrokenBook(file, "measures", "names a measure twice")
    if not {MOOD, ANXIETY} <= set(thresholds):
        raise BrokenBook(file, "measures", f"must name {MOOD} and {ANXIETY}")
    return Rules(
        version=must(data, "version", str, file=file, where="rules"),
        least_contacts=must(data, "least_contacts", int, file=file, where="rules"),
        thresholds=thresholds,
    )


def _threshold(file: Path, row: dict[str, object]) -> Threshold:
    id = must(row, "id", str, file=file, where="measures")
    where = f"measures.{id}"
    return Threshold(
        measure=id,
        caseness=must(row, "caseness", (int, float), file=file, where=where),
        reliable=must(row, "reliable", (int, float), file=file, where=where),
        problem=row.get("problem"),
        evidence=evidence.of(row, file=file, where=where),
    )
