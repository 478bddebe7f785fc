"""Run by tests in a process of its own: one deed of the vault, killed at the step that is named.

    python -m tests.rooms.vault.killed KEYS rotate STEP NUMBER

The process ends with status 9 when STEP was reached for the NUMBERth time, else with 0.
"""

import os
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "kith.settings"

from django.conf import settings

import kith  # noqa: F401

settings.KITH_KEYS = Path(sys.argv[1])

from kith.vault import rotation  # noqa: E402

deed, wanted, number = sys.argv[2], sys.argv[3], int(sys.argv[4])
seen = {}


def tell(step):
    print(step, flush=True)
    seen[step] = seen.get(step, 0) + 1
    if step == wanted and seen[step] == number:
        os._exit(9)


getattr(rotation, deed)(tell=tell)
