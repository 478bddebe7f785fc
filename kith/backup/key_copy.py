import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings

from kith.audit import heads
from kith.vault import keys, store

from .archive import Refused


def copy_keys(folder) -> str:
    """Copy the key folder, consistent while Kith serves, into a new folder of its own.

    Keep the copy apart from the backups: whoever has both can read everything. Copies older than
    30 days should go, so that an erased record cannot come back.
    """
    folder = Path(folder).absolute()
    if settings.KITH_DATA == folder or settings.KITH_DATA in folder.parents:
        raise Refused("Keys and data lie apart: choose a place outside the data folder.")
    try:
        folder.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        raise Refused(f"{folder} is there already. Give a new name.") from None
    for place in (keys.path(), settings.KITH_KEYS / "django.key", heads.file()):
        if place.exists():
            shutil.copy2(place, folder / place.name)
    os.umask(0o077)
    there = closing(sqlite3.connect(store.place()))
    with there as link, closing(sqlite3.connect(folder / store.place().name)) as copy:
        link.backup(copy)
    return f"The keys are in {folder}. Keep them apart from the backups."
