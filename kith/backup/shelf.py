"""A folder of backups, or of copies of the keys: their names, the newest, what may go."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from .archive import Refused

SHAPE = "%Y-%m-%d-%H%M%S"
BACKUP = re.compile(r"kith-(\d{4}-\d\d-\d\d-\d{6})\.backup")
KEYS = re.compile(r"kith-keys-(\d{4}-\d\d-\d\d-\d{6})")
UNFINISHED = re.compile(r"\.kith-(keys-)?\d{4}-\d\d-\d\d-\d{6}.*\.[0-9a-f]{8}")


def name(moment: datetime) -> str:
    """The name of a backup of `moment`; in UTC, so that names sort by time."""
    return f"kith-{moment.astimezone(UTC):{SHAPE}}.backup"


def keys_name(moment: datetime) -> str:
    return f"kith-keys-{moment.astimezone(UTC):{SHAPE}}"


def folder(said: str) -> Path:
    """The folder that a setting names. Refused when it is not there."""
    place = Path(said).absolute()
    if not place.is_dir():
        raise Refused(f"The folder {place} for backups is not there. Is its disk connected?")
    data = Path(settings.KITH_DATA)
    if place == data or data in place.parents:
        raise Refused(f"{place} lies inside the data folder: choose another disk for backups.")
    return place


def held(place: Path, shape=BACKUP) -> dict[datetime, Path]:
    """What of ours lies in a folder, by its time. Anything else there is never looked at."""
    found = {}
    for path in place.iterdir():
        match = shape.fullmatch(path.name)
        if match:
            found[_moment(match[1])] = path
    found.pop(None, None)
    return found


def _moment(text):
    try:
        return datetime.strptime(text, SHAPE).replace(tzinfo=UTC)
    except ValueError:
        return None


def newest(place: Path, shape=BACKUP) -> Path | None:
    found = held(place, shape)
    return found[max(found)] if found else None


def remove(paths) -> int:
    """Remove files or folders; give how many."""
    count = 0
    for path in paths:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        count += 1
    return count


def sweep(place: Path) -> int:
    """Remove what a run that was ended left unfinished. Only while no other run is under way."""
    return remove([path for path in place.iterdir() if UNFINISHED.fullmatch(path.name)])
