"""A list of referrals as a CSV file: taken apart into rows, or refused in words.

Nothing here is run or looked up: a cell that begins like a formula is text like any other. Limits
as for every input of the house (SEC-18, SEC-21).
"""

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from kith.web.forms import LONGEST, clean_text

BIGGEST = 500_000  # bytes
MOST_ROWS = 1_000
MOST_COLUMNS = 40
LONGEST_LINE = 200  # characters: what a line of a form holds
SIGNS = (",", ";", "\t")
YES = {"yes", "y", "1", "true", "x", "urgent", "high", "soon"}
NO = {"", "no", "n", "0", "false", "routine", "normal", "low"}
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
NEEDED = ("name", "reach")


class Refused(ValueError):
    """The file cannot be read as a list; the words say why."""


@dataclass(frozen=True)
class Line:
    """A row as an enquiry would keep it, and what is wrong with it, in words."""

    number: int
    said: dict = field(default_factory=dict)
    received_on: date | None = None
    wrong: tuple = ()


def read(content: bytes) -> tuple[list[str], list[list[str]]]:
    """The headings and the rows of a file. Refused, in words, when it is no such list."""
    rows = list(_rows(_text(content)))
    if len(rows) < 2:
        raise Refused(_("There is no row under the headings. The first line names the columns."))
    if len(rows) > MOST_ROWS + 1:
        raise Refused(
            _("More than %(most)d rows. Divide it into several files.") % {"most": MOST_ROWS}
        )
    width = max(map(len, rows))
    if width > MOST_COLUMNS:
        raise Refused(_("More than %(most)d columns.") % {"most": MOST_COLUMNS})
    rows = [row + [""] * (width - len(row)) for row in rows]
    return rows[0], rows[1:]


def _text(content):
    if len(content) > BIGGEST:
        raise Refused(_("The file is larger than 500 kB. Divide it into several files."))
    try:
        utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            _("This file is no text in UTF-8. Save it again as “CSV UTF-8” and choose it anew.")
        ) from None
    if "\x00" in text:
        raise Refused(_("This is no text file. Save the table as “CSV UTF-8”."))
    return clean_text(text)


def _rows(text):
    first = text.partition("\n")[0]
    sign = max(SIGNS, key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True):
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield cells
    except csv.Error:
        raise Refused(
            _("A quotation mark is open, or a cell is far too long: the rows cannot be told apart.")
        ) from None


def lines(rows, reads: dict, today: date) -> list[Line]:
    """Each row read by its columns. `reads`: {target: number of the column}."""
    return [_line(number, row, reads, today) for number, row in enumerate(rows)]


def _line(number, row, reads, today):
    cells = {target: row[column] for target, column in reads.items() if column < len(row)}
    wrong = []
    said = {
        "name": _joined(" ", cells, "name", "first_name", "last_name"),
        "reach": _joined(" · ", cells, "reach", "phone", "email"),
        **{each: cells.get(each, "") for each in ("referrer", "words", "language", "access_needs")},
        "urgent": _urgent(cells.get("urgent", ""), wrong),
    }
    received = _day(cells.get("received_on", ""), today, wrong)
    wrong += _missing(said) + _too_long(said)
    return Line(number, said, received, tuple(wrong))


def _joined(between, cells, *targets):
    return between.join(cells[target] for target in targets if cells.get(target))


def _urgent(text, wrong):
    said = text.casefold()
    if said not in YES | NO:
        wrong.append(_("Urgent says “%(text)s”: write yes or no.") % {"text": text[:40]})
    return said in YES


def _day(text, today, wrong):
    if not text:
        return None
    for shape in DAYS:
        try:
            day = datetime.strptime(text[:10], shape).date()
        except ValueError:
            continue
        if day > today or day.year < today.year - 2:
            wrong.append(_("The day %(text)s is ahead, or years ago.") % {"text": text[:20]})
        return day
    wrong.append(_("“%(text)s” is no day: write 2026-03-31.") % {"text": text[:20]})
    return None


def _missing(said):
    words = {"name": _("There is no name."), "reach": _("There is no way to reach them.")}
    return [words[name] for name in NEEDED if not said[name]]


def _too_long(said):
    most = {name: LONGEST if name == "words" else LONGEST_LINE for name in said}
    return [
        _("A text is longer than %(most)d characters.") % {"most": most[name]}
        for name, text in said.items()
        if isinstance(text, str) and len(text) > most[name]
    ]
