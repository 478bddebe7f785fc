"""Kith on a machine that has never seen it, as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def surroundings(tmp_path, **variables):
    """The environment of a machine that has never seen Kith."""
    known = {k: v for k, v in os.environ.items() if not k.startswith(("KITH_", "PORT", "DJANGO_"))}
    places = {"KITH_DATA": str(tmp_path / "data"), "KITH_KEYS": str(tmp_path / "keys")}
    return {**known, **places, **variables}


def kith(tmp_path, *words, **variables):
    return subprocess.run(
        [sys.executable, "-m", "kith.cli", *words],
        capture_output=True,
        text=True,
        env=surroundings(tmp_path, **variables),
        cwd=ROOT,
        timeout=120,
    )
