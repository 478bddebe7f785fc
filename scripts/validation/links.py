"""Checks of the diary links on simulated diaries: false alarms, coverage, signs, power, time.

A simulated client writes on about 70 % of days. Mood is a daily state that remembers yesterday,
noise of each entry (26 % of the variance), and a slow improvement of random size, rounded to
whole marks and clipped to the scale. Twelve columns have base rates of 8 to 60 %, remember
yesterday, follow the week and drift; two pairs are often together. Two of the twelve are events,
the others people, as in the mixed list of the design. All seeds are fixed.

`run` gives rows (check, target, reference, reached, ok); `scripts/validate.py` prints them.
"""

import timeit
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from ipt.diary.choosing import usable
from ipt.diary.links import Column, Diary, Fit, fit, read

Row = tuple[str, str, str, str, bool]
RATES = (0.08, 0.12, 0.16, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60)
EVENTS, SIX_EVENTS = (1, 4), (0, 1, 2, 4, 6, 8)
RARE, PEOPLE = (0, 1, 2, 3, 4), (3, 7)
FOCUS, TWO_EVENTS = ("1", "3", "7"), ("1", "4", "7")
PAIRS = ((3, 5), (7, 9))
SIZE = {"with": 0.35, "event": 0.8}
WRITES, NOISE = 0.7, 0.26
CLEAR, NAMED = 0.985, 0.975


@dataclass(frozen=True)
class World:
    """How a simulated client is: memory of mood, scale, middle and spread in points."""

    phi: float = 0.4
    scale: tuple[float, float] = (0, 10)
    middle: tuple[float, float] = (4.0, 6.0)
    sd: float = 1.5


FLOOR = World(scale=(1, 5), middle=(1.3, 2.0), sd=0.9)


@dataclass(frozen=True)
class Simulated:
    """A diary with the true effect of each column, in points (12,)."""

    diary: Diary
    truth: dict[str, float]


def simulate(
    n: int,
    seed: Iterable[int],
    world: World = World(),
    effects: str = "none",
    events: tuple[int, ...] = EVENTS,
) -> Simulated:
    """Draw one diary of n entries.

    effects   "none"; "prior": every column has one drawn from the model's prior;
              "mixed": 2 events, 2 people and 8 columns without; "one": one event, -1 sd
    """
    rng = np.random.default_rng(list(seed))
    t = np.flatnonzero(rng.random(4 * n + 20) < WRITES)[:n]
    span = int(t[-1]) + 1
    X = _columns(rng, span)[t]
    if effects == "one":
        events = (int(rng.choice(RARE)), 8)
    b = _effects(rng, effects, X, events)
    state = _remembering(rng, span, world.phi)[t] * sqrt(1 - NOISE)
    slope = rng.uniform(0, 1.5) * t / span
    mood = state + rng.normal(0, sqrt(NOISE), n) + slope + (X - X.mean(axis=0)) @ b
    low, high = world.scale
    marks = np.clip(np.round(rng.uniform(*world.middle) + world.sd * mood), low, high)
    columns = tuple(
        Column("event" if j in events else "with", str(j), tuple(X[:, j])) for j in range(12)
    )
    diary = Diary(tuple(t), tuple(marks), columns, weekday0=0, scale=world.scale)
    return Simulated(diary, {c.key: world.sd * e for c, e in zip(columns, b, strict=True)})


def _remembering(rng: np.random.Generator, days: int, phi: float) -> np.ndarray:
    steps, state = rng.normal(0, 1, days), np.empty(days)
    state[0] = steps[0]
    for day in range(1, days):
        state[day] = phi * state[day - 1] + sqrt(1 - phi**2) * steps[day]
    return state


def _columns(rng: np.random.Generator, days: int) -> np.ndarray:
    day = np.arange(days)
    columns = np.empty((days, 12))
    for j, rate in enumerate(RATES):
        week = 0.4 * np.sin(2 * np.pi * (day / 7 + rng.random()))
        drift = rng.normal(0, 0.5) * (day / days - 0.5)
        leaning = _remembering(rng, days, 0.3) + week + drift
        columns[:, j] = leaning > np.quantile(leaning, 1 - rate)
    for one, other in PAIRS:
        shared = rng.random(days) < 0.75
        columns[shared, other] = columns[shared, one]
    return columns


