"""How long it takes to come back: N clients with 16 meetings each, from a backup and the keys.

    python -m scripts.audit.restore_time [clients, 1000 if left out]

Every step is the real command in folders of its own, which go at the end. Fails when the restore
takes more than ten minutes (REL-12).
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 600.0  # seconds


def surroundings(place: Path, name: str) -> dict:
    known = {k: v for k, v in os.environ.items() if not k.startswith(("KITH_", "PORT", "DJANGO_"))}
    folders = {"KITH_DATA": f"{place / name}-data", "KITH_KEYS": f"{place / name}-keys"}
    return {**known, **folders, "DJANGO_SETTINGS_MODULE": "kith.settings", "PYTHONPATH": str(ROOT)}


def timed(what: str, words: list[str], env: dict) -> float:
    """Run one command; tell and give its seconds."""
    start = time.monotonic()
    told = subprocess.run([sys.executable, "-m", *words], env=env, capture_output=True, text=True)
    took = time.monotonic() - start
    if told.returncode:
        sys.exit(f"{what}: {told.stderr[-2000:]}")
    print(f"{what}: {took:.1f} s")
    for line in told.stdout.splitlines()[:9] if words[0] == "kith.cli" else []:
        print(f"    {line}")
    return took


def main(clients: int) -> int:
    """Seed, back up, restore on an empty machine, try the backup; give 1 when it took too long."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        old, new = surroundings(place, "old"), surroundings(place, "new")
        archive, keys, master = place / "kith.backup", place / "keys", place / "old-keys/master.key"
        timed("Making the tables", ["kith.cli", "migrate"], old)
        timed(f"Seeding {clients} clients", ["kith.bench.seed", str(clients), "0"], old)
        words = ["kith.cli", "backup", str(archive), "--keys", str(keys)]
        timed("Backup while nobody waits", words, old)
        print(f"    {archive.stat().st_size / 1e6:.1f} MB")
        words = ["kith.cli", "restore", str(archive)]
        words += ["--keys", str(keys), "--master-key", str(master)]
        took = timed("Restore on an empty machine", words, new)
        timed("Walking the audit", ["kith.cli", "audit", "verify"], new)
        timed("Trying the backup", ["kith.cli", "backup", "verify", str(archive)], new)
    print(f"Restored in {took:.0f} s; {LIMIT:.0f} s are allowed.")
    return 0 if took <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
