"""REL-03: a disk that fails and is full under a serving Kith: strace makes its calls fail."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from kith.bench import servers

FAULTS = (
    "pwrite64:error=ENOSPC",
    "pwrite64:error=EIO",
    "fsync,fdatasync:error=EIO",
)


@contextmanager
def failing(pids, fault):
    """While inside, these calls of these processes fail."""
    calls = fault.split(":")[0]
    command = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={fault}"]
    for pid in pids:
        command += ["-p", str(pid)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        for _pid in pids:
            line = process.stderr.readline()
            if "attached" not in line:
                raise PermissionError(line.strip())
        yield
    finally:
        process.terminate()
        process.communicate(timeout=10)
        time.sleep(0.5)


def main() -> int:
    if shutil.which("strace") is None:
        print("strace is missing: install the package strace")
        return 77
    from tests.faults import test_full_disk as story

    wrong = []
    for fault in FAULTS:
        folder = Path(tempfile.mkdtemp(prefix="kith-disk-", dir="/var/tmp"))
        try:
            servers.python("kith.cli", folder, "migrate")
            ways = json.loads(servers.python("kith.bench.seed", folder, 8, 8))
            with servers.house(folder, servers.free_port()) as house:
                story.holds(folder, ways, house, lambda pids, f=fault: failing(pids, f))
        except PermissionError as refusal:
            print(f"other processes may not be traced here: {refusal}")
            return 77
        except AssertionError as found:
            wrong.append(f"{fault}: {str(found).splitlines()[0]}")
        finally:
            shutil.rmtree(folder)
    print(*wrong, sep="\n")
    print(f"{len(FAULTS)} failures of the disk under a serving Kith, {len(wrong)} met wrongly")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
