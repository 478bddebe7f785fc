"""What answers do to a form: what is shown, what does not fit, what is still open.

Answers are a mapping of field id to value; a group's value is a list of such mappings. Nothing
here raises on any answers whatever: what does not fit is a `Problem`.
"""

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from ipt.forms.conditions import blank as says_nothing
from ipt.forms.conditions import holds, same
from ipt.forms.definition import Field, Form, Problem
from ipt.forms.values import day_range, problem, wrong

Answers = Mapping[str, Any]


def shown(form: Form, answers: Answers) -> tuple[Field, ...]:
    """Return the fields to show, given the answers so far, in order."""
    return _shown(form.fields, answers)


def shown_in(group: Field, row: Answers, answers: Answers) -> tuple[Field, ...]:
    """Return the fields to show in one row; a condition looks into the row, then outside."""
    return _shown(group.fields, ChainMap(dict(row), dict(answers)))


def check(form: Form, answers: Answers, *, whole: bool = False) -> tuple[Problem, ...]:
    """Return what does not fit: types, bounds, too many rows, fields the form does not have.

    whole   also what is still open (`missing`); without it a part may be saved as it is

    An answer to a field that is hidden meanwhile is kept, not refused.
    """
    found = tuple(_wrong(form.fields, answers, ""))
    return found + missing(form, answers) if whole else found


def missing(form: Form, answers: Answers) -> tuple[Problem, ...]:
    """Return what is still open among the shown fields, in order; empty when nothing is."""
    return tuple(_missing(form.fields, answers, ""))


def next_missing(form: Form, answers: Answers) -> Problem | None:
    """Return the first thing still open, None when nothing is."""
    return next(iter(missing(form, answers)), None)


def complete(form: Form, answers: Answers) -> bool:
    """Whether everything fits and nothing is open."""
    return not check(form, answers, whole=True)


def blank(form: Form) -> dict[str, Any]:
    """Return answers to begin with: as many empty rows as a group needs, else nothing."""
    return {each.id: rows for each in form.fields if (rows := _first_rows(each))}


def reminders(form: Form, answers: Answers) -> tuple[str, ...]:
    """Return the ids of the reminders that hold now, in order. They stop nothing."""
    given = look(answers)
    return tuple(each.id for each in form.reminders if holds(each.when, given))


def computed(form: Form, answers: Answers) -> dict[str, int | None]:
    """Return what the form works out, by path ("events.0.days_from_onset"); None if it cannot."""
    return dict(_computed(form.fields, answers, ""))


def rows(field: Field, answers: Answers) -> list[Mapping[str, Any]]:
    """Return the rows of a group that are rows at all."""
    given = answers.get(field.id)
    return [row for row in given if isinstance(row, Mapping)] if isinstance(given, list) else []


def _shown(fields: tuple[Field, ...], answers: Answers) -> tuple[Field, ...]:
    given = look(answers)
    return tuple(each for each in fields if holds(each.show_if, given))


def look(answers: Answers) -> Callable[[str], Any]:
    """Return a look-up by path: "mood", or "lines.words" for those of every row that has some."""

    def found(path: str) -> Any:
        group, _, column = path.partition(".")
        if not column:
            return answers.get(group)
        return [row[column] for row in rows(Field(group, "group"), answers) if column in row]

    return found


def _wrong(fields: tuple[Field, ...], answers: Answers, path: str) -> Iterator[Problem]:
    known = {each.id: each for each in fields}
    for id, value in answers.items():
        if id not in known:
            yield Problem(f"{path}{id}", problem("unknown"))
        elif bad := wrong(known[id], value):
            yield Problem(f"{path}{id}", bad)
        elif known[id].fields:
            for at, row in enumerate(value):
                yield from _wrong(known[id].fields, row, f"{path}{id}.{at}.")


def _missing(fields: tuple[Field, ...], answers: Answers, path: str) -> Iterator[Problem]:
    for each in _shown(fields, answers):
        here = f"{path}{each.id}"
        given = answers.get(each.id)
        if each.required and says_nothing(given):
            yield Problem(here, problem("required"))
        elif each.type == "group":
            yield from _missing_rows(each, answers, here)
        elif _counted(each) and isinstance(given, list) and len(given) < each.min:
            yield Problem(here, problem("few", min=each.min))


def _counted(field: Field) -> bool:
    return field.min is not None and field.type in COUNTED


def _missing_rows(group: Field, answers: Answers, path: str) -> Iterator[Problem]:
    given = rows(group, answers)
    if len(given) < group.min:
        yield Problem(path, problem("few", min=group.min))
    if group.always and not any(_keeps(group, row) for row in given):
        yield Problem(path, problem("always"))
    for at, row in enumerate(given):
        yield from _missing(group.fields, ChainMap(dict(row), dict(answers)), f"{path}.{at}.")


def _keeps(group: Field, row: Answers) -> bool:
    return all(same(row.get(id), value) for id, value in group.always.items())


def _first_rows(field: Field) -> list[dict[str, Any]]:
    if field.type != "group":
        return []
    first: list[dict[str, Any]] = [{} for _ in range(int(field.min))]
    if field.always:
        first = [*first[:-1], dict(field.always)]
    return first


def _computed(
    fields: tuple[Field, ...], answers: Answers, path: str
) -> Iterator[tuple[str, int | None]]:
    for each in fields:
        if each.type == "computed":
            yield f"{path}{each.id}", RULES[each.rule](*(answers.get(id) for id in each.of))
        elif each.type == "group":
            for at, row in enumerate(rows(each, answers)):
                inside = ChainMap(dict(row), dict(answers))
                yield from _computed(each.fields, inside, f"{path}{each.id}.{at}.")


def _days_between(first: Any, last: Any) -> int | None:
    """Days from one date to another; only whole days can be counted."""
    days = [day_range(value) for value in (first, last)]
    if not all(day and day[0] == day[1] for day in days):
        return None
    begin, end = (date.fromisoformat(day[0]) for day in days)
    return (end - begin).days


RULES = {"days_between": _days_between}
COUNTED = ("choices", "texts", "people", "events", "emotions", "worksheets", "practices", "goals")
