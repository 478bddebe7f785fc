"""C-sqlite: response, score and trace in one durable transaction, one writer, no HTTP."""

import sys
import time

from .bare import store


def run(seconds: float) -> tuple[int, float, float]:
    """How many, in how long, with how much CPU (seconds)."""
    began, spent, count = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - began < seconds:
        store({"phq9-1": 1}, 1.0)
        count += 1
    return count, time.perf_counter() - began, time.process_time() - spent


if __name__ == "__main__":
    run(0.3)
    print(*run(float(sys.argv[1])))
