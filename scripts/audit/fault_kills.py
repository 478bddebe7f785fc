"""REL-02: a hundred kills under load. FAULT_KILLS changes the number, FAULT_SEED the dice."""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from kith.bench import servers

KILLS = int(os.environ.get("FAULT_KILLS", "100"))
AGAIN = 5.0  # seconds within which it must serve again


def main() -> int:
    from tests.faults import killing

    folder = Path(tempfile.mkdtemp(prefix="kith-kills-", dir="/var/tmp"))
    try:
        servers.python("kith.cli", folder, "migrate")
        ways = json.loads(servers.python("kith.bench.seed", folder, 8, 8))
        seed = os.environ.get("FAULT_SEED")
        told = killing.rounds(folder, ways, kills=KILLS, seed=seed)
    finally:
        shutil.rmtree(folder)
    slow = [f"{seconds:.1f} s to serve again" for seconds in told.back + told.started
            if seconds > AGAIN]  # fmt: skip
    wrong = [*told.faults, *slow]
    wrong += [] if told.noticed else ["a loss would not have been noticed"]
    print(*wrong, sep="\n")
    print(
        f"{told.count} kills ({', '.join(f'{n} {part}' for part, n in told.kills.items())}), "
        f"{told.acknowledged} acknowledged, {len(told.faults)} lost or half done; serving again "
        f"after {max(told.back):.1f} s at most, started anew in {max(told.started):.1f} s at most"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
