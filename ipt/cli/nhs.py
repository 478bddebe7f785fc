"""Outcome figures of NHS Talking Therapies, one row a course or all together.

Columns: treatment_contacts, discharged (true or false), phq9_first, phq9_last, gad7_first,
gad7_last. May be there too: phq9_first_prorated, phq9_last_prorated (and so on; true or
false), and for --pairing: problem, and first and last of spin, pdss, pcl5, iesr, oci,
hai18week, miaca.

Added: finished_course, at_caseness, recovery, reliable_improvement, reliable_deterioration,
no_reliable_change, reliable_recovery: true, false, or empty where a needed score is missing.

--summary prints all courses together instead: each rate with its published denominator (who
lacks a score counts as not achieved) and over paired courses only.

  $ printf '%s\\n' treatment_contacts,discharged,phq9_first,phq9_last,gad7_first,gad7_last \\
      8,true,15,8,12,6 8,true,16,10,12,7 | ipt nhs - --summary
  line,figure,count,of,percent,rules
  all,finished_course,2,2,100,nhs-tt-2018.1
  all,not_at_caseness,0,2,0,nhs-tt-2018.1
  all,paired,2,2,100,nhs-tt-2018.1
  published,recovery,1,2,50,nhs-tt-2018.1
  published,reliable_improvement,2,2,100,nhs-tt-2018.1
  published,reliable_deterioration,0,2,0,nhs-tt-2018.1
  published,no_reliable_change,0,2,0,nhs-tt-2018.1
  published,reliable_recovery,1,2,50,nhs-tt-2018.1
  paired,recovery,1,2,50,nhs-tt-2018.1
  paired,reliable_improvement,2,2,100,nhs-tt-2018.1
  paired,reliable_deterioration,0,2,0,nhs-tt-2018.1
  paired,no_reliable_change,0,2,0,nhs-tt-2018.1
  paired,reliable_recovery,1,2,50,nhs-tt-2018.1
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ipt.cli.table import Refused, Table, beside, read, write
from ipt.measures import nhs
from ipt.measures.suppression import suppress, suppressed
from ipt.reading import BrokenBook

ADDED = ("finished_course", *nhs.FIGURES)
SUMMARY = ("line", "figure", "count", "of", "percent", "rules")


def arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add = command.add_argument
    add("file", metavar="FILE")
    add("--summary", action="store_true", help="all courses together instead of each")
    few = "with --summary: leave empty what counts fewer than 5, and what would tell it"
    add("--suppress", action="store_true", help=few)
    paired = "pair the PHQ-9 with the measure of the main problem (recalled thresholds)"
    add("--pairing", action="store_true", help=paired)
    add("--with-prorated", action="store_true", help="count prorated scores too")
    add("--rules", metavar="TOML", help="thresholds of another version, in the book's own format")


def run(asked: argparse.Namespace) -> None:
    """Figures of each course, or of all."""
    if asked.suppress and not asked.summary:
        raise Refused("--suppress goes with --summary: rows of single courses stay in the practice")
    by = replace(_rules(asked.rules), pairing=asked.pairing, with_prorated=asked.with_prorated)
    table = read(asked.file)
    found = [_figures(table, by, row, cells) for row, cells in _cells(table, by)]
    if asked.summary:
        whole = nhs.report(found, by)
        courses = len(found)
        if asked.suppress:
            whole, courses = suppress(whole), suppressed(courses)
        write(asked.output, _summary(whole, courses), table.delimiter)
    else:
        added = {name: [getattr(each, name) for each in found] for name in ADDED}
        write(asked.output, beside(table, added), table.delimiter)


def _rules(file: str | None) -> nhs.Rules:
    if file is None:
        return nhs.rules()
    try:
        return nhs.rules(Path(file))
    except BrokenBook as error:
        raise Refused(str(error)) from error


def _cells(table: Table, by: nhs.Rules) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows as mappings, of the columns that matter only."""
    table.needs(*nhs.NEEDED)
    shorts = [nhs.column(id) for id in by.thresholds]
    ends = [f"{short}_{end}" for short in shorts for end in ("first", "last")]
    known = {*nhs.NEEDED, *ends, *(f"{end}_prorated" for end in ends), "problem"}
    names = [name for name in table.header if name in known]
    for row, cells in table.columns(*names):
        yield row, dict(zip(names, cells, strict=True))


def _figures(table: Table, by: nhs.Rules, row: int, cells: dict[str, str]) -> nhs.Figures:
    values = {name: _value(table, row, name, cell) for name, cell in cells.items()}
    with table.refusing(row):
        return nhs.figures(nhs.course(values, by), by)


def _value(table: Table, row: int, name: str, cell: str) -> Any:
    if name == "problem":
        return cell or None
    if name == "discharged":
        return table.truth(cell, row, name)
    if name.endswith("_prorated"):
        return bool(cell) and table.truth(cell, row, name)
    if name == "treatment_contacts":
        return table.needed(cell, row, name)
    return table.number(cell, row, name)


def _summary(whole: nhs.Report, courses: int | None) -> Iterator[list[Any]]:
    yield list(SUMMARY)
    counts = (
        ("finished_course", nhs.Rate(whole.finished, courses)),
        ("not_at_caseness", nhs.Rate(whole.not_at_caseness, whole.finished)),
        ("paired", nhs.Rate(whole.paired, whole.finished)),
    )
    lines = ("all", counts), ("published", whole.published.items()), (
        "paired", whole.paired_only.items())  # fmt: skip
    for line, rates in lines:
        for figure, rate in rates:
            yield [line, figure, rate.count, rate.of, rate.percent, whole.rules]
