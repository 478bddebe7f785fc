"""How long a record is kept: the shipped table of places, and the reckoning of days. No database.

A record is kept through the day that `kept_until` gives; from the day after it may be erased.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

ADULT = 18
MOST_YEARS = 100
FILE = Path(__file__).parent / "jurisdictions.toml"


@dataclass(frozen=True)
class Rule:
    """One line of the table. `strength`: "law" or "guideline"."""

    id: str
    title: str
    years: int
    strength: str
    source: str
    note: str = ""
    child_until_age: int | None = None

    @property
    def binds(self) -> bool:
        """Whether nothing may be erased before the end, whoever asks."""
        return self.strength == "law"


@cache
def rules() -> dict[str, Rule]:
    """Every place of the table, by id, in the order of the file."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {id: Rule(id=id, **row) for id, row in table.items()}


def add_years(day: date, years: int) -> date:
    """The same day in later years; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def kept_until(
    rule: Rule,
    last_on: date,
    *,
    more_years: int = 0,
    first_on: date | None = None,
    born_on: date | None = None,
) -> date:
    """The last day on which a record must be there.

    last_on      the day of the last contact
    more_years   what the practice adds of its own
    first_on     the day of the first contact (default last_on), and
    born_on      the birthday, if known: both decide whether the rule for children counts
    """
    end = add_years(last_on, rule.years)
    if born_on and rule.child_until_age and was_child(first_on or last_on, born_on):
        end = max(end, add_years(born_on, rule.child_until_age))
    return add_years(end, more_years)


def was_child(day: date, born_on: date) -> bool:
    """Whether somebody was not of age yet on a day."""
    return day < add_years(born_on, ADULT)


def end_of_year(day: date) -> date:
    """The last day of its year: what may stay written down where a day would tell a birthday."""
    return date(day.year, 12, 31)
