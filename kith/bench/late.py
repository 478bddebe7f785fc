"""Kith as it must not be: the answer leaves, and what was saved is committed a moment later.

`python -m kith.bench.late` serves it, for the bench alone: whoever counts lost answers has to find
some here, else the count is no evidence. SQLite only.
"""

import sys
import time
from types import SimpleNamespace

import kith  # noqa: F401  (the same SQLite)

from django.core.signals import request_started  # isort: skip
from django.db import transaction  # isort: skip

LATE = 1.0  # seconds


HELD = "kith.bench.held"


def begin(sender, environ, **rest):
    """A transaction around all of a post; told when the request begins, after old connections."""
    if environ["REQUEST_METHOD"] == "POST":
        environ[HELD] = transaction.atomic()
        environ[HELD].__enter__()


class Late:
    """An application whose posts are committed after their answers were sent."""

    def __init__(self, application):
        self.application = application
        request_started.connect(begin)

    def __call__(self, environ, start_response):
        answer = self.application(environ, start_response)
        return _Sent(answer, environ[HELD]) if HELD in environ else answer


class _Sent:
    def __init__(self, answer, held):
        self.answer, self.held = answer, held

    def __iter__(self):
        return iter(self.answer)

    def close(self):
        time.sleep(LATE)
        self.held.__exit__(None, None, None)
        self.answer.close()


def main() -> int:
    from kith.serving import supervisor

    load = supervisor.load
    supervisor.load = lambda: Late(load())
    return supervisor.serve(SimpleNamespace())


if __name__ == "__main__":
    sys.exit(main())
