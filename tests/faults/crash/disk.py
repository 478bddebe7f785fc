"""A disk that loses power: what was synced stays; of the rest, any part may be there or not."""

import random
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
FATES = ("nothing", "everything", "beginning", "scattered", "torn")


@dataclass
class File:
    """Bytes that are safe, and what was asked since (offset, bytes; or a length and None)."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list = field(default_factory=list)


def put(content: bytearray, offset, said):
    """One write, or a cut when `said` is None."""
    if said is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
    else:
        content.extend(bytes(max(0, offset - len(content))))
        content[offset : offset + len(said)] = said


class Disk:
    """Follows events; `after_power_loss` gives one of the states that the disk may then be in."""

    def __init__(self, folder):
        """`folder` as it stood, all of it safe, before the recording."""
        self.names, self.files, self.waiting_names = {}, {}, []
        self.before = {
            str(p): bytearray(p.read_bytes()) for p in Path(folder).rglob("*") if p.is_file()
        }
        self.acknowledged = []

    def follow(self, event):
        getattr(self, f"_{event.kind}")(event)

    def _file(self, event):
        if event.file not in self.files:
            self.files[event.file] = File(self.before.get(event.path, bytearray()))
            if event.path in self.before:
                self.names[event.path] = event.file
        return self.files[event.file]

    def _ack(self, event):
        self.acknowledged.append(event.content)

    def _make(self, event):
        known = event.path in self.before and event.path not in self.names
        self._file(event)
        if not known:
            self.waiting_names.append((event.path, event.file))

    def _write(self, event):
        self._file(event).waiting.append((event.offset, event.content))

    def _cut(self, event):
        self._file(event).waiting.append((event.offset, None))

    def _sync(self, event):
        file = self._file(event)
        for what in file.waiting:
            put(file.safe, *what)
        file.waiting.clear()

    def _unlink(self, event):
        self._file(event)
        self.waiting_names.append((event.path, None))

    def _rename(self, event):
        self._file(event)
        self.waiting_names += [(event.to, event.file), (event.path, None)]

    def _sync_folder(self, event):
        stays = []
        for path, file in self.waiting_names:
            if str(Path(path).parent) == event.path:
                self._name(self.names, path, file)
            else:
                stays.append((path, file))
        self.waiting_names = stays

    def _name(self, names, path, file):
        if file is None:
            names.pop(path, None)
            self.before.pop(path, None)
        else:
            names[path] = file

    def after_power_loss(self, fate, dice: random.Random) -> dict[str, bytes]:
        """Path to bytes of every file that is found when the power is back."""
        before, names = self.before, dict(self.names)
        self.before = dict(before)
        for path, file in self._some(self.waiting_names, fate, dice):
            self._name(names, path, file)
        found = {p: bytes(c) for p, c in self.before.items() if p not in names}
        self.before = before
        return found | {p: self._content(self.files[f], fate, dice) for p, f in names.items()}

    @staticmethod
    def _some(waiting, fate, dice):
        if fate == "nothing":
            return []
        if fate == "everything":
            return list(waiting)
        if fate == "beginning":
            return waiting[: dice.randint(0, len(waiting))]
        return [what for what in waiting if dice.random() < 0.5]

    def _content(self, file, fate, dice):
        content = bytearray(file.safe)
        for offset, said in self._some(file.waiting, fate, dice):
            if said is None or fate != "torn":
                put(content, offset, said)
                continue
            for start in range(0, len(said), SECTOR):
                if dice.random() < 0.5:
                    put(content, offset + start, said[start : start + SECTOR])
        return bytes(content)


def lay_out(image: dict[str, bytes], was, place):
    """Write an image below `place`, as it stood below `was`. Shared memory does not survive."""
    for path, content in image.items():
        if path.endswith("-shm"):
            continue
        to = Path(place) / Path(path).relative_to(was)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(content)
        to.chmod(0o600)
