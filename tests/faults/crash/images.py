"""Record a process that saves, then look at many disks that a loss of power may leave."""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

from . import recorder
from .disk import FATES, Disk, lay_out

SAVER = ["-m", "tests.faults.crash.saver"]
LOOKER = ["-m", "tests.faults.crash.looker"]


def surroundings(place) -> dict:
    return {
        "DJANGO_SETTINGS_MODULE": "kith.settings",
        "KITH_DATA": str(place / "data"),
        "KITH_KEYS": str(place / "keys"),
        "KITH_DEMO": "0",
    }


def python(place, *words):
    """Run a module of the tests or of Kith on the folders below `place`."""
    done = subprocess.run(
        [sys.executable, *words],
        env={**recorder.os.environ, **surroundings(place)},
        cwd=recorder.ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def prepare(place):
    """A small practice on disk, closed and safe."""
    python(place, "-m", "kith.cli", "migrate")
    python(place, *SAVER, "prepare")


def record(place, saves, **variables):
    """(the disk before, the events) of a process that saves so many times."""
    before = Disk(place)
    return before, recorder.run(
        place, *SAVER, "save", str(saves), variables={**surroundings(place), **variables}
    )


def insisting(place, saves, inject) -> list[str]:
    """What a process says that goes on saving while strace makes calls fail (`inject`)."""
    strace = recorder.shutil.which("strace")
    assert strace, "this test makes system calls fail: install the package strace"
    calls = inject.split(":", 1)[0]
    under = [strace, "-f", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={inject}"]
    done = subprocess.run(
        [*under, sys.executable, *SAVER, "insist", str(saves)],
        env={**recorder.os.environ, **surroundings(place)},
        cwd=recorder.ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.splitlines()


def moments(events, count, dice) -> set[int]:
    """Where the power goes: around each sync and acknowledgement, and anywhere."""
    near = [
        n + after
        for n, event in enumerate(events)
        for after in (0, 1)
        if event.kind in ("sync", "sync_folder", "ack")
    ]
    chosen = set(dice.sample(near, min(count * 3 // 4, len(near))))
    while len(chosen) < min(count, len(events)):
        chosen.add(dice.randrange(len(events) + 1))
    return chosen


class Looker:
    """The process that opens one image after another."""

    def __init__(self, place):
        self.process = subprocess.Popen(
            [sys.executable, *LOOKER],
            env={**recorder.os.environ, **surroundings(place)},
            cwd=recorder.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *trouble):
        self.process.stdin.close()
        self.process.wait(30)

    def faults(self, place, acknowledged, but=()):
        said = [json.loads(one) for one in acknowledged]
        asked = {"place": str(place), "acknowledged": said, "but": list(but)}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())["faults"]


def examine(recording, was, scratch, *, count, seed=0, enough=None):
    """Look at `count` images; [(moment, fate, faults)] of those at which something is wrong.

    enough    stop after so many (for a control that must find some)
    """
    disk, events = recording
    dice, found = random.Random(seed), []
    each = moments(events, max(1, count // len(FATES)), dice)
    looked = 0
    with Looker(scratch) as looker:
        for moment in range(len(events) + 1):
            for fate in FATES if moment in each else ():
                place = Path(scratch) / f"{moment}-{fate}"
                lay_out(disk.after_power_loss(fate, dice), was, place)
                faults = looker.faults(place, disk.acknowledged)
                shutil.rmtree(place)
                looked += 1
                if faults:
                    found.append((moment, fate, faults))
                if enough and len(found) >= enough:
                    return looked, found
            if moment < len(events):
                disk.follow(events[moment])
    return looked, found
