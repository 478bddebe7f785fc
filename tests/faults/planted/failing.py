"""Steps between the changes, at which a migration fails, dies or rests."""

import os
import signal
import time

from django.db import migrations

STEPS = 6


class Broken(Exception):
    """What a mistake in a migration raises."""


def at(number):
    """The step with this number: KITH_TEST_AT names the one that happens, KITH_TEST_DOES what."""

    def step(apps, schema_editor):
        if os.environ.get("KITH_TEST_AT") != str(number):
            return
        does = os.environ.get("KITH_TEST_DOES", "fail")
        if does == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        elif does == "rest":
            time.sleep(float(os.environ["KITH_TEST_REST"]))
        else:
            raise Broken(f"step {number}")

    return migrations.RunPython(step, migrations.RunPython.noop)
