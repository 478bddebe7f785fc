"""Checks of the expected course: simulated from the model, and on a public trial if it is there.

`run` gives rows (check, target, reference, reached, ok) in words; `scripts/validate.py` prints
them. By itself: python -m scripts.validation.progress [--data FOLDER] [--quick]
"""

import argparse
import csv
import timeit
from collections import defaultdict
from dataclasses import replace
from math import inf
from pathlib import Path

import numpy as np

from ipt.progress import checks
from ipt.progress.chance import not_halved
from ipt.progress.checks import Course
from ipt.progress.expected import expected, intake, parameters
from ipt.progress.parameters import Parameters

Row = tuple[str, str, str, str, bool]
TRIAL = "trial_hamd17.csv"
CLINICAL, ENOUGH, END, AROUND = 10, 4, 6, 1.3
Z80 = 1.2816


def run(data: Path | str | None = None, quick: bool = False) -> list[Row]:
    """Return every row. `data`: folder of the public data; without it they are left out."""
    rows = simulated(300 if quick else 3000) + timings()
    file = Path(data, TRIAL) if data else None
    return rows + (trial(file) if file and file.exists() else [])


def simulated(courses: int) -> list[Row]:
    """Coverage on courses drawn from the model itself, each with random gaps."""
    model = replace(parameters("phq-9"), range=(-inf, inf))
    drawn = [checks.draw(model, _weeks(seed), seed) for seed in range(courses)]
    kinds = {
        "a score 4 to 10 weeks ahead": checks.ahead,
        "the next score": checks.following,
        "from the first score only": checks.from_intake,
    }
    rows = []
    for name, kind in kinds.items():
        found = [each for course in drawn for each in kind(model, course)]
        for share, z, low, high in ((95, checks.Z95, 0.94, 0.96), (80, Z80, 0.78, 0.82)):
            reached = checks.within(found, z)
            target = f"{low} to {high}"
            label = f"simulated, {share} % interval, {name}"
            rows.append((label, target, "exact", f"{reached:.3f}", low <= reached <= high))
    return rows


def timings() -> list[Row]:
    """Milliseconds, the best of several tries."""
    model, weeks, at = parameters("phq-9"), list(range(20)), [week / 2 for week in range(61)]
    scores = [15.0] * 20
    tries = {
        "expected course of 20 scores, 60 points": lambda: expected(model, weeks, scores, at),
        "intake curve, 60 points": lambda: intake(model, 15, at),
    }
    rows = []
    for name, call in tries.items():
        took = min(timeit.repeat(call, number=20, repeat=5)) / 20 * 1000
        rows.append((f"{name} (ms)", "<= 1", "0.1", f"{took:.2f}", took <= 1))
    return rows


def trial(file: Path) -> list[Row]:
    """HAM-D17 of an antidepressant trial; unit and mean are those of its own first scores."""
    courses = read(file)
    firsts = np.array([course.scores[0] for course in courses])
    model = Parameters("hamd17", float(firsts.std(ddof=1)), float(firsts.mean()))
    cases = [course for course in courses if course.scores[0] >= CLINICAL]
    rows = []
    for until, reference in (
        (2.5, ("122", "61 %", ".782", ".943", ".746", "4.28 / 4.80")),
        (4.6, ("122", "61 %", ".897", ".959", ".787", "-")),
    ):
        rows += _at_end(model, cases, until, reference)
    return rows + _near(model, [course for course in cases if len(course.weeks) >= ENOUGH])


def read(file: Path) -> list[Course]:
    """Return the courses of the trial: baseline and visits, weeks since baseline."""
    visits: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            seen = visits[row["patient"]]
            if not seen:
                seen.append((0.0, float(row["basval"])))
            seen.append((int(row["reldays"]) / 7, float(row["hamdtl17"])))
    return [Course.of(client, *zip(*seen, strict=True)) for client, seen in visits.items()]


def area(chances: list[float], happened: list[bool]) -> float:
    """Area under the curve: how often a case that it happened to had the higher chance."""
    values, yes = np.array(chances), np.array(happened)
    apart = values[yes][:, None] - values[~yes][None, :]
    return float((apart > 0).mean() + (apart == 0).mean() / 2)


def _at_end(model: Parameters, cases: list[Course], until: float, reference: tuple) -> list[Row]:
    """Foretell the visit nearest to week 6 from the scores up to a week."""
    found, chances, kept = [], [], []
    for course in cases:
        near = [i for i, week in enumerate(course.weeks) if abs(week - END) <= AROUND]
        if not near:
            continue
        last = min(near, key=lambda i: abs(course.weeks[i] - END))
        seen = sum(week <= until for week in course.weeks[:last])
        found.append(checks.foretell(model, course, seen, last))
        before = course.weeks[:seen], course.scores[:seen]
        chances.append(not_halved(model, *before, course.weeks[last]))
        kept.append(course.scores[last] > course.scores[0] / 2)
    ours, stays = checks.error(found)
    share95, share80 = checks.within(found, checks.Z95), checks.within(found, Z80)
    values = (
        ("cases", "", str(len(found)), True),
        ("not halved", "", f"{sum(kept) / len(kept):.0%}".replace("%", " %"), True),
        ("area under the curve", "", _short(area(chances, kept)), True),
        ("95 % interval", ".92 to .97", _short(share95), 0.92 <= share95 <= 0.97),
        ("80 % interval", ".75 to .88", _short(share80), 0.75 <= share80 <= 0.88),
        ("error / stays as today", "lower", f"{ours:.2f} / {stays:.2f}", ours < stays),
    )
    return _beside(f"HAM-D17, seen to week {until}", values, reference)


def _near(model: Parameters, courses: list[Course]) -> list[Row]:
    near = [each for course in courses for each in checks.following(model, course)]
    z = [each.z for course in courses for each in checks.from_intake(model, course)]
    share95, share80 = checks.within(near, checks.Z95), checks.within(near, Z80)
    mean, spread = float(np.mean(z)), float(np.std(z))
    values = (
        ("next score, 95 %", ".92 to .97", _short(share95), 0.92 <= share95 <= 0.97),
        ("next score, 80 %", ".76 to .90", _short(share80), 0.76 <= share80 <= 0.90),
        ("intake z, mean", "-.3 to .3", _short(mean, 2), abs(mean) <= 0.3),
        ("intake z, spread", ".8 to 1.2", _short(spread, 2), 0.8 <= spread <= 1.2),
    )
    return _beside("HAM-D17", values, (".911", ".749", "-.26", "1.21"))


def _beside(head: str, values: tuple, reference: tuple) -> list[Row]:
    """Real data miss some targets, as the reference did: in order means the same figure."""
    return [
        (f"{head}: {name}", target if met else f"{target} (missed)", ref, got, ref in (got, "-"))
        for (name, target, got, met), ref in zip(values, reference, strict=True)
    ]


def _short(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.{digits}f}"


def _weeks(seed: int) -> list[float]:
    """Whole weeks 0 to 16 with about a quarter missing, the first always there."""
    there = np.random.default_rng(seed + 10**6).random(16) < 0.75
    return [0.0] + [float(week) for week in range(1, 17) if there[week - 1]]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, help="folder that holds " + TRIAL)
    asked.add_argument("--quick", action="store_true")
    options = asked.parse_args()
    for check, target, reference, reached, ok in run(options.data, options.quick):
        print(f"{check:62} {target:20} {reference:12} {reached:12} {'yes' if ok else 'no'}")


if __name__ == "__main__":
    main()
