"""The four hard gates: the only things that stop a course. All else reminds.

The calling room gathers the facts; nothing is looked up here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from ipt import consents
from ipt.reading import toml

FILE = Path(__file__).parent / "gates.toml"
Entering = Literal["active", "numbering", "middle"]


@dataclass(frozen=True)
class CourseFacts:
    """What the gates need to know of a course.

    consents                by kind, whether the client has answered it (yes or no)
    treatment_consent_given whether the answer to treatment is yes and not withdrawn
    primary_foci            number of primary focus areas held now
    client_agrees_focus     the client's own answer; None if not asked
    """

    risk_screen_recorded: bool = False
    consents: Mapping[str, bool] = field(default_factory=dict)
    treatment_consent_given: bool = False
    contract_agreed_by_client: bool = False
    contract_agreed_by_therapist: bool = False
    primary_foci: int = 0
    client_agrees_focus: Literal["yes", "partly", "no"] | None = None


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
    answered = all(facts.consents.get(kind, False) for kind in consents.asked_before_start())
    return answered and facts.treatment_consent_given


def _contract(facts: CourseFacts) -> bool:
    return facts.contract_agreed_by_client and facts.contract_agreed_by_therapist


def _focus(facts: CourseFacts) -> bool:
    return facts.primary_foci == 1 and facts.client_agrees_focus in ("yes", "partly")


OPEN = {
    "risk_screen": lambda facts: facts.risk_screen_recorded,
    "consents": _consents,
    "contract": _contract,
    "focus": _focus,
}
