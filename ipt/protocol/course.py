"""Where a course stands: its phases, dates, ending, and what is left."""

from datetime import date, timedelta

from ipt.protocol.definition import PhaseSpan, Protocol, Task


def session_number(index: int, planned: int) -> int:
    """Return the session an index of the book means: -1 is the last of `planned`.

    >>> session_number(-5, 14)
    10
    """
    return index if index >= 0 else planned + 1 + index


def boundaries(
    protocol: Protocol, planned: int, *, split: str | None = None
) -> tuple[PhaseSpan, ...]:
    """Return the phases of a course of `planned` sessions, gapless from the first to `planned`.

    split   id of another way to divide them (`Protocol.splits`), where a practice chose one

    Every phase has a session while there are enough of them; in a shorter course the beginning
    keeps its own before the ending does, and a phase without a session is left out.
    Raises ValueError unless planned is at least 1, KeyError for an unknown split.

    >>> from ipt.protocol.shelf import load
    >>> standard = load("ipt_standard")
    >>> [(span.code, span.first, span.last) for span in boundaries(standard, 14)]
    [('initial', 1, 3), ('middle', 4, 10), ('final', 11, 14)]
    >>> [(span.first, span.last) for span in boundaries(standard, 16, split="ipt_uk")]
    [(1, 4), (5, 12), (13, 16)]
    """
    if planned < 1:
        raise ValueError(f"a course has at least one session, got {planned}")
    phases = protocol.split(split).phases if split else protocol.phases
    spans: list[PhaseSpan] = []
    taken = protocol.first - 1
    enough = planned - taken >= len(phases)
    for later, rule in zip(range(len(phases))[::-1], phases, strict=True):
        usual = max(session_number(rule.last, planned), taken + enough)
        last = min(usual, planned - later * enough)
        if last > taken:
            spans.append(PhaseSpan(rule.code, taken + 1, last))
        taken = last
    return tuple(spans)


def phase_of(protocol: Protocol, planned: int, session: int) -> str:
    """Return the phase code of a session; one beyond the agreed number is in the last phase.

    Raises ValueError for a session before the first (0 where a meeting comes before those that
    count, else 1).
    """
    if session < protocol.first:
        raise ValueError(f"sessions are numbered from {protocol.first}, got {session}")
    spans = boundaries(protocol, planned)
    return next((span.code for span in spans if session <= span.last), spans[-1].code)


def ending_announced_from(protocol: Protocol, planned: int) -> int:
    """Return the session from which the ending is due to be named (n - 4), at least 1.

    Source: Comprehensive Guide to IPT 2000: spoken about openly two to four sessions ahead.
    """
    return max(1, session_number(protocol.announce, planned))


def ending_reminded_from(protocol: Protocol, planned: int) -> int:
    """Return the session from which an ending not yet named becomes a visible reminder (n - 3)."""
    return max(1, session_number(protocol.remind, planned))


def planned_dates(start: date, planned: int, every_days: int) -> list[date]:
    """Return the date of each planned session, `every_days` apart, the first on `start`."""
    if planned < 1 or every_days < 1:
        raise ValueError("planned and every_days must be at least 1")
    return [start + timedelta(days=every_days * at) for at in range(planned)]


def days_before(protocol: Protocol, planned: int, session: int) -> int:
    """Return how many days usually lie between a session and the one before it."""
    for rule in protocol.spacing:
        first, last = (session_number(end, planned) for end in (rule.first, rule.last))
        if first <= session <= last:
            return rule.every_days
    return protocol.every_days


def session_dates(protocol: Protocol, start: date, planned: int) -> list[date]:
    """Return the date of each session in the protocol's own rhythm, the first on `start`."""
    dates = [start]
    for session in range(2, planned + 1):
        dates.append(dates[-1] + timedelta(days=days_before(protocol, planned, session)))
    return dates


def sessions_left(planned: int, held: int) -> int:
    """Return how many of the agreed sessions are still to come; never below 0."""
    return max(0, planned - held)


def tasks(protocol: Protocol, phase: str) -> tuple[Task, ...]:
    """Return the tasks of a phase, in the protocol's order."""
    return tuple(task for task in protocol.tasks if task.phase == phase)


def extension_allowed(protocol: Protocol, agreed: int, wanted: int) -> bool:
    """Whether a renegotiated number stays within the protocol's cap of added sessions.

    Own design: at most 4 more than the first contract, with a reason and a supervisor's note.
    """
    return 1 <= wanted <= agreed + protocol.extension_max
