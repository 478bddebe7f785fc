"""The beginning at a glance on the therapist's page, each task with the page it is done on."""

from ipt import protocol
from ipt.protocol.due import EARLY
from kith.web import book


def lines(course, facts, place) -> list[dict]:
    """The tasks up to the agreed focus: what blocks, what lacks, what is there.

    place   gives the page of a task, "" where there is none
    Empty once the middle has begun: then the agenda leads.
    """
    if course.phase not in EARLY or not course.open:
        return []
    return [
        {
            "id": each.task.id,
            "title": book.text(each.task.title),
            "done": each.done,
            "blocks": each.blocks,
            "url": place(each.task.id),
        }
        for each in protocol.beginning(facts)
    ]
