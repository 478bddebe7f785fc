"""Simulate the book's statistics and print what they reach beside their targets.

`python scripts/validate.py` exits with 1 if a target is missed by more than chance allows.
--quick for a look, --runs N for more, --data FOLDER for the public diaries and the public trial
(kept outside the project), --write to put the table into docs/care/validation.md.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "care" / "validation.md"
HEAD = """# What the statistics reach

Written by `make validate` with `--write`; every seed is fixed. Reference: the figures of the
design this follows. A target may be missed by Monte Carlo error only.

"""


def table(rows: Sequence[tuple[str, str, str, str, bool]]) -> str:
    """Return the rows as a table of Markdown."""
    lines = ["| check | target | reference | reached | |", "| --- | --- | --- | --- | --- |"]
    for check, target, reference, reached, ok in rows:
        lines.append(
            f"| {check} | {target} | {reference} | {reached} | {'ok' if ok else 'MISSED'} |"
        )
    return "\n".join(lines) + "\n"


def main(words: Sequence[str] | None = None) -> int:
    """Print the tables; give 1 if a target is missed."""
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--runs", type=int, default=400)
    reading.add_argument("--quick", action="store_true")
    reading.add_argument("--data", type=Path)
    reading.add_argument("--write", action="store_true")
    asked = reading.parse_args(words)
    # Small matrices: more threads only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.path.insert(0, str(ROOT))
    from scripts.validation import links, progress, real

    shown = {
        "Diary links": table(linked := links.run(asked.runs, quick=asked.quick)),
        "Expected course": table(expected := progress.run(asked.data, quick=asked.quick)),
    }
    if asked.data:
        shown["Diary links on real diaries"] = "\n".join(real.report(asked.data)) + "\n"
    text = "\n".join(f"## {title}\n\n{rows}" for title, rows in shown.items())
    print(text)
    if asked.write:
        PAGE.write_text(HEAD + text, encoding="utf-8")
    return int(not all(row[4] for row in [*linked, *expected]))


if __name__ == "__main__":
    sys.exit(main())
