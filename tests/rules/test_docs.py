"""What the documents repeat from the source is made from the source."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_made_pages_say_what_the_source_says():
    told = subprocess.run(
        [sys.executable, ROOT / "scripts/docs.py", "--check"], capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr


def test_decisions_are_numbered_without_a_gap():
    files = sorted(file.name for file in (ROOT / "docs/decisions").glob("*.md"))
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))
