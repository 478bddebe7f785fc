"""Hashed and compressed files for the browser, made again only when a source has changed."""

import hashlib
import os

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def fingerprint() -> str:
    """A hash over name, size and time of each source file (hex)."""
    seal = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=None):
            facts = os.stat(storage.path(name))
            seal.update(f"{name}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return seal.hexdigest()


def mark():
    """The file that remembers the fingerprint of what was collected."""
    return settings.STATIC_ROOT / ".made-from"


def collected() -> bool:
    """Whether the collected files are those of the present sources."""
    return mark().exists() and mark().read_text() == fingerprint()


def collect():
    """Collect when needed; give whether it was."""
    if collected():
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark().write_text(fingerprint())
    return True
