"""The pages on security and safety that are made from data: ASVS 5.0 and the hazard log."""

import tomllib
from collections import Counter
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
STATES = {
    "met": "met",
    "partly": "partly met",
    "not_yet": "not met yet",
    "not_applicable": "not applicable",
}


def asvs() -> str:
    """The table of OWASP ASVS 5.0, level 1 and 2, chapter by chapter."""
    data = read("security/asvs.toml")
    rows = data["requirement"]
    parts = ["# OWASP ASVS 5.0, level 1 and 2", data["about"].strip(), _counts(rows)]
    for chapter, title in data["chapters"].items():
        own = [row for row in rows if row["id"].split(".")[0] == chapter]
        parts.append(f"## {chapter} {title}\n\n{_requirements(own)}")
    return "\n\n".join(parts) + "\n"


def hazards() -> str:
    """The hazard log: a section for each hazard."""
    data = read("safety/hazards.toml")
    parts = ["# Hazard log", data["about"].strip(), _scales(data["scales"])]
    return "\n\n".join([*parts, *(_hazard(row, data) for row in data["hazard"])]) + "\n"


def read(name: str) -> dict:
    """A data file under docs/."""
    return tomllib.loads((DOCS / name).read_text(encoding="utf-8"))


def _counts(rows):
    lines = ["| level | " + " | ".join(STATES.values()) + " |", "| --- " * 5 + "|"]
    for level in (1, 2):
        found = Counter(row["state"] for row in rows if row["level"] == level)
        lines.append(f"| {level} | " + " | ".join(str(found[state]) for state in STATES) + " |")
    return "\n".join(lines)


def _requirements(rows):
    lines = ["| number | level | what is asked | state | how, or why not |", "| --- " * 5 + "|"]
    for row in rows:
        said = " ".join(filter(None, [row["how"], _shown(row)]))
        cells = [row["id"], str(row["level"]), row["what"], STATES[row["state"]], said]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def _shown(row):
    return ", ".join(f"`{name}`" for name in [*row.get("files", []), *row.get("tests", [])])


def _scales(scales):
    told = [f"- **{name}**: {', '.join(steps)}" for name, steps in scales.items()]
    return "\n".join(told)


def _hazard(row, data):
    lines = [
        f"## {row['id']} {row['hazard']}",
        f"**Cause.** {row['cause']}",
        f"**Harm.** {row['harm']}",
        f"**Control.** {row['control']}",
    ]
    if row.get("left"):
        lines.append(f"**What is left.** {row['left']}")
    lines.append(
        f"**Our estimate.** Before: {row['severity']}, {row['before']}. "
        f"After: {row['severity_after']}, {row['after']}."
    )
    lines.append("**Shown by.** " + (_shown(row) or "no test yet"))
    lines.append(f"**State.** {data['state']}")
    return "\n\n".join(lines)
