"""The course as the book has it: protocols, phases, gates, decisions, agendas."""

from ipt.protocol.course import (
    boundaries,
    ending_announced_from,
    ending_reminded_from,
    extension_allowed,
    phase_of,
    planned_dates,
    session_number,
    sessions_left,
    tasks,
    tasks_due,
)
from ipt.protocol.decisions import (
    DecisionDue,
    decision_due,
    decision_points,
    deteriorated,
    need_for_more,
    open_decisions,
)
from ipt.protocol.definition import DecisionPoint, PhaseSpan, Protocol, Step, Task
from ipt.protocol.planning import AgendaFacts, AgendaItem, agenda
from ipt.protocol.shelf import ids, load

__all__ = [
    "AgendaFacts",
    "AgendaItem",
    "DecisionDue",
    "DecisionPoint",
    "PhaseSpan",
    "Protocol",
    "Step",
    "Task",
    "agenda",
    "boundaries",
    "decision_due",
    "decision_points",
    "deteriorated",
    "ending_announced_from",
    "ending_reminded_from",
    "extension_allowed",
    "ids",
    "load",
    "need_for_more",
    "open_decisions",
    "phase_of",
    "planned_dates",
    "session_number",
    "sessions_left",
    "tasks",
    "tasks_due",
]
