"""The risk screen: what is asked, and the level a clinician chooses.

The form `risk_screen`: what comes before `level` is asked, from it on the clinician records.
The answers suggest a level; only the clinician's choice is recorded as one. A screen of all
"no" does not prove safety.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ipt import forms
from ipt.reading import toml

FILE = Path(__file__).parent / "risk_screen.toml"
FORM = "risk_screen"
RECORDED_FROM = "level"
RiskLevel = Literal["low", "moderate", "high", "imminent"]


@dataclass(frozen=True)
class Question:
    """One thing to ask. Words: `risk_screen.<id>`."""

    id: str
    kind: Literal["yes-no", "text"]


@dataclass(frozen=True)
class Level:
    """A level and what it asks for.

    next_contact_hours   the latest next contact, in hours; None where none is set
    steps                ids of what to do now (`risk_step.<id>`)
    """

    id: RiskLevel
    next_contact_hours: int | None
    steps: tuple[str, ...]


@cache
def questions() -> tuple[Question, ...]:
    """Return what is asked, in order."""
    asked = forms.load(FORM).fields[: _first_recorded()]
    return tuple(Question(each.id, "yes-no" if each.type == "yes_no" else "text") for each in asked)


@cache
def levels() -> tuple[Level, ...]:
    """Return the levels a clinician chooses from, lowest first."""
    return tuple(
        Level(row["id"], row.get("next_contact_hours"), tuple(row["steps"]))
        for row in toml(FILE)["levels"]
    )


@cache
def recorded() -> tuple[str, ...]:
    """Return what the clinician writes down with the level (`risk_screen.<id>`)."""
    return tuple(each.id for each in forms.load(FORM).fields[_first_recorded() :])


def _first_recorded() -> int:
    return [each.id for each in forms.load(FORM).fields].index(RECORDED_FROM)


SUGGESTS: Mapping[RiskLevel, tuple[str, ...]] = {
    "high": ("intent", "plan", "preparations", "attempt_recent"),
    "moderate": ("method", "past_attempts", "self_harm", "harm_to_others"),
}


def suggest(answers: Mapping[str, bool | str]) -> RiskLevel:
    """Suggest a level from the answers; the clinician decides. A text counts if it is not blank.

    Intent, a plan, preparations or an attempt in the last three months suggest high; thought
    of a method, an earlier attempt, self-harm or harm to others moderate; else low.
    Never suggests imminent.

    Source: after the triage order of the Columbia protocol, in Kith's own words.
    """
    return next((level for level in SUGGESTS if _said(answers, level)), "low")


def reasons(answers: Mapping[str, bool | str]) -> tuple[str, ...]:
    """Return the questions whose answers suggest the level, in the order of asking.

    >>> reasons({"method": True, "plan": True, "intent": False})
    ('plan',)
    """
    said = _said(answers, suggest(answers))
    return tuple(each.id for each in questions() if each.id in said)


def _said(answers: Mapping[str, bool | str], level: RiskLevel) -> tuple[str, ...]:
    given = {id: each.strip() if isinstance(each, str) else each for id, each in answers.items()}
    return tuple(id for id in SUGGESTS.get(level, ()) if given.get(id))


def lower(level: RiskLevel, suggested: RiskLevel) -> bool:
    """Whether the chosen level is below the suggested one: it stands, with a reason."""
    return _rank(level) < _rank(suggested)


def steps(
    level: RiskLevel, suggested: RiskLevel = "low", *, day_set: bool = False
) -> tuple[str, ...]:
    """Return what to do now (`risk_step.<id>`): as the higher of both levels asks.

    day_set   whether a day for the next check is set: what that settles is left out

    >>> steps("low", "moderate")
    ('safety_plan', 'next_check')
    """
    asked = levels()[max(_rank(level), _rank(suggested))].steps
    settled = toml(FILE)["settled_by_a_day"] if day_set else ()
    return tuple(step for step in asked if not any(step in row["steps"] for row in settled))


def _rank(level: RiskLevel) -> int:
    return [each.id for each in levels()].index(level)


def asks_for_crisis_steps(level: RiskLevel) -> bool:
    """Whether a level asks for the crisis steps now (high or imminent)."""
    return level in ("high", "imminent")
