"""`kith bench quick` in 3 minutes, `kith bench full` in 20, `kith bench loss` in 15: until 10,000
answers were acknowledged, killed again and again.

`kith bench seed --clients N` makes a practice that stays, to look at. A full run takes one of the
last six hours, so that the biggest need not be made within its twenty minutes.
"""

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from math import log10
from pathlib import Path
from statistics import median

from . import cases, loss, machine, report, servers, wire

MOST_SECONDS = {"quick": 180, "full": 1200, "loss": 900}
FRESH = 6 * 3600  # seconds for which a practice that was made stands at its present day
KEPT = Path("/var/tmp")
REST = 400  # seconds that what comes after the seeding takes in a full run
VISITORS = 32
MINUTE = 3.0  # seconds of CPU, a twentieth of a core


@dataclass
class Plan:
    """How much is measured. Times in seconds."""

    how: str
    sizes: list
    again: int
    each: float
    warm: float
    idle: float
    kills: int
    kill_seconds: float
    enough: int
    moments: tuple = (2, 6)
    began: float = field(default_factory=time.perf_counter)

    @property
    def left(self) -> float:
        return MOST_SECONDS[self.how] - (time.perf_counter() - self.began)


PLANS = {
    "quick": {"sizes": [1000], "again": 3, "each": 1.0, "warm": 0.3, "idle": 2},
    "full": {"sizes": [1000, 10_000, 100_000], "again": 5, "each": 3.0, "warm": 1.0, "idle": 10},
    "loss": {"sizes": [1000], "again": 0, "each": 0, "warm": 0, "idle": 0},
}
KILLS = {
    "quick": {"kills": 1, "kill_seconds": 15, "enough": 0},
    "full": {"kills": 5, "kill_seconds": 240, "enough": 10_000},
    "loss": {"kills": 5, "kill_seconds": 900, "enough": 10_000, "moments": (4, 24)},
}


def say(words):
    print(words, file=sys.stderr, flush=True)


def folder_for(size) -> Path:
    """On a disk: /var/tmp is one where /tmp may be memory."""
    return Path(tempfile.mkdtemp(prefix=f"kith-bench-{size}-", dir=KEPT))


def kept(size) -> Path:
    """Where `kith bench seed` puts a practice of that size; whole when `made` is there."""
    return KEPT / f"kith-bench-kept-{size}"


def is_kept(size) -> bool:
    made = kept(size) / "made"
    return made.exists() and time.time() - made.stat().st_mtime < FRESH


def seed(folder, size):
    """Make a practice of that size in a folder."""
    servers.python("kith.cli", folder, "migrate")
    ways_in(folder, size)
    servers.python("kith.bench.bare", folder)
    (folder / "made").touch()


def ways_in(folder, size) -> dict:
    """New sessions for those who ask; the practice is made where there is none."""
    return json.loads(servers.python("kith.bench.seed", folder, size, VISITORS, timeout=7200))


def keep(size) -> Path:
    """Make a practice that stays; one from before is thrown away."""
    shutil.rmtree(kept(size), ignore_errors=True)
    kept(size).mkdir()
    seed(kept(size), size)
    return kept(size)


async def stretch(server, callers, seconds) -> wire.Run:
    """One stretch of load, with what the server has spent on it."""
    pids = server.pids()
    before = machine.cpu(pids)
    run = await wire.load(callers, seconds)
    run.cpu = machine.cpu(pids) - before
    return run


async def pairwise(plan, kith, ours, bare, theirs):
    """Ceiling, Kith, ceiling, Kith …; gives the runs of both."""
    await stretch(bare, theirs, plan.warm)
    await stretch(kith, ours, plan.warm)
    found = [], []
    for _ in range(plan.again):
        found[1].append(await stretch(bare, theirs, plan.each))
        found[0].append(await stretch(kith, ours, plan.each))
    return found


