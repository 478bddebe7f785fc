"""The shelf of a practice: the book's measures, its own definitions, and what each may be used for.

    here = shelf.here()
    here.ids()                      what may be assigned and typed in
    here.load("phq-9", "1.0.0")     a measure, of the version that a response was given to
    here.words("phq-9")             its words in the reader's language
    here.state("who-5").text        whether its questions may be put before somebody now

The practice's rows are read once in a piece of work (a request, a tick), however many measures
are looked at.
"""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import count
from pathlib import Path

import structlog
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ipt.measures import from_json, library, licences, own
from ipt.measures.definition import Measure, Wording
from ipt.measures.reading import At
from ipt.measures.whole import parted
from ipt.reading import BrokenBook
from kith import clock
from kith.web import book, tenancy

from .models import MeasureConfirmation, OwnDefinition

log = structlog.get_logger("kith.measures")
_changes = count(1)
_state = {"changes": 0}
_shelves: dict = {}  # practice id: (what it stood at, its shelf), for all work of this process
CHANGED = "measures.changed"


@dataclass(frozen=True)
class State:
    """on: may be assigned and typed in; text: its questions may be shown; why: in words."""

    on: bool
    text: bool
    why: str


@dataclass(frozen=True)
class Own:
    """An own definition, read."""

    row: OwnDefinition
    measure: Measure
    wording: Wording

    @property
    def counts(self) -> bool:
        """Whether it is asked today: not withdrawn, not run out, not overtaken by the book."""
        today = clock.today(self.row.practice.time_zone)
        first = self.measure.id not in library.ids() or own.supersedes(self.measure)
        return first and self.row.withdrawn_at is None and not self.row.expired(today)


def read(text: str) -> tuple[Measure, Wording]:
    """An own definition that is to be added. Raises BrokenBook: the place in it, and the reason."""
    return own.read(text, name="definition")


@lru_cache(maxsize=256)
def _kept(text: str) -> tuple[Measure, Wording]:
    """One that was added, as it was: also where the book has gone on to a higher version."""
    at = At(Path("definition"), "measure", json.loads(text.removeprefix("\ufeff")))
    structure, words = parted(at)
    measure = from_json.measure_of(structure, file=at.file)
    return measure, from_json.wording_of(words, measure, file=at.file, language=words["language"])


class Shelf:
    """The measures of one practice."""

    def __init__(self, practice_id):
        self.practice_id = practice_id

    @cached_property
    def _own(self) -> dict:
        rows = OwnDefinition.objects.filter(practice=self.practice_id).select_related("practice")
        return {(one.row.measure, one.row.version): one for one in map(_opened, rows) if one}

    @cached_property
    def _confirmed(self) -> dict:
        rows = MeasureConfirmation.objects.filter(practice=self.practice_id)
        found = {}
        for measure, withdrawn in rows.values_list("measure", "withdrawn_at"):
            found[measure] = found.get(measure, False) or withdrawn is None
        return found

    def all_ids(self) -> tuple:
        """Every measure the practice knows of, those that are off too."""
        return tuple(sorted({*library.ids(), *(id for id, _ver in self._own)}))

    def ids(self) -> tuple:
        """The measures that may be used here now."""
        return tuple(id for id in self.all_ids() if self.state(id).on)

    def has(self, id, version) -> bool:
        """Whether this version was ever on the shelf."""
        return (id, version) in self._own or (
            id in library.ids() and library.load(id).version == version
        )

    def own(self, id) -> Own | None:
        """The own definition that counts now: the one of the highest version."""
        there = [one for (measure, _ver), one in self._own.items() if measure == id and one.counts]
        return max(there, key=lambda one: rank(one.row.version), default=None)

    def load(self, id: str, version: str | None = None) -> Measure:
        """A measure; without a version the one that is asked now. Raises LookupError."""
        found = self._own.get((id, version)) if version else self.own(id)
        if found:
            return found.measure
        return library.load(id, version) if id in library.ids() else self._last(id).measure

    def words(self, id: str, language: str | None = None, version: str | None = None) -> Wording:
        """The words of a measure as it was, or is, asked: in the reader's language if it has them.

        For what was answered; whether they may be put before somebody now, `state` says.
        """
        found = self._own.get((id, version)) if version else self.own(id)
        if found:
            return found.wording
        if id not in library.ids():
            return self._last(id).wording
        return self._words(id, language, version, licensed=self._once_confirmed(id))

    def shown_words(self, id: str) -> Wording:
        """The words that may be shown now: labels only where its text may not be."""
        found = self.own(id)
        if found:
            return found.wording
        if id not in library.ids():
            return own.labels(self._last(id).measure, self._last(id).wording)
        return self._words(id, None, None, licensed=self.state(id).text)

    def language(self, id: str) -> str:
        """The language in which a measure is asked here and now; English if there is no other."""
        found = self.own(id)
        if found:
            return found.wording.language
        here = book.language()
        return here if id in library.ids() and here in library.languages(id) else "en"

    def state(self, id: str, version: str | None = None) -> State:
        """What a measure (or the version that a response began with) may be used for now."""
        found = self._own.get((id, version)) if version else self.own(id)
        if found:
            return _own_state(found)
        if id not in library.ids():
            return _own_state(self._last(id))
        return _said(licences.state(library.load(id), self.confirmed(id)))

    def asks(self, id: str, version: str | None = None) -> bool:
        """Whether its questions may be put before the client on a screen now."""
        state = self.state(id, version)
        return state.on and state.text and self.load(id, version).entered_by == "client"

    def confirmed(self, id: str) -> bool:
        """Whether an administrator's confirmation stands for it."""
        return confirmable(id) and self._confirmed.get(id, False)

    def _once_confirmed(self, id) -> bool:
        return confirmable(id) and id in self._confirmed

    def _words(self, id, language, version, *, licensed):
        language = language or book.language()
        known = library.languages(id, licensed=licensed)
        language = language if language in known else "en"
        return library.words(id, language, version, licensed=licensed)

    def _last(self, id) -> Own:
        there = [one for (measure, _ver), one in self._own.items() if measure == id]
        if not there:
            raise LookupError(f"there is no measure {id!r}")
        return max(there, key=lambda one: rank(one.row.version))


