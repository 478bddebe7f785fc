"""A backup handed to any command on its standard input, and fetched back from another.

The words of a command are split as a shell would, but no shell runs; {name} stands for the name of
the backup. A command is given a file that is whole: it never waits for the database.
"""

import shlex
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from . import shelf, state
from .archive import Refused

LIMIT = 2 * 3600  # seconds


def last_sent() -> Path:
    """The last backup that was handed over, where no folder is kept. As sealed as any other."""
    return Path(settings.KITH_DATA) / "last-sent.backup"


def send(path: Path, now) -> str:
    """Give the file to KITH_BACKUP_COMMAND; give the name it has there. Refused if it fails."""
    name = shelf.name(now)
    with path.open("rb") as file:
        _run(settings.KITH_BACKUP_COMMAND, name, stdin=file, stdout=subprocess.DEVNULL)
    return name


@contextmanager
def fetched():
    """The backup that was sent last, from KITH_BACKUP_FETCH; a file that goes again."""
    name = state.read()["backup"].get("sent")
    if not name:
        raise Refused("No backup was sent yet.")
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=settings.KITH_DATA) as place:
        path = Path(place) / name
        with path.open("xb") as file:
            _run(settings.KITH_BACKUP_FETCH, name, stdin=subprocess.DEVNULL, stdout=file)
        yield path


def _run(command, name, **streams):
    words = [word.replace("{name}", name) for word in shlex.split(command)]
    try:
        ended = subprocess.run(words, timeout=LIMIT, check=False, **streams)
    except OSError as trouble:
        raise Refused(f"The command {words[0]} cannot be run: {trouble.strerror}.") from None
    except subprocess.TimeoutExpired:
        raise Refused(f"The command {words[0]} did not end in {LIMIT // 3600} hours.") from None
    if ended.returncode:
        raise Refused(f"The command {words[0]} ended with {ended.returncode}: see Kith's log.")
