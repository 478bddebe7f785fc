"""Where a course stands: its phases, dates, ending, and what is left."""

from collections.abc import Collection
from datetime import date, timedelta

from ipt.protocol.definition import PhaseSpan, Protocol, Task


def session_number(index: int, planned: int) -> int:
    """Return the session an index of the book means: -1 is the last of `planned`.

    >>> session_number(-5, 14)
    10
    """
    return index if index > 0 else planned + 1 + index


def boundaries(protocol: Protocol, planned: int) -> tuple[PhaseSpan, ...]:
    """Return the phases of a course of `planned` sessions, gapless from 1 to `planned`.

    In a course too short for all, the ending keeps its sessions before the middle does and
    the beginning before the ending; a phase without a session is left out.
    Raises ValueError unless planned is at least 1.

    >>> from ipt.protocol.shelf import load
    >>> standard = load("ipt_standard")
    >>> [(span.code, span.first, span.last) for span in boundaries(standard, 14)]
    [('initial', 1, 3), ('middle', 4, 10), ('final', 11, 14)]
    """
    if planned < 1:
        raise ValueError(f"a course has at least one session, got {planned}")
    spans: list[PhaseSpan] = []
    taken = 0
    for rule in protocol.phases:
        last = min(max(session_number(rule.last, planned), taken), planned)
        if last > taken:
            spans.append(PhaseSpan(rule.code, taken + 1, last))
        taken = last
    return tuple(spans)


def phase_of(protocol: Protocol, planned: int, session: int) -> str:
    """Return the phase code of a session; one beyond the agreed number is in the last phase.

    Raises ValueError for a session before 1.
    """
    if session < 1:
        raise ValueError(f"sessions are numbered from 1, got {session}")
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


def sessions_left(planned: int, held: int) -> int:
    """Return how many of the agreed sessions are still to come; never below 0."""
    return max(0, planned - held)


def tasks(protocol: Protocol, phase: str) -> tuple[Task, ...]:
    """Return the tasks of a phase, in the protocol's order."""
    return tuple(task for task in protocol.tasks if task.phase == phase)


def tasks_due(
    protocol: Protocol, planned: int, session: int, done: Collection[str] = ()
) -> tuple[Task, ...]:
    """Return the tasks of this session's phase whose typical session has come, less those done."""
    here = phase_of(protocol, planned, session)
    return tuple(
        task
        for task in tasks(protocol, here)
        if task.sessions
        and session_number(task.sessions[0], planned) <= session
        and task.id not in done
    )


def extension_allowed(protocol: Protocol, agreed: int, wanted: int) -> bool:
    """Whether a renegotiated number stays within the protocol's cap of added sessions.

    Own design: at most 4 more than the first contract, with a reason and a supervisor's note.
    """
    return 1 <= wanted <= agreed + protocol.extension_max
