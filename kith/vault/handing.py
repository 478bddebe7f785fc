"""What this process has opened, handed to a process that it starts: through a pipe, nowhere else.

A new interpreter inherits no memory and may have nobody to ask for a passphrase.
"""

import json
import os
import select
import stat

from django.conf import settings

from . import keys, passphrase, sources

KIND = "kith opened keys 1"
MOST = 65536  # bytes that a pipe holds
STDIN = 0


def over() -> int:
    """The reading end of a pipe that holds the opened keys: the standard input of the new process.

    Whoever asks closes it once the process is started.
    """
    folder = str(settings.KITH_KEYS)
    masters = [key.hex() for (place, _mark), key in keys._masters.items() if place == folder]
    made = [[*way, stretched.hex()] for way, stretched in passphrase._made.items()]
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(json.dumps({"kind": KIND, "masters": masters, "made": made}).encode())
    return reading


def take() -> None:
    """Know what the process that started this one had opened; nothing where none was handed over.

    Never waits: what is handed over lies in the pipe before this process begins.
    """
    try:
        told = json.loads(os.read(STDIN, MOST)) if _something_lies_there() else {}
    except (OSError, ValueError):
        return
    if not isinstance(told, dict) or told.get("kind") != KIND:
        return
    for key in map(bytes.fromhex, told["masters"]):
        keys._masters[str(settings.KITH_KEYS), sources.mark(key)] = key
    for *way, stretched in told["made"]:
        passphrase._made[tuple(way)] = bytes.fromhex(stretched)


def _something_lies_there() -> bool:
    try:
        piped = stat.S_ISFIFO(os.fstat(STDIN).st_mode)
    except OSError:
        return False
    return piped and bool(select.select([STDIN], [], [], 0)[0])
