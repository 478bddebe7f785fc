"""What a process asks of the disk, as strace tells it, turned into events."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,rename,unlink,close"
LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)(?: .*)?$", re.S)
PART = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Event:
    """One thing that was asked of the disk, or an acknowledgement ("ack") that was given.

    kind    make, write, cut (to a length), sync, sync_folder, unlink, rename, ack
    file    the number of the file (an inode); 0 where there is none
    """

    kind: str
    path: str = ""
    file: int = 0
    offset: int = 0
    content: bytes = b""
    to: str = ""


def words(shown: str) -> bytes:
    """A string as strace -xx shows it."""
    return bytes.fromhex(shown.replace("\\x", ""))


def run(folder, *command, variables=None):
    """Run a command under strace; give the events below `folder`, in order."""
    strace = shutil.which("strace")
    assert strace, "this test records system calls: install the package strace"
    trace = Path(folder) / "calls"
    full = [strace, "-f", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-e", "signal=none"]
    done = subprocess.run(
        [*full, "-o", str(trace), sys.executable, *command],
        env={**os.environ, **(variables or {})},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    with trace.open() as lines:
        found = list(Reader(str(folder)).events(lines))
    trace.unlink()
    return found


class Reader:
    """Follows descriptors and names; files that were there before get a number when opened."""

    def __init__(self, folder):
        self.folder, self.open, self.names, self.count = folder, {}, {}, 0
        self.begun = {}

    def events(self, lines):
        for line in lines:
            line = self._whole(line.rstrip("\n"))
            found = line and LINE.match(line)
            if found and int(found[4]) >= 0:
                pid, call, said, gave = found.groups()
                yield from getattr(self, f"_{call}")(said, int(gave), pid)

    def _whole(self, line):
        """A call that another thread interrupted stands on two lines."""
        pid = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            self.begun[pid] = line.removesuffix("<unfinished ...>")
            return None
        if "resumed>" in line:
            return self.begun.pop(pid) + line.split("resumed>", 1)[1]
        return line

    def _ours(self, path):
        return path.startswith(self.folder)

    def _number(self, path):
        if path not in self.names:
            self.count += 1
            self.names[path] = self.count
        return self.names[path]

    def _openat(self, said, fd, pid):
        path = words(PART.search(said)[1]).decode()
        self.open.pop(fd, None)
        if not self._ours(path):
            return
        new = path not in self.names
        self.open[fd] = [path, self._number(path), 0]
        if new and "O_CREAT" in said:
            yield Event("make", path, self.names[path])
        if "O_TRUNC" in said:
            yield Event("cut", path, self.names[path], 0)

    def _close(self, said, gave, pid):
        self.open.pop(int(said), None)
        yield from ()

    def _write(self, said, length, pid):
        fd = int(said.split(",")[0])
        content = words(PART.search(said)[1])[:length]
        if fd == 1 and content.startswith(b"ACK "):
            yield Event("ack", content=content[4:])
        elif fd in self.open:
            path, file, at = self.open[fd]
            self.open[fd][2] += length
            yield Event("write", path, file, at, content)

    def _pwrite64(self, said, length, pid):
        fd = int(said.split(",")[0])
        if fd in self.open:
            path, file, _at = self.open[fd]
            content = words(PART.search(said)[1])[:length]
            yield Event("write", path, file, int(said.rsplit(",", 1)[1]), content)

    def _fsync(self, said, gave, pid):
        known = self.open.get(int(said))
        if known:
            folder = Path(known[0]).is_dir()
            yield Event("sync_folder" if folder else "sync", known[0], known[1])

    _fdatasync = _fsync

    def _ftruncate(self, said, gave, pid):
        fd, size = said.split(",")
        if int(fd) in self.open:
            path, file, _at = self.open[int(fd)]
            yield Event("cut", path, file, int(size))

    def _unlink(self, said, gave, pid):
        path = words(PART.search(said)[1]).decode()
        if self._ours(path):
            yield Event("unlink", path, self.names.pop(path, 0))

    def _rename(self, said, gave, pid):
        before, after = (words(part).decode() for part in PART.findall(said))
        if self._ours(before):
            self.names[after] = self.names.pop(before, 0)
            yield Event("rename", before, self.names[after], to=after)
