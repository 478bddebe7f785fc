"""What the course model needs to know about a measure, and from where it is known."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import inf
from pathlib import Path
from typing import Any, Literal

from ipt.measures import library
from ipt.measures.definition import Direction, Measure
from ipt.reading import toml
from ipt.words import Message

FILE = Path(__file__).parent / "parameters.toml"
Origin = Literal["default", "unverified", "mean", "practice"]
POSITIVE = ("sd", "start_sd", "slope_sd", "wander_sd", "wander_weeks", "error_sd", "chance_slope")


@dataclass(frozen=True)
class Parameters:
    """The course model for one measure. Spreads and slope are in units of `sd`.

    sd, mean       of first scores, in points
    slope          change per log(1 + weeks), negative = towards better, whichever way that is
    origin         "default": ours; "unverified": given by hand; "mean": ours but for the mean
                   first score; "practice": fitted to the practice's own courses
    courses        number of the practice's courses that went into it
    """

    measure: str
    sd: float
    mean: float
    higher_is: Direction = "worse"
    range: tuple[float, float] = (-inf, inf)
    slope: float = -0.45
    start_sd: float = 0.65
    slope_sd: float = 0.30
    correlation: float = 0.2
    wander_sd: float = 0.60
    wander_weeks: float = 5.0
    error_sd: float = 0.42
    chance_slope: float = 0.6
    origin: Origin = "unverified"
    courses: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError if a spread is not positive or a number is out of range."""
        for name in POSITIVE:
            if not 0 < getattr(self, name) < inf:
                raise ValueError(f"{name} must be positive, got {getattr(self, name)}")
        if not -1 < self.correlation < 1:
            raise ValueError(f"correlation must lie between -1 and 1, got {self.correlation}")
        if not self.range[0] <= self.mean <= self.range[1]:
            raise ValueError(f"mean must lie within {self.range}, got {self.mean}")

    @property
    def towards_worse(self) -> int:
        """+1 where higher is worse, -1 where higher is better."""
        return 1 if self.higher_is == "worse" else -1

    @property
    def source(self) -> Message:
        """Where the parameters come from, as the therapist reads it."""
        return Message(f"progress.source.{self.origin}", {"courses": self.courses})


def parameters(measure: Measure | str, **overrides: Any) -> Parameters | None:
    """Return the course model of a measure, or None where sd and mean of first scores are unknown.

    measure     a definition or the id of one in the library
    overrides   what a practice knows better, by field of `Parameters`

    Raises LookupError for an unknown id, ValueError for an impossible number.

    >>> parameters("phq-9").mean
    15.5
    >>> parameters("who-5") is None
    True
    """
    definition = library.load(measure) if isinstance(measure, str) else measure
    facts = {**known().get(definition.id, {}), **overrides}
    if facts.get("sd") is None or facts.get("mean") is None:
        return None
    start = Parameters(
        definition.id, 1.0, 0.0, **{key: float(data()["model"][key]) for key in MODEL}
    )
    scale = {"higher_is": definition.higher_is, "range": definition.main.range}
    return replace(start, **{**scale, **facts})


@cache
def data() -> Mapping[str, Any]:
    """Return the tables of `parameters.toml`."""
    return toml(FILE)


@cache
def known() -> Mapping[str, Mapping[str, Any]]:
    """Return sd, mean and origin of first scores by measure id, where we have them."""
    return {
        row["id"]: {key: row[key] for key in ("sd", "mean", "origin")} for row in data()["measures"]
    }


def rule(table: str, id: str) -> Mapping[str, Any]:
    """Return a row of a table of `parameters.toml`. Raises LookupError if there is none."""
    for row in data()[table]:
        if row["id"] == id:
            return row
    raise LookupError(f"there is no {id!r} among the {table}")


MODEL = (
    "slope",
    "start_sd",
    "slope_sd",
    "correlation",
    "wander_sd",
    "wander_weeks",
    "error_sd",
    "chance_slope",
)
