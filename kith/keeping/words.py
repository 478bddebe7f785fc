"""Why a record cannot be erased now, and what to do about it, in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import reading

WHY_NOT = {
    "no_schedule": gettext_lazy("The practice has not said yet how long it keeps a record."),
    "in_care": gettext_lazy("A course still goes on. Close it first."),
    "hold": gettext_lazy("The record is held. It stays until the hold is lifted."),
    "law": gettext_lazy("The law wants the record kept for now."),
    "not_confirmed": gettext_lazy("The therapist has not confirmed it."),
    "same_person": gettext_lazy("You confirmed it yourself. A second person has to carry it out."),
    "no_copy": gettext_lazy("Say first what came of the copy."),
    "why_early": gettext_lazy("Its time is not over. Say why it is erased before."),
}


def why_not(word: str) -> str:
    """The sentence for a set word."""
    return str(WHY_NOT[word])


CHILD = {
    "counts": gettext_lazy(
        "They were a child when it began: the record is kept at least until the birthday that the "
        "rule names."
    ),
    "no_birthday": gettext_lazy(
        "The rule for children was not applied, because no birthday is written down."
    ),
}


def child(standing) -> str:
    """What came of the rule for children, in a sentence; "" where there is nothing to say."""
    return str(CHILD.get(standing.child, "")) if standing else ""


def rule(practice) -> dict:
    """The rule that counts, as pages show it: title, source, years in all; empty if none."""
    chosen = reading.schedule(practice.pk)
    found = reading.rule_of(chosen)
    if found is None:
        return {}
    return {
        "title": found.title,
        "source": found.source,
        "note": found.note,
        "years": found.years + chosen.more_years,
        "binds": found.binds,
    }


def for_client(standing) -> str:
    """When a record may be erased, as the client reads it; "" when nothing stands in the way."""
    if standing.refusal == "law" or standing.early:
        return _("Your practice keeps a record for a set time, as its rules ask.")
    said = {
        "no_schedule": _("Your practice still has to say how long it keeps a record."),
        "in_care": _("Your course still goes on. The record can be erased after it."),
        "hold": _("Your record has to stay for now. Your therapist can tell you why."),
    }
    return said.get(standing.refusal, "")
