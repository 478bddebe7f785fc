"""Read a condition of a form file, refusing what names no field, or an answer nobody offers."""

from pathlib import Path
from typing import Any

from ipt.forms.conditions import NEEDS, OPS, Compare, Condition, Several, is_number, named
from ipt.forms.definition import Field
from ipt.reading import BrokenBook, must

KINDS = {"in": (tuple, "list"), "given": (bool, "yes or no")}


def parse(row: Any, file: Path, where: str) -> Condition:
    """Read a condition: one comparison, or all or any of several.

    {field, equals | in | gt | lt | fewer | given}, {fields, any_gt}, {all = [..]}, {any = [..]}
    """
    keys = set(row) if isinstance(row, dict) else set()
    if len(keys) == 1 and keys <= set(NEEDS):
        (need,) = keys
        several = must(row, need, list, file=file, where=where)
        return Several(need, tuple(parse(each, file, f"{where}.{need}") for each in several))
    if keys == {"fields", "any_gt"}:
        names = must(row, "fields", list, file=file, where=where)
        return Several("any", tuple(Compare(str(name), "gt", row["any_gt"]) for name in names))
    ops = keys & set(OPS)
    if "field" not in keys or len(ops) != 1 or len(keys) != 2:
        raise BrokenBook(file, where, "must be one field with one comparison, or all, or any")
    (op,) = ops
    value = tuple(row[op]) if isinstance(row[op], list) else row[op]
    return Compare(must(row, "field", str, file=file, where=where), op, value)


def names(condition: Condition, there: dict[str, Field], file: Path, where: str) -> None:
    """Refuse a condition on a field that is not there, or on an answer it does not offer."""
    for each in named(condition):
        if each.field not in there:
            raise BrokenBook(file, where, f"names an unknown or later field {each.field!r}")
        if reason := _misfit(each, there[each.field]):
            raise BrokenBook(file, where, reason)


def _misfit(each: Compare, field: Field) -> str:
    if each.op in ("gt", "lt", "fewer"):
        return "" if is_number(each.value) else f"{each.op} needs a number, not {each.value!r}"
    kind, name = KINDS.get(each.op, (object, ""))
    if not isinstance(each.value, kind):
        return f"{each.op} needs {name}, not {each.value!r}"
    wanted = {"in": each.value, "equals": [each.value]}.get(each.op, [])
    offered = not field.choices or all(value in field.choices for value in wanted)
    return "" if offered else f"{each.field} does not offer {each.value!r}"
