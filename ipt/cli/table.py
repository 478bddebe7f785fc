"""Tables in and out: one CSV file or standard input, read whole before anything is written."""

import csv
import io
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

STANDARD = "-"
LARGEST = 1e15
OF_THE_SHELL = re.compile(r"/dev/(std(in|out|err)|fd/[0-9]+)|/proc/.*")
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
WITH_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+")
TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class Refused(Exception):
    """Something cannot be used: one sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Table:
    """A table with named columns. Rows are counted as a spreadsheet does: the names are row 1."""

    name: str
    text: str
    delimiter: str
    header: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (row number, cells); refuse a row that is longer or shorter than the names."""
        for number, cells in self._records():
            if number > 1 and (cells or len(self.header) == 1):
                cells = cells or [""]
                if len(cells) != len(self.header):
                    raise self.refused(
                        f"has {len(cells)} cells and there are {len(self.header)} columns", number
                    )
                yield number, cells

    def columns(self, *names: str) -> Iterator[tuple[int, list[str]]]:
        """Yield (row number, the cells of these columns, trimmed)."""
        at = [self.header.index(name) for name in self.needs(*names)]
        for number, cells in self.rows():
            yield number, [cells[each].strip() for each in at]

    def needs(self, *names: str) -> tuple[str, ...]:
        """Return the names; refuse if there is no such column."""
        for name in names:
            if name not in self.header:
                raise self.refused(f"there is no column {name!r} among {', '.join(self.header)}")
        return names

    def number(
        self, cell: str, row: int, column: str, within: tuple[float, float] | None = None
    ) -> float | None:
        """Read a trimmed cell as a number, within a range; None if it is empty."""
        if not cell:
            return None
        if WITH_COMMA.fullmatch(cell):
            raise self.refused(f"{cell!r}: write numbers with a point, not a comma", row, column)
        if not NUMBER.fullmatch(cell) or abs(float(cell)) > LARGEST:
            raise self.refused(f"{cell!r} is not a number (leave empty what is missing)",
                               row, column)  # fmt: skip
        if within and not within[0] <= float(cell) <= within[1]:
            low, high = map(told, within)
            raise self.refused(f"{cell!r} lies outside {low} to {high}", row, column)
        return float(cell)

    def needed(
        self, cell: str, row: int, column: str, within: tuple[float, float] | None = None
    ) -> float:
        """Read a trimmed cell as a number; refuse an empty one."""
        found = self.number(cell, row, column, within)
        if found is None:
            raise self.refused("is empty", row, column)
        return found

    def truth(self, cell: str, row: int, column: str) -> bool:
        """Read a trimmed cell as true or false (yes or no, 1 or 0)."""
        if cell.lower() not in TRUTH:
            raise self.refused(f"{cell!r} is not true or false", row, column)
        return TRUTH[cell.lower()]

    def refused(self, reason: str, row: int | None = None, column: str | None = None) -> Refused:
        """Make a refusal that names the file, the row and the column."""
        where = [self.name]
        where += [f"row {row}"] if row is not None else []
        where += [f"column {column}"] if column is not None else []
        return Refused(f"{', '.join(where)}: {reason}")

    @contextmanager
    def refusing(self, row: int | None = None) -> Iterator[None]:
        """Turn what the book refuses inside into a refusal that names the file."""
        try:
            yield
        except ValueError as error:
            raise self.refused(str(error), row) from error

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        number = 0
        try:
            for number, cells in enumerate(_reader(self.text, self.delimiter), 1):
                yield number, cells
        except csv.Error as error:
            raise self.refused(f"cannot be read as CSV ({error})", number + 1) from error


def read(path: str) -> Table:
    """Read a table from a file, or from standard input if the path is "-"."""
    name = "standard input" if path == STANDARD else path
    text = _decoded(_bytes(path), name)
    if not text.strip():
        raise Refused(f"{name}: is empty; the first row must name the columns")
    blank = Table(name, text, _delimiter(text), ())
    header = tuple(cell.strip() for cell in next(blank._records())[1])
    named = [cell for cell in header if cell]
    twice = next((cell for cell in named if named.count(cell) > 1), None)
    if twice:
        raise blank.refused("is there twice", 1, twice)
    if not named:
        raise blank.refused("the first row must name the columns", 1)
    return Table(name, text, blank.delimiter, header)


