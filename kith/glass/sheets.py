"""A sheet of paper: a title, a moment and a name, and lines of words."""

from dataclasses import dataclass

from django.utils.formats import date_format


@dataclass(frozen=True)
class Sheet:
    """facts: [(label, words)] with both as text; label may be empty. at is a moment or None."""

    title: str
    facts: list
    at: object = None
    who: str = ""
    alarm: bool = False


def sheet(title, *facts, at=None, who=None, alarm=False) -> Sheet:
    """A sheet of those facts that say something."""
    said = [(str(label), str(words)) for label, words in facts if words not in ("", None, [])]
    return Sheet(str(title), said, at, who.name if who else "", alarm)


def day(date) -> str:
    """A day in words; nothing for none."""
    return date_format(date, "j F Y") if date else ""


def labelled(form, row, *names) -> list:
    """(label as on the form, value) of some fields of a row."""
    return [(form.base_fields[name].label, getattr(row, name)) for name in names]
