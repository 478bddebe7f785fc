"""Sheets as a reader may see them, for this room and the pages of others."""

from dataclasses import dataclass

from ipt import forms
from ipt.diary import emotions
from ipt.protocol.states import phases
from ipt.safety import stops
from kith.care import adapting
from kith.inventory import reading as inventory
from kith.people.models import Revision
from kith.safety.reading import private_question
from kith.web import book
from kith.web.book_forms import Refs, said

from . import sheets
from .models import OnlyForTherapist, TherapistSheet, Worksheet


@dataclass(frozen=True)
class Line:
    """A sheet on a list: not begun (`row` None), begun with something open, or whole."""

    kind: sheets.Kind
    number: int
    id: object
    row: object
    open: int
    tasks: list

    @property
    def state(self) -> str:
        """ "", "begun" or "whole"."""
        if self.row is None:
            return ""
        return "begun" if self.open else "whole"


def refs(of, user, suggest=None) -> Refs:
    """What sheets may refer to, as the reader may see it: people, words for feelings."""
    people = inventory.present(of, user)
    return Refs(
        people=[(str(person.id), person.name) for person in people],
        cannot_be_told={str(person.id) for person in people if person.kind != "person"},
        suggest=suggest or {},
        zone=str(user.zone),
        emotions={each.id: book.text(f"emotion.{each.id}") for each in emotions.emotions()},
    )


def rows(course, user) -> dict:
    """Every sheet of a course that the reader may see, by its id."""
    found = {}
    for model in (Worksheet, TherapistSheet):
        which = model.objects.for_user(user).filter(course=course)
        found |= {row.pk: row for row in which.select_related("saved_by")}
    return found


def lines(course, user) -> list[Line]:
    """All sheets of the course's protocol, begun or not, by phase, in the protocol's order."""
    there, found = rows(course, user), []
    order = [*phases(), sheets.TOOLS, sheets.ALWAYS]
    for kind in sorted(sheets.kinds(course), key=lambda kind: order.index(kind.phase)):
        begun = [row for row in there.values() if row.form == kind.form.id]
        numbers = sorted(row.number for row in begun) or [1]
        found += [_line(course, kind, number, there) for number in numbers]
    return found


def _line(course, kind, number, there):
    id = kind.row_id(course, number)
    row = there.get(id)
    open_ = len(forms.missing(kind.form, row.answers)) if row else 0
    titles = [book.text(task.title) for task in kind.tasks]
    return Line(kind, number, id, row, open_, titles)


def whole_since(course, user, form, at) -> bool:
    """Whether a sheet of a form for those who treat was saved after a moment and lacks nothing."""
    kind = next(kind for kind in sheets.kinds(course) if kind.form.id == form)
    rows = kind.model.objects.for_user(user).filter(course=course, form=form, saved_at__gt=at)
    return any(not forms.missing(kind.form, row.answers or {}) for row in rows)


def own(client_course, user) -> list[Line]:
    """The client's own list: what was begun or laid before them."""
    return [line for line in lines(client_course, user) if line.row is not None]


def private(sheet, user):
    """What stands beside a shared sheet; None for everybody but the client's therapists."""
    if not isinstance(sheet, Worksheet):
        return None
    return OnlyForTherapist.objects.for_user(user).filter(worksheet=sheet).first()


def stopped(kind, course) -> str:
    """Why a form with a safety stop, or of work with a partner, has to wait, in words; "" when it
    need not."""
    why = None
    if kind.form.stop:
        why = stops.stopped(kind.form.stop, private_question(course))
    elif any(task.id in stops.tasks("partner_work") for task in kind.tasks):
        why = adapting.partner_stop(course)
    return book.text(why) if why else ""


def not_safe_with(kind, answers, course, user) -> list[str]:
    """Names of those in the answers of a form that stops for safety with whom it is not safe."""
    if not kind.form.stop or not stops.about_person(kind.form.stop):
        return []
    named = set()
    for each in kind.form.fields:
        said = answers.get(each.id) if each.type in ("person", "people") else None
        named |= {said} if isinstance(said, str) else set(said or ())
    noted = inventory.not_safe_together(course, user)
    return [noted[id] for id in named if id in noted]


def facts(course, user) -> dict:
    """What the sheets of a course count towards in its protocol."""
    kinds = {kind.form.id: kind for kind in sheets.kinds(course)}
    there = {id: row for id, row in rows(course, user).items() if row.form in kinds}
    beside = OnlyForTherapist.objects.for_user(user).filter(worksheet__in=list(there))
    hidden = {row.worksheet_id: row.answers for row in beside}
    return forms.together(
        (kinds[row.form].form, {**(row.answers or {}), **(hidden.get(id) or {})})
        for id, row in there.items()
    )


def in_words(kind, answers, known) -> list:
    """(label, words) of what was said on a sheet."""
    return said(kind.form, kind.words, answers or {}, known)


def former(sheet) -> list:
    """What a sheet said before, newest first: who replaced it, when, and the answers."""
    found = Revision.objects.filter(row_id=sheet.pk).select_related("saved_by")
    return list(found.order_by("-saved_at"))


def versions(course, user, form) -> list[list]:
    """For each sheet of a form its versions, oldest first: when each was kept, and its answers."""
    there = [row for row in rows(course, user).values() if row.form == form]
    before = {row.pk: [] for row in there}
    for old in Revision.objects.filter(row_id__in=list(before)).order_by("version"):
        before[old.row_id].append(old)
    return [_versions(row, before[row.pk]) for row in there]


def _versions(row, before):
    said = [(old.said or {}).get("answers") for old in before] + [row.answers]
    kept_at = [row.begun_at, *(old.saved_at for old in before)]
    return [(at, answers or {}) for at, answers in zip(kept_at, said, strict=True)]


def told(course, user) -> list:
    """(kind, sheet) of every sheet with something on it, for whoever reads the whole record."""
    kinds = {kind.form.id: kind for kind in sheets.kinds(course)}
    found = sorted(rows(course, user).values(), key=lambda row: row.begun_at)
    return [(kinds[row.form], row) for row in found if row.answers and row.form in kinds]
