"""The questions of consent: which there are, what they ask now, how they stand for a course."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, Q

from ipt import consents as book_consents
from kith.web import book

from .models import Consent, ConsentText

RELEASE = "release"


@dataclass(frozen=True)
class Text:
    """The words of a question as they are asked now, with their version and language."""

    version: str
    language: str
    words: str


class Texts:
    """What a practice asks: its own words where it wrote some, else those of the book."""

    def __init__(self, practice_id):
        self.own = {}
        for row in ConsentText.objects.filter(practice=practice_id).order_by("number"):
            self.own[row.kind, row.language] = row

    def of(self, kind: str, language: str | None = None) -> Text:
        """The text of a kind in a language, by default the reader's."""
        language = language or book.language()
        row = self.own.get((kind, language))
        if row and row.words:
            return Text(f"practice {row.number}", language, row.words)
        number = "1" if kind == RELEASE else book_consents.version(kind)
        return Text(number, language, book.text(f"consent.{kind}.ask"))


@dataclass(frozen=True)
class Row:
    """One question with its present answer (None: not asked yet) and its former ones.

    without       what a no changes, said before it is given
    asks_again    the words have changed since they were answered
    for_parents   a parent or guardian answers it, not the client
    """

    kind: str
    title: str
    ask: str
    without: str
    before_start: bool
    present: object
    former: tuple
    asks_again: bool = False
    for_parents: bool = False


def version(kind: str) -> str:
    """The version of the book's text."""
    return book_consents.version(kind)


def rows(answers, texts, protocol="", for_parents=()) -> list[Row]:
    """Every question of a protocol, each with the answers (Consent rows) that were given to it."""
    answers = list(answers)
    return [_row(kind, answers, texts, protocol, kind in for_parents) for kind in kinds(protocol)]


def kinds(protocol="") -> tuple:
    return book_consents.kinds(protocol)


def _row(kind, answers, texts, protocol, for_parents):
    present = next((a for a in answers if a.kind == kind and a.withdrawn_at is None), None)
    return Row(
        kind=kind,
        title=book.text(f"consent.{kind}.title"),
        ask=texts.of(kind).words,
        without=book.text(f"consent.{kind}.without"),
        before_start=kind in book_consents.asked_before_start(protocol),
        present=present,
        former=tuple(a for a in answers if a.kind == kind and a.withdrawn_at),
        asks_again=present is not None and stale(present, texts),
        for_parents=for_parents,
    )


def stale(answer, texts) -> bool:
    """Whether the words have changed since they were answered, in the language of the answer."""
    return answer.text_version != texts.of(answer.kind, answer.language).version


def asked_anew(course, user) -> int:
    """How many questions a client answered in words that have changed since. Two queries."""
    found = course.consents.model.objects.for_user(user).filter(course=course, withdrawn_at=None)
    texts = Texts(course.practice_id)
    return sum(stale(answer, texts) for answer in found)


def read(posted, protocol="") -> dict[str, bool]:
    """The answers in a posted form: kind to yes or no; what was not answered is left out."""
    said = {kind: posted.get(f"consent-{kind}") for kind in kinds(protocol)}
    return {kind: answer == "yes" for kind, answer in said.items() if answer in ("yes", "no")}


def refused(course, kind: str) -> bool:
    """Whether the answer that stands now is a no."""
    return course.consents.filter(kind=kind, given=False, withdrawn_at=None).exists()


def refused_by(client, kind: str) -> bool:
    """Whether the last answer of a client that still stands, in whichever course, is a no."""
    answers = Consent.objects.filter(client=client, kind=kind, withdrawn_at=None)
    return answers.order_by("-answered_at").values_list("given", flat=True).first() is False


def paused(course) -> bool:
    """Whether a yes without which there is no treatment was taken back and not given again."""
    said = course.consents.filter(kind__in=book_consents.pausing(), given=True)
    once = dict.fromkeys(said.values_list("kind", "withdrawn_at"))
    standing = {kind for kind, withdrawn in once if withdrawn is None}
    return any(kind not in standing for kind, _withdrawn in once)


def pause(course) -> Q:
    """As `paused`, as a condition on rows; `course` refers to the course of each (an OuterRef)."""
    said = [
        Consent.objects.filter(course=course, kind=kind, given=True)
        for kind in book_consents.pausing()
    ]
    return reduce(or_, (Exists(s) & ~Exists(s.filter(withdrawn_at=None)) for s in said))


def given(course, kind: str) -> bool:
    """Whether this consent stands now."""
    return course.consents.filter(kind=kind, given=True, withdrawn_at=None).exists()
