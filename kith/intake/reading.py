"""What the pages of this room, and later ones, are made of."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ipt import conditions as book_conditions
from ipt import intake as book_intake
from ipt import protocol
from ipt.protocol import gates
from kith.care.models import Course
from kith.people import directory
from kith.people.models import Client
from kith.web import book

from . import facts
from .models import (
    Enquiry,
    Explained,
    Fit,
    Hopes,
    Patterns,
    Presenting,
    PrivateTwin,
    ReferralLetter,
    WaitingContact,
)

DECIDED_AT_MOST = 100
STEPS = {"brings": Presenting, "people": Patterns, "hopes": Hopes}


NEW = ("enquiry", "consultation")  # a course in whose first conversation nothing is judged yet
SHORT = {  # what a rating of the fit table is called
    "favours": gettext_lazy("speaks for"),
    "neutral": gettext_lazy("neutral"),
    "caution": gettext_lazy("be careful"),
    "stop": gettext_lazy("speaks against"),
}


@dataclass
class Outcome:
    """What a consultation led to, as far as the reader may know: no text of the record."""

    label: str
    verdict: str
    next: list
    next_on: object = None
    signed_at: object = None


@dataclass
class Waiting:
    """A line of the list of enquiries."""

    enquiry: Enquiry
    same: list = field(default_factory=list)
    status: str = ""
    therapist: str = ""
    outcome: Outcome | None = None


def waiting(user):
    """Everyone who asked and whom nobody has answered yet, as a QuerySet: urgent before others."""
    return Enquiry.objects.for_user(user).filter(state="waiting")


def enquiries(user) -> list[Waiting]:
    """Everyone who asked, as the reader may know: who waits first, urgent before the others."""
    asked = list(waiting(user))
    found = Enquiry.objects.for_user(user).exclude(state="waiting").select_related("course")
    decided = list(found.order_by("-decided_at")[:DECIDED_AT_MOST])
    courses = _courses(user, decided)
    outcomes = _outcomes(user, courses)
    same = Names(user, Enquiry.objects.for_user(user)).like(asked) if asked else {}
    lines = [Waiting(row, same=same[row.pk]) for row in asked]
    for row in decided:
        course = courses.get(row.course_id)
        lines.append(
            Waiting(
                row,
                status=course.get_status_display() if course else row.get_close_reason_display(),
                therapist=course.therapist.name if course and course.therapist else "",
                outcome=outcomes.get(row.course_id),
            )
        )
    return lines


def _courses(user, enquiries):
    ids = [enquiry.course_id for enquiry in enquiries if enquiry.course_id]
    found = Course.objects.for_user(user, minimal=True).filter(pk__in=ids)
    return {course.pk: course for course in found.select_related("therapist")}


def _outcomes(user, course_ids):
    fits = Fit.objects.for_user(user, minimal=True).filter(course__in=list(course_ids))
    return {fit.course_id: outcome_of(fit) for fit in fits.order_by("signed_at")}


def outcome_of(fit) -> Outcome:
    """The outcome in the book's words, with what follows from it; nothing that was written."""
    found = book_intake.outcome(fit.outcome)
    return Outcome(
        label=book.text(f"intake.outcome.{found.id}"),
        verdict=book.text(f"intake.verdict.{found.verdict}"),
        next=[book.text(f"intake.next.{step}") for step in found.next],
        next_on=fit.next_on,
        signed_at=fit.signed_at,
    )


def standing(user, enquiry) -> Waiting:
    """One enquiry with what became of it, as far as the reader may know."""
    courses = _courses(user, [enquiry])
    course = courses.get(enquiry.course_id)
    return Waiting(
        enquiry,
        same=Names(user, Enquiry.objects.for_user(user)).like([enquiry])[enquiry.pk],
        status=course.get_status_display() if course else enquiry.get_close_reason_display(),
        therapist=course.therapist.name if course and course.therapist else "",
        outcome=_outcomes(user, courses).get(enquiry.course_id),
    )


