"""Links between mood and people or events in one person's diary.

Columns: t_days (when, in days from any first day), mood (0 to 10), and any of with:NAME and
event:NAME (1 or 0), quality:NAME (how contact felt, 1 to 5; empty: no contact). hour (0 to
24) may be there too. An entry without a mood is left out.

Printed, one row a column: estimate in points of mood, low and high (95 % range), pd (how sure
its sign is), verdict (clear, ask, unclear, not_eligible), entries with and without, and the
columns from which it could not be told apart. What went together is told, not what caused what.

  ipt links diary.csv --focus mother
"""

import argparse
from collections.abc import Iterator
from typing import Any

from ipt.cli.table import Table, note, read, write
from ipt.words import say

KINDS = ("with", "event", "quality")
WITHIN = {"t_days": (-1e6, 1e6), "mood": (0, 10), "quality": (1, 5), "hour": (0, 24)}
HEADER = ("column", "estimate", "low", "high", "pd", "verdict", "with", "without", "together")


def arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add = command.add_argument
    add("file", metavar="FILE")
    add("--focus", metavar="NAME", action="append", default=[],
        help="a link named before the diary began; may be given up to three times")  # fmt: skip


def run(asked: argparse.Namespace) -> None:
    """Read one diary."""
    from ipt.diary.links import read as read_diary

    table = read(asked.file)
    with table.refusing():
        found = read_diary(_diary(table), focus=asked.focus)
    note(say(found.sufficiency))
    write(asked.output, _rows(found), table.delimiter)


def _diary(table: Table) -> Any:
    from ipt.diary.entries import Column, Diary

    linked = [name for name in table.header if name.partition(":")[0] in KINDS and ":" in name]
    hour = [name for name in ("hour",) if name in table.header]
    names = ["t_days", "mood", *hour, *linked]
    values: dict[str, list[float | None]] = {name: [] for name in names}
    for row, cells in table.columns(*names):
        if cells[1]:
            for name, cell in zip(names, cells, strict=True):
                values[name].append(_value(table, name, cell, row))
    columns = [Column(*name.split(":", 1), values[name]) for name in linked]
    return Diary(values["t_days"], values["mood"], columns, values.get("hour"))


def _value(table: Table, name: str, cell: str, row: int) -> float | None:
    within = WITHIN.get(name.partition(":")[0])
    if name.startswith("quality:"):
        return table.number(cell, row, name, within)
    value = table.needed(cell, row, name, within)
    if ":" in name and value not in (0, 1):
        raise table.refused(f"{cell!r} is not 0 or 1", row, name)
    return value


def _rows(found: Any) -> Iterator[list[Any]]:
    yield list(HEADER)
    for each in found.findings:
        numbers = [_three(value) for value in (each.mean, each.low, each.high, each.pd)]
        for name in each.columns:
            together = ";".join(other for other in each.columns if other != name)
            yield [name, *numbers, each.verdict, each.n_with, each.n_without, together]


def _three(value: float | None) -> str | None:
    return None if value is None else f"{value:.3f}"
