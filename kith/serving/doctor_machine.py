"""What the doctor looks at outside the database: program, folders, keys, letters, time."""

import os
import shutil
import stat
import sys
import zoneinfo

from django.conf import settings
from django.core import mail

from kith.serving import assets
from kith.serving.doctor import expect, look, ok

ROOM_NEEDED = 1_000_000_000  # bytes


def python():
    version = ".".join(map(str, sys.version_info[:3]))
    yield expect(
        sys.version_info >= (3, 11), f"Python {version}.", f"Python {version} is too old: 3.11."
    )


def address():
    if settings.HTTPS:
        yield ok(f"People reach Kith at {settings.KITH_URL}, by https.")
    else:
        yield look(f"{settings.KITH_URL} is for this machine only. Set KITH_URL for real use.")
    if settings.DEBUG:
        yield look("KITH_DEVELOPMENT is on: not for real use.")


def data_folder():
    place = settings.KITH_DATA
    if not place.is_dir():
        yield look(f"The data folder {place} is not there yet: 'kith serve' makes it.")
        return
    facts = place.stat()
    yield expect(
        os.access(place, os.W_OK | os.X_OK),
        f"The data folder is {place}.",
        f"The data folder {place} cannot be written to by this user.",
    )
    yield expect(
        facts.st_uid == os.geteuid(),
        "It belongs to the user that runs Kith.",
        f"{place} belongs to another user. Change its owner.",
    )
    yield expect(
        not stat.S_IMODE(facts.st_mode) & 0o077,
        "Other users of this machine cannot look into it.",
        f"Others can look into {place}. Say: chmod 700 {place}",
    )


def key_file():
    from kith.vault import keys

    place = keys.path()
    yield expect(
        settings.KITH_DATA not in place.parents,
        "The key lies outside the data folder.",
        f"The key {place} lies inside the data folder. Move it and set KITH_KEYS.",
    )
    if not place.exists():
        yield look(f"The key {place} is not there yet: the first 'kith serve' makes it.")
        return
    keys.check(place)
    yield ok("The key is readable by this user alone. Keep a copy of it in another place.")


def browser_files():
    if settings.DEBUG:
        return
    yield expect(
        assets.collected(),
        "The files for the browser are collected.",
        "The files for the browser are old or missing: 'kith serve' collects them.",
    )


def letters():
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        words = "Letters are written to files, not sent. Set KITH_SMTP_URL."
        yield expect(False, "", words) if settings.HTTPS else look(words)
        return
    try:
        with mail.get_connection(timeout=5):
            yield ok(f"The mail server {settings.EMAIL_HOST} answers.")
    except OSError as trouble:
        yield expect(False, "", f"The mail server {settings.EMAIL_HOST} fails: {trouble}")


def time_zones():
    known = len(zoneinfo.available_timezones())
    yield expect(known > 400, "Time zones are known.", "Time zone data is missing: install tzdata.")


def disk():
    place = settings.KITH_DATA if settings.KITH_DATA.is_dir() else settings.KITH_DATA.parent
    free = shutil.disk_usage(place).free
    words = f"{free / 1e9:.1f} GB are free for the data"
    yield expect(free > ROOM_NEEDED, f"{words}.", f"Only {words}: make room.")


CHECKS = [python, address, data_folder, key_file, browser_files, letters, time_zones, disk]
