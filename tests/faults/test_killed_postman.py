"""The process that sends is killed at each step; a mail server counts what came (REL-10)."""

import os
import subprocess
import sys
from collections import Counter

import pytest
from aiosmtpd.controller import Controller

from kith.bench.servers import free_port
from tests.faults.crash import images, recorder
from tests.faults.postman import STEPS


class Sink:
    """A mail server that takes everything and counts it by recipient."""

    def __init__(self):
        self.came = Counter()

    async def handle_DATA(self, server, session, envelope):
        self.came.update(envelope.rcpt_tos)
        return "250 taken"


@pytest.fixture
def sink():
    kept = Sink()
    controller = Controller(kept, hostname="127.0.0.1", port=free_port())
    controller.start()
    kept.port = controller.port
    yield kept
    controller.stop()


def postman(house, sink, *words):
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.postman", *words],
        env={
            **os.environ,
            **images.surroundings(house),
            "KITH_SMTP_URL": f"smtp://127.0.0.1:{sink.port}",
        },
        cwd=recorder.ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode in (0, -9), done.stderr[-2000:]
    return done.returncode


@pytest.mark.parametrize("step", STEPS)
def test_REL_10_killed_at_this_step_each_letter_comes_once_but_for_the_crash_window(
    house, sink, step
):
    assert postman(house, sink, "write", "3") == 0
    assert postman(house, sink, "send", step) == -9
    assert sink.came["n2@example.org"] == 0, "it was not killed at the second letter"
    assert postman(house, sink, "later") == 0
    twice = 2 if step == "sent" else 1  # the server has it, the row does not know
    assert sink.came == {"n0@example.org": 1, "n1@example.org": twice, "n2@example.org": 1}