async def submissions(plan, ways, kith, bare, folder, figures):
    """W1 at 1, 8 and 32 connections."""
    found, rps = [], {}
    taps = [cases.Tapping(kith.port, ways["cookie"], client) for client in ways["clients"]]
    for lines in (1, 8, 32):
        theirs = [cases.Submitting(bare.port) for _ in range(lines)]
        ours, ceiling = await pairwise(plan, kith, taps[:lines], bare, theirs)
        targets = {"cpu": ("<=", 2.5), "p95": ("<=", 3.0)}
        targets |= {"rps": (">=", 0.40)} if lines == 8 else {}
        found.append(
            report.compared(f"W1 an answer saved, {lines} connections", ours, ceiling, targets)
        )
        rps[lines] = median(run.rps for run in ours)
        if lines == 8:
            floor = await floors(plan, folder)
            share = rps[8] / floor
            figures["W1 against C-sqlite, 8 connections"] = fact(share, ">=", 0.17)
    figures["W1 with 32 connections against 8"] = fact(rps[32] / rps[8], ">=", 1.0)
    return found


async def floors(plan, folder) -> float:
    """Transactions a second of C-sqlite, median of two stretches."""
    told = [servers.python("kith.bench.floor", folder, plan.each).split() for _ in range(2)]
    return median(int(count) / float(seconds) for count, seconds, _ in told)


def fact(value, sign, bound) -> dict:
    met = value >= bound if sign == ">=" else value <= bound
    return {"value": round(value, 2), "wanted": f"{sign} {bound}", "met": met}


async def pages(plan, ways, kith, bare, size):
    """W2 and W3 against C-page."""
    small = [cases.Reading(bare.port, ["/small"]) for _ in range(4)]
    client = await stretch(bare, small, plan.each)
    found = []
    wanted = [
        ("W2 the client's chart", cases.chart, {"cpu": ("<=", 4.0)}),
        ("W3 caseload of 25", cases.caseload, {"cpu": ("<=", 4.0)} if size >= 100_000 else {}),
        ("W3 search by part of a name", cases.search, {}),
        ("W3 search in the whole practice", cases.search_all, {}),
    ]
    for name, make, targets in wanted:
        ours = [make(kith.port, ways) for _ in range(4)]
        await ours[0]()  # the first search opens every name, in seconds, not within a stretch
        theirs = [cases.Reading(bare.port, ["/page"], ["Person"]) for _ in range(4)]
        pair = await pairwise(plan, kith, ours, bare, theirs)
        found.append(report.compared(f"{name}, {size} courses", *pair, targets))
        say(f"  {name}: {found[-1]['ratios']['cpu']:.2f} x")
    found.append(await circles(plan, ways, kith, size))
    return found, client.rps


async def circles(plan, ways, kith, size):
    """A circle of 40 people and 10 pictures against the same page with nobody in it."""
    full = [cases.circle(kith.port, ways) for _ in range(4)]
    empty = [cases.empty_circle(kith.port, ways) for _ in range(4)]
    pair = await pairwise(plan, kith, full, kith, empty)
    name = f"A circle of 40 people and 10 pictures against an empty one, {size} courses"
    found = report.compared(name, *pair, {"cpu": ("<=", 6.0)})
    say(f"  A full circle: {found['ratios']['cpu']:.2f} x")
    return found


async def opening(plan, ways, kith) -> dict:
    """Milliseconds until a full circle has come, for one person; the slowest tenth left out."""
    run = await stretch(kith, [cases.circle(kith.port, ways)], plan.each)
    return fact(run.percentile(0.9), "<=", 300)


def starts(plan, folder, figures):
    """W5: from start to the first good answer, memory when idle, size on disk."""
    times, memory = {"kith": [], "bare": []}, {}
    for _ in range(min(plan.again, 3)):
        for name, make in (("bare", servers.bare), ("kith", servers.house)):
            with make(folder, servers.free_port()) as server:
                times[name].append(server.started)
                if name not in memory:
                    time.sleep(plan.idle)
                    memory[name] = machine.pss(server.pids())
    ratio = median(a / b for a, b in zip(times["kith"], times["bare"], strict=True))
    figures["W5 start against C-start"] = fact(ratio, "<=", 5)
    figures["W5 idle memory against C-start"] = fact(memory["kith"] / memory["bare"], "<=", 2.5)
    figures["W5 installed, MB"] = fact(machine.installed_size(), "<=", 150)
    return median(times["kith"])


