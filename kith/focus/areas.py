"""The areas of a course: those of its protocol, which may add to the book's four or leave some out.

An area that a protocol adds works like one of the four and has that one's hue.
"""

from ipt import focus as book_focus
from ipt.focus import toolbox
from kith.care.reading import plan_of

EVERY = (*book_focus.area_ids(), *(area.id for area in toolbox.extra_areas()))
LIKE = {area.id: area.like for area in toolbox.extra_areas()}


def offered(course) -> tuple[str, ...]:
    """The areas that the protocol of a course offers."""
    return plan_of(course).areas


def needed(course) -> tuple[str, ...]:
    """Those that are looked at in every course: without what a protocol offers as optional."""
    plan = plan_of(course)
    optional = {area.id for area in plan.extra_focus_areas if area.optional}
    return tuple(area for area in plan.areas if area not in optional)


def like(area) -> str:
    """Which of the four an area works like; one of the four is like itself."""
    return LIKE.get(area, area)


def hue(area) -> str:
    """The colour name of an area."""
    return book_focus.hue(like(area))
