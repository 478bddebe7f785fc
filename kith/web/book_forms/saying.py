"""Answers of a form of the book in words, line by line: for reading, print and copies."""

from django.utils.translation import gettext as _

from ipt.forms import shown, shown_in
from kith.web import rough_dates

from .fields import Refs


def said(asked, words, answers, refs=None) -> list[tuple[str, str]]:
    """(label, words) of everything that was answered, in the form's order.

    A row of a list is one line, its parts with semicolons between. Somebody or something that
    the reader may not see any more is left out.
    """
    refs = refs or Refs()
    lines = []
    for each in shown(asked, answers):
        value = answers.get(each.id)
        if each.type == "group":
            rows = [_row(each, row, words, answers, refs) for row in value or ()]
            text = "\n".join(row for row in rows if row)
        else:
            text = in_words(each, each.id, value, words, refs)
        if text:
            lines.append((words.labels[each.id], text))
    return lines


def _row(group, row, words, answers, refs):
    parts = []
    for each in shown_in(group, row, answers):
        path = f"{group.id}.{each.id}"
        text = in_words(each, path, row.get(each.id), words, refs)
        if text and each.type not in ("text", "long_text", "person", "choice"):
            text = f"{words.labels[path]} {text}"
        if text:
            parts.append(text)
    return "; ".join(parts)


def in_words(each, path, value, words, refs) -> str:
    """One value in words; "" for none."""
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if each.type == "date":
        return rough_dates.words(value)
    if each.choices:
        many = value if isinstance(value, list) else [value]
        return ", ".join(words.choice(path, one) for one in many)
    if each.type in ("emotion", "emotions"):
        many = value if isinstance(value, list) else [value]
        return ", ".join(str(refs.emotions.get(one, one)) for one in many)
    if offered := refs.of(each.type):
        names = {str(id): str(name) for id, name in offered}
        many = value if isinstance(value, list) else [value]
        return ", ".join(names[one] for one in many if one in names)
    if each.type in ("person", "people", "event", "events", "goal", "goals"):
        return ""
    return "\n".join(value) if isinstance(value, list) else str(value)
