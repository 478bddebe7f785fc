"""The course as the book has it: protocols, phases, gates, decisions, agendas, what is due."""

from ipt.protocol.beginning import Early, beginning
from ipt.protocol.course import (
    boundaries,
    ending_announced_from,
    ending_reminded_from,
    extension_allowed,
    phase_of,
    planned_dates,
    session_dates,
    session_number,
    sessions_left,
    tasks,
)
from ipt.protocol.decisions import (
    DecisionDue,
    decision_due,
    decision_points,
    deteriorated,
    need_for_more,
    open_decisions,
    worse_since,
)
from ipt.protocol.definition import DecisionPoint, PhaseSpan, Protocol, Step, Task
from ipt.protocol.due import Due, due
from ipt.protocol.due import ranks as due_ranks
from ipt.protocol.facts import CourseFacts, falls_by_session, is_done
from ipt.protocol.fit import Offer, offers
from ipt.protocol.planning import AgendaItem, agenda
from ipt.protocol.review import Review, open_review
from ipt.protocol.shelf import ids, load

__all__ = [
    "AgendaItem",
    "CourseFacts",
    "DecisionDue",
    "DecisionPoint",
    "Due",
    "Early",
    "Offer",
    "PhaseSpan",
    "Protocol",
    "Review",
    "Step",
    "Task",
    "agenda",
    "beginning",
    "boundaries",
    "decision_due",
    "decision_points",
    "deteriorated",
    "due",
    "due_ranks",
    "ending_announced_from",
    "ending_reminded_from",
    "extension_allowed",
    "falls_by_session",
    "ids",
    "is_done",
    "load",
    "need_for_more",
    "offers",
    "open_decisions",
    "open_review",
    "phase_of",
    "planned_dates",
    "session_dates",
    "session_number",
    "sessions_left",
    "tasks",
    "worse_since",
]
