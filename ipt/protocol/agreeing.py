"""What a new number of sessions needs beside both agreements: a reason, a supervisor's note."""

from typing import Literal

from ipt.protocol.course import extension_allowed
from ipt.protocol.definition import Protocol

Need = Literal["reason", "supervisor_note"]


def needs(plan: Protocol, sessions: int, first: int | None = None) -> tuple[Need, ...]:
    """Return what must be written down for an agreement on a number of sessions.

    first   the number agreed to at the beginning; None: this is the first agreement

    The first agreement needs a reason where its number lies outside the protocol's; each later one
    needs a reason, and beyond the cap of added sessions (own design: usually four) the
    supervisor's note.

    >>> from ipt.protocol.shelf import load
    >>> needs(load("ipt_standard"), 14), needs(load("ipt_standard"), 20)
    ((), ('reason',))
    >>> needs(load("ipt_standard"), 18, first=14), needs(load("ipt_standard"), 19, first=14)
    (('reason',), ('reason', 'supervisor_note'))
    """
    if first is None:
        return () if plan.sessions_min <= sessions <= plan.sessions_max else ("reason",)
    return (
        ("reason",) if extension_allowed(plan, first, sessions) else ("reason", "supervisor_note")
    )
