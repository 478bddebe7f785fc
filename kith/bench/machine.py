"""What the machine is, and what processes have spent on it. Read from /proc (Linux)."""

import os
import platform
from importlib import metadata
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
NOT_COUNTED = {"numpy", "scipy"}


def family(pid: int) -> list[int]:
    """A process and all that it has started."""
    parents = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(place.parent.name)] = int(_after_name(place)[1])
        except (OSError, IndexError):
            continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def _after_name(place) -> list[str]:
    return place.read_text().rpartition(")")[2].split()


def cpu(pids) -> float:
    """CPU seconds spent so far."""
    spent = 0
    for pid in pids:
        try:
            facts = _after_name(Path(f"/proc/{pid}/stat"))
        except OSError:
            continue
        spent += int(facts[11]) + int(facts[12])
    return spent / TICK


def pss(pids) -> float:
    """Memory in MiB, shared parts counted once."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def facts() -> dict:
    names = ("kith", "django", "gunicorn", "cryptography")
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "versions": {name: metadata.version(name) for name in names},
    }


def installed_size() -> float:
    """MB of Kith and what it needs to run, without Python itself."""
    wanted, seen = ["kith"], {}
    while wanted:
        name = wanted.pop().lower()
        if name in seen or name in NOT_COUNTED:
            continue
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        seen[name] = sum(_size(package.locate_file(f)) for f in package.files or [])
        wanted += [
            need.split(";")[0].split("[")[0].split("<")[0].split(">")[0].split("=")[0].strip()
            for need in package.requires or []
            if "extra ==" not in need
        ]
    own = Path(__file__).resolve().parents[2]
    sources = [*own.glob("kith/**/*"), *own.glob("ipt/**/*")]
    return (sum(seen.values()) + sum(_size(f) for f in sources)) / 1e6


def _size(place) -> int:
    place = Path(place)
    return place.stat().st_size if place.is_file() else 0
