"""The kinds of consent, each asked and answered by itself, and what may leave under which."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from ipt.reading import BOOK, toml
from ipt.words import Message

FILE = BOOK / "consents.toml"
Below = Literal["one", "both"]


@cache
def kinds(protocol: str = "") -> tuple[str, ...]:
    """Return the kinds of consent that are asked under a protocol, in order.

    Their words: `consent.<kind>.title`, `.ask`, and `.without`: what a no changes.

    >>> "assent" in kinds("ipt_a"), "assent" in kinds()
    (True, False)
    """
    return tuple(row["id"] for row in _rows() if protocol in row.get("only_for", [protocol]))


def asks_assent(protocol: str) -> bool:
    """Return whether a guardian consents under a protocol, and the young person's own yes is asked.

    >>> asks_assent("ipt_a"), asks_assent("ipt_standard")
    (True, False)
    """
    return "assent" in kinds(protocol)


@cache
def asked_before_start(protocol: str = "") -> tuple[str, ...]:
    """Return the kinds that must be answered, yes or no, before a course is active."""
    return tuple(id for id in kinds(protocol) if _row(id)["before_start"])


@cache
def must_be_yes(protocol: str = "") -> tuple[str, ...]:
    """Return the kinds without which there is no treatment."""
    return tuple(id for id in kinds(protocol) if _row(id)["must_be_yes"])


@cache
def pausing() -> tuple[str, ...]:
    """Return the kinds that, once given and taken back, pause the treatment (`.without` says so).

    >>> pausing()
    ('treatment', 'assent')
    """
    return tuple(row["id"] for row in _rows() if row["must_be_yes"])


def version(kind: str) -> str:
    """Return the version of the book's words for a kind. Raises KeyError."""
    return str(_row(kind)["version"])


def can_consent(age: int, *, age_of_consent: int | None = None) -> bool:
    """Return whether somebody is old enough to consent alone.

    age_of_consent   in years, by the practice's rule; until it has said one, full age counts

    >>> can_consent(17), can_consent(17, age_of_consent=16)
    (False, True)
    """
    full_age: int = toml(FILE)["full_age"]["years"]
    return age >= (age_of_consent or full_age)


def who_consents(age: int, *, age_of_consent: int) -> Literal["self", "guardian"]:
    """Return who gives consent to treatment by the practice's rule; assent is asked beside it.

    age              of the young person, in years
    age_of_consent   in years; from it on the young person consents alone
    """
    return "self" if age >= age_of_consent else "guardian"


def givers_needed(below: Below) -> int:
    """Return how many parents or guardians must be named where they consent."""
    return {"one": 1, "both": 2}[below]


def purposes() -> tuple[str, ...]:
    """Return why information may go to somebody outside (`purpose.<id>`)."""
    return tuple(row["id"] for row in toml(FILE)["purposes"])


@dataclass(frozen=True)
class Disclosure:
    """Whether something may leave, and why (not). `notice`: must travel with it, if any."""

    allowed: bool
    why: Message
    notice: Message | None = None


def disclosure(
    *, purpose: str, marked: bool, named: bool, general: Collection[str] = ()
) -> Disclosure:
    """Say whether something may go to a recipient for a purpose.

    purpose   one of `purposes()`
    marked    42 CFR Part 2 holds for the course: only a yes that names the recipient counts
    named     such a yes stands, for this recipient and purpose
    general   kinds of consent that stand as a yes

    Raises KeyError for an unknown purpose. Source of the notice: 42 CFR 2.32.

    >>> disclosure(purpose="referral", marked=True, named=False, general=["other_provider"]).allowed
    False
    """
    covered = _covered_by(purpose) in general
    notice = Message("redisclosure.notice") if marked else None
    if named:
        return Disclosure(True, Message("disclosure.named"), notice)
    if marked:
        return Disclosure(False, Message("disclosure.marked"))
    return Disclosure(covered, Message("disclosure.general" if covered else "disclosure.no_yes"))


@cache
def _covered_by(purpose: str) -> str:
    return str({row["id"]: row["covered_by"] for row in toml(FILE)["purposes"]}[purpose]) or "-"


def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = toml(FILE)["kinds"]
    return rows


@cache
def _row(kind: str) -> dict[str, Any]:
    return {row["id"]: row for row in _rows()}[kind]