class Names:
    """Who might be the same person: by name and by address, within the reader's scope.

    Clients are known by their ids, and fetched once they are found; whoever else is taken in is
    handed back as they came.
    """

    def __init__(self, user, enquiries=None):
        self._user, self._by_sign = user, defaultdict(list)
        for pk, signs in directory.signs(user).items():
            self._take(pk, pk, signs)
        for row in enquiries.filter(client=None) if enquiries is not None else ():
            self.add(row, row.name, row.reach)

    def add(self, row, name, reach):
        """Take somebody in; whoever comes later may be like them."""
        self._take(row.pk, row, directory.signs_of(name, reach))

    def _take(self, key, row, signs):
        for sign in (*signs.parts, *signs.addresses):
            self._by_sign[sign].append((key, row, signs.parts))

    def found(self, name, reach, *, most=None) -> list:
        """Everybody who may be the same person, in the order in which they were taken in."""
        signs, alike = directory.signs_of(name, reach), {}
        for sign in signs.addresses:
            alike |= {key: row for key, row, _parts in self._by_sign.get(sign, ())}
        for key, row, theirs in self._candidates(signs.parts):
            if most is not None and len(alike) >= most:
                break
            if _same_name(signs.parts, theirs):
                alike[key] = row
        return list(alike.values())[:most]

    def _candidates(self, parts):
        """Those who share the part of the name that the fewest have, else any part."""
        for sign in sorted(parts, key=lambda part: len(self._by_sign.get(part, ()))):
            yield from self._by_sign.get(sign, ())

    def fetched(self, found) -> dict:
        """What was found, {anything: [row or id]}, with each client in the place of the id."""
        ids = {one for rows in found.values() for one in rows if isinstance(one, UUID)}
        clients = Client.objects.for_user(self._user).in_bulk(ids) if ids else {}
        return {
            key: [row for one in rows if (row := clients.get(one) if one in ids else one)]
            for key, rows in found.items()
        }

    def like(self, enquiries) -> dict:
        """By enquiry: clients and other enquiries that may be the same person, clients first."""
        own = {row.pk: {row.pk, row.client_id} for row in enquiries}
        found = self.fetched({row.pk: self.found(row.name, row.reach) for row in enquiries})
        return {
            pk: sorted(
                (row for row in rows if row.pk not in own[pk]),
                key=lambda row: not isinstance(row, Client),
            )
            for pk, rows in found.items()
        }


def _same_name(own, theirs):
    """The same parts, or all of the shorter name in the longer, if it has more than one part."""
    both = own & theirs
    return bool(own) and (own == theirs or (len(both) > 1 and both in (own, theirs)))


def clients_like(user, enquiry):
    """Clients known here, within the reader's scope, who may be the person who asks."""
    return Names(user).like([enquiry])[enquiry.pk]


def path(course, user, now) -> list[dict]:
    """The steps from the consultation to the first session that counts: where one is, and what is
    done."""
    known = facts.before_start(course)
    closed = gates.missing(known, "numbering")
    asked = known.risk_screen_recorded and known.private_question != "not_asked"
    done = {id: part(model, course, user) is not None for id, model in STEPS.items()}
    done |= {"safety": asked, "fit": fits(course, user) != [], "next": course.status == "active"}
    done |= {gate: gate not in closed for gate in ("consents", "contract")}
    labels = {
        "brings": _("What brings them here"),
        "people": _("People and patterns"),
        "hopes": _("Hopes"),
        "safety": _("Safety, asked alone"),
        "fit": _("Does IPT fit"),
        "next": _("What happens next"),
        "consents": _("Consents"),
        "contract": _("Agreement"),
    }
    return [
        {
            "label": label,
            "url": step_url(course, id),
            "state": "now" if id == now else "done" if done[id] else "",
        }
        for id, label in labels.items()
    ]


def step_url(course, step):
    """The page of a step of the consultation."""
    names = {"safety": "safety:screen", "fit": "intake:fit", "next": "intake:next"}
    names |= {"consents": "care:consents", "contract": "care:contract"}
    if step in names:
        return reverse(names[step], args=[course.pk])
    return reverse("intake:consultation_step", args=[course.pk, step])


def part(model, course, user):
    """A part of the consultation as the reader may see it, or None."""
    return model.objects.for_user(user).filter(course=course).first()


def also_asked(course, user) -> tuple[str, ...]:
    """Questionnaires that what was told in the first conversation asks for."""
    told = part(Presenting, course, user)
    return book_intake.also_ask({"around_birth"} if told and told.around_birth == "yes" else ())


def fits(course, user) -> list:
    """The signed judgements, newest first."""
    return list(
        Fit.objects.for_user(user)
        .filter(course=course)
        .select_related("signed_by")
        .order_by("-signed_at")
    )


def twin(course, place, user):
    """What stands beside a text under "only for you"; None for everybody else."""
    return PrivateTwin.objects.for_user(user).filter(course=course, place=place).first()


def explained(course, user):
    """Who explained IPT and when, or None."""
    rows = Explained.objects.for_user(user).filter(course=course)
    return rows.select_related("by").first()


