"""Checks that are programs of their own beside this file: fault_*, enumeration, restore_*."""

import os

from .house import ROOT
from .result import CannotRun, Found
from .tools import HERE, run

MINUTES = {"fault_": 15, "enumeration": 5, "restore_": 12}


def programs():
    """(name, minutes, path) of every program of its own."""
    for begin, minutes in MINUTES.items():
        for file in sorted(HERE.glob(f"{begin}*.py")):
            yield file.stem, minutes, file


def program(file, minutes):
    """A check that runs a program: good when it ends with 0; its words are the findings."""

    def check(house):
        clean = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
        done = run(
            [ROOT / ".venv/bin/python", "-m", f"scripts.audit.{file.stem}"],
            60 * minutes,
            cwd=ROOT,
            env=clean,
        )
        said = [line for line in done.stdout.splitlines() if line.strip()]
        if done.returncode == 77:
            raise CannotRun((said or done.stderr.splitlines() or ["it says not why"])[-1])
        wrong = [] if done.returncode == 0 else [*said[-20:], *done.stderr.splitlines()[-10:]]
        return Found((said or ["done"])[-1], wrong)

    return check
