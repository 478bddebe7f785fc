"""The medical stop: single acts that wait for a doctor's word that it is safe to go on.

It stops acts, never a session. Weight and physical risk are the doctor's to judge, not Kith's.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from ipt.reading import toml

FILE = Path(__file__).parent / "medical.toml"


@dataclass(frozen=True)
class Check:
    """What a doctor said on a day. `next_by`: until when it counts, if the doctor named a day."""

    on: date
    safe: bool
    underweight: bool = False
    next_by: date | None = None

    @property
    def counts_until(self) -> date:
        """The last day on which it counts."""
        return self.next_by or self.on + timedelta(days=counts_days())


def stopped(check: Check | None, today: date) -> str | None:
    """Return why the acts wait, as a message id, or None if they may go on.

    check   the newest one; None: there is none

    >>> stopped(Check(date(2026, 3, 1), safe=True), date(2026, 3, 29))
    >>> stopped(Check(date(2026, 3, 1), safe=True), date(2026, 3, 30))
    'medical.overdue'
    """
    if check is None:
        return "medical.none"
    if check.underweight:
        return "medical.underweight"
    if not check.safe:
        return "medical.not_safe"
    return "medical.overdue" if today > check.counts_until else None


def acts() -> tuple[str, ...]:
    """Return the acts that wait (`medical.act.<id>`)."""
    return tuple(row["id"] for row in toml(FILE)["acts"])


@cache
def stopped_tasks() -> frozenset[str]:
    """Return the tasks that are not noted as done while the acts wait."""
    return frozenset(task for row in toml(FILE)["acts"] for task in row.get("tasks", ()))


def counts_days() -> int:
    """Return how many days a check counts where the doctor named no day."""
    days: int = toml(FILE)["check"]["counts_days"]
    return days
