"""The shape of a measure and of its wording. Values only; nothing here is computed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Value = int
Direction = Literal["worse", "better"]
Verified = bool | str | None
NOT_APPLICABLE = "na"
VERDICTS = ("bundle", "bundle-nc", "bundle-review", "score-only", "licensed")


def recalled(verified: Verified) -> bool:
    """Whether a figure was never checked against its source, so that screens must say so."""
    return verified is False


@dataclass(frozen=True)
class Item:
    """One question. `options` are the answer values in the order they are shown."""

    linkId: str
    number: int
    option_set: str
    options: tuple[Value, ...]
    scored: bool
    required: bool
    reverse: bool
    show_if: Mapping[str, Any] | None
    value_if_hidden: Value | None
    not_applicable_allowed: bool
    code: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Band:
    """A severity band; both ends belong to it, in points of its scale."""

    id: str
    min: float
    max: float
    verified: Verified = None


@dataclass(frozen=True)
class Cutoff:
    """A published line through a scale, such as caseness or remission.

    applies_to   the group it was published for, None if for everyone
    verified     False: recalled from the literature, not checked against it
    """

    id: str
    op: str
    value: float
    source: str
    applies_to: str | None = None
    verified: Verified = None


@dataclass(frozen=True)
class Missing:
    """What to do with unanswered items: none, mean-substitution or mean-of-answered."""

    rule: Literal["none", "mean-substitution", "mean-of-answered"]
    min_valid: int
    round: Literal["half-up", "none"]
    source: str = ""


@dataclass(frozen=True)
class Linear:
    """The transform times * (x - minus) / over of a mean x, such as 100 * (x - 1) / 4."""

    times: int
    minus: int
    over: int


@dataclass(frozen=True)
class Shorter:
    """What becomes of a scale when `item` does not apply: fewer items, another range."""

    item: str
    items: tuple[str, ...]
    range: tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """Items that are added or averaged into one number.

    band_rounding   the mean is rounded half-up to one decimal before it is given a band
    other_bands     other published sets of bands, as they stand in the file; never used here
    """

    id: str
    items: tuple[str, ...]
    method: Literal["sum", "mean"]
    range: tuple[float, float]
    missing: Missing
    bands: tuple[Band, ...]
    cutoffs: tuple[Cutoff, ...]
    multiply: float | None
    transform: Linear | None
    band_rounding: bool
    if_not_applicable: Shorter | None
    code: Mapping[str, str] | None = None
    other_bands: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class RiskRule:
    """Fires on one answer (or one scale), whatever the total is.

    level   review: read by the owner in time; high_review: and by a second person
    source_level   the word the measure's own file uses
    """

    id: str
    item: str | None
    scale: str | None
    op: str
    value: float
    level: Literal["review", "high_review"]
    source_level: str
    note: str = ""


@dataclass(frozen=True)
class ChangeFacts:
    """What is published about change on this measure, in points; None where nothing is.

    threshold         change that counts as reliable; `basis` says who published it
    clinical_cutoff   the line between the clinical and the other side
    mcid              smallest change that matters to people
    published         all that the file says, with reliabilities, spread and alternatives
    """

    scale: str
    threshold: float | None
    basis: str
    verified: Verified
    clinical_cutoff: float | None
    mcid: float | None
    published: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Measure:
    """One version of one questionnaire, without its words. Never changes once used.

    text_included   its words lie beside it; if not, `words` gives "Item 1" and bare values
    entered_by      who types the answers in where there are no words
    respondent      who answers, in the words of the file
    validated       False for our own ratings: show the line, never a verdict, and say so
    repeat_per      asked once for each of these, such as each "goal"
    """

    id: str
    version: str
    domain: tuple[str, ...]
    higher_is: Direction
    recall_days: int | None
    minutes: int
    text_included: bool
    entered_by: Literal["client", "clinician"]
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    rules: tuple[Mapping[str, Any], ...]
    risk: tuple[RiskRule, ...]
    change: ChangeFacts
    schedule: Mapping[str, Any]
    codes: Mapping[str, str]
    licence: Mapping[str, Any]
    citation: tuple[str, ...]
    notes: str
    option_codes: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    text_status: Literal["included", "confirm", "labels-only"] = "included"
    respondent: str = "client"
    year: int | None = None
    validated: bool = True
    repeat_per: str | None = None
    risk_note: str = ""
    sources_checked: tuple[str, ...] = ()

    @property
    def main(self) -> Scale:
        """The scale that stands for the measure on the course."""
        return self.scale(self.change.scale)

    @property
    def bands(self) -> tuple[Band, ...]:
        """The severity bands of the main scale; empty if none are published."""
        return self.main.bands

    def item(self, linkId: str) -> Item:
        """Return an item by its linkId, else raise KeyError."""
        return next(_found(self.items, "linkId", linkId))

    def scale(self, id: str) -> Scale:
        """Return a scale by its id, else raise KeyError."""
        return next(_found(self.scales, "id", id))

    @property
    def risk_items(self) -> tuple[str, ...]:
        """The items on which a risk rule looks, each once, in order."""
        return tuple(dict.fromkeys(rule.item for rule in self.risk if rule.item))


@dataclass(frozen=True)
class Wording:
    """The words of a measure in one language."""

    measure: str
    version: str
    language: str
    title: str
    short: str
    instructions: str
    recall: str
    licence: str
    source: tuple[str, ...]
    options: Mapping[str, Mapping[str, str]]
    items: Mapping[str, str]
    scales: Mapping[str, str]
    bands: Mapping[str, Mapping[str, str]]
    cutoffs: Mapping[str, Mapping[str, str]]
    rules: Mapping[str, str]
    option_set_of: Mapping[str, str]
    main_scale: str

    def item(self, linkId: str) -> str:
        """Return the words of a question."""
        return self.items[linkId]

    def option(self, linkId: str, value: Value) -> str:
        """Return the words of one answer to a question."""
        return self.options[self.option_set_of[linkId]][str(value)]

    def band(self, band_id: str, scale: str | None = None) -> str:
        """Return the words of a severity band, by default of the main scale."""
        return self.bands[scale or self.main_scale][band_id]


def _found(things: tuple[Any, ...], key: str, wanted: str) -> Any:
    yield from (thing for thing in things if getattr(thing, key) == wanted)
    raise KeyError(wanted)
