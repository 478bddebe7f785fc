"""A table of answers: which column is which item, and what columns a score makes of a row."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from ipt.measures.definition import NOT_APPLICABLE, Measure
from ipt.measures.scoring import Answers, score

ASK = "ask:"
WHOLE = re.compile(r"[+-]?[0-9]{1,15}(\.0*)?")
FIXED = ("prorated", "answered", "risk")


@dataclass(frozen=True)
class Columns:
    """The columns of one measure in a table.

    items   column name -> linkId, for each item that has a column

    Every scale and every named rule of the measure becomes a column under its id; beside them
    `prorated` and `answered` of the main scale, and `risk`.
    """

    measure: Measure
    items: Mapping[str, str]

    @cached_property
    def added(self) -> tuple[str, ...]:
        """The columns that a score adds, in order.

        >>> from ipt.measures import library
        >>> Columns(library.load("gad-2"), {}).added
        ('total', 'prorated', 'answered', 'risk')
        """
        scales = (scale.id for scale in self.measure.scales)
        return (*scales, *FIXED, *(rule["id"] for rule in self.measure.rules))

    def row(self, answers: Answers) -> tuple[Any, ...]:
        """Score one person's answers by linkId, blanks left out; one value an added column.

        Scale values and rules are None where they may not be computed. `risk` lists the ids of
        the rules that fire and `ask:<item>` for each risk item left blank, joined by ";".
        Raises BadAnswer.
        """
        found = score(self.measure, answers)
        fired = [hit.rule for hit in found.risk]
        ask = [f"{ASK}{item}" for item in found.risk_unanswered]
        return (
            *(scale.value for scale in found.scales.values()),
            found.prorated,
            found.answered,
            ";".join(fired + ask),
            *found.rules.values(),
        )


def columns(measure: Measure, names: Iterable[str]) -> Columns:
    """Find the items of a measure among the names of columns: `i1 .. in`, or linkIds.

    Items that are not scored may be left out. Raises ValueError, one sentence, if both kinds
    of name are there, a scored item has no column, or a column to be added is there already.

    >>> from ipt.measures import library
    >>> dict(columns(library.load("gad-2"), ["id", "i1", "i2"]).items)
    {'i1': 'gad2-1', 'i2': 'gad2-2'}
    """
    there = list(names)
    numbered = {f"i{item.number}": item.linkId for item in measure.items}
    linked = {item.linkId: item.linkId for item in measure.items}
    by_number = [name for name in numbered if name in there]
    by_link = [name for name in linked if name in there]
    if by_number and by_link:
        raise ValueError(f"both {by_number[0]} and {by_link[0]} are there; name items one way only")
    kind, named = (linked, by_link) if by_link else (numbered, by_number)
    found = Columns(measure, {name: kind[name] for name in named})
    scored = {item.linkId for item in measure.items if item.scored}
    lost = [name for name, item in kind.items() if item in scored and name not in there]
    if lost:
        raise ValueError(f"there is no column {lost[0]} for an item of {measure.id}")
    taken = [name for name in found.added if name in there]
    if taken:
        raise ValueError(f"the column {taken[0]} is there already; rename it first")
    return found


def answer(value: Any) -> int | Literal["na"] | None:
    """Read one cell as an answer: a whole number, "na" for not applicable, blank for missing.

    Whether the item offers that answer is for `scoring` to say. Raises ValueError with a reason.

    >>> answer(" 2.0 "), answer("na"), answer("")
    (2, 'na', None)
    """
    cell = "" if value is None or value != value else str(value).strip()
    if cell in ("", NOT_APPLICABLE):
        return cell or None
    if cell.upper() in ("NA", "N/A"):
        raise ValueError(f"{cell!r} may mean two things: leave a missing answer empty, write na "
                         "for one that does not apply")  # fmt: skip
    if not WHOLE.fullmatch(cell):
        raise ValueError(f"{cell!r} is not a whole number")
    return int(cell.partition(".")[0])
