"""The questions of consent: which there are, what they ask, how they stand for a course."""

from dataclasses import dataclass

from ipt import consents as book_consents
from kith.web import book

VERSION = "1"


@dataclass(frozen=True)
class Row:
    """One question with its present answer (None: not asked yet) and its former ones."""

    kind: str
    title: str
    ask: str
    before_start: bool
    present: object
    former: tuple


def version(kind: str) -> str:
    """The version of the text that is asked now."""
    return VERSION


def rows(answers) -> list[Row]:
    """Every question, each with the answers (Consent rows) that were given to it."""
    answers = list(answers)
    return [
        Row(
            kind=kind,
            title=book.text(f"consent.{kind}.title"),
            ask=book.text(f"consent.{kind}.ask"),
            before_start=kind in book_consents.asked_before_start(),
            present=next((a for a in answers if a.kind == kind and a.withdrawn_at is None), None),
            former=tuple(a for a in answers if a.kind == kind and a.withdrawn_at),
        )
        for kind in book_consents.kinds()
    ]


def read(posted) -> dict[str, bool]:
    """The answers in a posted form: kind to yes or no; what was not answered is left out."""
    said = {kind: posted.get(f"consent-{kind}") for kind in book_consents.kinds()}
    return {kind: answer == "yes" for kind, answer in said.items() if answer in ("yes", "no")}


def given(course, kind: str) -> bool:
    """Whether this consent stands now."""
    return course.consents.filter(kind=kind, given=True, withdrawn_at=None).exists()
