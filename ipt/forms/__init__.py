"""Forms: one format for worksheets, consultation, safety plan, diary and measures.

`load` a form and its `words`; ask it what is `shown`, what does not fit (`check`), what is
still open (`missing`). Nothing here knows of a page.
"""

from ipt.forms.answers import (
    blank,
    check,
    complete,
    computed,
    look,
    missing,
    next_missing,
    reminders,
    shown,
    shown_in,
)
from ipt.forms.counting import facts, together
from ipt.forms.definition import Field, Form, FormWords, Problem, Reminder, walk
from ipt.forms.measures import from_measure
from ipt.forms.shelf import for_task, ids, languages, load, words
from ipt.forms.sides import (
    at_depth,
    check_twins,
    choices_for,
    client_answers,
    for_client,
    for_protocol,
    twins,
)
from ipt.forms.values import bounds

__all__ = [
    "Field",
    "Form",
    "FormWords",
    "Problem",
    "Reminder",
    "at_depth",
    "blank",
    "bounds",
    "check",
    "check_twins",
    "choices_for",
    "client_answers",
    "complete",
    "computed",
    "facts",
    "for_client",
    "for_protocol",
    "for_task",
    "from_measure",
    "ids",
    "languages",
    "load",
    "look",
    "missing",
    "next_missing",
    "reminders",
    "shown",
    "shown_in",
    "together",
    "twins",
    "walk",
    "words",
]
