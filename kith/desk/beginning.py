"""The beginning at a glance on the therapist's page, each task with the page it is done on."""

from ipt import protocol
from ipt.protocol.due import EARLY
from kith.web import book


def groups(course, facts, place) -> dict:
    """The tasks up to the agreed focus: {"now": what is for this phase, "later", "done"}.

    place   gives the page of a task, "" where there is none
    Empty once the middle has begun: then the agenda leads.
    """
    if course.phase not in EARLY or not course.open:
        return {}
    found = {"now": [], "later": [], "done": []}
    for each in protocol.beginning(facts):
        group = "done" if each.done else "later" if each.later else "now"
        found[group].append(_line(each, place))
    return found


def _line(each, place):
    return {
        "id": each.task.id,
        "title": book.text(each.task.title),
        "done": each.done,
        "holds": book.text(f"gate_before.{each.holds}") if each.holds else "",
        "why": book.text(f"gate.{each.task.gate}.missing") if each.holds else "",
        "url": place(each.task.id),
    }
