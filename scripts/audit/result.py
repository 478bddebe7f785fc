"""What a check found, and the page that tells it."""

import time
from dataclasses import dataclass, field

DAY = 24 * 60 * 60  # seconds
PASSED, FAILED, NOT_RUN = "passed", "failed", "could not be run"


class CannotRun(Exception):
    """A check lacks something here; the message says what."""


@dataclass
class Result:
    """One check: its state, what it looked at, what it found, how long it took, when it ended."""

    name: str
    ids: str
    state: str
    looked_at: str
    findings: list = field(default_factory=list)
    seconds: float = 0.0
    at: float = 0.0  # seconds of the epoch

    @property
    def fresh(self):
        """Whether it says how the present version stands; older ones are not told."""
        return time.time() - self.at < DAY


@dataclass
class Found:
    """What a check hands back: what it looked at, and what is wrong there."""

    looked_at: str
    findings: list = field(default_factory=list)


def page(results, when, versions) -> str:
    """The last result as a page of the documentation."""
    lines = ["# The last audit", ""]
    lines += [
        f"Written by `make audit` on {when}; no result is older than a day. How it works:",
        "[audit](../developing/audit.md).",
        "",
    ]
    lines += [tally(results), ""]
    lines += [
        "| check | requirement | state | looked at | seconds |",
        "| --- | --- | --- | --- | --- |",
    ]
    for one in results:
        cells = (one.name, one.ids, one.state, in_a_cell(one.looked_at), f"{one.seconds:.0f}")
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "## Findings", "", *findings(results)]
    lines += ["## With", "", *(f"- {name} {version}" for name, version in versions.items()), ""]
    return "\n".join(lines)


def tally(results):
    count = {
        state: sum(one.state == state for one in results) for state in (PASSED, FAILED, NOT_RUN)
    }
    return ", ".join(f"{number} {state}" for state, number in count.items()) + "."


def findings(results):
    """Each failed check with what it found, a hundred lines at most."""
    told = [one for one in results if one.findings]
    if not told:
        return ["None.", ""]
    lines = []
    for one in told:
        lines += [f"### {one.name}", "", "```", *map(short, one.findings[:100])]
        more = len(one.findings) - 100
        lines += [f"and {more} more"] if more > 0 else []
        lines += ["```", ""]
    return lines


def short(text):
    return " ".join(str(text).replace("```", "'''").split())[:300]


def in_a_cell(text):
    return short(text).replace("|", "/")