def slopes(found, sizes, figures):
    """How CPU a request grows with the practice: log-log, between the ends and at the end."""
    for name, bound in (("W3 caseload of 25", 0.10), ("W3 search by part of a name", 0.20)):
        spent = {
            size: next(c for c in found if c["name"] == f"{name}, {size} courses")["ours"]["cpu_ms"]
            for size in sizes
        }
        if len(sizes) > 1:
            told = f"{name}: slope of CPU, {sizes[0]} to {sizes[-1]}"
            figures[told] = fact(slope(spent, sizes[0], sizes[-1]), "<=", bound)
        if len(sizes) > 2:
            told = f"{name}: slope of CPU, {sizes[-2]} to {sizes[-1]}"
            figures[told] = fact(slope(spent, sizes[-2], sizes[-1]), "<=", 0.25)


def slope(spent, small, large) -> float:
    """Log of the CPU a request over log of the size, between two sizes."""
    rise = log10(spent[large]["median"]) - log10(spent[small]["median"])
    return rise / (log10(large) - log10(small))


def queries(folder, ways, figures, size):
    asked = {
        "cookie": ways["cookie"],
        "therapist": ways["therapist"],
        "client": ways["clients"][0]["session"],
    }
    told = json.loads(servers.python("kith.bench.look", folder, "queries", json.dumps(asked)))
    figures[f"W2 queries of the chart, {size} courses"] = fact(told["/home/course/"], "<=", 8)
    figures[f"W3 queries of the caseload, {size} courses"] = {
        "value": told["/caseload/"],
        "wanted": "the same at every size",
    }


def the_minute(folder, figures, size):
    """What goes on behind the pages: the CPU that they are measured by holds it too."""
    told = json.loads(servers.python("kith.bench.look", folder, "minute"))
    name = f"The work of a minute, {size} courses"
    figures[f"{name}: queries"] = {"value": told["asked"], "wanted": "the same at every size"}
    figures[f"{name}: CPU, seconds"] = fact(told["cpu"], "<=", MINUTE)


def killing(plan, folder, ways, plain, figures, notes):
    """At least so many rounds, and so many acknowledged answers as are asked for."""
    most = max(plan.kill_seconds, plan.left)
    how = {"times": plan.kills, "enough": plan.enough, "moments": plan.moments}
    told = loss.rounds(folder, ways, most_seconds=most, **how)
    figures["W1 acknowledged and lost after SIGKILL"] = fact(len(told["lost"]), "<=", 0)
    figures["W1 acknowledged before SIGKILL"] = {
        "value": told["acknowledged"],
        "wanted": f">= {plan.enough}" if plan.enough else "",
        "met": told["acknowledged"] >= plan.enough if plan.enough else None,
    }
    whole = told["whole"] and told["control"]
    figures["W1 database, scores and audit whole after it, control noticed"] = {
        "value": "yes" if whole else "NO",
        "wanted": "yes",
        "met": whole,
    }
    if told["again"][1:]:
        figures["W5 start after SIGKILL against plain start"] = fact(
            median(told["again"][1:]) / plain, "<=", 1.5
        )
    noticed = loss.late(folder, ways)
    figures["W1 control: answers sent before their commit are found lost"] = {
        "value": "yes" if noticed else "NO",
        "wanted": "yes",
        "met": noticed,
    }
    figures["W1 rounds of SIGKILL"] = fact(told["rounds"], ">=", plan.kills)
    notes.append("SIGKILL of the whole tree: death of processes only.")


