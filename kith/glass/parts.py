"""What is read under break-glass, in parts: plain text and nothing to press.

Each part reads through the asker's eyes inside `access.under_glass`, so that it holds what the
matrix marks `BG` and nothing else.
"""

from django.utils.translation import gettext_lazy

from . import parts_course, parts_ending, parts_safety, parts_timeline, reading

TITLES = {
    "safety": gettext_lazy("Safety"),
    "answers": gettext_lazy("Questionnaires"),
    "course": gettext_lazy("First conversation and focus"),
    "sheets": gettext_lazy("Worksheets"),
    "timeline": gettext_lazy("Timeline"),
    "notes": gettext_lazy("Notes"),
    "ending": gettext_lazy("Ending"),
}
MADE_BY = {
    "safety": parts_safety.safety,
    "answers": parts_safety.answers,
    "course": parts_course.course,
    "sheets": parts_course.worksheets,
    "timeline": parts_timeline.timeline,
    "notes": parts_course.notes,
    "ending": parts_ending.ending,
}


def of(part, client, user) -> list:
    """The sheets of a part, worked out now: what is shown later opens nothing any more."""
    made = MADE_BY[part](client, reading.courses(client), user)
    return [sheet for sheet in made if sheet.facts]
