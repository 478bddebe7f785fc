"""Young people: who consents for them, and what parents are told.

The practice sets the age of consent; until it has, treatment of young people is not offered.
Messages go to the young person alone: parents have no account and no address here.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ipt import consents as book_consents
from kith import clock
from kith.audit.actions import record
from kith.people import history
from kith.web import once

from .models import Course, ToldParents, YoungPerson


class NotTheirs(ValueError):
    """Somebody else has to consent. `needs`: "birthday", "practice", "guardian", "self", or "form":
    the form of treatment is not one for somebody who is too young to consent alone."""

    def __init__(self, needs, number=0):
        super().__init__(needs)
        self.needs, self.number = needs, number


@dataclass(frozen=True)
class Known:
    """What is known of somebody's age: years (None while no birthday is written down), whether that
    is old enough to consent alone, and from what age the practice says so (None: it has not)."""

    age: int | None = None
    alone: bool = True
    from_age: int | None = None


def known(course) -> Known:
    """What is known of the age of a course's client."""
    return Known(age(course), can_consent(course), course.client.practice.age_of_consent)


def practice_ready(practice) -> bool:
    """Whether the practice has said from what age people consent, and who does below it."""
    return bool(practice.age_of_consent and practice.consents_below)


def birthday(course) -> date | None:
    """The birthday as it was told; None while nobody has."""
    row = YoungPerson.objects.filter(course=course).first()
    return row.birthday if row else None


def age(course, on=None) -> int | None:
    """How old the client is on a day, in years; None while the birthday is not known."""
    born, on = birthday(course), on or clock.today(course.client.zone)
    return (
        None
        if born is None
        else on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    )


def can_consent(course) -> bool:
    """Whether the client is old enough to consent alone: by the birthday, and while nobody knows
    it by what was judged."""
    years = age(course)
    if years is None:
        return not course.too_young
    return book_consents.can_consent(years, age_of_consent=course.client.practice.age_of_consent)


def consenter(course) -> str:
    """Who consents to treatment: "self" or "guardian"; "" for a course that is not of a young
    person, or while age or the practice's rule is not known."""
    practice, years = course.client.practice, age(course)
    if not book_consents.asks_assent(course.protocol):
        return ""
    if years is None or not practice_ready(practice):
        return ""
    return book_consents.who_consents(years, age_of_consent=practice.age_of_consent)


def may_consent(course, given_as: str, giver: str) -> None:
    """Raises NotTheirs where this is not the consent that the practice's rule asks for."""
    if not book_consents.asks_assent(course.protocol):
        if not can_consent(course):
            raise NotTheirs("form")
        return
    practice = course.client.practice
    if not practice_ready(practice):
        raise NotTheirs("practice")
    if age(course) is None:
        raise NotTheirs("birthday")
    wanted = consenter(course)
    if given_as != wanted:
        raise NotTheirs(wanted, book_consents.givers_needed(practice.consents_below))
    named = [line for line in giver.splitlines() if line.strip()]
    needed = book_consents.givers_needed(practice.consents_below)
    if wanted == "guardian" and len(named) < needed:
        raise NotTheirs("guardian", needed)


def consent_stands(course, answers) -> bool:
    """Whether both stand: the consent of whoever may give it, and the young person's own yes.

    answers   present answers, {kind: Consent}
    """
    treatment, assent = answers.get("treatment"), answers.get("assent")
    if not (treatment and treatment.given and assent and assent.given):
        return False
    return treatment.given_as == consenter(course)


@transaction.atomic
def save_birthday(*, course, version, born_on, by):
    """Write down or correct the birthday."""
    Course.objects.select_for_update().get(pk=course.pk)
    row = YoungPerson.objects.filter(course=course).first()
    if row is None:
        row = YoungPerson.objects.create(
            practice_id=course.practice_id,
            client_id=course.client_id,
            course=course,
            born_on=born_on.isoformat(),
            saved_by=by,
        )
    else:
        row = history.change(row, version=version, by=by, born_on=born_on.isoformat())
    record("care.birthday_saved", by=by, about=row)
    return row


@transaction.atomic
def tell_parents(*, course, id, by, **said):
    """Keep the decision to tell parents something. Against a no it is only for safety."""
    told, made = once.create(
        ToldParents,
        id=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        by=by,
        **said,
    )
    if made:
        record("care.parents_told", by=by, about=told, reason=said["asked"])
    return told
