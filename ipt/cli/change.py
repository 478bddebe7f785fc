"""Judge the change between two scores of each person.

Columns: pre, post (and id, or any others). Added: rci, the change in units of its error, and
category: recovered, improved, unchanged, deteriorated or harmed; empty where a score is
missing. "unchanged" means that a change is not shown, not that there is none. recovered and
harmed need a cut-off between the clinical and the functional side.

  jt      Jacobson and Truax 1991 (the usual one)
  en      Edwards and Nunnally            nk    Nunnally and Kotsch
  ha      Hageman and Arrindell 1999      sem   a band of --multiple errors of the measure
  gln     Gulliksen, Lord and Novick      hll   Hsu, Linn and Lord (both: research only)
  fixed   a published number of points, which counts when reached

  $ printf 'id,pre,post\\nA,20,8\\nB,20,17\\n' | ipt change - --reliability 0.84 --sd 5
  id,pre,post,rci,category
  A,20,8,-4.242640687,improved
  B,20,17,-1.060660172,unchanged
"""

import argparse
from array import array

from ipt.cli.table import beside, free, note, read, write
from ipt.words import say

METHODS = ("jt", "en", "gln", "hll", "nk", "ha", "sem", "fixed")


def arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add = command.add_argument
    add("file", metavar="FILE")
    add("--method", choices=METHODS, default="jt", help="default: jt")
    add("--reliability", type=float, metavar="R", help="of the measure, 0 up to below 1")
    add("--reliability-post", type=float, metavar="R", help="for nk; default: the same")
    add("--sd", type=float, metavar="S",
        help="spread of first scores in a published group; default: of this file")  # fmt: skip
    add("--mean", type=float, metavar="M", help="mean of that group; default: of this file")
    add("--functional-mean", type=float, metavar="M", help="norm of people who are well")
    add("--functional-sd", type=float, metavar="S", help="its spread")
    add("--cutoff", type=cut_off, metavar="a|b|c|POINTS",
        help="where the clinical side ends; default: c with a norm, else none")  # fmt: skip
    add("--higher", choices=("worse", "better"), default="worse",
        help="what a higher score means; default: worse")  # fmt: skip
    add("--threshold", type=float, metavar="POINTS", help="for fixed")
    add("--multiple", type=float, metavar="K", default=1.0, help="for sem; default: 1")


def cut_off(said: str) -> str | float:
    """Return a, b or c as it is, and anything else as the number that it must be."""
    return said if said in ("a", "b", "c") else float(said)


def run(asked: argparse.Namespace) -> None:
    """Judge every row."""
    from ipt.measures.methods import reliable_changes

    table = read(asked.file)
    free(table, ("rci", "category"))
    pre, post = array("d"), array("d")
    for row, cells in table.columns("pre", "post"):
        for name, cell, scores in zip(("pre", "post"), cells, (pre, post), strict=True):
            score = table.number(cell, row, name)
            scores.append(float("nan") if score is None else score)
    with table.refusing():
        found = reliable_changes(
            pre,
            post,
            method=asked.method,
            higher=asked.higher,
            reliability=asked.reliability,
            reliability_post=asked.reliability_post,
            sd=asked.sd,
            mean=asked.mean,
            functional_mean=asked.functional_mean,
            functional_sd=asked.functional_sd,
            cutoff=asked.cutoff,
            threshold=asked.threshold,
            multiple=asked.multiple,
        )
    for message in found.notes:
        note(say(message))
    added = {"rci": found.rci.tolist(), "category": found.category.tolist()}
    write(asked.output, beside(table, added), table.delimiter)
