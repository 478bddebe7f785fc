"""The beginning at a glance: what of a protocol's first part is there, what lacks, what blocks."""

from dataclasses import dataclass

from ipt.protocol import gates
from ipt.protocol.course import tasks
from ipt.protocol.definition import Task
from ipt.protocol.due import BEFORE, EARLY, flags, phase_now
from ipt.protocol.facts import CourseFacts, is_done


@dataclass(frozen=True)
class Early:
    """A task of the beginning.

    holds   the first passage that its closed gate holds (see `gates`); "" when it holds none
    later   its phase has not begun
    """

    task: Task
    done: bool
    holds: str
    later: bool


def beginning(facts: CourseFacts) -> tuple[Early, ...]:
    """Return the tasks up to the agreed focus: those of now, then those of a later phase.

    Of each first what a gate waits for, then what lacks, then what is there, in the protocol's
    order. A task with a gate is done when the gate is open; optional ones, and those that this
    course does not ask for, are left out.

    >>> [(each.task.id, each.holds) for each in beginning(CourseFacts()) if each.holds][1:3]
    [('consult.consent', 'active'), ('initial.focus_agreed', 'middle')]
    """
    closed = set(gates.missing(facts, "middle"))
    here, now = flags(facts), _place(facts)
    found = [
        Early(task, _done(facts, task, closed), _holds(facts, task, closed), place > now)
        for place, phase in enumerate(EARLY)
        for task in tasks(facts.plan, phase)
        if not task.optional and (task.only_if is None or task.only_if in here)
    ]
    return tuple(sorted(found, key=lambda each: (each.later, each.done, not each.holds)))


def _place(facts: CourseFacts) -> int:
    """Where among the phases of the beginning the course is; behind them in the middle."""
    phase = "consultation" if facts.status in BEFORE else phase_now(facts)
    return EARLY.index(phase) if phase in EARLY else len(EARLY)


def _holds(facts: CourseFacts, task: Task, closed: set[str]) -> str:
    if task.gate is None or task.gate not in closed:
        return ""
    begun = facts.status not in BEFORE
    return next(each for each in gates.gates()[task.gate] if not (begun and each == "active"))


def _done(facts: CourseFacts, task: Task, closed: set[str]) -> bool:
    return task.gate not in closed if task.gate else is_done(facts, task.id)
