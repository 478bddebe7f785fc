"""A sheet that is a letter: what it needs before it may go, as any letter of the record does.

Kith sends none. What is refused is noting that it went.
"""

from django.utils.translation import gettext as _

from kith.care import disclosure
from kith.care.releases import mark_of
from kith.intake.letters import PURPOSES, held_back

# By form, to whom each choice of `to` is a letter (`ipt.intake.letter`).
LETTERS = {"summary_letter": {"client": "client", "doctor": "gp"}}


def waits(kind, answers, course) -> str:
    """Why the letter of a sheet may not go now, in words; "" if it may, or if there is none."""
    to_whom = _to_whom(kind, answers)
    if not to_whom:
        return ""
    if to_whom in PURPOSES and answers.get("consent") is not True:
        return _("The client has not said yes to it on this sheet.")
    return held_back(course, to_whom, answers.get("doctor") or "")


def may_be_kept(kind, answers, row, course) -> str:
    """Why a sheet is not kept as it is: it says that the letter went, and it may not go.

    What was noted before stays: a yes that is taken back later changes nothing of what went.
    """
    before = (row.answers if row else None) or {}
    names = ("to", "doctor", "sent_on")
    if not answers.get("sent_on") or all(answers.get(n) == before.get(n) for n in names):
        return ""
    return waits(kind, answers, course)


def notice(kind, answers, course) -> str:
    """What must stand on a letter that leaves a course with the mark; "" if nothing."""
    to_whom = _to_whom(kind, answers)
    if to_whom not in PURPOSES or not mark_of(course):
        return ""
    named = {"recipient": answers.get("doctor") or "", "purpose": PURPOSES[to_whom]}
    return disclosure.allowed(course, **named).notice


def _to_whom(kind, answers):
    return LETTERS.get(kind.form.id, {}).get((answers or {}).get("to"), "")
