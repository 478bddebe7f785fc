"""What a reading of the diary consists of."""

from dataclasses import dataclass
from typing import Literal

from ipt.diary.entries import VERSION
from ipt.words import Message

Verdict = Literal["clear", "ask", "unclear", "not_eligible"]


@dataclass(frozen=True)
class Estimate:
    """A size in points of mood: mean, 95 % range, and the probability of the sign shown."""

    mean: float
    low: float
    high: float
    pd: float


@dataclass(frozen=True)
class Finding:
    """What the diary says about one link.

    columns    keys of the columns it stands for: several that cannot be told apart are one
    label      how sentences say it
    focus      it was named in advance and is judged by the limit for that
    mean ..pd  in points of mood, see Estimate; for a rating: from its lowest to its highest.
               None where it is not eligible
    n_with     entries with it (rated ones for a rating), n_without the others
    mean_with  plain average of mood with it, mean_without the others; None if not eligible or
               if there are none
    client     what the client may read; None: no card is shown
    therapist  what the therapist may read
    """

    columns: tuple[str, ...]
    kind: str
    label: Message
    focus: bool
    mean: float | None
    low: float | None
    high: float | None
    pd: float | None
    verdict: Verdict
    n_with: int
    n_without: int
    mean_with: float | None
    mean_without: float | None
    client: Message | None
    therapist: Message


@dataclass(frozen=True)
class Reading:
    """What a diary says now.

    n, days        entries, and different days with one
    sd             spread of mood around its trend, in points; None below the minimum
    trend          change of mood over the whole span, links held still; None below the minimum
    missed_share   share of days from first to last without an entry (missing days are fine)
    findings       in the order of the model: named in advance, closest circle, most frequent
    sufficiency    what the reading rests on, or what is still missing
    can_find       what so many entries can and cannot find yet, for both kinds of link
    notes          for the therapist: the trend, and the days without an entry
    """

    n: int
    days: int
    sd: float | None
    trend: Estimate | None
    missed_share: float
    findings: tuple[Finding, ...]
    sufficiency: Message
    can_find: tuple[Message, ...]
    notes: tuple[Message, ...]
    version: str = VERSION

    def verdicts(self) -> dict[str, Verdict]:
        """Return the verdict of every column, to be given back as `before` next time."""
        return {key: each.verdict for each in self.findings for key in each.columns}


@dataclass(frozen=True)
class Dot:
    """One entry in the plot of a link: when, mood, and 1, 0 or the rating (None: no contact)."""

    t: float
    mood: float
    value: float | None
