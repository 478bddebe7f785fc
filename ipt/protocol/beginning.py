"""The beginning at a glance: what of a protocol's first part is there, what lacks, what blocks."""

from dataclasses import dataclass

from ipt.protocol import gates
from ipt.protocol.course import tasks
from ipt.protocol.definition import Task
from ipt.protocol.due import EARLY, flags
from ipt.protocol.facts import CourseFacts, is_done


@dataclass(frozen=True)
class Early:
    """A task of the beginning. `blocks`: the course cannot enter the middle without it."""

    task: Task
    done: bool
    blocks: bool


def beginning(facts: CourseFacts) -> tuple[Early, ...]:
    """Return the tasks up to the agreed focus: what blocks, then what lacks, then what is there.

    Within each in the protocol's order. A task with a gate is done when the gate is open; optional
    ones, and those that this course does not ask for, are left out.

    >>> [each.task.id for each in beginning(CourseFacts()) if each.blocks]
    ['consult.risk_screen', 'consult.consent', 'initial.focus_agreed', 'initial.contract']
    """
    closed = set(gates.missing(facts, "middle"))
    here = flags(facts)
    found = [
        Early(task, _done(facts, task, closed), task.gate in closed)
        for phase in EARLY
        for task in tasks(facts.plan, phase)
        if not task.optional and (task.only_if is None or task.only_if in here)
    ]
    return tuple(sorted(found, key=lambda each: (each.done, not each.blocks)))


def _done(facts: CourseFacts, task: Task, closed: set[str]) -> bool:
    return task.gate not in closed if task.gate else is_done(facts, task.id)