def _effects(
    rng: np.random.Generator, effects: str, X: np.ndarray, events: tuple[int, ...]
) -> np.ndarray:
    b = np.zeros(12)
    if effects == "prior":
        width = rng.choice([0.6, 1.0, 1.6], p=[0.25, 0.5, 0.25])
        size = np.array([SIZE["event" if j in events else "with"] for j in range(12)])
        enough = (X.sum(axis=0) >= 4) & ((1 - X).sum(axis=0) >= 4)
        b = rng.normal(0, width * size) * enough
    if effects == "mixed":
        b[list(events)] = rng.uniform(-1.2, -0.6, 2)
        b[list(PEOPLE)] = rng.choice([-1, 1], 2) * rng.uniform(0.2, 0.5, 2)
    if effects == "one":
        b[events[0]] = -1
    return b


def fitted(case: Simulated, names: tuple[str, ...] | None = None) -> Fit | None:
    """Return the model of a simulated diary, of all columns or of those named."""
    columns = [c for c in usable(case.diary) if names is None or c.name in names]
    return fit(case.diary, columns)


def surest(case: Simulated, names: tuple[str, ...] | None = None) -> float:
    """Return the surest pd of a diary, of all links or those named; 0 if none is compared."""
    found = fitted(case)
    sure = found.links.sure() if found else ()
    return max((float(pd) for pd, group in zip(sure, found.groups if found else (), strict=True)
                if names is None or any(c.name in names for c in group.columns)),
               default=0.0)  # fmt: skip


def run(runs: int = 400, *, quick: bool = False) -> list[Row]:
    """Return every row. `quick`: 60 runs a check."""
    runs = 60 if quick else runs
    return [*alarms(runs), *coverage(runs), *mixed(runs), *power(runs), speed()]


def alarms(runs: int) -> list[Row]:
    """Count null diaries in which any link is called clear."""
    lengths, three = (14, 20, 30, 40, 60, 80), (20, 40, 80)
    rows = [
        _alarm("list of 12, no true effects", lengths, ".003 .010 .010 .017 .047 .050", runs),
        _alarm("focus list of 3 (one event, two people) in that list", lengths,
               ".000 .003 .007 .017 .013 .043", runs, names=FOCUS, limit=NAMED),
        _alarm("focus list of two events, one person", lengths, "not given", runs,
               names=TWO_EVENTS, limit=NAMED, most=None),
    ]  # fmt: skip
    worlds = {
        "memory .7": (World(phi=0.7), ".013 .013 .047"),
        "memory 0": (World(phi=0.0), ".003 .010 .030"),
        "scale 1 to 5, mostly at its floor": (FLOOR, ".003 .027 .037"),
    }
    for what, (world, reference) in worlds.items():
        rows.append(_alarm(f"list of 12, {what}", three, reference, runs, world=world, most=0.06))
    six = "list of 12, six of them events"
    return [*rows, _alarm(six, three, "not given", runs, events=SIX_EVENTS, most=None)]


def _alarm(
    what: str,
    lengths: tuple[int, ...],
    reference: str,
    runs: int,
    *,
    world: World = World(),
    names: tuple[str, ...] | None = None,
    limit: float = CLEAR,
    events: tuple[int, ...] = EVENTS,
    most: float | None = 0.05,
) -> Row:
    reached = [
        np.mean(
            [
                surest(simulate(n, (1, n, r), world, events=events), names) >= limit
                for r in range(runs)
            ]
        )
        for n in lengths
    ]
    ok = most is None or all(_at_most(float(share), most, runs) for share in reached)
    check = f"{what}: any clear link, n = {' '.join(map(str, lengths))}"
    return check, f"at most {most:.0%}" if most else "shown", reference, _each(reached), ok


def coverage(runs: int) -> list[Row]:
    """Count true effects that lie within their 95 % intervals."""
    rows = []
    for effects, low, high, reference, what in (
        ("prior", 0.93, 0.97, ".94-.96", "effects drawn from the prior"),
        ("mixed", 0.93, 1.0, ".96-.99", "mixed list"),
    ):
        reached, ok = [], True
        for n in (14, 20, 40, 80):
            inside = [hit for r in range(runs) for hit in _covered(simulate(n, (2, n, r),
                                                                   effects=effects))]  # fmt: skip
            reached.append(np.mean(inside))
            ok &= _between(float(np.mean(inside)), low, high, runs)
        check = f"95 % interval covers the truth, {what}, n = 14 20 40 80"
        rows.append((check, f"{low:.0%} to {high:.0%}", reference, _each(reached), ok))
    return rows


