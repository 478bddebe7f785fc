"""Look for sudden gains in the scores of each session, one row a person.

Columns: s1, s2, s3 .. (4 or more, lower scores are better); an empty cell is a missing score.
A gain from session N to N+1 is a fall of at least the cut-off and of a quarter of the score,
with the scores before clearly above those after.

Added for each N from the second session to the last but two: gain_2to3 .. (true, false, or
empty: not assessable) and reversed_2to3 .. (whether a later score took back half of it; empty
where there is no gain).

  $ printf 'id,s1,s2,s3,s4\\nA,17,16,8,7\\n' | ipt gains - --measure phq-9
  id,s1,s2,s3,s4,gain_2to3,reversed_2to3
  A,17,16,8,7,true,false
"""

import argparse
from array import array

from ipt.cli import choose
from ipt.cli.table import beside, read, write


def arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add = command.add_argument
    add("file", metavar="FILE")
    size = command.add_mutually_exclusive_group(required=True)
    size.add_argument("--cutoff", type=float, metavar="POINTS", help="least fall that counts")
    size.add_argument("--measure", metavar="ID", help="take its published reliable change")
    add("--protocol", metavar="ID", help="the protocol these courses followed")
    add("--mania-checked", action="store_true", help="somebody looked for signs of mania")


def run(asked: argparse.Namespace) -> None:
    """Look at every row."""
    import numpy as np

    from ipt.measures.gains import session_columns, sudden_gains

    one = None if asked.measure is None else choose.measure(asked.measure)
    protocol = None if asked.protocol is None else choose.protocol(asked.protocol).id
    table = read(asked.file)
    with table.refusing():
        names = session_columns(table.header)
    within = one.main.range if one else None
    scores = array("d")
    for row, cells in table.columns(*names):
        read_cells = zip(names, cells, strict=True)
        found_scores = (table.number(cell, row, name, within) for name, cell in read_cells)
        scores.extend(float("nan") if score is None else score for score in found_scores)
    with table.refusing():
        found = sudden_gains(
            np.array(scores).reshape(-1, len(names)),
            cutoff=asked.cutoff,
            measure=one,
            protocol=protocol,
            mania_checked=asked.mania_checked,
        )
    write(asked.output, beside(table, found.told()), table.delimiter)
