"""Letters that follow from a consultation: composed of what is there, written on, noted as sent.

Kith sends none. What a letter needs before it may go is the book's: a consent, or that the private
question has been asked alone and answered without fear.
"""

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ipt import intake as book_intake
from kith import clock
from kith.audit.actions import record
from kith.care import disclosure
from kith.care.models import Consent, Course
from kith.care.releases import mark_of
from kith.people.history import change
from kith.safety.actions import stop_for
from kith.web import book, once

from . import beside, reading, rows
from .models import Hopes, Patterns, Presenting, ReferralLetter


class HeldBack(ValueError):
    """The letter may not go now. `why` says so in words."""

    def __init__(self, why):
        super().__init__("the letter may not go now")
        self.why = why


class Sent(ValueError):
    """The letter is noted as sent: it stays as it went."""


# What a letter is for, as a release of the record names it; one to the client is no disclosure.
PURPOSES = {"gp": "doctor", "prescriber": "doctor", "service": "referral"}


def held_back(course, to_whom, name="") -> str:
    """Why a letter may not go now, in words; empty if it may.

    name   of the recipient: where 42 CFR Part 2 holds, only a yes that names them counts
    """
    letter = book_intake.letter(to_whom)
    if letter.act:
        why = stop_for(course, letter.act)
        if why:
            return book.text(why)
    if letter.consent and not _agreed(course, letter.consent):
        return book.text(f"intake.letter_needs.{letter.consent}")
    if to_whom in PURPOSES and mark_of(course):
        found = disclosure.allowed(course, recipient=name, purpose=PURPOSES[to_whom])
        return "" if found.allowed else found.why
    return ""


def notice(letter) -> str:
    """What must stand on a letter that leaves a course with the mark; "" if nothing."""
    if letter.to_whom not in PURPOSES:
        return ""
    purpose = PURPOSES[letter.to_whom]
    return disclosure.allowed(letter.course, recipient=letter.name, purpose=purpose).notice


def _agreed(course, kind):
    present = Consent.objects.filter(course=course, kind=kind, withdrawn_at=None)
    return present.filter(given=True).exists()


@transaction.atomic
def begin(*, course, id, to_whom, name, address, include, by):
    """Begin a letter with what is there; `include`: ids of PARTS. Every word can be changed."""
    Course.objects.select_for_update().get(pk=course.pk)
    there = ReferralLetter.objects.filter(pk=id).first()
    if there and (there.to_whom, there.begun_by_id) == (to_whom, by.pk):
        return there
    if there:
        raise once.SentAlready(there)
    letter, _made = once.create(
        ReferralLetter,
        id=id,
        practice_id=course.practice_id,
        client_id=course.client_id,
        course=course,
        to_whom=to_whom,
        name=name,
        address=address,
        words=composed(course, to_whom, name, include, by),
        begun_by=by,
    )
    record("intake.letter_begun", by=by, about=letter, reason=to_whom)
    return letter


@transaction.atomic
def write(*, letter, version, by, **said):
    """Go on with a letter. SomebodyElseSaved when another saved meanwhile; Sent once it went."""
    letter = ReferralLetter.objects.select_for_update().get(pk=letter.pk)
    if letter.sent_at:
        raise Sent
    before = letter.version
    letter = change(letter, version=version, by=by, **said)
    if letter.version != before:
        record("intake.letter_written", by=by, about=letter)
    return letter


@transaction.atomic
def note_sent(*, letter, on, how, by):
    """Note that the letter went: when and how. HeldBack when it may not go."""
    Course.objects.select_for_update().get(pk=letter.course_id)
    letter = ReferralLetter.objects.select_for_update().get(pk=letter.pk)
    if letter.sent_at:
        return letter
    why = held_back(letter.course, letter.to_whom, letter.name)
    if why:
        raise HeldBack(why)
    letter.sent_on, letter.sent_how = on, how
    letter.sent_at, letter.sent_by = clock.now(), by
    letter.save(update_fields=["sent_on", "sent_how", "sent_at", "sent_by"])
    record("intake.letter_sent", by=by, about=letter, reason=letter.to_whom)
    return letter


# What a letter may hold beside its greeting. The private question, the safety note and what stands
# under "only for you" are no part of it.
def parts():
    """(id, label) of what a letter may be made of."""
    return [
        ("brings", _("What brings them")),
        ("before", _("Treatment so far")),
        ("medication", _("Medication")),
        ("health", _("Physical health, alcohol and other substances")),
        ("people", _("People and patterns")),
        ("hopes", _("Hopes")),
        ("scores", _("Questionnaires")),
        ("outcome", _("What the consultation led to")),
        ("reasons", _("Your reasons for it, as you signed them")),
    ]


def composed(course, to_whom, name, include, by) -> str:
    """The words that a letter begins with."""
    greeting = _("Dear %(name)s,") % {"name": name}
    opening = _opening(course, to_whom)
    said = _said(course, by)
    middle = [
        "\n".join([*([] if id == "reasons" else [label]), *said[id]])
        for id, label in parts()
        if id in include and said.get(id)
    ]
    closing = _("Yours sincerely,") + f"\n{by.name}\n{course.client.practice.name}"
    return "\n\n".join([greeting, opening, *middle, _ask(to_whom), closing])


def _opening(course, to_whom):
    day = date_format(course.opened_at, "j F Y")
    if to_whom == "client":
        return _("thank you for coming to a first conversation with us.")
    return _("%(name)s has come to a first conversation with us (since %(day)s).") % {
        "name": course.client.name,
        "day": day,
    }


def _ask(to_whom):
    return {
        "gp": _(
            "Please let us know of anything that speaks against this, and of changes in medication."
        ),
        "prescriber": _(
            "Please tell us what you advise about medication, and when you see them next."
        ),
        "service": _(
            "Please tell us whether and when you can see them. We stay reachable until then."
        ),
        "client": _("You can come back to us at any time: a call or a few lines are enough."),
    }[to_whom]


def _said(course, user):
    """{part: lines} of what the record holds, as the writer may see it."""
    brings = reading.part(Presenting, course, user)
    people = reading.part(Patterns, course, user)
    hopes = reading.part(Hopes, course, user)
    signed = reading.fits(course, user)
    found = {"scores": beside.scores(course, user)}
    if brings:
        found["brings"] = _lines(brings.challenges, _since(brings.onset))
        found["before"] = [*rows.said("tried", brings.tried), *_lines(brings.treatments)]
        found["medication"] = [
            *rows.said("medicines", brings.medicines),
            *_lines(brings.medication),
        ]
        found["health"] = _lines(brings.health, brings.substances)
    if people:
        found["people"] = _lines(people.key_people, people.patterns, people.recent_changes)
    if hopes:
        found["hopes"] = _lines(hopes.first, hopes.second, hopes.third)
    if signed:
        found["outcome"] = _lines(reading.outcome_of(signed[0]).label)
        found["reasons"] = _lines(signed[0].reasons)
    return found


def _since(onset):
    return _("It began: %(when)s") % {"when": onset} if onset else ""


def _lines(*texts):
    return [text for text in texts if text]
