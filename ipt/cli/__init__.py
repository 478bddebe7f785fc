"""`python -m ipt`: the book at the command line. Tables in, tables out, no database."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from ipt.cli.table import Refused, hush

ABOUT = """\
The book of Kith at the command line: questionnaires scored, change judged, outcome figures,
diary links, expected courses, protocols. CSV in, CSV out.

FILE is a CSV file in UTF-8, "-" is standard input. The first row names the columns; between
cells stands a comma, a semicolon or a tab. Numbers are written with a point. An empty cell is
a missing value. Columns that a command does not know pass through unchanged.
"""
AFTER = """\
A file that cannot be used gets one sentence that names row and column, exit status 2, and
nothing is written. Rows are counted as in a spreadsheet: the names are row 1.

  ipt COMMAND --help    tells each command with an example
"""
COMMANDS = ("measures", "score", "change", "nhs", "gains", "links", "course", "protocol")


def parser() -> argparse.ArgumentParser:
    """Every command; each describes itself in the module of its name."""
    tree = argparse.ArgumentParser(
        prog="ipt",
        description=ABOUT,
        epilog=AFTER,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = tree.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = import_module(f"ipt.cli.{name}")
        about = module.__doc__
        command = commands.add_parser(
            name,
            help=about.splitlines()[0].rstrip("."),
            description=about,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.arguments(command)
        command.add_argument(
            "-o",
            "--output",
            metavar="FILE",
            default="-",
            help="write to a file, whole or not at all",
        )
    return tree


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status: 0, or 2 with one sentence on standard error."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small tables: a second one only waits
    asked = parser().parse_args(argv)
    try:
        import_module(f"ipt.cli.{asked.command}").run(asked)
    except Refused as refusal:
        print(f"ipt {asked.command}: {refusal}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        hush()
        return 1
    except KeyboardInterrupt:
        return 130
    return 0