def write(path: str, rows: Iterable[Sequence[Any]], delimiter: str = ",") -> None:
    """Write rows of cells to a file, or to standard output if the path is "-".

    A file appears whole or not at all: it is written beside its place and then moved there,
    with the rights of the file that it takes the place of.
    """
    if path == STANDARD:
        if sys.stdout is None:
            raise Refused("standard output cannot be written (it is closed)")
        with suppress(AttributeError):
            sys.stdout.reconfigure(encoding="utf-8")
        try:
            _rows(sys.stdout, rows, delimiter)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            hush()
            raise Refused(f"standard output cannot be written ({error.strerror})") from error
        return
    with _placed(path) as file:
        _rows(file, rows, delimiter)


def beside(table: Table, added: Mapping[str, Sequence[Any]]) -> Iterator[list[Any]]:
    """Yield the table again, names first, with columns added at the right."""
    free(table, added)
    yield [*table.header, *added]
    for (_, cells), more in zip(table.rows(), zip(*added.values(), strict=True), strict=True):
        yield [*cells, *more]


def free(table: Table, names: Iterable[str]) -> None:
    """Refuse if a column that is to be added is there already."""
    for name in names:
        if name in table.header:
            raise table.refused(f"the column {name!r} is there already; rename it first")


def told(value: Any) -> str:
    """Return a value as a cell.

    >>> told(None), told(True), told(2.50), told("a")
    ('', 'true', '2.5', 'a')
    """
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value + 0.0:.10g}" if isinstance(value, float) else str(value)


def hush() -> None:
    """Let nothing more reach standard output: whoever was there has gone, or has no room."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def note(sentence: str) -> None:
    """Say something beside the table, on standard error."""
    print(f"note: {sentence}", file=sys.stderr)


def _bytes(path: str) -> bytes:
    if path == STANDARD:
        if sys.stdin is None:
            raise Refused("standard input cannot be read (it is closed)")
        return sys.stdin.buffer.read()
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise Refused(f"{path}: cannot be read ({error.strerror})") from error


def _decoded(raw: bytes, name: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise Refused(f"{name}, row {row}: is not UTF-8 text; save it as CSV UTF-8") from error
    if "\0" in text:
        raise Refused(f"{name}, row {text[: text.index(chr(0))].count(chr(10)) + 1}: "
                      "is not text; save it as CSV UTF-8")  # fmt: skip
    return text


def _delimiter(text: str) -> str:
    """What stands between the cells: comma, semicolon or tab, whichever makes most columns."""
    counts = {each: _cells(text, each) for each in DELIMITERS}
    best = max(counts, key=counts.__getitem__)
    if sum(count > 1 for count in counts.values()) > 1:
        note(f"the first row was read with a {DELIMITERS[best]} between its {counts[best]} cells")
    return best


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _cells(text: str, delimiter: str) -> int:
    """How many cells the first row has with a delimiter; 0 if it cannot be read so."""
    try:
        return len(next(_reader(text, delimiter)))
    except csv.Error:
        return 0


def _rows(file: Any, rows: Iterable[Sequence[Any]], delimiter: str) -> None:
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    writer.writerows(map(told, row) for row in rows)


@contextmanager
def _placed(path: str) -> Iterator[Any]:
    place = os.path.realpath(path)
    part = f"{place}.{os.getpid()}.part"
    there = os.path.exists(place)
    if OF_THE_SHELL.fullmatch(path) or there and not os.path.isfile(place):
        raise Refused(f"{path}: cannot be written (not an ordinary file)")
    if there and not os.access(place, os.W_OK):
        raise Refused(f"{path}: cannot be written (it may only be read)")
    try:
        with open(part, "x", encoding="utf-8", newline="") as file:
            if there:
                with suppress(OSError):
                    shutil.copymode(place, part)
            yield file
        os.replace(part, place)
    except OSError as error:
        raise Refused(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        with suppress(OSError):
            os.remove(part)