def _covered(case: Simulated) -> list[bool]:
    found = fitted(case)
    if found is None or not found.groups:
        return []
    low, high = found.links.quantile(0.025), found.links.quantile(0.975)
    return [
        bool(low[i] <= case.truth[group.keys[0]] <= high[i])
        for i, group in enumerate(found.groups)
        if len(group.columns) == 1
    ]


def mixed(runs: int) -> list[Row]:
    """Look at clear links of a mixed list: of the wrong sign, or where nothing is."""
    wrong, false, clear = [], [], []
    for n in (20, 40, 80):
        found = [_clear(simulate(n, (3, n, r), effects="mixed")) for r in range(runs)]
        pairs = [pair for each in found for pair in each]
        clear.append(len(pairs))
        wrong.append(sum(truth * mean < 0 for truth, mean in pairs) / max(len(pairs), 1))
        false.append(sum(truth == 0 for truth, mean in pairs) / max(len(pairs), 1))
    counts = ", ".join(map(str, clear))
    return [
        (f"wrong sign among clear links, mixed list, n = 20 40 80 ({counts} clear)",
         "at most 2%", ".000-.004", _each(wrong),
         all(_at_most(s, 0.02, c) for s, c in zip(wrong, clear, strict=True))),
        ("clear links where nothing is, mixed list, n = 20 40 80", "at most 10%",
         "1 of 9, .03-.04", _each(false),
         all(_at_most(s, 0.10, c) for s, c in zip(false, clear, strict=True))),
    ]  # fmt: skip


def _clear(case: Simulated) -> list[tuple[float, float]]:
    """Return truth and estimate of each clear link; a group's truth is any of its members'."""
    found = fitted(case)
    if found is None or not found.groups:
        return []
    sure, means = found.links.sure(), found.links.means()
    return [
        (max((case.truth[key] for key in group.keys), key=abs), float(means[i]))
        for i, group in enumerate(found.groups)
        if sure[i] >= CLEAR
    ]


def power(runs: int) -> list[Row]:
    """Count how often one event with mood 1 sd lower is found; shown, not a target."""
    lengths = (20, 30, 40, 60, 80)
    alone = [_found(n, runs, alone=True) for n in lengths]
    many = [_found(n, runs, alone=False) for n in lengths]
    lengths_said = " ".join(map(str, lengths))
    return [
        (f"found: one event of -1 sd, named in advance, n = {lengths_said}", "shown",
         ".13 .32 .49 .73 .81", _each(alone), True),
        (f"found: the same in a list of 12, n = {lengths_said}", "shown",
         ".05 .11 .18 .36 .57", _each(many), True),
    ]  # fmt: skip


def _found(n: int, runs: int, *, alone: bool) -> float:
    hits = 0
    for r in range(runs):
        case = simulate(n, (4, n, r), effects="one")
        key = min(case.truth, key=case.truth.__getitem__)
        found = fitted(case, (key.split(":")[1],) if alone else None)
        place = [i for i, g in enumerate(found.groups) if key in g.keys] if found else []
        limit = NAMED if alone else CLEAR
        hits += any(found.links.sure()[i] >= limit and found.links.means()[i] < 0 for i in place)
    return hits / runs


def speed() -> Row:
    """Milliseconds to read 100 entries and 12 columns, the best of several tries."""
    diary = simulate(100, (5,)).diary
    reached = 1000 * min(timeit.repeat(lambda: read(diary), number=1, repeat=15))
    check = "milliseconds to read 100 entries, 12 columns"
    return check, "at most 50", "5-6 (80 entries)", f"{reached:.1f}", reached <= 50


def _at_most(share: float, most: float, tries: int) -> bool:
    """Allow for Monte Carlo error: two standard errors of a share that sits on its target."""
    return share <= most + 2 * sqrt(most * (1 - most) / max(tries, 1))


def _between(share: float, low: float, high: float, runs: int) -> bool:
    """The same for coverage; the links of one diary count as one try."""
    slack = 2 * sqrt(0.05 * 0.95 / runs)
    return low - slack <= share <= high + slack


def _each(shares: list) -> str:
    return " ".join(f"{share:.3f}" for share in shares)
