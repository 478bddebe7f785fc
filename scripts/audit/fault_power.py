"""REL-01: two thousand disks after a loss of power. FAULT_IMAGES and FAULT_SEED change it."""

import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

IMAGES = int(os.environ.get("FAULT_IMAGES", "2000"))


def main() -> int:
    if shutil.which("strace") is None:
        print("strace is missing: install the package strace")
        return 77
    from tests.faults.crash import images

    seed = int(os.environ.get("FAULT_SEED", random.randrange(10**6)))
    folder = Path(tempfile.mkdtemp(prefix="kith-power-", dir="/var/tmp"))
    try:
        house = folder / "house"
        house.mkdir()
        images.prepare(house)
        recording = images.record(house, 200)
        looked, found = images.examine(recording, house, folder / "images", count=IMAGES, seed=seed)
    finally:
        shutil.rmtree(folder)
    for moment, fate, faults in found[:20]:
        print(f"moment {moment}, {fate}: {faults[:2]}")
    print(f"{looked} disks after a loss of power (seed {seed}), {len(found)} with something lost")
    return 1 if found or looked < IMAGES else 0


if __name__ == "__main__":
    sys.exit(main())
