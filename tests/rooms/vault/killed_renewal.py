"""Run by tests in a process of its own: a client's key is replaced, killed at a step.

python -m tests.rooms.vault.killed_renewal KEYS DATABASE CLIENT PRACTICE STEP
"""

import os
import sys
from pathlib import Path
from uuid import UUID

os.environ["DJANGO_SETTINGS_MODULE"] = "kith.settings"

import django
from django.conf import settings

import kith  # noqa: F401

_, folder, database, client, practice, wanted = sys.argv
settings.KITH_KEYS = Path(folder)
settings.DATABASES["default"]["NAME"] = database
django.setup()

from kith.vault import renewal  # noqa: E402


def tell(step):
    print(step, flush=True)
    if step == wanted:
        os._exit(9)


renewal.renew("client", UUID(client), UUID(practice), tell=tell, calm=0)