def measure(plan) -> dict:
    result = {"how": plan.how, "machine": machine.facts(), "cases": [], "figures": {}, "notes": []}
    figures, notes, own, small = result["figures"], result["notes"], [], None
    each = 0.0  # seconds that the making of one course took
    try:
        for size in plan.sizes:
            if not is_kept(size) and small and plan.left - REST < each * size:
                words = f"no time to make it: `kith bench seed --clients {size}` does it beforehand"
                notes.append(f"{size} courses: skipped, {words}.")
                continue
            say(f"Making a practice with {size} courses …")
            began, folder = time.perf_counter(), kept(size)
            if not is_kept(size):
                folder = folder_for(size)
                own.append(folder)
                seed(folder, size)
                each = (time.perf_counter() - began) / size
            small = small or (folder, size)
            _measure_size(plan, folder, ways_in(folder, size), size, result)
        slopes(result["cases"], [s for s in plan.sizes if _has(result, s)], figures)
        say("Starting, resting …")
        plain = starts(plan, small[0], figures)
        say("Killing under load …")
        killing(plan, small[0], ways_in(*small), plain, figures, notes)
    finally:
        for folder in own:
            shutil.rmtree(folder)
    notes += [
        "W1 is one answer saved by a signed-in client on the page they use, which asks one "
        "question a screen: each is checked, the whole questionnaire scored, its risk item looked "
        "at, and committed before the answer. C-submit takes all nine in one post.",
        "SQLite. PostgreSQL: skipped. W4 and the FHIR way of W1: their rooms do not exist yet.",
        "The load is the suite's own asyncio loop on the same cores as the servers.",
    ]
    return result


def lose(plan) -> dict:
    """W1's losses by themselves, until enough were acknowledged; the last run takes them over."""
    size, result = plan.sizes[0], report.last()
    say(f"Making a practice with {size} courses …")
    folder = folder_for(size)
    try:
        seed(folder, size)
        with servers.house(folder, servers.free_port()) as kith:
            plain = kith.started
        say("Killing under load …")
        killing(plan, folder, ways_in(folder, size), plain, result["figures"], [])
    finally:
        shutil.rmtree(folder)
    words = "The losses are of a run of their own, `kith bench loss`"
    kept = [note for note in result["notes"] if not note.startswith(words)]
    took = round(time.perf_counter() - plan.began)
    result["notes"] = [*kept, f"{words}: {took} s."]
    return result


def _has(result, size):
    return any(case["name"].endswith(f", {size} courses") for case in result["cases"])


def _measure_size(plan, folder, ways, size, result):
    ports = servers.free_port(), servers.free_port()
    with servers.house(folder, ports[0]) as kith, servers.bare(folder, ports[1]) as bare:
        failed = [n for n, good in asyncio.run(cases.controls(kith.port, ways)).items() if not good]
        if failed:
            raise SystemExit(f"A check that must fail did not: {failed}")
        if size == plan.sizes[0]:
            say("W1, submissions …")
            made = submissions(plan, ways, kith, bare, folder, result["figures"])
            result["cases"] += asyncio.run(made)
        say("W2 and W3, pages …")
        found, client = asyncio.run(pages(plan, ways, kith, bare, size))
        result["cases"] += found
        opened = asyncio.run(opening(plan, ways, kith))
        result["figures"][f"A circle of 40 people opens, {size} courses: ms"] = opened
        result["notes"].append(f"The load itself reaches {client:.0f} answers of 1 KiB a second.")
    queries(folder, ways, result["figures"], size)
    the_minute(folder, result["figures"], size)
    result["machine"][f"load at {size}"] = os.getloadavg()


def main(words=None) -> int:
    asked = argparse.ArgumentParser(prog="kith bench", description=__doc__)
    asked.add_argument("how", choices=["quick", "full", "loss", "seed"])
    asked.add_argument("--clients", type=int, help="courses: of the seed, or instead of the sizes")
    asked = asked.parse_args(words)
    if asked.how == "seed":
        folder = keep(asked.clients or 1000)
        print(f"KITH_DATA={folder / 'data'} KITH_KEYS={folder / 'keys'}")
        return 0
    plan = Plan(asked.how, **PLANS[asked.how], **KILLS[asked.how])
    plan.sizes = [asked.clients] if asked.clients else plan.sizes
    if asked.how == "loss":
        print(report.write(lose(plan)))
        return 0
    result = measure(plan)
    result["seconds"] = round(time.perf_counter() - plan.began)
    print(report.write(result))
    return 1 if any(case["ours"]["wrong"] for case in result["cases"]) else 0


if __name__ == "__main__":
    sys.exit(main())