def letters(course, user) -> list:
    """The letters of a course, newest first."""
    found = ReferralLetter.objects.for_user(user).filter(course=course)
    return list(found.select_related("begun_by", "sent_by").order_by("-begun_at"))


def contacts(course, user) -> list:
    """Calls and visits while somebody waits, newest first."""
    found = WaitingContact.objects.for_user(user).filter(course=course)
    return list(found.select_related("by").order_by("-on", "-at"))


def asked_with(course, user):
    """The enquiry that the course began with, if the reader may see it."""
    return Enquiry.objects.for_user(user).filter(course=course).first()


def new_in_care(user) -> list[tuple]:
    """(course, its enquiry or None) of those in this therapist's care about whom nothing is judged
    yet: who asked for soon first, then who waits longest. Two queries."""
    judged = Fit.objects.filter(course=OuterRef("pk"))
    found = (
        Course.objects.for_user(user).filter(therapist=user, status__in=NEW).exclude(Exists(judged))
    )
    courses = list(found.select_related("client").order_by("opened_at"))
    asked = Enquiry.objects.for_user(user).filter(course__in=courses) if courses else ()
    by_course = {row.course_id: row for row in asked}
    pairs = [(course, by_course.get(course.pk)) for course in courses]
    return sorted(pairs, key=lambda pair: not (pair[1] and pair[1].urgent))


def to_talk_about(fit) -> list[dict]:
    """Rows judged "speaks against" or "be careful", the gravest first: what was noted, and what
    the rating stands for in general."""
    return [
        {
            "row": book.text(f"suitability.{row}.title"),
            "rating": SHORT[rating],
            "note": (fit.notes or {}).get(row, ""),
            "general": book.text(f"suitability.{row}.{rating}"),
        }
        for row, rating in book_intake.to_talk_about(fit.ratings)
    ]


def for_client(course, user) -> dict | None:
    """What the client may know of the judgement: where it leads and when. No word of it."""
    fit = (
        Fit.objects.for_user(user, minimal=True).filter(course=course).order_by("signed_at").last()
    )
    if fit is None:
        return None
    words = {
        "fits": _("We work together here."),
        "later": _("We meet again before we decide."),
        "elsewhere": _("Another kind of help fits better just now."),
    }
    return {"text": words[book_intake.outcome(fit.outcome).verdict], "on": fit.next_on}


KNOWN_SHOWN = 3  # names at most beside a row of a file


def names_in_file(user, lines) -> dict[int, list[str]]:
    """By number of the row: who may be the same person, known here or earlier in the file."""
    names, found = Names(user, Enquiry.objects.for_user(user)), {}
    for line in lines:
        name, reach = line.said["name"], line.said["reach"]
        alike = names.found(name, reach, most=KNOWN_SHOWN)
        if alike:
            found[line.number] = alike
        names.add(_InFile(line.number, name), name, reach)
    return {number: [_where(one) for one in rows] for number, rows in names.fetched(found).items()}


@dataclass(frozen=True)
class _InFile:
    """Somebody who stands in the same file."""

    pk: int
    name: str


def _where(row):
    if isinstance(row, _InFile):
        return _("row %(number)d of this file: %(name)s") % {
            "number": row.pk + 2,
            "name": row.name,
        }
    if isinstance(row, Client):
        return _("client: %(name)s") % {"name": row.name}
    return _("enquiry: %(name)s") % {"name": row.name}


def of_file(file, user) -> list:
    """The enquiries that were made of a file, as the reader may see them."""
    return list(Enquiry.objects.for_user(user).filter(file=file).order_by("received_at")[:1000])


def conditions() -> list[dict]:
    """What people come with, as the book has it: where it starts, what else there is, what may
    be said and what not."""
    return [_condition(each) for each in book_conditions.conditions()]


def _condition(found):
    wording = book_conditions.wording(found.id)

    def words(prefix, ids):
        return [book.text(f"{prefix}.{id}") for id in ids]

    return {
        "title": book.say(wording.title),
        "starts": book.text(protocol.load(found.protocol).title),
        "alternatives": [book.text(protocol.load(id).title) for id in found.alternatives],
        "elsewhere": words("other_help", found.elsewhere),
        "needs": words("condition_need", found.needs),
        "not_for": words("condition_not_for", found.not_for),
        "may": [book.say(each) for each in wording.may],
        "never": [book.say(each) for each in wording.never],
        "diagnosis": found.diagnosis,
    }
