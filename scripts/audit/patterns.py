"""Each pattern of the house against long texts made to mislead it (REL-17)."""

import re
import sys
import time

from .house import ROOT
from .result import Found

LONG = 20_000
PUMPED = ["a" * LONG, "0" * LONG, "-" * LONG, " " * LONG, "<" * LONG, "a-" * (LONG // 2)]
PUMPED += ["aA0 ._-" * (LONG // 7), "&amp;" * (LONG // 5), '<form x="' * (LONG // 9)]


def patterns(house):
    """A second of the processor at most for 20,000 signs."""
    sys.path.insert(0, str(ROOT))
    from tests.support.patterns import PATTERNS

    findings = []
    for where, pattern in PATTERNS:
        slowest = max(seconds(re.compile(pattern), text) for text in PUMPED)
        if slowest > 1:
            findings.append(f"{where}: {slowest:.1f} s")
    return Found(f"{len(PATTERNS)} patterns, {len(PUMPED)} texts each", findings)


def seconds(made, text):
    given = f"{text}!\x00"
    given = given if isinstance(made.pattern, str) else given.encode()
    began = time.process_time()
    made.fullmatch(given)
    for _ in made.finditer(given):
        pass
    return time.process_time() - began