def of(practice_id) -> Shelf:
    """The shelf of a practice, read anew once something on it has changed."""
    kept, key = tenancy.kept(), ("measures.shelf", practice_id)
    found = kept.get(key)
    if found is None or found[0] != _state["changes"]:
        found = kept[key] = (_state["changes"], _standing(practice_id, kept))
    return found[1]


def _standing(practice_id, kept) -> Shelf:
    """The shelf as it was read before, where the practice says that it still stands so.

    Work that changes it reads for itself alone: it may yet be taken back.
    """
    practice = kept.get(tenancy.PRACTICE)
    if practice is None or practice.pk != practice_id or kept.get(CHANGED):
        return Shelf(practice_id)
    mark = (practice.shelf_version, practice.version, _state["changes"])
    known = _shelves.get(practice_id)
    if known is None or known[0] != mark:
        known = _shelves[practice_id] = (mark, Shelf(practice_id))
    return known[1]


def here() -> Shelf:
    """The shelf of the practice that the present work is for."""
    return of(tenancy.current())


def forget():
    """Something on a shelf has changed: whoever looks next reads it anew."""
    _state["changes"] = next(_changes)
    _shelves.clear()
    tenancy.kept()[CHANGED] = True


def confirmable(id) -> bool:
    """Whether an administrator's word lets its text be used."""
    if id not in library.ids():
        return False
    return licences.verdicts()[library.load(id).licence["verdict"]].text == "confirmed"


def _opened(row) -> Own | None:
    try:
        measure, wording = _kept(row.text)
    except BrokenBook as broken:
        log.error("own_definition_unreadable", about=str(row.pk), error=str(broken.where))
        return None
    return Own(row, measure, wording)


def _own_state(one) -> State:
    """Of a definition of the practice's own: while its licence counts, else off."""
    row, today = one.row, clock.today(one.row.practice.time_zone)
    found = _said(licences.own_state(one.measure, expires_on=row.expires_on, on=today))
    if row.withdrawn_at:
        return State(False, False, _("The practice has withdrawn its own definition."))
    return found if one.counts else State(False, False, found.why)


def _said(licence) -> State:
    values = dict(licence.why.values)
    if values.get("until"):
        values["until"] = date_format(values["until"])
    return State(licence.on, licence.text, book.text(licence.why.id, **values))


def rank(version: str):
    """For sorting versions in the order of their numbers: 1.10.0 comes after 1.9.0."""
    return [int(part) if part.isdigit() else 0 for part in version.split(".")], version
