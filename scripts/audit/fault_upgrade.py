"""REL-20: stop, upgrade, start, timed, for 1,000 clients with 16 weeks each (FAULT_CLIENTS)."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kith.bench import servers

CLIENTS = int(os.environ.get("FAULT_CLIENTS", "1000"))
AT_MOST = 60.0  # seconds
NEWER = {"DJANGO_SETTINGS_MODULE": "tests.faults.planted.settings"}


def serving(folder, port, **more):
    house = servers.house(folder, port)
    house.env |= more
    return house


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="kith-upgrade-", dir="/var/tmp"))
    try:
        servers.python("kith.cli", folder, "migrate")
        servers.python("kith.bench.seed", folder, CLIENTS, 1)
        port = servers.free_port()
        old = serving(folder, port).__enter__()
        began = time.perf_counter()
        old.__exit__()
        stopped = time.perf_counter() - began
        with serving(folder, port, **NEWER) as new:
            whole = time.perf_counter() - began
            copies = list((folder / "data" / "backups").glob("before-*"))
            first = new.started
        older = subprocess.run(
            [sys.executable, "-m", "kith.cli", "serve"],
            env=servers.environment(folder, port),
            cwd=servers.ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
    finally:
        shutil.rmtree(folder)
    wrong = []
    if whole > AT_MOST:
        wrong.append(f"{whole:.1f} s from stopping to serving")
    if len(copies) != 1:
        wrong.append(f"{len(copies)} copies were made before the upgrade")
    if older.returncode == 0 or "Nothing was touched" not in older.stderr:
        wrong.append("the older version was not refused")
    print(*wrong, sep="\n")
    print(
        f"{CLIENTS} clients: stopped in {stopped:.1f} s, copied, upgraded and started in "
        f"{first:.1f} s, {whole:.1f} s in all"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
