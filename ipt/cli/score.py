"""Score a questionnaire, one row a person.

Answers stand in columns i1, i2 .. (by item number) or in columns named by the questionnaire's
own item ids (phq9-1 ..), as the values printed on the form. An empty cell is a missing answer,
na one that does not apply. Every scored item needs its column.

Added: one column a scale (total ..), prorated and answered (of the main scale), risk, and one
column a rule where the questionnaire has them. A cell stays empty where too much is missing.
risk lists the rules that fire, joined by ";". It never needs a total. ask:ITEM in it means:
this risk item was left blank, so it is not answered and has to be asked.

  $ printf 'id,i1,i2\\nA,2,1\\n' | ipt score gad-2 -
  id,i1,i2,total,prorated,answered,risk
  A,2,1,3,false,2,
"""

import argparse

from ipt.cli.choose import measure
from ipt.cli.table import Refused, Table, beside, read, write
from ipt.measures.columns import Columns, answer, columns
from ipt.measures.scoring import BadAnswer


def arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("measure", metavar="ID", help="a questionnaire, see: ipt measures")
    command.add_argument("file", metavar="FILE")


def run(asked: argparse.Namespace) -> None:
    """Score every row."""
    one = measure(asked.measure)
    table = read(asked.file)
    with table.refusing():
        plan = columns(one, table.header)
    rows = [_row(table, plan, number, cells) for number, cells in table.columns(*plan.items)]
    added = {name: [row[at] for row in rows] for at, name in enumerate(plan.added)}
    write(asked.output, beside(table, added), table.delimiter)


def _row(table: Table, plan: Columns, number: int, cells: list[str]) -> tuple:
    answers = {}
    for (name, item), cell in zip(plan.items.items(), cells, strict=True):
        try:
            value = answer(cell)
        except ValueError as error:
            raise table.refused(str(error), number, name) from error
        if value is not None:
            answers[item] = value
    try:
        return plan.row(answers)
    except BadAnswer as error:
        raise _bad(table, plan, number, error) from error


def _bad(table: Table, plan: Columns, number: int, error: BadAnswer) -> Refused:
    name = next(name for name, item in plan.items.items() if item == error.item)
    options = " ".join(map(str, plan.measure.item(error.item).options))
    return table.refused(f"{error.reason}: {options}", number, name)
