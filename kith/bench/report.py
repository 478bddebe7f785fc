"""The table and the JSON of a run."""

import json
from pathlib import Path
from statistics import median

PLACE = Path(__file__).resolve().parents[2] / "docs" / "bench"
NOISY = 2.0  # the ceiling's own fastest over its slowest repetition


def summary(runs) -> dict:
    """Median, least and most over the repetitions of one case."""
    rps = [run.rps for run in runs]
    return {
        "requests": sum(len(run.times) for run in runs),
        "wrong": [fault for run in runs for fault in run.wrong][:5],
        "rps": _three(rps),
        "cpu_ms": _three([run.cpu_ms for run in runs]),
        "p50_ms": median(run.percentile(0.5) for run in runs),
        "p95_ms": median(run.percentile(0.95) for run in runs),
        "p99_ms": median(run.percentile(0.99) for run in runs),
    }


def _three(values):
    return {"median": median(values), "min": min(values), "max": max(values)}


def compared(name, ours, ceiling, targets) -> dict:
    """A case against its ceiling: medians of the pairwise ratios, and what bench.md asks for.

    targets   figure to (at least or at most, bound); figures: rps, cpu, p95
    """
    pairs = list(zip(ours, ceiling, strict=True))
    ratios = {
        "rps": median(a.rps / b.rps for a, b in pairs),
        "cpu": median(a.cpu_ms / b.cpu_ms for a, b in pairs if b.cpu_ms),
        "p95": median(a.percentile(0.95) / b.percentile(0.95) for a, b in pairs),
    }
    spread = max(run.rps for run in ceiling) / min(run.rps for run in ceiling)
    return {
        "name": name,
        "ours": summary(ours),
        "ceiling": summary(ceiling),
        "ratios": ratios,
        "noisy": spread > NOISY,
        "targets": {
            figure: {"wanted": f"{sign} {bound}", "met": _met(ratios[figure], sign, bound)}
            for figure, (sign, bound) in targets.items()
        },
    }


def _met(value, sign, bound) -> bool:
    return value >= bound if sign == ">=" else value <= bound


def last() -> dict:
    """The last run, as it was written."""
    return json.loads((PLACE / "last.json").read_text(encoding="utf-8"))


def write(result) -> str:
    """Keep the JSON and the table under docs/bench; give the table."""
    PLACE.mkdir(parents=True, exist_ok=True)
    text = table(result)
    (PLACE / "last.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    (PLACE / "last.md").write_text(text, encoding="utf-8")
    return text


def table(result) -> str:
    lines = [
        "# The last run of the bench",
        "",
        f"`kith bench {result['how']}`, {result['machine']['cores']} cores, Python "
        f"{result['machine']['python']}, load {result['machine']['load'][0]:.1f}. Ratios against "
        "ceilings of the same run; absolute figures are in `last.json`.",
        "",
        "| case | rps | CPU a request | p95 | wanted | |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_line(case) for case in result["cases"]]
    lines += ["", "| figure | value | wanted | |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {fact['value']} | {fact['wanted']} | {_mark(fact.get('met'))} |"
        for name, fact in result["figures"].items()
    ]
    lines += ["", *(f"- {note}" for note in result["notes"]), ""]
    return "\n".join(lines)


def _line(case) -> str:
    wanted = ", ".join(f"{figure} {fact['wanted']}" for figure, fact in case["targets"].items())
    met = all(fact["met"] for fact in case["targets"].values()) if case["targets"] else None
    if case["ours"]["wrong"]:
        mark = f"wrong: {case['ours']['wrong'][0]}"
    else:
        mark = _mark(met) + (" (noisy)" if case["noisy"] else "")
    figures = [f"{case['ratios'][f]:.2f} ×" for f in ("rps", "cpu", "p95")]
    return f"| {case['name']} | {' | '.join(figures)} | {wanted} | {mark} |"


def _mark(met) -> str:
    return {True: "met", False: "**missed**", None: ""}[met]
