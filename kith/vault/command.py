"""A master key that a command tells, for a practice with a key service.

KITH_KEY_COMMAND is run as it stands, without a shell, and prints the key: 32 bytes in base64. What
it prints is neither shown nor logged, and its complaints go nowhere: run it by hand to see them.
"""

import base64
import os
import shlex
import signal
import subprocess
from contextlib import suppress

from django.core.exceptions import ImproperlyConfigured

SECONDS = 20.0
MOST = 1024  # bytes that are read of the answer


def key(variable: str) -> bytes:
    """The 32 bytes that the command named in a variable of the environment prints."""
    try:
        words = shlex.split(os.environ[variable])
    except ValueError as wrong:
        raise ImproperlyConfigured(f"{variable} is not a command: {wrong}.") from None
    if not words:
        raise ImproperlyConfigured(f"{variable} is empty. Name a command, or unset it.")
    try:
        told = base64.b64decode(_run(variable, words).strip(), validate=True)
    except ValueError:
        told = b""
    if len(told) != 32:
        raise ImproperlyConfigured(
            f"What {variable} prints is not a key: it must be 32 bytes in base64, nothing else."
        )
    return told


def _run(variable, words) -> bytes:
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            words, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet, start_new_session=True
        )
    except OSError as trouble:
        raise ImproperlyConfigured(
            f"{variable} cannot be run: {words[0]}: {trouble.strerror}."
        ) from None
    try:
        told, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise ImproperlyConfigured(
            f"{variable} did not answer within {SECONDS:.0f} seconds. Is the key service up?"
        ) from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            process.stdout.close()
    if process.returncode:
        raise ImproperlyConfigured(
            f"{variable} failed with status {process.returncode}. Run it by hand to see why."
        )
    return told[:MOST]
