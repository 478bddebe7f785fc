"""Keep the vendored browser files honest.

python scripts/vendor.py          check every file against its listed hash
python scripts/vendor.py copy     fetch the pinned packages with npm and copy the files again
python scripts/vendor.py accept   as copy, and write the new hashes (after changing a pin)
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "kith/web/static/web/vendor"
LIST = VENDOR / "VENDORED.toml"
SOURCE_MAP = re.compile(rb"\n?//[#@] sourceMappingURL=\S*\s*$")


def listed():
    """The files of VENDORED.toml, each a dict with path, package, version, source, sha256."""
    return tomllib.loads(LIST.read_text())["file"]


def digest(path):
    """The sha256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def faults():
    """What does not agree with the list, one sentence each."""
    entries = listed()
    found = []
    for entry in entries:
        path = VENDOR / entry["path"]
        if not path.is_file():
            found.append(f"{entry['path']} is listed but absent")
        elif digest(path) != entry["sha256"]:
            found.append(f"{entry['path']} differs from its listed hash")
    known = {entry["path"] for entry in entries} | {LIST.name}
    here = {p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*") if p.is_file()}
    return found + [f"{name} is not listed" for name in sorted(here - known)]


def copy():
    """Install the locked packages in a folder of their own and copy what the list names."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, folder)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit"], cwd=folder, check=True)
        for entry in listed():
            source = Path(folder, "node_modules", entry["package"], entry["source"])
            target = VENDOR / entry["path"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(SOURCE_MAP.sub(b"\n", source.read_bytes()))


def accept():
    """Write the hashes of the files as they are now into the list."""
    text = LIST.read_text()
    for entry in listed():
        text = text.replace(entry["sha256"], digest(VENDOR / entry["path"]))
    LIST.write_text(text)


def main(words):
    """Run the named task; the exit code is 1 when something does not agree."""
    if words and words[0] in ("copy", "accept"):
        copy()
    if words and words[0] == "accept":
        accept()
    found = faults()
    print("\n".join(found) if found else f"{len(listed())} vendored files agree with their list")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
