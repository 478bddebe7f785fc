"""The practice's own words for the questions of consent."""

from django.db import transaction
from django.utils.translation import gettext as _

from ipt import consents as book_consents
from kith.audit.actions import record
from kith.people.models import Practice
from kith.web import book, once

from . import consents
from .models import ConsentText


@transaction.atomic
def write(*, practice, id, kind, words, by):
    """Add a version of the practice's words, in the reader's language; empty: the book's again."""
    Practice.objects.select_for_update().get(pk=practice.pk)
    there = ConsentText.objects.filter(pk=id).first()
    language = there.language if there else book.language()
    earlier = ConsentText.objects.filter(practice=practice, kind=kind, language=language).count()
    row, made = once.create(
        ConsentText,
        id=id,
        practice_id=practice.pk,
        kind=kind,
        language=language,
        number=there.number if there else earlier + 1,
        words=words,
        made_by=by,
    )
    if made:
        record("care.consent_text_written", by=by, about=row, reason=kind)
    return row


def asked_here(practice) -> list[tuple[str, consents.Text]]:
    """Every question with its words as they are asked now: (title, text)."""
    found = consents.Texts(practice.pk)
    kinds = [*book_consents.kinds(), "assent", consents.RELEASE]
    return [(book.text(f"consent.{kind}.title"), found.of(kind)) for kind in kinds]


def not_theirs(refusal) -> str:
    """Why an answer about treatment was not kept, in a sentence."""
    words = {
        "practice": _("The practice has not said from what age young people consent."),
        "birthday": _("Write down the birthday first: who consents depends on the age."),
        "form": _(
            "At this age a parent or guardian consents, in the form of treatment for young people. "
            "Nothing was kept for treatment."
        ),
        "self": _("At this age the young person consents alone. Nothing was kept for treatment."),
        "guardian": _(
            "At this age a parent or guardian consents. Name %(number)s of them; the young "
            "person's own yes is asked beside it."
        ),
    }
    return words[refusal.needs] % {"number": refusal.number}
