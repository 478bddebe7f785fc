"""The four hard gates: the only things that stop a course. All else reminds.

The calling room gathers the facts; nothing is looked up here.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from ipt import consents
from ipt.protocol.facts import CourseFacts
from ipt.reading import toml

FILE = Path(__file__).parent / "gates.toml"
Entering = Literal["active", "numbering", "middle"]


def missing(facts: CourseFacts, entering: Entering) -> tuple[str, ...]:
    """Return the gates still closed on the way into `entering`, in order; empty means go.

    active      the course may begin: risk_screen, consents
    numbering   sessions count against the contract: also contract
    middle      the middle phase: also focus

    >>> missing(CourseFacts(), "middle")
    ('risk_screen', 'consents', 'contract', 'focus')
    """
    return tuple(
        gate
        for gate, stands_before in gates().items()
        if entering in stands_before and not OPEN[gate](facts)
    )


@cache
def gates() -> Mapping[str, tuple[str, ...]]:
    """Return the gates in order, each with what it stands before."""
    return {row["id"]: tuple(row["before"]) for row in toml(FILE)["gates"]}


def _consents(facts: CourseFacts) -> bool:
    answered = all(facts.consents.get(kind, False) for kind in _asked(facts))
    return answered and facts.treatment_consent_given


def _asked(facts: CourseFacts) -> tuple[str, ...]:
    return consents.asked_before_start(facts.protocol)


OPEN = {
    "risk_screen": lambda facts: facts.risk_screen_recorded,
    "consents": _consents,
    "contract": lambda facts: facts.contract_agreed,
    "focus": lambda facts: facts.focus_agreed,
}
